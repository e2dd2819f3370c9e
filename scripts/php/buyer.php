<?php
/**
 * A buyer: creates orders through WooCommerce and takes them from stock with its own functions, until the time is up.
 *
 *   php buyer.php SECONDS SEED ID…     prints a line of JSON: orders made, and what the database refused meanwhile
 */

$_SERVER['HTTP_HOST']   = '127.0.0.1';
$_SERVER['REQUEST_URI'] = '/';
require getenv( 'SHOP_DIR' ) . '/www/wp-load.php';

$until  = microtime( true ) + (float) $argv[1];
$ids    = array_map( 'intval', array_slice( $argv, 3 ) );
$orders = 0;
$faults = array();
mt_srand( (int) $argv[2] );
$wpdb->suppress_errors( true );

// WooCommerce does not look whether its decrement succeeded; the buyer does.
add_filter(
	'query',
	function ( $query ) use ( $wpdb, &$faults ) {
		if ( '' !== $wpdb->last_error ) {
			$faults[] = $wpdb->last_error . ': ' . substr( $wpdb->last_query, 0, 120 );
			$wpdb->last_error = '';
		}
		return $query;
	}
);

while ( microtime( true ) < $until ) {
	$order = wc_create_order();
	for ( $line = mt_rand( 1, 3 ); $line > 0; $line-- ) {
		$order->add_product( wc_get_product( $ids[ mt_rand( 0, count( $ids ) - 1 ) ] ), mt_rand( 1, 2 ) );
	}
	$order->calculate_totals();
	$order->save();
	wc_reduce_stock_levels( $order->get_id() );
	$order->set_status( 'processing' );
	$order->save();
	++$orders;
	wp_cache_flush(); // as the next request begins
}
echo wp_json_encode( array( 'orders' => $orders, 'faults' => $faults ) ), "\n";
