<?php
/**
 * One step of recording an order; each step is a process of its own, so that nothing is remembered between them.
 *
 *   php order-case.php list             the names of the shapes
 *   php order-case.php base             goods, coupons and shipping that all shapes share
 *   php order-case.php options NAME     the settings of the shape's shop
 *   php order-case.php build NAME       the order, through WooCommerce's checkout or editor
 *   php order-case.php dump NAME        its rows into CASE_OUT/rows.json, and what WooCommerce reads from them into CASE_OUT/answers.json
 */

require __DIR__ . '/case-dump.php';
require __DIR__ . '/order-lib.php';
require __DIR__ . '/order-answers.php';

$step   = $argv[1] ?? '';
$shapes = require __DIR__ . '/order-shapes.php';
if ( 'list' === $step ) {
	echo implode( "\n", array_keys( $shapes ) ), "\n";
	exit( 0 );
}

$_SERVER['HTTP_HOST']   = '127.0.0.1';
$_SERVER['REQUEST_URI'] = '/';
$_SERVER['REMOTE_ADDR'] = '127.0.0.1';
set_exception_handler(
	static function ( $fault ) {
		fwrite( STDERR, "$fault\n" );
		exit( 1 );
	}
);
require getenv( 'SHOP_DIR' ) . '/www/wp-load.php';
$shape = $shapes[ $argv[2] ?? '' ] ?? array();
add_filter( 'pre_wp_mail', '__return_true' );
if ( ! empty( $shape['fractional'] ) ) {
	remove_all_filters( 'woocommerce_stock_amount' );
	add_filter( 'woocommerce_stock_amount', 'floatval' );
}

switch ( $step ) {
	case 'base':
		make_goods();
		( new WC_Shipping_Zone( 0 ) )->add_shipping_method( 'free_shipping' );
		break;

	case 'options':
		$options = ( $shape['options'] ?? array() ) + array( 'woocommerce_custom_orders_table_enabled' => 'posts' === ( $shape['store'] ?? '' ) ? 'no' : 'yes' );
		foreach ( $options as $name => $value ) {
			update_option( $name, $value );
		}
		break;

	case 'build':
		$order = $shape['make']();
		if ( 'pending' === $order->get_status() && empty( $shape['unpaid'] ) ) {
			$order->payment_complete( 'T-1' );
		}
		date_order( $order->get_id() );
		break;

	case 'dump':
		$id = order_id();
		write_tables( 'rows.json', order_tables() );
		$answers = array( 'about' => $shape['about'], 'woocommerce' => WC()->version, 'rounding' => $shape['rounding'] ?? '0' ) + order_answers( wc_get_order( $id ) );
		file_put_contents( getenv( 'CASE_OUT' ) . '/answers.json', json_encode( $answers, JSON_PRETTY_PRINT | JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES ) . "\n" );
		break;

	default:
		fwrite( STDERR, "unknown step $step\n" );
		exit( 2 );
}
