<?php
/**
 * The shapes of orders that are recorded: what each is, the options of its shop, where orders are kept, and how it is made.
 * A shape whose make returns the order in the status pending is paid by order-case.php.
 */

$at_subtotal = array( 'woocommerce_tax_round_at_subtotal' => 'yes' );
$exclusive   = array( 'woocommerce_prices_include_tax' => 'no' );
$as_posts    = array( 'store' => 'posts' );
$mixed       = static fn() => check_out( array( 'MUG' => 3, 'BOOK' => 2, 'PEN' => 7, 'TEA' => 5 ) );
$full        = static function () {
	$order = check_out( array( 'MUG' => 3, 'BOOK' => 1 ) );
	$order->payment_complete();
	give_back( $order, array(), true, array( 'restock_items' => true ) );
	return wc_get_order( $order->get_id() );
};
$company     = static fn() => check_out(
	array( 'MUG' => 1 ),
	array(
		'note'     => "Ring twice,\nplease",
		'billing'  => array( 'company' => 'Probe & Co SRL', 'address_2' => 'et. 2' ),
		'shipping' => array( 'first_name' => 'Ion', 'address_1' => 'Depozit 7', 'city' => 'Cluj', 'state' => 'CJ', 'postcode' => '400001', 'phone' => '0711111111' ),
		'fields'   => array( 'billing_cif' => 'RO123456', 'billing_reg' => 'J40/1/2020' ),
	)
);

