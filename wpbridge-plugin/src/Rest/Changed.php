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
				'show_in_index'       => false,
			)
		);
	}

	/** @return \WP_REST_Response|\WP_Error */
	public function answer( \WP_REST_Request $request ) {
		if ( $this->guard->replayed( $request ) ) {
			return new \WP_Error( 'wpbridge_replayed', __( 'This token was used before.', 'wpbridge' ), array( 'status' => 401 ) );
		}
		$told  = $request->get_json_params();
		$valid = rest_validate_value_from_schema( $told, self::schema(), 'body' );
		if ( is_wp_error( $valid ) ) {
			$valid->add_data( array( 'status' => 400 ) );
			return $valid;
		}
		$told = rest_sanitize_value_from_schema( $told, self::schema(), 'body' ); // Numbers may have come as text.
		$this->changes->apply( self::items( $told['items'] ), $told['round'], $told['hooks'] );
		return new \WP_REST_Response(
			array(
				'ok'            => true,
				'done'          => count( $told['items'] ),
				'object_cache'  => (bool) wp_using_ext_object_cache(),
				'authorization' => $this->guard->authorization( $request ),
			)
		);
	}

	/**
	 * The items with what was left out.
	 *
	 * @param array<array<string,mixed>> $items Valid.
	 * @return array<array{id:int,parent:int,fields:string[],status:string,sale_dates:bool}>
	 */
	private static function items( array $items ): array {
		$absent = array( 'id' => 0, 'parent' => 0, 'fields' => array(), 'status' => '', 'sale_dates' => false );
		return array_map(
			static function ( array $item ) use ( $absent ): array {
				return array_intersect_key( array_filter( $item, static function ( $value ): bool { return null !== $value; } ), $absent ) + $absent;
			},
			$items
		);
	}

	/**
	 * What a call must look like. WordPress would check the arguments of a route before it asks who calls.
	 *
	 * @return array<string,mixed>
	 */
	private static function schema(): array {
		return array(
			'type'       => 'object',
			'properties' => array(
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
							'parent'     => array( 'type' => 'integer', 'minimum' => 0 ),
							'fields'     => array( 'type' => array( 'array', 'null' ), 'items' => array( 'type' => 'string' ) ),
							'status'     => array( 'type' => 'string' ),
							'sale_dates' => array( 'type' => 'boolean' ),
						),
					),
				),
			),
		);
	}
}
