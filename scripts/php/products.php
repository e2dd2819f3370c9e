<?php
/**
 * Makes products to sell through WooCommerce: simple ones, variations, and a parent that holds its variations' stock.
 *
 *   php products.php PREFIX N     prints a line of JSON: what to buy, as post ids
 */

$_SERVER['HTTP_HOST']   = '127.0.0.1';
$_SERVER['REQUEST_URI'] = '/';
require getenv( 'SHOP_DIR' ) . '/www/wp-load.php';

$buy = array();
for ( $n = 1; $n <= (int) $argv[2]; $n++ ) {
	$product = new WC_Product_Simple();
	$product->set_name( "Hot item $n" );
	$product->set_sku( "{$argv[1]}-S$n" );
	$product->set_regular_price( '10' );
	$product->set_manage_stock( true );
	$product->set_stock_quantity( 500 );
	$buy[] = $product->save();
}
foreach ( array( false, true ) as $parent_holds ) {
	$parent = new WC_Product_Variable();
	$parent->set_name( 'Hot variable' );
	$parent->set_sku( $argv[1] . ( $parent_holds ? '-P' : '-V' ) );
	$attribute = new WC_Product_Attribute();
	$attribute->set_name( 'Size' );
	$attribute->set_options( array( 'S', 'M' ) );
	$attribute->set_visible( true );
	$attribute->set_variation( true );
	$parent->set_attributes( array( $attribute ) );
	if ( $parent_holds ) {
		$parent->set_manage_stock( true );
		$parent->set_stock_quantity( 500 );
	}
	$id = $parent->save();
	foreach ( array( 'S', 'M' ) as $size ) {
		$variation = new WC_Product_Variation();
		$variation->set_parent_id( $id );
		$variation->set_attributes( array( 'size' => $size ) );
		$variation->set_regular_price( '12' );
		if ( ! $parent_holds ) {
			$variation->set_sku( "{$argv[1]}-V$size" );
			$variation->set_manage_stock( true );
			$variation->set_stock_quantity( 500 );
		}
		$buy[] = $variation->save();
	}
	WC_Product_Variable::sync( $id );
}
echo wp_json_encode( $buy ), "\n";
