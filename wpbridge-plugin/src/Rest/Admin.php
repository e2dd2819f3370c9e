<?php
/**
 * The routes wpbridge/v1/admin/….
 *
 * @package WPBridge
 */

declare(strict_types=1);

namespace WPBridge\Rest;

use WPBridge\Answer;
use WPBridge\Sidecar;

/** Forwards calls of the shop's own pages to the sidecar: capability, nonce, and only what the list names. */
final class Admin {

	public const CAPABILITY = 'manage_woocommerce';

	private const MOST = 65536;

	/** What may be forwarded: method and path, and the seconds that it may take. */
	private const ROUTES = array(
		array( 'GET', 'status', Sidecar::PAGE ),
		array( 'GET', 'connectors', Sidecar::PAGE ),
		array( 'GET', 'config', Sidecar::PAGE ),
		array( 'GET', 'check', Sidecar::LONG ),
		array( 'GET', 'openapi\.yaml', Sidecar::PAGE ),
		array( 'POST', 'erp/check', Sidecar::LONG ),
		array( 'GET', 'reference/[a-z0-9_-]+', Sidecar::LONG ),
		array( 'POST', 'reference/[a-z0-9_-]+', Sidecar::LONG ),
		array( 'POST', 'jobs/[a-z0-9_-]+/runs', Sidecar::PAGE ),
		array( 'GET', 'runs', Sidecar::PAGE ),
		array( 'GET', 'runs/\d+', Sidecar::PAGE ),
		array( 'GET', 'runs/\d+/changes', Sidecar::PAGE ),
		array( 'GET', 'runs/\d+/changes\.csv', Sidecar::LONG ),
		array( 'POST', 'runs/\d+/(?:undo|approve|cancel)', Sidecar::PAGE ),
		array( 'GET', 'match', Sidecar::PAGE ),
		array( 'POST', 'match/accept', Sidecar::PAGE ),
		array( 'GET', 'match/[a-z0-9_-]+', Sidecar::PAGE ),
		array( 'GET', 'unmatched', Sidecar::PAGE ),
		array( 'GET', 'products/(?:.+/)?history', Sidecar::PAGE ),
	);

	private const QUERY = array( 'job', 'status', 'before', 'after', 'limit', 'q', 'sku', 'side', 'name', 'mode', 'product_id' );

	/** @var Sidecar */
	private $sidecar;

	public function __construct( Sidecar $sidecar ) {
		$this->sidecar = $sidecar;
	}

	public function register(): void {
		register_rest_route(
			'wpbridge/v1',
			'/admin/(?P<path>.+)',
			array(
				'methods'             => 'GET, POST',
				'callback'            => array( $this, 'answer' ),
				'permission_callback' => array( self::class, 'allows' ),
				'show_in_index'       => false,
			)
		);
	}

	/**
	 * A person of the shop, on a page of the shop: other ways of logging in to WordPress' API have no nonce.
	 *
	 * @return true|\WP_Error
	 */
	public static function allows( \WP_REST_Request $request ) {
		$nonce = (string) ( $request->get_header( 'x_wp_nonce' ) ?: ( $request->get_query_params()['_wpnonce'] ?? '' ) );
		if ( current_user_can( self::CAPABILITY ) && wp_verify_nonce( $nonce, 'wp_rest' ) ) {
			return true;
		}
		return new \WP_Error( 'wpbridge_forbidden', __( 'Only people who manage the shop may do this.', 'wpbridge' ), array( 'status' => rest_authorization_required_code() ) );
	}

	public function answer( \WP_REST_Request $request ): \WP_REST_Response {
		$path = self::decoded( (string) $request->get_url_params()['path'] );
		foreach ( self::ROUTES as list( $method, $pattern, $budget ) ) {
			if ( $method === $request->get_method() && preg_match( '~^' . $pattern . '$~D', $path ) ) {
				return $this->forward( $request, $path, $budget );
			}
		}
		return self::problem( 404, 'not_found', __( 'There is no such page.', 'wpbridge' ) );
	}

	private function forward( \WP_REST_Request $request, string $path, float $budget ): \WP_REST_Response {
		$body = 'POST' === $request->get_method() ? (string) $request->get_body() : '';
		if ( strlen( $body ) > self::MOST ) {
			return self::problem( 413, 'too_large', __( 'The message is larger than 64 KiB.', 'wpbridge' ) );
		}
		$query   = array_intersect_key( $request->get_query_params(), array_flip( self::QUERY ) );
		$escaped = self::escaped( $path, $query );
		if ( null === $escaped ) {
			return self::problem( 400, 'invalid', __( 'This cannot be an SKU.', 'wpbridge' ) );
		}
		$query = http_build_query( $query );
		return self::passed( $this->sidecar->signed( $request->get_method(), '/v1/' . $escaped . ( '' === $query ? '' : '?' . $query ), $body, 'admin', $budget ) );
	}

	/** Pretty addresses leave the path escaped; the query variable rest_route is unescaped by PHP. */
	private static function decoded( string $path ): string {
		return isset( $_GET['rest_route'] ) ? $path : rawurldecode( $path ); // phpcs:ignore WordPress.Security.NonceVerification.Recommended -- allows() has checked it.
	}

	/**
	 * The path with the SKU, which may hold anything, escaped as one step; null for what would climb. An SKU may
	 * also come in the query, because some web servers refuse a path with an escaped slash.
	 *
	 * @param array<string,mixed> $query The SKU is taken out of it.
	 */
	private static function escaped( string $path, array &$query ): ?string {
		if ( ! preg_match( '~^products/(?:(.+)/)?history$~sD', $path, $m ) ) {
			return $path;
		}
		$sku = $m[1] ?? $query['sku'] ?? '';
		unset( $query['sku'] );
		return is_string( $sku ) && ! in_array( $sku, array( '', '.', '..' ), true ) ? 'products/' . rawurlencode( $sku ) . '/history' : null;
	}

	private static function passed( Answer $answer ): \WP_REST_Response {
		if ( ! $answer->reached() ) {
			return new \WP_REST_Response( $answer->problem( 503 ), 503 );
		}
		$type = $answer->headers['content-type'] ?? '';
		if ( $answer->ok() && false === strpos( $type, 'json' ) ) {
			return self::raw( $answer );
		}
		return 'not_sidecar' === $answer->code
			? new \WP_REST_Response( $answer->problem( 502 ), 502 )
			: new \WP_REST_Response( $answer->data, $answer->status );
	}

	/** Files to save, which WordPress' own server would wrap in JSON. */
	private static function raw( Answer $answer ): \WP_REST_Response {
		$response = new \WP_REST_Response( null, $answer->status );
		foreach ( array( 'content-type' => 'Content-Type', 'content-disposition' => 'Content-Disposition' ) as $name => $header ) {
			if ( isset( $answer->headers[ $name ] ) ) {
				$response->header( $header, $answer->headers[ $name ] );
			}
		}
		add_filter(
			'rest_pre_serve_request',
			static function ( bool $served, $result ) use ( $answer, $response ): bool {
				if ( ! $served && $result === $response ) {
					echo $answer->body; // phpcs:ignore WordPress.Security.EscapeOutput.OutputNotEscaped -- a file, sent with its own type.
					return true;
				}
				return $served;
			},
			10,
			2
		);
		return $response;
	}

	private static function problem( int $status, string $code, string $detail ): \WP_REST_Response {
		return new \WP_REST_Response( array( 'type' => 'about:blank', 'title' => $detail, 'status' => $status, 'code' => $code, 'detail' => $detail ), $status );
	}
}
