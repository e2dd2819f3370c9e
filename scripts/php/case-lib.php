<?php
/**
 * What case.php does: making products, applying changes and writing tables down.
 */

// The same marks as internal/shoptest: the age of untouched posts, the expiry and the version of untouched caches.
const MARK_LOCAL   = '2026-01-15 12:00:00';
const MARK_GMT     = '2026-01-15 10:00:00';
const MARK_EXPIRY  = '4102444800';
const MARK_VERSION = '1700000000';

function make_terms() {
	$parent = 0;
	foreach ( array( 'Garden', 'Tools', 'Saws' ) as $name ) {
		$parent = wp_insert_term( $name, 'product_cat', array( 'parent' => $parent ) )['term_id'];
	}
	wp_insert_term( 'Books', 'product_cat' );
	wc_create_attribute( array( 'name' => 'Size', 'slug' => 'size' ) );
	register_taxonomy( 'pa_size', array( 'product' ) );
	foreach ( array( 'S', 'M', 'L', 'XL' ) as $name ) {
		wp_insert_term( $name, 'pa_size' );
	}
}

function make_product( $spec, $parent = 0 ) {
	if ( $parent ) {
		$product = new WC_Product_Variation();
		$product->set_parent_id( $parent );
		$product->set_attributes( array( 'pa_size' => $spec['size'] ) );
	} else {
		$product = isset( $spec['variations'] ) ? new WC_Product_Variable() : new WC_Product_Simple();
		$product->set_name( 'Item ' . $spec['sku'] );
		$product->set_category_ids( array( get_term_by( 'name', $spec['category'] ?? 'Saws', 'product_cat' )->term_id ) );
	}
	$product->set_sku( $spec['sku'] );
	$setters = array( 'price' => 'regular_price', 'sale' => 'sale_price', 'from' => 'date_on_sale_from', 'to' => 'date_on_sale_to' );
	foreach ( $spec as $field => $value ) {
		if ( 'stock' === $field ) {
			$product->set_manage_stock( true );
			$product->set_stock_quantity( $value );
		} elseif ( ! in_array( $field, array( 'sku', 'size', 'category', 'variations' ), true ) ) {
			$product->{'set_' . ( $setters[ $field ] ?? $field )}( $value );
		}
	}
	if ( isset( $spec['variations'] ) ) {
		$attribute = new WC_Product_Attribute();
		$attribute->set_id( wc_attribute_taxonomy_id_by_name( 'pa_size' ) );
		$attribute->set_name( 'pa_size' );
		$attribute->set_options( get_terms( array( 'taxonomy' => 'pa_size', 'hide_empty' => false, 'fields' => 'ids' ) ) );
		$attribute->set_visible( true );
		$attribute->set_variation( true );
		$product->set_attributes( array( $attribute ) );
	}
	$id = $product->save();
	foreach ( $spec['variations'] ?? array() as $n => $variation ) {
		make_product( $variation + array( 'size' => array( 's', 'm', 'l', 'xl' )[ $n ] ), $id );
	}
}

/** Applies changes [ sku, field, value ], all of one product in one save. */
function apply_changes( $changes ) {
	$per_sku = array();
	foreach ( $changes as list( $sku, $field, $value ) ) {
		$per_sku[ $sku ][ $field ] = $value;
	}
	$setters = array( 'stock' => 'stock_quantity', 'sale_from' => 'date_on_sale_from', 'sale_to' => 'date_on_sale_to' );
	foreach ( $per_sku as $sku => $fields ) {
		$product = wc_get_product( wc_get_product_id_by_sku( $sku ) );
		if ( array( 'stock' ) === array_keys( $fields ) ) {
			wc_update_product_stock( $product, $fields['stock'], 'set' );
			continue;
		}
		foreach ( $fields as $field => $value ) {
			$product->{'set_' . ( $setters[ $field ] ?? $field )}( $value );
		}
		$product->save();
	}
}

function run_queue() {
	global $wpdb;
	$wpdb->query( "UPDATE {$wpdb->prefix}actionscheduler_actions SET scheduled_date_gmt = '2020-01-01 00:00:00' WHERE status = 'pending' AND hook LIKE 'woocommerce_run_product_attribute_lookup%'" );
	ActionScheduler_QueueRunner::instance()->run();
}

function age_posts() {
	global $wpdb;
	$wpdb->query( "UPDATE $wpdb->posts SET post_date = '" . MARK_LOCAL . "', post_modified = '" . MARK_LOCAL . "', post_date_gmt = '" . MARK_GMT . "', post_modified_gmt = '" . MARK_GMT . "'" );
}

/** Leaves the caches of a visited shop: true contents where WooCommerce relies on them, marked by their expiry. */
function plant_transients() {
	global $wpdb;
	$wpdb->query( "DELETE FROM $wpdb->options WHERE option_name LIKE '\_transient%'" );
	wp_cache_flush();
	$names = array( 'wc_products_onsale', 'wc_featured_products', 'wc_filter_data_entry_count', 'wc_layered_nav_counts_pa_size', 'wc_layered_nav_counts_pa_other',
		'wc_outofstock_count', 'wc_low_stock_count', 'wc_admin_product_count', 'wc_admin_stock_count_lowstock', 'wc_admin_stock_count_instock',
		'wc_admin_stock_count_outofstock', 'wc_admin_stock_count_onbackorder', 'wc_term_counts' );
	foreach ( wc_get_products( array( 'limit' => -1, 'return' => 'ids', 'type' => array( 'simple', 'variable' ), 'status' => array( 'publish', 'private' ) ) ) as $id ) {
		$product = wc_get_product( $id );
		$names[] = "wc_related_$id";
		if ( $product->is_type( 'variable' ) ) {
			$product->get_children();
			$product->get_variation_prices( true );
			array_push( $names, "wc_product_children_$id", "wc_var_prices_$id", "wc_child_has_weight_$id", "wc_child_has_dimensions_$id" );
		}
	}
	foreach ( $names as $name ) {
		set_transient( $name, get_transient( $name ) ?: array(), DAY_IN_SECONDS );
	}
	foreach ( array( 'product', 'product_query', 'filter_data' ) as $group ) {
		set_transient( "$group-transient-version", MARK_VERSION );
	}
	$wpdb->query( "DELETE FROM $wpdb->options WHERE option_name LIKE '\_transient%' AND " . not_ours( $names ) );
	$wpdb->query( "UPDATE $wpdb->options SET option_value = '" . MARK_EXPIRY . "' WHERE option_name LIKE '\_transient\_timeout\_wc\_%'" );
}

function not_ours( $names ) {
	$keep = array( '_transient_product-transient-version', '_transient_product_query-transient-version', '_transient_filter_data-transient-version' );
	foreach ( $names as $name ) {
		array_push( $keep, "_transient_$name", "_transient_timeout_$name" );
	}
	return "option_name NOT IN ('" . implode( "','", $keep ) . "')";
}
