<?php
/**
 * One step of recording a case; each step is a process of its own, so that WooCommerce's shutdown work runs.
 *
 *   php case.php base            categories and an attribute that all cases share
 *   php case.php list            the names of the cases, with the shop that each needs
 *   php case.php build NAME      its products, through WooCommerce
 *   php case.php before NAME     what a visited shop has besides, and the state before, into CASE_OUT/before.json
 *   php case.php apply NAME      the operation, by WooCommerce's own functions
 *   php case.php queue           the background work that WooCommerce has put off
 *   php case.php after NAME      the state after, into CASE_OUT/after.json
 */

require __DIR__ . '/case-lib.php';
require __DIR__ . '/case-dump.php';

$step  = $argv[1] ?? '';
$cases = array_merge( require __DIR__ . '/cases-stock.php', require __DIR__ . '/cases-variable.php', require __DIR__ . '/cases-price.php' );
if ( 'list' === $step ) {
	foreach ( $cases as $name => $case ) {
		echo $name, ' ', $case['shop'] ?? 'plain', "\n";
	}
	exit( 0 );
}

$_SERVER['HTTP_HOST']   = '127.0.0.1';
$_SERVER['REQUEST_URI'] = '/';
require getenv( 'SHOP_DIR' ) . '/www/wp-load.php';
$case = $cases[ $argv[2] ?? '' ] ?? array();
if ( ! empty( $case['fractional'] ) ) {
	remove_all_filters( 'woocommerce_stock_amount' );
	add_filter( 'woocommerce_stock_amount', 'floatval' );
}

switch ( $step ) {
	case 'base':
		make_terms();
		break;

	case 'build':
		foreach ( $case['options'] ?? array() as $name => $value ) {
			update_option( $name, $value );
		}
		foreach ( $case['products'] as $spec ) {
			make_product( $spec );
		}
		make_product( array( 'sku' => 'OTHER', 'stock' => 3, 'price' => '7.00', 'category' => 'Tools' ) );
		break;

	case 'before':
		foreach ( $case['sql'] ?? array() as $sku => $statements ) {
			foreach ( (array) $statements as $statement ) {
				$wpdb->query( str_replace( array( '{id}', '{prefix}' ), array( wc_get_product_id_by_sku( $sku ), $wpdb->prefix ), $statement ) );
			}
		}
		age_posts();
		plant_transients();
		write_tables( 'before.json', dump_tables( array_keys( $case['options'] ?? array() ) ) );
		write_input( $argv[2], $case );
		break;

	case 'apply':
		apply_changes( $case['changes'] );
		break;

	case 'queue':
		run_queue();
		break;

	case 'after':
		write_tables( 'after.json', dump_tables( array() ) );
		break;

	default:
		fwrite( STDERR, "unknown step $step\n" );
		exit( 2 );
}
