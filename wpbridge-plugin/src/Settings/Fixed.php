<?php
/**
 * Settings that the page cannot change.
 *
 * @package WPBridge
 */

declare(strict_types=1);

namespace WPBridge\Settings;

use WPBridge\Sidecar;

/** Which settings the sidecar has, and what its file, environment or command line says; there it wins over the page. */
final class Fixed {

	private const BUDGET = 2.0;

	/** @var Sidecar */
	private $sidecar;

	/** @var array<string,array{value:string,note:string,fixed:bool}>|null */
	private $known;

	public function __construct( Sidecar $sidecar ) {
		$this->sidecar = $sidecar;
	}

	/** Whether the sidecar has such a setting; while it is away, every one is believed in. */
	public function exists( string $key ): bool {
		return ! $this->known() || isset( $this->known()[ $key ] );
	}

	public function has( string $key ): bool {
		return $this->known()[ $key ]['fixed'] ?? false;
	}

	/** The text in force; empty for a secret. */
	public function value( string $key ): string {
		return $this->known()[ $key ]['value'] ?? '';
	}

	/** Where it is fixed, in words. */
	public function note( string $key ): string {
		return $this->known()[ $key ]['note'] ?? '';
	}

	/** @return array<string,array{value:string,note:string,fixed:bool}> Empty while the sidecar is away: then nobody knows. */
	private function known(): array {
		if ( null === $this->known ) {
			$this->known = array();
			foreach ( (array) ( $this->sidecar->get( '/v1/config', self::BUDGET )->data['settings'] ?? array() ) as $s ) {
				if ( is_array( $s ) && is_string( $s['key'] ?? null ) ) {
					$this->known[ $s['key'] ] = array(
						'fixed' => ! empty( $s['fixed'] ),
						'value' => is_scalar( $s['value'] ?? '' ) ? (string) ( $s['value'] ?? '' ) : '',
						'note'  => self::where( (string) ( $s['origin'] ?? '' ), (string) ( $s['detail'] ?? '' ) ),
					);
				}
			}
		}
		return $this->known;
	}

	private static function where( string $origin, string $detail ): string {
		switch ( $origin ) {
			case 'file':
				/* translators: %s: a file and line, such as /etc/wpbridge/wpbridge.yaml:4. */
				return sprintf( __( 'Fixed in the file %s on the server.', 'wpbridge' ), $detail );
			case 'env':
				/* translators: %s: the name of an environment variable. */
				return sprintf( __( 'Fixed by the environment variable %s on the server.', 'wpbridge' ), $detail );
			default:
				/* translators: %s: a command line option. */
				return sprintf( __( 'Fixed by the option %s with which the program was started.', 'wpbridge' ), $detail );
		}
	}
}