return array(
	'inclusive'               => array( 'about' => 'One rate, prices with VAT, shipping', 'make' => static fn() => check_out( array( 'MUG' => 2 ) ) ),
	'exclusive'               => array( 'about' => 'One rate, prices without VAT, shipping', 'options' => $exclusive, 'make' => static fn() => check_out( array( 'MUG' => 2, 'PEN' => 3 ) ) ),
	'inclusive-mixed'         => array( 'about' => 'Two rates in one order, prices with VAT', 'make' => $mixed ),
	'exclusive-mixed'         => array( 'about' => 'Two rates in one order, prices without VAT', 'options' => $exclusive, 'make' => $mixed ),
	'subtotal-inclusive'      => array( 'about' => 'VAT rounded at the subtotal, prices with VAT', 'options' => $at_subtotal, 'make' => $mixed ),
	'subtotal-exclusive'      => array( 'about' => 'VAT rounded at the subtotal, prices without VAT', 'options' => $at_subtotal + $exclusive, 'make' => $mixed ),
	'subtotal-fine-prices'    => array(
		'about'   => 'Prices of four decimals, VAT rounded at the subtotal',
		'options' => $at_subtotal + $exclusive,
		'make'    => static fn() => check_out( array( 'TILE' => 7, 'PEN' => 1, 'TEA' => 1 ), array( 'coupons' => array( 'tenth' ) ) ),
	),
	'fine-prices'             => array( 'about' => 'Prices of four decimals, VAT rounded per line', 'options' => $exclusive, 'make' => static fn() => check_out( array( 'TILE' => 7, 'PEN' => 1 ), array( 'coupons' => array( 'tenth' ) ) ) ),
	'coupon-percent'          => array( 'about' => 'A tenth off', 'make' => static fn() => check_out( array( 'MUG' => 3, 'BOOK' => 1 ), array( 'coupons' => array( 'tenth' ) ) ) ),
	'coupons-several'         => array( 'about' => 'A sum off the cart and off each piece, and a tenth', 'make' => static fn() => check_out( array( 'MUG' => 3, 'BOOK' => 1, 'TEA' => 2 ), array( 'coupons' => array( 'tenth', 'five', 'each' ) ) ) ),
	'coupon-hundred'          => array( 'about' => 'All off, and free shipping: nothing to pay', 'make' => static fn() => check_out( array( 'MUG' => 3, 'BOOK' => 1 ), array( 'coupons' => array( 'all' ), 'method' => 'free_shipping:2' ) ) ),
	'free-shipping'           => array( 'about' => 'Free shipping', 'make' => static fn() => check_out( array( 'MUG' => 1 ), array( 'method' => 'free_shipping:2' ) ) ),
	'no-shipping'             => array( 'about' => 'Entered by hand, without shipping, not paid', 'unpaid' => true, 'make' => static fn() => enter( array( 'MUG' => 1 ) ) ),
	'fractional'              => array( 'about' => 'Sold by the metre', 'fractional' => true, 'make' => static fn() => check_out( array( 'CLOTH' => 1.333, 'MUG' => 2 ) ) ),
	'fractional-subtotal'     => array( 'about' => 'Sold by the metre, VAT rounded at the subtotal', 'fractional' => true, 'options' => $at_subtotal + $exclusive, 'make' => static fn() => check_out( array( 'CLOTH' => 1.333, 'MUG' => 2, 'TEA' => 1 ) ) ),
	'fee-negative'            => array( 'about' => 'A discount as a negative fee, one taxed and one not', 'make' => static fn() => check_out( array( 'MUG' => 3 ), array( 'fees' => array( 'Loyal' => array( -3.33, true ), 'Voucher' => array( -2, false ) ) ) ) ),
	'fee-fine'                => array( 'about' => 'A fee of many decimals', 'options' => $exclusive, 'make' => static fn() => check_out( array( 'MUG' => 3 ), array( 'fees' => array( 'Cash' => array( 1.23456, true ) ) ) ) ),
	'fee-entered'             => array( 'about' => 'Entered by hand: a negative fee of the reduced rate', 'make' => static fn() => enter( array( 'MUG' => 3, 'BOOK' => 1 ), array( 'Goodwill' => array( '-4.99', 'reduced-rate' ) ), '12.34' ) ),
	'rates-compound'          => array(
		'about'   => 'A rate upon a rate',
		'options' => $exclusive,
		'make'    => static function () {
			set_rates( array( '', '5', 1, 0 ), array( '', '9.975', 2, 1 ) );
			return check_out( array( 'MUG' => 3, 'PEN' => 1 ) );
		},
	),
	'rates-two-inclusive'     => array(
		'about' => 'Two rates on one line, prices with VAT',
		'make'  => static function () {
			set_rates( array( '', '6.25', 1, 0 ), array( '', '3.375', 2, 0 ), array( 'reduced-rate', '6.25', 1, 0 ) );
			return check_out( array( 'MUG' => 3, 'PEN' => 5, 'BOOK' => 1 ) );
		},
	),
	'rate-zero'               => array(
		'about' => 'A rate of nothing',
		'make'  => static function () {
			set_rates( array( '', '0', 1, 0 ) );
			return check_out( array( 'MUG' => 1, 'BOOK' => 1 ) );
		},
	),
	'exempt'                  => array(
		'about' => 'A customer without VAT',
		'make'  => static function () {
			wc_load_cart();
			WC()->customer->set_is_vat_exempt( true );
			return check_out( array( 'MUG' => 1, 'BOOK' => 1 ) );
		},
	),
	'refund-part'             => array(
		'about' => 'One of three pieces given back and put on stock',
		'make'  => static function () {
			$order = check_out( array( 'MUG' => 3, 'BOOK' => 1 ), array( 'coupons' => array( 'tenth' ) ) );
			$order->payment_complete();
			give_back( $order, array( 'MUG' => 1 ), false, array( 'restock_items' => true ) );
			return wc_get_order( $order->get_id() );
		},
	),
	'refund-full'             => array( 'about' => 'All given back', 'make' => $full ),
	'refund-sums'             => array(
		'about' => 'A sum given back without lines, and a part of a line without a piece',
		'make'  => static function () {
			$order = check_out( array( 'MUG' => 3 ) );
			$order->payment_complete();
			wc_create_refund( array( 'order_id' => $order->get_id(), 'amount' => '2.50', 'reason' => 'Late' ) );
			$line = current( $order->get_items() );
			$rate = key( $line->get_taxes()['total'] );
			wc_create_refund( array( 'order_id' => $order->get_id(), 'amount' => '1.21', 'line_items' => array( $line->get_id() => array( 'qty' => 0, 'refund_total' => '1.00', 'refund_tax' => array( $rate => '0.21' ) ) ) ) );
			return wc_get_order( $order->get_id() );
		},
	),
	'refund-subtotal'         => array( 'about' => 'All given back where VAT is rounded at the subtotal', 'options' => $at_subtotal + $exclusive, 'make' => $full ),
	'variations'              => array(
		'about' => 'Variations with and without a SKU, a product without, and one that is gone',
		'make'  => static function () {
			$order = check_out( array( 'SHIRT-S' => 1, 'SHIRT-M' => 2, '' => 1, 'GONE' => 1 ) );
			good( 'GONE' )->delete( true );
			return $order;
		},
	),
	'company'                 => array( 'about' => 'A company, shipped elsewhere, with a note', 'make' => $company ),
	'free-goods'              => array( 'about' => 'Nothing to pay for', 'make' => static fn() => check_out( array( 'GIFT' => 1 ), array( 'method' => 'free_shipping:2' ) ) ),
	'gift-card'               => array(
		'about'    => 'An extension takes 20 off the total, without a line',
		'rounding' => '-20',
		'make'     => static function () {
			add_filter( 'woocommerce_calculated_total', static fn( $total ) => $total - 20 );
			return check_out( array( 'MUG' => 3, 'BOOK' => 1 ) );
		},
	),
	'no-decimals'             => array( 'about' => 'A currency without cents', 'options' => array( 'woocommerce_price_num_decimals' => '0', 'woocommerce_currency' => 'HUF' ), 'make' => $mixed ),
	'binned'                  => array( 'about' => 'In the bin', 'make' => static fn() => put_in_bin( check_out( array( 'MUG' => 1 ) ) ) ),
	'posts-mixed'             => array( 'about' => 'Orders as posts: two rates', 'make' => $mixed ) + $as_posts,
	'posts-subtotal'          => array( 'about' => 'Orders as posts: VAT rounded at the subtotal', 'options' => $at_subtotal + $exclusive, 'make' => $mixed ) + $as_posts,
	'posts-company'           => array( 'about' => 'Orders as posts: a company', 'make' => $company ) + $as_posts,
	'posts-refund-full'       => array( 'about' => 'Orders as posts: all given back', 'make' => $full ) + $as_posts,
	'posts-binned'            => array( 'about' => 'Orders as posts: in the bin', 'make' => static fn() => put_in_bin( check_out( array( 'MUG' => 1 ), array( 'coupons' => array( 'five' ) ) ) ) ) + $as_posts,
);
