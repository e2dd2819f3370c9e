<?php
/**
 * The settings of a test shop: a Romanian shop with VAT, one payment, one shipping method, HPOS, and no nags.
 */

$options = array(
	'blogdescription'                                 => '',
	'timezone_string'                                 => 'Europe/Bucharest',
	'permalink_structure'                             => '/%postname%/',
	'woocommerce_default_country'                     => 'RO:B',
	'woocommerce_store_address'                       => 'Strada Probei 1',
	'woocommerce_store_city'                          => 'Bucuresti',
	'woocommerce_store_postcode'                      => '010001',
	'woocommerce_currency'                            => 'RON',
	'woocommerce_weight_unit'                         => 'kg',
	'woocommerce_dimension_unit'                      => 'cm',
	'woocommerce_calc_taxes'                          => 'yes',
	'woocommerce_prices_include_tax'                  => 'yes',
	'woocommerce_tax_display_shop'                    => 'incl',
	'woocommerce_tax_display_cart'                    => 'incl',
	'woocommerce_manage_stock'                        => 'yes',
	'woocommerce_enable_guest_checkout'               => 'yes',
	'woocommerce_coming_soon'                         => 'no',
	'woocommerce_allow_tracking'                      => 'no',
	'woocommerce_show_marketplace_suggestions'        => 'no',
	'woocommerce_task_list_hidden'                    => 'yes',
	'woocommerce_task_list_welcome_modal_dismissed'   => 'yes',
	'woocommerce_onboarding_profile'                  => array( 'skipped' => true, 'completed' => true ),
	'woocommerce_custom_orders_table_enabled'         => 'yes',
	'woocommerce_cod_settings'                        => array( 'enabled' => 'yes', 'title' => 'Cash', 'enable_for_virtual' => 'yes' ),
	'woocommerce_admin_notices'                       => array(),
	'woocommerce_attribute_lookup_enabled'            => 'yes',
	'woocommerce_attribute_lookup_direct_updates'     => 'no',
);
foreach ( $options as $name => $value ) {
	update_option( $name, $value );
}
delete_transient( '_wc_activation_redirect' );

foreach ( array( '' => '21.0000', 'reduced-rate' => '11.0000' ) as $class => $rate ) {
	WC_Tax::_insert_tax_rate(
		array(
			'tax_rate_country'  => 'RO',
			'tax_rate'          => $rate,
			'tax_rate_name'     => 'TVA',
			'tax_rate_priority' => 1,
			'tax_rate_shipping' => 1,
			'tax_rate_class'    => $class,
		)
	);
}

$zone   = new WC_Shipping_Zone( 0 );
$method = $zone->add_shipping_method( 'flat_rate' );
update_option(
	'woocommerce_flat_rate_' . $method . '_settings',
	array(
		'title'      => 'Courier',
		'tax_status' => 'taxable',
		'cost'       => '15',
	)
);

global $wpdb;
$key    = 'ck_' . bin2hex( random_bytes( 20 ) );
$secret = 'cs_' . bin2hex( random_bytes( 20 ) );
$wpdb->insert(
	$wpdb->prefix . 'woocommerce_api_keys',
	array(
		'user_id'         => 1,
		'description'     => 'tests',
		'permissions'     => 'read_write',
		'consumer_key'    => wc_api_hash( $key ),
		'consumer_secret' => $secret,
		'truncated_key'   => substr( $key, -7 ),
	)
);
file_put_contents( getenv( 'SHOP_DIR' ) . '/keys.env', "SHOP_REST_KEY='$key'\nSHOP_REST_SECRET='$secret'\n" );

flush_rewrite_rules();
ActionScheduler_QueueRunner::instance()->run();
