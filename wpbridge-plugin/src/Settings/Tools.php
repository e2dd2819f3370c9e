<?php
/**
 * The section Tools.
 *
 * @package WPBridge
 */

declare(strict_types=1);

namespace WPBridge\Settings;

use WPBridge\Options;

/** What is rarely needed. */
final class Tools {

	/** The option that uninstall.php goes by. */
	public const FORGET = 'remove_history';

	/** @var Options */
	private $options;

	public function __construct( Options $options ) {
		$this->options = $options;
	}

	public function draw(): void {
		\WC_Admin_Settings::output_fields(
			array(
				array( 'type' => 'title', 'id' => 'wpbridge_tools', 'title' => __( 'Tools', 'wpbridge' ), 'desc' => '' ),
				array(
					'type'  => 'checkbox',
					'id'    => Options::name( self::FORGET ),
					'title' => __( 'Removing the plugin', 'wpbridge' ),
					'desc'  => __( 'Remove the history too when the plugin is deleted. It holds every change that was made and the links between products and items; without it nothing can be undone.', 'wpbridge' ),
					'value' => 'yes' === $this->options->get( self::FORGET ) ? 'yes' : 'no',
				),
				array( 'type' => 'sectionend', 'id' => 'wpbridge_tools' ),
			)
		);
	}

	/**
	 * Stores the box.
	 *
	 * @param array<string,mixed> $posted Unslashed.
	 * @return string[] Never a fault.
	 */
	public function save( array $posted ): array {
		$this->options->set( self::FORGET, isset( $posted[ Options::name( self::FORGET ) ] ) ? 'yes' : '' );
		return array();
	}
}
