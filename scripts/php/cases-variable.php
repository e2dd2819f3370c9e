<?php
/**
 * Cases of variable products and their variations; see cases-stock.php for the shape.
 */

$variable = static function ( $first, $second, $parent = array() ) {
	return array(
		$parent + array(
			'sku'        => 'V',
			'variations' => array( $first + array( 'sku' => 'V-S', 'price' => '10.00' ), $second + array( 'sku' => 'V-M', 'price' => '20.00' ) ),
		),
	);
};
$hide = array( 'woocommerce_hide_out_of_stock_items' => 'yes' );
$stock = static fn( $sku, $value ) => array( array( $sku, 'stock', $value ) );

return array(
	'variation-up'                 => array( 'about' => 'more of a variation', 'products' => $variable( array( 'stock' => 5 ), array( 'stock' => 2 ) ), 'changes' => $stock( 'V-S', 8 ) ),
	'variation-down'               => array( 'about' => 'less of a variation', 'products' => $variable( array( 'stock' => 5 ), array( 'stock' => 2 ) ), 'changes' => $stock( 'V-S', 1 ) ),
	'variation-one-out'            => array( 'about' => 'one variation out, the other keeps the parent in stock', 'products' => $variable( array( 'stock' => 5 ), array( 'stock' => 2 ) ), 'changes' => $stock( 'V-S', 0 ) ),
	'variation-last-out'           => array( 'about' => 'the last variation takes the parent out of stock', 'products' => $variable( array( 'stock' => 5 ), array( 'stock' => 0 ) ), 'changes' => $stock( 'V-S', 0 ) ),
	'variation-first-back'         => array( 'about' => 'the first variation brings the parent back', 'products' => $variable( array( 'stock' => 0 ), array( 'stock' => 0 ) ), 'changes' => $stock( 'V-M', 3 ) ),
	'variation-both-out'           => array( 'about' => 'both variations out in one run', 'products' => $variable( array( 'stock' => 5 ), array( 'stock' => 2 ) ), 'changes' => array( array( 'V-S', 'stock', 0 ), array( 'V-M', 'stock', 0 ) ) ),
	'variation-mixed-backorder'    => array( 'about' => 'in stock goes, backorder stays: the parent is on backorder', 'products' => $variable( array( 'stock' => 5 ), array( 'stock' => 0, 'backorders' => 'notify' ) ), 'changes' => $stock( 'V-S', 0 ) ),
	'variation-to-backorder'       => array( 'about' => 'a variation goes on backorder', 'products' => $variable( array( 'stock' => 5, 'backorders' => 'yes' ), array( 'stock' => 0 ) ), 'changes' => $stock( 'V-S', 0 ) ),
	'variation-manage-switched-on' => array( 'about' => 'an unmanaged variation becomes managed', 'products' => $variable( array(), array( 'stock' => 2 ) ), 'changes' => array( array( 'V-S', 'manage_stock', 'yes' ), array( 'V-S', 'stock', 4 ) ) ),
	'variation-private-out'        => array( 'about' => 'a private variation counts for the status of the parent', 'products' => $variable( array( 'stock' => 5, 'status' => 'private' ), array( 'stock' => 0 ) ), 'changes' => $stock( 'V-S', 0 ) ),
	'variation-private-back'       => array( 'about' => 'only a private variation is in stock', 'products' => $variable( array( 'stock' => 0, 'status' => 'private' ), array( 'stock' => 0 ) ), 'changes' => $stock( 'V-S', 3 ) ),
	'variation-no-stock-threshold' => array( 'about' => 'a variation at the threshold', 'options' => array( 'woocommerce_notify_no_stock_amount' => '2' ), 'products' => $variable( array( 'stock' => 5 ), array( 'stock' => 1 ) ), 'changes' => $stock( 'V-S', 2 ) ),
	'parent-managed-down'          => array( 'about' => 'the parent holds the stock', 'products' => $variable( array(), array(), array( 'stock' => 5 ) ), 'changes' => $stock( 'V', 3 ) ),
	'parent-managed-to-zero'       => array( 'about' => 'the parent holds the stock: the variations follow it out', 'products' => $variable( array(), array(), array( 'stock' => 5 ) ), 'changes' => $stock( 'V', 0 ) ),
	'parent-managed-back'          => array( 'about' => 'the parent holds the stock: the variations follow it back', 'products' => $variable( array(), array(), array( 'stock' => 0 ) ), 'changes' => $stock( 'V', 5 ) ),
	'parent-managed-backorder'     => array( 'about' => 'the parent holds the stock and takes backorders', 'products' => $variable( array(), array(), array( 'stock' => 5, 'backorders' => 'notify' ) ), 'changes' => $stock( 'V', -1 ) ),
	'parent-managed-own-child'     => array( 'about' => 'one variation manages its own stock and does not follow', 'products' => $variable( array( 'stock' => 4 ), array(), array( 'stock' => 5 ) ), 'changes' => $stock( 'V', 0 ) ),
	'parent-managed-own-child-out' => array( 'about' => 'the variation with its own stock sells out', 'products' => $variable( array( 'stock' => 4 ), array(), array( 'stock' => 5 ) ), 'changes' => $stock( 'V-S', 0 ) ),
	'hide-variation-out'           => array( 'about' => 'a hidden variation leaves the price range of the parent', 'options' => $hide, 'products' => $variable( array( 'stock' => 5 ), array( 'stock' => 2 ) ), 'changes' => $stock( 'V-S', 0 ) ),
	'hide-variation-back'          => array( 'about' => 'a variation returns to the price range of the parent', 'options' => $hide, 'products' => $variable( array( 'stock' => 0 ), array( 'stock' => 2 ) ), 'changes' => $stock( 'V-S', 6 ) ),
	'hide-variation-last-out'      => array( 'about' => 'the last visible variation goes, with the parent and its counts', 'options' => $hide, 'products' => $variable( array( 'stock' => 5 ), array( 'stock' => 0 ) ), 'changes' => $stock( 'V-S', 0 ) ),
	'hide-variation-first-back'    => array( 'about' => 'the first variation returns, with the parent and its counts', 'options' => $hide, 'products' => $variable( array( 'stock' => 0 ), array( 'stock' => 0 ) ), 'changes' => $stock( 'V-M', 2 ) ),
	'hide-parent-managed-to-zero'  => array( 'about' => 'the parent holds the stock and is hidden', 'options' => $hide, 'products' => $variable( array(), array(), array( 'stock' => 5 ) ), 'changes' => $stock( 'V', 0 ) ),
	'mixed-variation-last-out'     => array( 'about' => 'the last variation, in tables of different collations', 'shop' => 'mixed', 'products' => $variable( array( 'stock' => 5 ), array( 'stock' => 0 ) ), 'changes' => $stock( 'V-S', 0 ) ),
);
