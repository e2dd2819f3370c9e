<?php
/**
 * How order-case.php writes an order down: its rows, and what WooCommerce's own classes read from them.
 */

function order_id() {
	global $wpdb;
	return (int) $wpdb->get_var( "SELECT MIN(order_id) FROM {$wpdb->prefix}woocommerce_order_items" );
}

/** Gives the order and its refunds dates that do not differ from recording to recording. */
function date_order( $id ) {
	global $wpdb;
	foreach ( array_merge( array( $id ), wc_get_orders( array( 'type' => 'shop_order_refund', 'parent' => $id, 'return' => 'ids', 'limit' => -1 ) ) ) as $one ) {
		$order = wc_get_order( $one );
		$order->set_date_created( ORDER_PLACED );
		if ( is_callable( array( $order, 'set_date_paid' ) ) && $order->get_date_paid() ) {
			$order->set_date_paid( ORDER_PAID );
		}
		if ( is_callable( array( $order, 'set_date_completed' ) ) && $order->get_date_completed() ) {
			$order->set_date_completed( ORDER_CHANGED );
		}
		$order->save();
	}
	$p = $wpdb->prefix;
	$wpdb->query( "UPDATE {$p}wc_orders SET date_updated_gmt = '" . ORDER_CHANGED . "', ip_address = '', user_agent = ''" );
	$wpdb->query( "UPDATE {$p}wc_order_operational_data SET order_key = CONCAT('wc_order_', order_id), cart_hash = ''" );
	$wpdb->query( "UPDATE {$p}posts SET post_date = '" . ORDER_CHANGED . "', post_date_gmt = '" . ORDER_CHANGED . "' WHERE post_type = 'shop_order_placehold'" );
	$wpdb->query( "UPDATE {$p}posts SET post_modified = '" . ORDER_CHANGED . "', post_modified_gmt = '" . ORDER_CHANGED . "' WHERE post_type LIKE 'shop_order%'" );
	$wpdb->query( "UPDATE {$p}postmeta SET meta_value = CONCAT('wc_order_', post_id) WHERE meta_key = '_order_key'" );
	$wpdb->query( "DELETE FROM {$p}postmeta WHERE meta_key IN ('_cart_hash', '_customer_ip_address', '_customer_user_agent', '_wp_trash_meta_time', '_edit_lock')" );
	$wpdb->query( "DELETE FROM {$p}wc_orders_meta WHERE meta_key IN ('_wp_trash_meta_time', '_edit_lock')" );
}

/** @return array<string, array<int, array<string, ?string>>> Rows by table name without prefix. */
function order_tables() {
	global $wpdb;
	$p      = $wpdb->prefix;
	$orders = "SELECT ID FROM {$p}posts WHERE post_type LIKE 'shop_order%'";
	$tables = array(
		'posts'                       => "SELECT * FROM {$p}posts WHERE ID IN ($orders) ORDER BY ID",
		'postmeta'                    => "SELECT * FROM {$p}postmeta WHERE post_id IN ($orders) OR meta_key = '_sku' ORDER BY post_id, meta_id",
		'wc_orders'                   => "SELECT * FROM {$p}wc_orders ORDER BY id",
		'wc_order_operational_data'   => "SELECT * FROM {$p}wc_order_operational_data ORDER BY order_id",
		'wc_order_addresses'          => "SELECT * FROM {$p}wc_order_addresses ORDER BY id",
		'wc_orders_meta'              => "SELECT * FROM {$p}wc_orders_meta ORDER BY id",
		'woocommerce_order_items'     => "SELECT * FROM {$p}woocommerce_order_items ORDER BY order_item_id",
		'woocommerce_order_itemmeta'  => "SELECT * FROM {$p}woocommerce_order_itemmeta ORDER BY order_item_id, meta_id",
		'woocommerce_tax_rates'       => "SELECT * FROM {$p}woocommerce_tax_rates ORDER BY tax_rate_id",
		'options'                     => "SELECT option_name, option_value, autoload FROM {$p}options WHERE option_name IN ('woocommerce_custom_orders_table_enabled', 'woocommerce_price_num_decimals', 'woocommerce_tax_round_at_subtotal', 'woocommerce_prices_include_tax') ORDER BY option_name",
	);
	$dump = array();
	foreach ( $tables as $table => $query ) {
		$dump[ $table ] = $wpdb->get_results( $query, ARRAY_A );
	}
	foreach ( $dump['posts'] as &$post ) {
		$post['guid']          = '';
		$post['post_title']    = '';
		$post['post_password'] = '';
		$post['post_name']     = '';
	}
	return $dump;
}

