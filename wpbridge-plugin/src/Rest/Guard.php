<?php
/**
 * Who may call the routes of the bridge.
 *
 * @package WPBridge
 */

declare(strict_types=1);

namespace WPBridge\Rest;

use WPBridge\Jwt;
use WPBridge\Options;
use WPBridge\Pairing;

/** Lets the sidecar in, and nobody else. */
final class Guard {

	private const SEEN   = 'jti';
	private const CALL   = 'bridge';
	private const MEMORY = 200; // A token lives two minutes at most; more calls than these in that time repeat themselves anyway.

	/** @var Pairing */
	private $pairing;

	/** @var Options */
	private $options;

	public function __construct( Pairing $pairing, Options $options ) {
		$this->pairing = $pairing;
		$this->options = $options;
	}

	/**
	 * For permission_callback: whether the sidecar calls. Says nothing about why not.
	 *
	 * @return true|\WP_Error
	 */
	public function allows( \WP_REST_Request $request ) {
		$claims = $this->claims( $request );
		if ( null === $claims ) {
			return new \WP_Error( 'wpbridge_unauthorized', __( 'Only the wpbridge program of this shop may call this.', 'wpbridge' ), array( 'status' => 401 ) );
		}
		if ( ! in_array( 'bridge', explode( ' ', $claims['scope'] ), true ) ) {
			return new \WP_Error( 'wpbridge_forbidden_scope', __( 'The token is not meant for this.', 'wpbridge' ), array( 'status' => 403 ) );
		}
		return true;
	}

	/** Whether the token of this write was used before; from now on it was. */
	public function replayed( \WP_REST_Request $request ): bool {
		$claims = $this->claims( $request );
		if ( null === $claims ) {
			return true;
		}
		$now  = time();
		$seen = array_filter( $this->options->record( self::SEEN ), static function ( $exp ) use ( $now ): bool { return is_int( $exp ) && $exp > $now - 10; } );
		if ( isset( $seen[ $claims['jti'] ] ) ) {
			return true;
		}
		$seen[ $claims['jti'] ] = $claims['exp'];
		$this->options->keep( self::SEEN, array_slice( $seen, -self::MEMORY, null, true ) );
		return false;
	}

	/** Whether the standard header came through the web server; remembered for the Connection page. */
	public function authorization( \WP_REST_Request $request ): bool {
		$arrived = '' !== self::bearer( $request );
		$last    = $this->options->record( self::CALL );
		if ( ( $last['authorization'] ?? null ) !== $arrived || time() - (int) ( $last['at'] ?? 0 ) > 60 ) {
			$this->options->keep( self::CALL, array( 'at' => time(), 'authorization' => $arrived ) );
		}
		return $arrived;
	}

	/** @return array{jti:string,exp:int,scope:string}|null */
	private function claims( \WP_REST_Request $request ): ?array {
		$token = self::bearer( $request ) ?: (string) $request->get_header( 'x_wpbridge_token' );
		return Jwt::verify( $token, $this->pairing->secrets(), time() );
	}

	private static function bearer( \WP_REST_Request $request ): string {
		return preg_match( '/^Bearer\s+(\S+)$/i', (string) $request->get_header( 'authorization' ), $m ) ? $m[1] : '';
	}
}
