<?php
/**
 * POST wpbridge/v1/webhooks/{system}.
 *
 * @package WPBridge
 */

declare(strict_types=1);

namespace WPBridge\Rest;

use WPBridge\Sidecar;

/** Hands calls of a business system to the sidecar as they come; the vendor's own token is the sidecar's to check. */
final class Webhooks {

	private const MOST   = 1048576;
	private const BUDGET = 5.0;

	/** Headers that belong to this hop, or to the visitor of the site. */
	private const OURS = array( 'host', 'connection', 'content_length', 'transfer_encoding', 'te', 'upgrade', 'keep_alive', 'expect', 'accept_encoding', 'cookie', 'x_wp_nonce', 'x_wpbridge_token' );

	/** @var Sidecar */
	private $sidecar;

	public function __construct( Sidecar $sidecar ) {
		$this->sidecar = $sidecar;
	}

	public function register(): void {
		register_rest_route(
			'wpbridge/v1',
			'/webhooks/(?P<system>[a-z0-9_-]{1,32})',
			array(
				'methods'             => 'POST',
				'callback'            => array( $this, 'answer' ),
				'permission_callback' => array( self::class, 'small_enough' ),
				'show_in_index'       => false,
			)
		);
	}

	/**
	 * Nothing else can be known about the caller here.
	 *
	 * @return true|\WP_Error
	 */
	public static function small_enough( \WP_REST_Request $request ) {
		return strlen( (string) $request->get_body() ) <= self::MOST ? true
			: new \WP_Error( 'wpbridge_too_large', __( 'The message is larger than 1 MiB.', 'wpbridge' ), array( 'status' => 413 ) );
	}

	public function answer( \WP_REST_Request $request ): \WP_REST_Response {
		$query  = $request->get_query_params();
		unset( $query['rest_route'] );
		$answer = $this->sidecar->send(
			'POST',
			'/v1/webhooks/' . $request['system'] . ( $query ? '?' . http_build_query( $query ) : '' ),
			(string) $request->get_body(),
			self::headers( $request ),
			self::BUDGET
		);
		if ( ! $answer->reached() ) {
			return new \WP_REST_Response( array( 'code' => 'unavailable' ), 503 );
		}
		return new \WP_REST_Response( $answer->data, $answer->status );
	}

	/** @return array<string,string> */
	private static function headers( \WP_REST_Request $request ): array {
		$out = array();
		foreach ( $request->get_headers() as $name => $values ) {
			if ( ! in_array( $name, self::OURS, true ) ) {
				$out[ str_replace( '_', '-', $name ) ] = implode( ', ', (array) $values );
			}
		}
		return $out;
	}
}
