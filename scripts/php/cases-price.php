<?php
/**
 * Cases of prices; see cases-stock.php for the shape. Sale dates lie far from any day of recording.
 */

$one      = static fn( $more ) => array( $more + array( 'sku' => 'A', 'stock' => 5, 'price' => '10.00' ) );
$variable = static fn( $first, $second ) => array(
	array(
		'sku'        => 'V',
		'variations' => array( $first + array( 'sku' => 'V-S', 'stock' => 5, 'price' => '10.00' ), $second + array( 'sku' => 'V-M', 'stock' => 5, 'price' => '20.00' ) ),
	),
);

return array(
	'price-up'                  => array( 'about' => 'a dearer product', 'products' => $one( array() ), 'changes' => array( array( 'A', 'regular_price', '12.50' ) ) ),
	'price-down'                => array( 'about' => 'a cheaper product', 'products' => $one( array() ), 'changes' => array( array( 'A', 'regular_price', '8.25' ) ) ),
	'price-unchanged'           => array( 'about' => 'the same price saved again', 'products' => $one( array() ), 'changes' => array( array( 'A', 'regular_price', '10.00' ) ) ),
	'price-first'               => array( 'about' => 'a price for a product that had none', 'products' => array( array( 'sku' => 'A', 'stock' => 5 ) ), 'changes' => array( array( 'A', 'regular_price', '9.99' ) ) ),
	'price-removed'             => array( 'about' => 'a product without a price', 'products' => $one( array() ), 'changes' => array( array( 'A', 'regular_price', '' ) ) ),
	'price-zero'                => array( 'about' => 'a product given away', 'products' => $one( array() ), 'changes' => array( array( 'A', 'regular_price', '0' ) ) ),
	'sale-on'                   => array( 'about' => 'a sale begins', 'products' => $one( array() ), 'changes' => array( array( 'A', 'sale_price', '7.50' ) ) ),
	'sale-off'                  => array( 'about' => 'a sale ends', 'products' => $one( array( 'sale' => '7.50' ) ), 'changes' => array( array( 'A', 'sale_price', '' ) ) ),
	'sale-changed'              => array( 'about' => 'a sale gets deeper', 'products' => $one( array( 'sale' => '7.50' ) ), 'changes' => array( array( 'A', 'sale_price', '5' ) ) ),
	'sale-regular-changed'      => array( 'about' => 'the regular price changes under a sale', 'products' => $one( array( 'sale' => '7.50' ) ), 'changes' => array( array( 'A', 'regular_price', '11.00' ) ) ),
	'sale-above-regular'        => array( 'about' => 'a sale price above the regular price is dropped', 'products' => $one( array() ), 'changes' => array( array( 'A', 'sale_price', '12.00' ) ) ),
	'sale-equal-regular'        => array( 'about' => 'a sale price equal to the regular price is dropped', 'products' => $one( array() ), 'changes' => array( array( 'A', 'sale_price', '10.00' ) ) ),
	'sale-overtaken'            => array( 'about' => 'the regular price falls below the sale price', 'products' => $one( array( 'sale' => '7.50' ) ), 'changes' => array( array( 'A', 'regular_price', '7.00' ) ) ),
	'sale-future'               => array( 'about' => 'a sale that begins later', 'products' => $one( array() ), 'changes' => array( array( 'A', 'sale_price', '7.50' ), array( 'A', 'sale_from', '3786912000' ), array( 'A', 'sale_to', '3786998400' ) ) ),
	'sale-past'                 => array( 'about' => 'a sale that is over', 'products' => $one( array() ), 'changes' => array( array( 'A', 'sale_price', '7.50' ), array( 'A', 'sale_from', '1577836800' ), array( 'A', 'sale_to', '1580515200' ) ) ),
	'sale-running'              => array( 'about' => 'a sale that runs now', 'products' => $one( array() ), 'changes' => array( array( 'A', 'sale_price', '7.50' ), array( 'A', 'sale_from', '1577836800' ), array( 'A', 'sale_to', '3786912000' ) ) ),
	'sale-dates-removed'        => array( 'about' => 'a sale that began later begins now', 'products' => $one( array( 'sale' => '7.50', 'from' => '3786912000' ) ), 'changes' => array( array( 'A', 'sale_from', '' ) ) ),
	'variable-range-wider'      => array( 'about' => 'the highest price of the parent rises', 'products' => $variable( array(), array() ), 'changes' => array( array( 'V-M', 'regular_price', '25.00' ) ) ),
	'variable-min-changed'      => array( 'about' => 'the lowest price of the parent falls', 'products' => $variable( array(), array() ), 'changes' => array( array( 'V-S', 'regular_price', '9.00' ) ) ),
	'variable-prices-meet'      => array( 'about' => 'both variations cost the same', 'products' => $variable( array(), array() ), 'changes' => array( array( 'V-S', 'regular_price', '20.00' ) ) ),
	'variable-order-of-text'    => array( 'about' => 'nine is less than ten', 'products' => $variable( array( 'price' => '100' ), array( 'price' => '20' ) ), 'changes' => array( array( 'V-M', 'regular_price', '9' ) ) ),
	'variable-sale-on-one'      => array( 'about' => 'one variation on sale', 'products' => $variable( array(), array() ), 'changes' => array( array( 'V-M', 'sale_price', '8.00' ) ) ),
	'variable-sale-off-one'     => array( 'about' => 'the sale of one variation ends', 'products' => $variable( array(), array( 'sale' => '8.00' ) ), 'changes' => array( array( 'V-M', 'sale_price', '' ) ) ),
	'variable-private-price'    => array( 'about' => 'the price of a private variation does not count', 'products' => $variable( array( 'status' => 'private' ), array() ), 'changes' => array( array( 'V-S', 'regular_price', '5.00' ) ) ),
	'variable-hidden-price'     => array( 'about' => 'the price of a hidden variation does not count', 'options' => array( 'woocommerce_hide_out_of_stock_items' => 'yes' ), 'products' => $variable( array( 'stock' => 0 ), array() ), 'changes' => array( array( 'V-S', 'regular_price', '5.00' ) ) ),
	'variable-price-first'      => array( 'about' => 'a variation that had no price gets one', 'products' => $variable( array( 'price' => '' ), array() ), 'changes' => array( array( 'V-S', 'regular_price', '5.00' ) ) ),
	'variation-tax-parent'      => array( 'about' => 'a variation inherits the tax class of its parent', 'products' => $variable( array( 'tax_class' => 'parent' ), array() ), 'changes' => array( array( 'V-S', 'regular_price', '11.00' ) ) ),
	'price-and-stock'           => array( 'about' => 'price and stock in one save', 'products' => $one( array() ), 'changes' => array( array( 'A', 'regular_price', '12.00' ), array( 'A', 'stock', 0 ) ) ),
	'mixed-variable-price'      => array( 'about' => 'a price range, in tables of different collations', 'shop' => 'mixed', 'products' => $variable( array(), array() ), 'changes' => array( array( 'V-S', 'regular_price', '30.00' ) ) ),
);
