<?php
/**
 * GET wpbridge/v1/ping.
 *
 * @package WPBridge
 */

declare(strict_types=1);

namespace WPBridge\Rest;

/** Tells the sidecar what kind of shop this is, as only PHP can see it. */
final class Ping {

	private const OPTIONS = array(
		'woocommerce_schema_version',
		'woocommerce_custom_orders_table_enabled',
		'woocommerce_custom_orders_table_data_sync_enabled',
		'woocommerce_hpos_datastore_caching_enabled',
		'woocommerce_manage_stock',
		'woocommerce_hold_stock_minutes',
		'woocommerce_notify_no_stock_amount',
		'woocommerce_notify_low_stock_amount',
		'woocommerce_hide_out_of_stock_items',
		'woocommerce_attribute_lookup_enabled',
		'woocommerce_attribute_lookup_direct_updates',
		'woocommerce_attribute_lookup_optimized_updates',
		'woocommerce_attribute_lookup_regeneration_in_progress',
		'woocommerce_product_lookup_table_is_generating',
		'woocommerce_feature_product_instance_caching_enabled',
		'woocommerce_feature_rest_api_caching_enabled',
		'woocommerce_rest_api_enable_backend_caching',
		'woocommerce_feature_cost_of_goods_sold_enabled',
	);

	/** Filters by which another plugin changes what stock or price mean. */
	private const FILTERS = array(
		'woocommerce_update_product_stock_query',
		'woocommerce_query_for_reserved_stock',
		'woocommerce_order_item_quantity',
		'woocommerce_product_get_stock_quantity',
		'woocommerce_product_get_manage_stock',
		'woocommerce_product_get_backorders',
		'woocommerce_product_get_price',
		'woocommerce_product_get_regular_price',
		'woocommerce_product_get_sale_price',
	);

	/** @var Guard */
	private $guard;

	public function __construct( Guard $guard ) {
		$this->guard = $guard;
	}

	public function register(): void {
		register_rest_route(
			'wpbridge/v1',
			'/ping',
			array(
				'methods'             => 'GET',
				'callback'            => array( $this, 'answer' ),
				'permission_callback' => array( $this->guard, 'allows' ),
				'show_in_index'       => false,
			)
		);
	}

	public function answer( \WP_REST_Request $request ): \WP_REST_Response {
		return new \WP_REST_Response(
			array(
				'plugin'             => WPBRIDGE_VERSION,
				'wordpress'          => get_bloginfo( 'version' ),
				'woocommerce'        => WC_VERSION,
				'php'                => PHP_VERSION,
				'time'               => time(),
				'authorization'      => $this->guard->authorization( $request ),
				'object_cache'       => (bool) wp_using_ext_object_cache(),
				'page_cache'         => defined( 'WP_CACHE' ) && WP_CACHE && is_file( WP_CONTENT_DIR . '/advanced-cache.php' ),
				'blog'               => get_current_blog_id(),
				'options'            => self::options(),
				'filters'            => array_values( array_filter( self::FILTERS, array( self::class, 'foreign' ) ) ),
				'product_data_store' => \WC_Data_Store::load( 'product' )->get_current_class_name(),
				'back_in_stock'      => defined( 'WOOCOMMERCE_BIS_ALPHA_ENABLED' ) && WOOCOMMERCE_BIS_ALPHA_ENABLED,
				'fractional'         => 0.5 === (float) wc_stock_amount( 0.5 ),
				'price_decimals'     => wc_get_price_decimals(),
			)
		);
	}

	/** Whether code outside WooCommerce listens to a filter. */
	private static function foreign( string $filter ): bool {
		$listeners = $GLOBALS['wp_filter'][ $filter ]->callbacks ?? array();
		foreach ( array_merge( array(), ...array_values( $listeners ) ) as $listener ) {
			$call = $listener['function'];
			if ( is_string( $call ) && false !== strpos( $call, '::' ) ) {
				$call = explode( '::', $call, 2 );
			} elseif ( is_object( $call ) && ! $call instanceof \Closure ) {
				$call = array( $call, '__invoke' );
			}
			try {
				$code = is_array( $call ) ? new \ReflectionMethod( $call[0], $call[1] ) : new \ReflectionFunction( $call );
			} catch ( \ReflectionException $e ) {
				return true; // A method that only __call knows.
			}
			if ( 0 !== strpos( (string) $code->getFileName(), (string) realpath( WC_ABSPATH ) ) ) {
				return true;
			}
		}
		return false;
	}

	/** @return array<string,string> Only those that are set. */
	private static function options(): array {
		$out = array();
		foreach ( self::OPTIONS as $name ) {
			$value = get_option( $name, null );
			if ( is_scalar( $value ) ) {
				$out[ $name ] = (string) $value;
			}
		}
		return $out;
	}
}
