<?php
/**
 * Sections of the two reports that people send to those who help them.
 *
 * @package WPBridge
 */

declare(strict_types=1);

namespace WPBridge\Health;

use WPBridge\View;

/** The section in Site Health › Info, and the one in WooCommerce › Status. */
final class Report {

	/** @var Facts */
	private $facts;

	public function __construct( Facts $facts ) {
		$this->facts = $facts;
	}

	/**
	 * Adds the section of Site Health.
	 *
	 * @param array<string,mixed> $info The others.
	 * @return array<string,mixed>
	 */
	public function add( array $info ): array {
		return $info + array( 'wpbridge' => array( 'label' => __( 'WP Bridge', 'wpbridge' ), 'fields' => $this->facts->lines() ) );
	}

	/** Draws the section of WooCommerce's status report. */
	public function draw(): void {
		View::draw( 'status-report', array( 'lines' => $this->facts->lines() ) );
	}
}
