<?php
/**
 * Prints a shop as SQL for internal/shoptest: every table as SHOW CREATE gives it, with the prefix wp_, and of the
 * rows only what decides how stock and prices behave: settings, terms, tax rates. No texts of WordPress or WooCommerce.
 */

require getenv( 'SHOP_DIR' ) . '/www/wp-load.php';
global $wpdb;

$kept_options = array(
	'siteurl', 'home', 'blogname', 'blog_charset', 'gmt_offset', 'timezone_string', 'permalink_structure', 'active_plugins', 'db_version',
	'default_product_cat', 'product_cat_children', 'woocommerce_version', 'woocommerce_db_version', 'woocommerce_schema_version',
	'woocommerce_default_country', 'woocommerce_currency', 'woocommerce_currency_pos', 'woocommerce_price_thousand_sep',
	'woocommerce_price_decimal_sep', 'woocommerce_price_num_decimals', 'woocommerce_weight_unit', 'woocommerce_dimension_unit',
	'woocommerce_calc_taxes', 'woocommerce_prices_include_tax', 'woocommerce_tax_based_on', 'woocommerce_tax_round_at_subtotal',
	'woocommerce_shipping_tax_class', 'woocommerce_tax_display_shop', 'woocommerce_tax_display_cart', 'woocommerce_manage_stock',
	'woocommerce_hold_stock_minutes', 'woocommerce_notify_low_stock', 'woocommerce_notify_no_stock',
	'woocommerce_notify_low_stock_amount', 'woocommerce_notify_no_stock_amount', 'woocommerce_hide_out_of_stock_items',
	'woocommerce_custom_orders_table_enabled', 'woocommerce_custom_orders_table_created', 'woocommerce_hpos_datastore_caching_enabled',
	'woocommerce_attribute_lookup_enabled', 'woocommerce_attribute_lookup_direct_updates', 'woocommerce_attribute_lookup_optimized_updates',
	'woocommerce_feature_cost_of_goods_sold_enabled', 'woocommerce_feature_rest_api_caching_enabled',
	'woocommerce_feature_product_instance_caching_enabled', 'woocommerce_permalinks', 'woocommerce_enable_coupons',
	'woocommerce_product_match_featured_image_by_sku', 'woocommerce_enable_reviews',
);
$kept_tables  = array( 'terms', 'term_taxonomy', 'termmeta', 'wc_tax_rate_classes', 'woocommerce_tax_rates' );

/** One INSERT with a row per line; nothing when there are no rows. */
function insert( $table, $rows ) {
	global $wpdb;
	if ( ! $rows ) {
		return '';
	}
	$lines = array();
	foreach ( $rows as $row ) {
		$values  = array_map( static fn( $v ) => null === $v ? 'NULL' : ( ctype_digit( $v ) ? $v : "'" . $wpdb->_real_escape( $v ) . "'" ), $row );
		$lines[] = '(' . $wpdb->remove_placeholder_escape( implode( ',', $values ) ) . ')';
	}
	return "INSERT INTO `wp_$table` (`" . implode( '`,`', array_keys( $rows[0] ) ) . "`) VALUES\n" . implode( ",\n", $lines ) . ";\n";
}

$prefix = $wpdb->prefix;
$inserts = '';
foreach ( $wpdb->get_col( 'SHOW TABLES' ) as $table ) {
	$name   = substr( $table, strlen( $prefix ) );
	$create = $wpdb->get_row( "SHOW CREATE TABLE `$table`", ARRAY_N )[1];
	$create = preg_replace( '/ AUTO_INCREMENT=\d+/', '', $create );
	echo str_replace( "`$prefix", '`wp_', $create ), ";\n";
	if ( in_array( $name, $kept_tables, true ) ) {
		$inserts .= insert( $name, $wpdb->get_results( "SELECT * FROM `$table` ORDER BY 1", ARRAY_A ) );
	}
}
$list     = "'" . implode( "','", $kept_options ) . "'";
$options  = $wpdb->get_results( "SELECT option_id, option_name, option_value, autoload FROM $wpdb->options WHERE option_name IN ($list) ORDER BY option_name", ARRAY_A );
foreach ( $options as &$option ) {
	$option['option_value'] = str_replace( get_option( 'home' ), 'http://shop.test', $option['option_value'] );
}
echo $inserts, insert( 'options', $options );
echo insert(
	'users',
	array(
		array(
			'ID'              => '1',
			'user_login'      => 'admin',
			'user_email'      => 'admin@shop.test',
			'user_registered' => '2026-01-01 00:00:00',
		),
	)
);
