<?php
/**
 * What order-case.php builds orders with: goods, a checkout, an editor's order, refunds.
 */

// When all recorded orders were placed, paid and last changed.
const ORDER_PLACED  = '2026-02-03T10:20:30+02:00';
const ORDER_PAID    = '2026-02-03T10:21:31+02:00';
const ORDER_CHANGED = '2026-02-04 09:00:00';

/** The goods that all orders buy from, and coupons. */
function make_goods() {
	$goods = array(
		'MUG'   => array( '10.00', '' ),
		'BOOK'  => array( '9.99', 'reduced-rate' ),
		'PEN'   => array( '0.37', '' ),
		'TEA'   => array( '3.33', 'reduced-rate' ),
		'TILE'  => array( '12.3456', '' ),
		'CLOTH' => array( '24.90', '' ),
		'GIFT'  => array( '0', '' ),
		'GONE'  => array( '5.55', '' ),
		''      => array( '7.77', '' ),
	);
	foreach ( $goods as $sku => list( $price, $class ) ) {
		make_good( new WC_Product_Simple(), $sku ? "Item $sku" : 'Off the list', $sku, $price, $class );
	}
	$shirt     = new WC_Product_Variable();
	$attribute = new WC_Product_Attribute();
	$attribute->set_name( 'Size' );
	$attribute->set_options( array( 'S', 'M' ) );
	$attribute->set_variation( true );
	$shirt->set_attributes( array( $attribute ) );
	make_good( $shirt, 'Shirt', 'SHIRT', '', '' );
	foreach ( array( 'S' => 'SHIRT-S', 'M' => '' ) as $size => $sku ) {
		$variation = new WC_Product_Variation();
		$variation->set_parent_id( $shirt->get_id() );
		$variation->set_attributes( array( 'size' => $size ) );
		make_good( $variation, "Shirt $size", $sku, '19.90', '' );
	}
	make_coupon( 'tenth', 'percent', '10' );
	make_coupon( 'all', 'percent', '100' );
	make_coupon( 'five', 'fixed_cart', '5' );
	make_coupon( 'each', 'fixed_product', '0.10' );
}

function make_good( $product, $name, $sku, $price, $class ) {
	$product->set_name( $name );
	$product->set_sku( $sku );
	$product->set_regular_price( $price );
	$product->set_tax_class( $class );
	$product->set_manage_stock( 'GIFT' !== $sku && ! $product instanceof WC_Product_Variable );
	$product->set_stock_quantity( $product->get_manage_stock() ? 500 : null );
	$product->save();
}

function make_coupon( $code, $type, $amount ) {
	$coupon = new WC_Coupon();
	$coupon->set_code( $code );
	$coupon->set_discount_type( $type );
	$coupon->set_amount( $amount );
	$coupon->save();
}

/** Puts VAT rates in the place of the shop's own: [ class, percent, priority, compound ]. */
function set_rates( ...$rates ) {
	global $wpdb;
	$wpdb->query( "DELETE FROM {$wpdb->prefix}woocommerce_tax_rates" );
	WC_Cache_Helper::invalidate_cache_group( 'taxes' );
	foreach ( $rates as list( $class, $percent, $priority, $compound ) ) {
		WC_Tax::_insert_tax_rate(
			array(
				'tax_rate_country'  => 'RO',
				'tax_rate'          => $percent,
				'tax_rate_name'     => "VAT $percent",
				'tax_rate_priority' => $priority,
				'tax_rate_compound' => $compound,
				'tax_rate_shipping' => 1,
				'tax_rate_class'    => $class,
			)
		);
	}
}

function good( $sku ) {
	if ( '' === $sku ) {
		return wc_get_product( get_posts( array( 'post_type' => 'product', 'title' => 'Off the list', 'fields' => 'ids' ) )[0] );
	}
	if ( 'SHIRT-M' === $sku ) { // The variation that has no SKU of its own.
		return wc_get_product( max( wc_get_product( wc_get_product_id_by_sku( 'SHIRT' ) )->get_children() ) );
	}
	return wc_get_product( wc_get_product_id_by_sku( $sku ) );
}

function address( $changes = array() ) {
	return $changes + array(
		'first_name' => 'Ana',
		'last_name'  => 'Pop',
		'company'    => '',
		'address_1'  => 'Strada Probei 1',
		'address_2'  => '',
		'city'       => 'București',
		'state'      => 'B',
		'postcode'   => '010001',
		'country'    => 'RO',
		'email'      => 'ana@shop.test',
		'phone'      => '0700000000',
	);
}

