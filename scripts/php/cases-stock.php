<?php
/**
 * Cases of simple products' stock. A product is described by what its setters get; 'stock' means managed.
 * 'changes' are [ sku, field, value ]; 'sql' manipulates the product {id} behind WooCommerce's back first.
 */

$one   = static fn( $more ) => array( $more + array( 'sku' => 'A', 'price' => '10.00' ) );
$stock = static fn( $value ) => array( array( 'A', 'stock', $value ) );

return array(
	'simple-up'                    => array( 'about' => 'more of a product in stock', 'products' => $one( array( 'stock' => 5 ) ), 'changes' => $stock( 9 ) ),
	'simple-down'                  => array( 'about' => 'less of a product in stock', 'products' => $one( array( 'stock' => 5 ) ), 'changes' => $stock( 2 ) ),
	'simple-to-zero'               => array( 'about' => 'the last one is gone', 'products' => $one( array( 'stock' => 5 ) ), 'changes' => $stock( 0 ) ),
	'simple-from-zero'             => array( 'about' => 'back in stock', 'products' => $one( array( 'stock' => 0 ) ), 'changes' => $stock( 4 ) ),
	'simple-unchanged'             => array( 'about' => 'the same quantity written again', 'products' => $one( array( 'stock' => 5 ) ), 'changes' => $stock( 5 ) ),
	'simple-negative'              => array( 'about' => 'a quantity below zero', 'products' => $one( array( 'stock' => 5 ) ), 'changes' => $stock( -3 ) ),
	'simple-private'               => array( 'about' => 'a private product sells out', 'products' => $one( array( 'stock' => 5, 'status' => 'private' ) ), 'changes' => $stock( 0 ) ),
	'simple-draft'                 => array( 'about' => 'a draft sells out', 'products' => $one( array( 'stock' => 5, 'status' => 'draft' ) ), 'changes' => $stock( 0 ) ),
	'simple-featured-to-zero'      => array( 'about' => 'other visibility terms stay', 'products' => $one( array( 'stock' => 5, 'featured' => true, 'catalog_visibility' => 'search' ) ), 'changes' => $stock( 0 ) ),
	'manage-switched-on'           => array( 'about' => 'an unmanaged product becomes managed', 'products' => $one( array() ), 'changes' => array( array( 'A', 'manage_stock', 'yes' ), array( 'A', 'stock', 6 ) ) ),
	'manage-switched-on-at-zero'   => array( 'about' => 'an unmanaged product becomes managed with nothing in stock', 'products' => $one( array() ), 'changes' => array( array( 'A', 'manage_stock', 'yes' ), array( 'A', 'stock', 0 ) ) ),
	'manage-switched-off'          => array( 'about' => 'a managed product is no longer', 'products' => $one( array( 'stock' => 5 ) ), 'changes' => array( array( 'A', 'manage_stock', 'no' ) ) ),
	'unmanaged-left-alone'         => array( 'about' => 'a quantity for an unmanaged product has no effect', 'products' => $one( array() ), 'changes' => $stock( 5 ) ),
	'backorders-no-to-zero'        => array( 'about' => 'sold out, no backorders', 'products' => $one( array( 'stock' => 5, 'backorders' => 'no' ) ), 'changes' => $stock( 0 ) ),
	'backorders-notify-to-zero'    => array( 'about' => 'sold out, backorders with notice', 'products' => $one( array( 'stock' => 5, 'backorders' => 'notify' ) ), 'changes' => $stock( 0 ) ),
	'backorders-yes-to-zero'       => array( 'about' => 'sold out, backorders taken silently', 'products' => $one( array( 'stock' => 5, 'backorders' => 'yes' ) ), 'changes' => $stock( 0 ) ),
	'backorders-notify-back'       => array( 'about' => 'back from backorder', 'products' => $one( array( 'stock' => 0, 'backorders' => 'notify' ) ), 'changes' => $stock( 8 ) ),
	'backorders-yes-back'          => array( 'about' => 'back from silent backorder', 'products' => $one( array( 'stock' => -2, 'backorders' => 'yes' ) ), 'changes' => $stock( 8 ) ),
	'backorders-allowed-at-zero'   => array( 'about' => 'backorders allowed while sold out', 'products' => $one( array( 'stock' => 0 ) ), 'changes' => array( array( 'A', 'backorders', 'yes' ) ) ),
	'backorders-refused-at-zero'   => array( 'about' => 'backorders no longer allowed while sold out', 'products' => $one( array( 'stock' => 0, 'backorders' => 'yes' ) ), 'changes' => array( array( 'A', 'backorders', 'no' ) ) ),
	'no-stock-threshold-reached'   => array( 'about' => 'out of stock at the threshold, not at zero', 'options' => array( 'woocommerce_notify_no_stock_amount' => '2' ), 'products' => $one( array( 'stock' => 5 ) ), 'changes' => $stock( 2 ) ),
	'no-stock-threshold-left'      => array( 'about' => 'in stock just above the threshold', 'options' => array( 'woocommerce_notify_no_stock_amount' => '2' ), 'products' => $one( array( 'stock' => 2 ) ), 'changes' => $stock( 3 ) ),
	'low-stock-threshold'          => array( 'about' => 'low stock changes no status', 'products' => $one( array( 'stock' => 9, 'low_stock_amount' => 4 ) ), 'changes' => $stock( 3 ) ),
	'hide-to-zero-nested'          => array( 'about' => 'a hidden product no longer counts in its category and those above', 'options' => array( 'woocommerce_hide_out_of_stock_items' => 'yes' ), 'products' => $one( array( 'stock' => 5 ) ), 'changes' => $stock( 0 ) ),
	'hide-back-nested'             => array( 'about' => 'a product counts again in its category and those above', 'options' => array( 'woocommerce_hide_out_of_stock_items' => 'yes' ), 'products' => $one( array( 'stock' => 0 ) ), 'changes' => $stock( 5 ) ),
	'hide-quantity-only'           => array( 'about' => 'no recount without a change of status', 'options' => array( 'woocommerce_hide_out_of_stock_items' => 'yes' ), 'products' => $one( array( 'stock' => 5 ) ), 'changes' => $stock( 3 ) ),
	'stock-null'                   => array( 'about' => 'managed, but the quantity is NULL', 'products' => $one( array( 'stock' => 5 ) ), 'sql' => array( 'A' => "UPDATE {prefix}postmeta SET meta_value = NULL WHERE post_id = {id} AND meta_key = '_stock'" ), 'changes' => $stock( 7 ) ),
	'stock-empty'                  => array( 'about' => 'managed, but the quantity is an empty text', 'products' => $one( array( 'stock' => 5 ) ), 'sql' => array( 'A' => "UPDATE {prefix}postmeta SET meta_value = '' WHERE post_id = {id} AND meta_key = '_stock'" ), 'changes' => $stock( 7 ) ),
	'stock-missing'                => array( 'about' => 'managed, but the row of the quantity is missing', 'products' => $one( array( 'stock' => 5 ) ), 'sql' => array( 'A' => "DELETE FROM {prefix}postmeta WHERE post_id = {id} AND meta_key = '_stock'" ), 'changes' => $stock( 7 ) ),
	'stock-duplicate-rows'         => array( 'about' => 'two rows of the quantity', 'products' => $one( array( 'stock' => 5 ) ), 'sql' => array( 'A' => "INSERT INTO {prefix}postmeta (post_id, meta_key, meta_value) VALUES ({id}, '_stock', '3')" ), 'changes' => $stock( 7 ) ),
	'stock-fractional'             => array( 'about' => 'a shop that sells by weight', 'fractional' => true, 'products' => $one( array( 'stock' => 5.5 ) ), 'changes' => $stock( '2.25' ) ),
	'stock-fractional-to-zero'     => array( 'about' => 'the last half is gone', 'fractional' => true, 'products' => $one( array( 'stock' => 0.5 ) ), 'changes' => $stock( 0 ) ),
	'other-prefix'                 => array( 'about' => 'tables with another prefix', 'shop' => 'prefix', 'products' => $one( array( 'stock' => 5 ) ), 'changes' => $stock( 0 ) ),
	'mixed-collations'             => array( 'about' => 'tables of different collations', 'shop' => 'mixed', 'products' => $one( array( 'stock' => 0 ) ), 'changes' => $stock( 4 ) ),
	'several-at-once'              => array(
		'about'    => 'several products in one run',
		'products' => array( array( 'sku' => 'A', 'stock' => 1, 'price' => '1.00' ), array( 'sku' => 'B', 'stock' => 0, 'price' => '2.00' ), array( 'sku' => 'C', 'stock' => 5, 'price' => '3.00', 'category' => 'Books' ) ),
		'changes'  => array( array( 'A', 'stock', 0 ), array( 'B', 'stock', 12 ), array( 'C', 'stock', 6 ) ),
	),
);
