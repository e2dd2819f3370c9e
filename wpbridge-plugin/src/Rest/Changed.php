<?php
/**
 * POST wpbridge/v1/changed.
 *
 * @package WPBridge
 */

declare(strict_types=1);

namespace WPBridge\Rest;

use WPBridge\Bridge\Changes;

/** The sidecar tells what it has written. */
final class Changed {

	private const MOST = 500;

	/** @var Guard */
	private $guard;

	/** @var Changes */
	private $changes;

	public function __construct( Guard $guard, Changes $changes ) {
		$this->guard   = $guard;
		$this->changes = $changes;
	}

	public function register(): void {
		register_rest_route(
			'wpbridge/v1',
			'/changed',
			array(
				'methods'             => 'POST',
				'callback'            => array( $this, 'answer' ),
				'permission_callback' => array( $this->guard, 'allows' ),
				'args'                => self::args(),
				'show_in_index'       => false,
			)
		);
	}

	/** @return \WP_REST_Response|\WP_Error */
	public function answer( \WP_REST_Request $request ) {
		if ( $this->guard->replayed( $request ) ) {
			return new \WP_Error( 'wpbridge_replayed', __( 'This token was used before.', 'wpbridge' ), array( 'status' => 401 ) );
		}
		$this->changes->apply( $request['items'], (int) $request['round'], (string) $request['hooks'] );
		return new \WP_REST_Response(
			array(
				'ok'            => true,
				'done'          => count( $request['items'] ),
				'object_cache'  => (bool) wp_using_ext_object_cache(),
				'authorization' => $this->guard->authorization( $request ),
			)
		);
	}

	/** @return array<string,mixed> */
	private static function args(): array {
		return array(
			'batch' => array( 'type' => 'string', 'required' => true, 'maxLength' => 64 ),
			'round' => array( 'type' => 'integer', 'required' => true, 'enum' => array( 1, 2 ) ),
			'hooks' => array( 'type' => 'string', 'required' => true, 'enum' => array( 'flips', 'all', 'none' ) ),
			'items' => array(
				'type'     => 'array',
				'required' => true,
				'maxItems' => self::MOST,
				'items'    => array(
					'type'       => 'object',
					'properties' => array(
						'id'         => array( 'type' => 'integer', 'minimum' => 1, 'required' => true ),
						'parent'     => array( 'type' => 'integer', 'minimum' => 0, 'default' => 0 ),
						'fields'     => array( 'type' => 'array', 'items' => array( 'type' => 'string' ), 'default' => array() ),
						'status'     => array( 'type' => 'string', 'default' => '' ),
						'sale_dates' => array( 'type' => 'boolean', 'default' => false ),
					),
				),
			),
		);
	}
}