/** What a customer's checkout makes of a cart: quantities by SKU; options coupons, fees, method, note, billing, shipping, fields. */
function check_out( $goods, $options = array() ) {
	wc_load_cart();
	foreach ( address() as $field => $value ) {
		WC()->customer->{"set_billing_$field"}( $value );
		is_callable( array( WC()->customer, "set_shipping_$field" ) ) && WC()->customer->{"set_shipping_$field"}( $value );
	}
	WC()->customer->set_calculated_shipping( true );
	foreach ( $options['fees'] ?? array() as $name => list( $amount, $taxable ) ) {
		add_action( 'woocommerce_cart_calculate_fees', static fn( $cart ) => $cart->add_fee( $name, $amount, $taxable ) );
	}
	foreach ( $goods as $sku => $quantity ) {
		$product = good( $sku );
		$parent  = $product->get_parent_id();
		WC()->cart->add_to_cart( $parent ? $parent : $product->get_id(), $quantity, $parent ? $product->get_id() : 0, $parent ? $product->get_variation_attributes() : array() );
	}
	foreach ( $options['coupons'] ?? array() as $code ) {
		WC()->cart->apply_coupon( $code );
	}
	WC()->session->set( 'chosen_shipping_methods', array( $options['method'] ?? 'flat_rate:1' ) );
	WC()->cart->calculate_totals();
	$data = array( 'payment_method' => 'cod', 'order_comments' => $options['note'] ?? '', 'shipping_method' => array( $options['method'] ?? 'flat_rate:1' ) );
	foreach ( array( 'billing', 'shipping' ) as $kind ) {
		foreach ( address( $options[ $kind ] ?? array() ) as $field => $value ) {
			$data[ "{$kind}_$field" ] = $value;
		}
	}
	$id = WC()->checkout()->create_order( $data + ( $options['fields'] ?? array() ) );
	if ( is_wp_error( $id ) ) {
		throw new Exception( $id->get_error_message() );
	}
	return wc_get_order( $id );
}

/** What the shop's owner enters. */
function enter( $goods, $fees = array(), $shipping = null ) {
	$order = wc_create_order();
	$order->set_address( address(), 'billing' );
	foreach ( $goods as $sku => $quantity ) {
		$order->add_product( good( $sku ), $quantity );
	}
	foreach ( $fees as $name => list( $amount, $class ) ) {
		$fee = new WC_Order_Item_Fee();
		$fee->set_name( $name );
		$fee->set_total( $amount );
		$fee->set_tax_class( $class );
		$order->add_item( $fee );
	}
	if ( null !== $shipping ) {
		$item = new WC_Order_Item_Shipping();
		$item->set_method_title( 'Courier' );
		$item->set_method_id( 'flat_rate' );
		$item->set_instance_id( 1 );
		$item->set_total( $shipping );
		$order->add_item( $item );
	}
	$order->calculate_totals();
	return $order;
}

/** Gives lines back: quantities by SKU, all else in full where $all. */
function give_back( $order, $goods, $all = false, $more = array() ) {
	$lines = array();
	$sum   = 0;
	foreach ( $order->get_items( array( 'line_item', 'fee', 'shipping' ) ) as $id => $item ) {
		$sku      = $item instanceof WC_Order_Item_Product && $item->get_product() ? $item->get_product()->get_sku() : '-';
		$quantity = $all ? $item->get_quantity() : ( $goods[ $sku ] ?? 0 );
		if ( ! $quantity ) {
			continue;
		}
		$share        = $quantity / $item->get_quantity();
		$net          = wc_format_decimal( $item->get_total() * $share, 2 );
		$taxes        = array_map( static fn( $tax ) => wc_format_decimal( (float) $tax * $share, 2 ), $item->get_taxes()['total'] );
		$lines[ $id ] = array( 'qty' => $quantity, 'refund_total' => $net, 'refund_tax' => $taxes );
		$sum         += $net + array_sum( $taxes );
	}
	return wc_create_refund( $more + array( 'order_id' => $order->get_id(), 'amount' => $all ? $order->get_total() : wc_format_decimal( $sum, 2 ), 'line_items' => $lines, 'reason' => 'Too small' ) );
}

/** Pays an order and deletes it, as the list of orders does. */
function put_in_bin( $order ) {
	$id = $order->get_id();
	$order->payment_complete();
	$order->delete();
	return wc_get_order( $id );
}