function order_answers( $order ) {
	$time = static fn( $date ) => $date ? $date->getTimestamp() : 0;
	return array(
		'id'                 => $order->get_id(),
		'number'             => $order->get_order_number(),
		'status'             => $order->get_status(),
		'currency'           => $order->get_currency(),
		'prices_include_tax' => $order->get_prices_include_tax(),
		'total'              => (string) $order->get_total(),
		'total_tax'          => (string) $order->get_total_tax(),
		'discount'           => (string) $order->get_total_discount(),
		'created'            => $time( $order->get_date_created() ),
		'modified'           => $time( $order->get_date_modified() ),
		'paid'               => $time( $order->get_date_paid() ),
		'completed'          => $time( $order->get_date_completed() ),
		'customer'           => $order->get_customer_id(),
		'note'               => $order->get_customer_note(),
		'payment_method'     => $order->get_payment_method(),
		'payment_title'      => $order->get_payment_method_title(),
		'transaction'        => $order->get_transaction_id(),
		'taken'              => (bool) $order->get_data_store()->get_stock_reduced( $order->get_id() ),
		'billing'            => $order->get_address( 'billing' ),
		'shipping'           => $order->get_address( 'shipping' ),
		'cif'                => (string) $order->get_meta( '_billing_cif' ),
		'lines'              => line_answers( $order ),
		'coupons'            => array_values( array_map( static fn( $c ) => array( 'code' => $c->get_code(), 'net' => (string) $c->get_discount(), 'vat' => (string) $c->get_discount_tax() ), $order->get_coupons() ) ),
		'refunds'            => refunds_answers( $order ),
	);
}

function refunds_answers( $order ) {
	$refunds = array_map( 'refund_answers', $order->get_refunds() );
	usort( $refunds, static fn( $a, $b ) => $a['id'] <=> $b['id'] );
	return $refunds;
}

function refund_answers( $refund ) {
	return array(
		'id'        => $refund->get_id(),
		'amount'    => (string) $refund->get_amount(),
		'total'     => (string) $refund->get_total(),
		'total_tax' => (string) $refund->get_total_tax(),
		'reason'    => $refund->get_reason(),
		'lines'     => line_answers( $refund ),
	);
}

function line_answers( $order ) {
	$lines    = array();
	$percents = array();
	$of       = $order instanceof WC_Order_Refund ? wc_get_order( $order->get_parent_id() ) : $order;
	foreach ( $of->get_taxes() as $tax ) {
		$percents[ $tax->get_rate_id() ] = (string) $tax->get_rate_percent();
	}
	foreach ( $order->get_items( array( 'line_item', 'shipping', 'fee' ) ) as $item ) {
		$goods   = $item instanceof WC_Order_Item_Product;
		$product = $goods ? $item->get_product() : null;
		$named   = $item->get_taxes()['subtotal'] ?? $item->get_taxes()['total'];
		$lines[] = array(
			'id'           => $item->get_id(),
			'type'         => $item->get_type(),
			'name'         => $item->get_name(),
			'product'      => $goods ? $item->get_product_id() : 0,
			'variation'    => $goods ? $item->get_variation_id() : 0,
			'sku'          => $product ? $product->get_sku() : '',
			'quantity'     => (string) $item->get_quantity(),
			'net'          => (string) $item->get_total(),
			'vat'          => (string) $item->get_total_tax(),
			'full_net'     => (string) ( $goods ? $item->get_subtotal() : $item->get_total() ),
			'full_vat'     => (string) ( $goods ? $item->get_subtotal_tax() : $item->get_total_tax() ),
			'rates'        => array_values( array_intersect_key( $percents, array_filter( $named, 'strlen' ) ) ),
			'method'       => $item instanceof WC_Order_Item_Shipping ? $item->get_method_id() : '',
			'instance'     => $item instanceof WC_Order_Item_Shipping ? (string) $item->get_instance_id() : '',
			'taken'        => (string) $item->get_meta( '_reduced_stock' ),
			'refunds_line' => (int) $item->get_meta( '_refunded_item_id' ),
		);
	}
	usort( $lines, static fn( $a, $b ) => $a['id'] <=> $b['id'] );
	return $lines;
}
