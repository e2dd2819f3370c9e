<?php
/**
 * Words for what the sidecar names.
 *
 * @package WPBridge
 */

declare(strict_types=1);

namespace WPBridge\Settings;

/** Gives the names that connectors use in their settings a title in the language of the page. */
final class Words {

	/** How a business system is listed, by the title that the sidecar gives. */
	public static function system( string $title ): string {
		return 'profile' === $title ? __( 'SORS, Sedona Retail, or another by a profile', 'wpbridge' ) : $title;
	}

	/** The title of a setting; an unknown name is written out. */
	public static function title( string $name ): string {
		$name  = substr( $name, (int) strrpos( '.' . $name, '.' ) );
		$known = array(
			'base_url'                 => __( 'Address', 'wpbridge' ),
			'api_id'                   => __( 'API ID', 'wpbridge' ),
			'api_key'                  => __( 'API key', 'wpbridge' ),
			'email'                    => __( 'Email', 'wpbridge' ),
			'password'                 => __( 'Password', 'wpbridge' ),
			'token'                    => __( 'Token', 'wpbridge' ),
			'secret'                   => __( 'Secret', 'wpbridge' ),
			'company'                  => __( 'Company', 'wpbridge' ),
			'cif'                      => __( 'Tax number of your company', 'wpbridge' ),
			'site'                     => __( 'Shop', 'wpbridge' ),
			'warehouses'               => __( 'Warehouses', 'wpbridge' ),
			'series'                   => __( 'Document series', 'wpbridge' ),
			'identify_by'              => __( 'Identify products by', 'wpbridge' ),
			'products_token'           => __( 'Products token', 'wpbridge' ),
			'currency'                 => __( 'Currency', 'wpbridge' ),
			'reserve'                  => __( 'Calls left to others', 'wpbridge' ),
			'shipping_categories'      => __( 'Shipping categories', 'wpbridge' ),
			'webhook_token'            => __( 'Webhook token', 'wpbridge' ),
			'stock_attribute'          => __( 'Stock attribute', 'wpbridge' ),
			'prices_include_vat'       => __( 'Prices include VAT', 'wpbridge' ),
			'compare_price'            => __( 'Recommended price', 'wpbridge' ),
			'fetch'                    => __( 'Products to fetch', 'wpbridge' ),
			'page_size'                => __( 'Entries per request', 'wpbridge' ),
			'file'                     => __( 'Profile', 'wpbridge' ),
			'order_warehouse'          => __( 'Warehouse of web orders', 'wpbridge' ),
			'reserve_days'             => __( 'Days of reservation', 'wpbridge' ),
			'order_prices_include_vat' => __( 'Order rows include VAT', 'wpbridge' ),
			'shipping_row'             => __( 'Shipping as a row', 'wpbridge' ),
			'shipping_skus'            => __( 'Products for shipping', 'wpbridge' ),
			'click_collect'            => __( 'Click & collect', 'wpbridge' ),
			'click_collect_state'      => __( 'Click & collect orders begin', 'wpbridge' ),
			'payment_names'            => __( 'Names of payments', 'wpbridge' ),
			'unit_label'               => __( 'Unit of fractions', 'wpbridge' ),
			'personalid_meta'          => __( 'Field of the personal or company number', 'wpbridge' ),
			'order_tags'               => __( 'Additional data', 'wpbridge' ),
			'fetch_orders'             => __( 'POS orders to fetch', 'wpbridge' ),
			'orders_from'              => __( 'First POS order', 'wpbridge' ),
		);
		return $known[ $name ] ?? ucfirst( str_replace( '_', ' ', $name ) );
	}

	/** The sentence that explains a setting. scripts/make-pot finds these sentences in the connectors. */
	public static function help( string $sentence ): string {
		return '' === $sentence ? '' : translate( $sentence, 'wpbridge' ); // phpcs:ignore WordPress.WP.I18n.LowLevelTranslationFunction -- the text is the sidecar's.
	}

	/**
	 * Labels for the values that a setting may have.
	 *
	 * @param string[] $values As the sidecar names them.
	 * @return array<string,string>
	 */
	public static function choices( array $values ): array {
		$known = array(
			'yes'               => __( 'Yes', 'wpbridge' ),
			'no'                => __( 'No', 'wpbridge' ),
			'true'              => __( 'Yes', 'wpbridge' ),
			'false'             => __( 'No', 'wpbridge' ),
			'code'              => __( 'Code', 'wpbridge' ),
			'name'              => __( 'Name', 'wpbridge' ),
			'sors'              => 'SORS',
			'sedona'            => 'Sedona Retail',
			'json'              => 'JSON',
			'xml'               => 'XML',
			'utf-8'             => 'UTF-8',
			'.'                 => __( 'Point', 'wpbridge' ),
			','                 => __( 'Comma', 'wpbridge' ),
			'sale'              => __( 'Use it as regular price, and the price as sale price', 'wpbridge' ),
			'all'               => __( 'All', 'wpbridge' ),
			'active'            => __( 'Active in POS and web shop', 'wpbridge' ),
			'active_pos'        => __( 'Active in POS', 'wpbridge' ),
			'active_web'        => __( 'Active in the web shop', 'wpbridge' ),
			'inactive'          => __( 'Inactive in POS and web shop', 'wpbridge' ),
			'inactive_pos'      => __( 'Inactive in POS', 'wpbridge' ),
			'inactive_web'      => __( 'Inactive in the web shop', 'wpbridge' ),
			'open'              => __( 'Open', 'wpbridge' ),
			'closed'            => __( 'Closed', 'wpbridge' ),
			'store2door'        => __( 'Store2Door, open', 'wpbridge' ),
			'store2door_closed' => __( 'Store2Door, open and closed', 'wpbridge' ),
		);
		$out   = array();
		foreach ( $values as $value ) {
			$out[ $value ] = $known[ $value ] ?? ( preg_match( '/^[a-z_]+$/D', $value ) ? ucfirst( str_replace( '_', ' ', $value ) ) : $value );
		}
		return $out;
	}

	/** The name of a job, or of its thorough kind where it has one. */
	public static function job( string $job, bool $full = false ): string {
		$known = array(
			'stock'      => __( 'Stock, what changed', 'wpbridge' ),
			'stock-full' => __( 'Stock, everything', 'wpbridge' ),
			'prices'     => __( 'Prices', 'wpbridge' ),
			'products'   => __( 'Products', 'wpbridge' ),
			'categories' => __( 'Categories', 'wpbridge' ),
			'images'     => __( 'Images', 'wpbridge' ),
			'vouchers'   => __( 'Vouchers', 'wpbridge' ),
			'orders'     => __( 'Orders', 'wpbridge' ),
			'customers'  => __( 'Customers', 'wpbridge' ),
			'orders-in'  => __( 'Orders from the business system', 'wpbridge' ),
			'match'      => __( 'Matching', 'wpbridge' ),
			'verify'     => __( 'Daily comparison', 'wpbridge' ),
		);
		return ( $full ? $known[ $job . '-full' ] ?? null : null ) ?? $known[ $job ] ?? ucfirst( $job );
	}
}
