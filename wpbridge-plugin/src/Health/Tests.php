<?php
/**
 * Tests of WordPress' Site Health.
 *
 * @package WPBridge
 */

declare(strict_types=1);

namespace WPBridge\Health;

use WPBridge\Pages\Menu;

/** Says what is wrong with the bridge where people look after the whole site. */
final class Tests {

	/** Seconds after which somebody should ask why nothing runs. */
	private const IDLE = 7200;

	/** @var Facts */
	private $facts;

	public function __construct( Facts $facts ) {
		$this->facts = $facts;
	}

	/**
	 * Adds the tests.
	 *
	 * @param array<string,array<string,mixed>> $tests The others.
	 * @return array<string,array<string,mixed>>
	 */
	public function add( array $tests ): array {
		$ours = array(
			'reachable'     => __( 'WP Bridge: the program answers', 'wpbridge' ),
			'secret'        => __( 'WP Bridge: plugin and program share a secret', 'wpbridge' ),
			'alive'         => __( 'WP Bridge: something ran lately', 'wpbridge' ),
			'authorization' => __( 'WP Bridge: the Authorization header arrives', 'wpbridge' ),
		);
		foreach ( $ours as $name => $label ) {
			$tests['direct'][ 'wpbridge_' . $name ] = array( 'label' => $label, 'test' => array( $this, $name ) );
		}
		return $tests;
	}

	/** @return array<string,mixed> */
	public function reachable(): array {
		$status = $this->facts->status();
		return $status->reached() && 'not_sidecar' !== $status->code
			? self::result( 'reachable', 'good', __( 'The wpbridge program answers', 'wpbridge' ), __( 'It keeps the shop and the business system in step.', 'wpbridge' ) )
			: self::result( 'reachable', 'critical', __( 'The wpbridge program does not answer', 'wpbridge' ), $status->detail, Menu::settings() );
	}

	/** @return array<string,mixed> */
	public function secret(): array {
		$status = $this->facts->status();
		if ( ! $status->reached() ) {
			return self::result( 'secret', 'recommended', __( 'Whether plugin and program share a secret is not known', 'wpbridge' ), __( 'The wpbridge program does not answer.', 'wpbridge' ), Menu::settings() );
		}
		return 401 === $status->status
			? self::result( 'secret', 'critical', __( 'Plugin and wpbridge program have different secrets', 'wpbridge' ), $status->detail, Menu::settings() )
			: self::result( 'secret', 'good', __( 'Plugin and wpbridge program share a secret', 'wpbridge' ), __( 'Nobody else can give either of them orders.', 'wpbridge' ) );
	}

	/** @return array<string,mixed> */
	public function alive(): array {
		$status = $this->facts->status();
		$idle   = $status->ok() ? Facts::idle( $status->data, time() ) : null;
		if ( null === $idle || $idle > self::IDLE ) {
			return self::result( 'alive', 'critical', __( 'Nothing keeps the shop in step with the business system', 'wpbridge' ), __( 'Neither the wpbridge program nor a cron line has started a job lately, so stock and prices may be old.', 'wpbridge' ), Menu::settings() . '&section=schedule' );
		}
		$troubles = Facts::troubles( $status->data );
		return $troubles
			? self::result( 'alive', 'recommended', __( 'A run of WP Bridge needs you', 'wpbridge' ), implode( ' ', $troubles ), Menu::address( 'history' ) )
			: self::result( 'alive', 'good', __( 'The shop is kept in step with the business system', 'wpbridge' ), __( 'Jobs are started by themselves and end well.', 'wpbridge' ) );
	}

	/** @return array<string,mixed> */
	public function authorization(): array {
		$called = $this->facts->called();
		if ( ! isset( $called['at'] ) ) {
			return self::result( 'authorization', 'good', __( 'The wpbridge program has not called this shop yet', 'wpbridge' ), __( 'Whether the web server passes the Authorization header on is seen with its first call.', 'wpbridge' ) );
		}
		return ! empty( $called['authorization'] )
			? self::result( 'authorization', 'good', __( 'The Authorization header arrives', 'wpbridge' ), __( 'The web server passes on what the wpbridge program sends.', 'wpbridge' ) )
			: self::result( 'authorization', 'recommended', __( 'The web server takes the Authorization header away', 'wpbridge' ), __( 'The wpbridge program helps itself with a header of its own, but other programs that use the API of your shop may fail. The settings of WP Bridge show the line that cures it.', 'wpbridge' ), Menu::settings() );
	}

	/**
	 * A result.
	 *
	 * @param string $status good, recommended or critical.
	 * @param string $link   Where to cure it; empty: nothing to do.
	 * @return array<string,mixed>
	 */
	private static function result( string $test, string $status, string $label, string $text, string $link = '' ): array {
		return array(
			'test'        => 'wpbridge_' . $test,
			'status'      => $status,
			'label'       => $label,
			'badge'       => array( 'label' => __( 'WP Bridge', 'wpbridge' ), 'color' => 'blue' ),
			'description' => '<p>' . esc_html( $text ) . '</p>',
			'actions'     => '' === $link ? '' : sprintf( '<p><a href="%s">%s</a></p>', esc_url( $link ), esc_html__( 'Look at it', 'wpbridge' ) ),
		);
	}
}
