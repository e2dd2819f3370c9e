<?php
/**
 * Scripts of the pages.
 *
 * @package WPBridge
 */

declare(strict_types=1);

namespace WPBridge\Pages;

use WPBridge\Settings;

/** Loads the script of a page with the words that it shows and the addresses that it needs. */
final class Assets {

	/** What a script needs beside the kit. */
	private const NEEDS = array(
		'sync'    => array( 'wpbridge-runs' ),
		'history' => array( 'wpbridge-runs', 'wpbridge-list' ),
		'run'     => array( 'wpbridge-runs', 'wpbridge-list', 'wpbridge-changes' ),
		'match'   => array( 'wpbridge-runs', 'wpbridge-list' ),
		'finder'  => array( 'wpbridge-list' ),
		'product' => array( 'wpbridge-changes' ),
	);

	/**
	 * Loads them.
	 *
	 * @param string $script One of NEEDS.
	 * @param string $chosen What the address asks for.
	 */
	public static function enqueue( string $script, string $chosen = '' ): void {
		Settings\Assets::style();
		self::register( 'kit', array( 'wp-api-fetch', 'wp-a11y', 'wp-date', 'wp-i18n', 'wp-url' ) );
		self::register( 'runs', array( 'wpbridge-kit' ) );
		self::register( 'list', array( 'wpbridge-kit' ) );
		self::register( 'changes', array( 'wpbridge-kit' ) );
		self::register( $script, array_merge( array( 'wpbridge-kit' ), self::NEEDS[ $script ] ) );
		wp_enqueue_script( 'wpbridge-' . $script );
		wp_add_inline_script( 'wpbridge-kit', 'window.wpbridge = ' . wp_json_encode( self::facts( $script, $chosen ), JSON_HEX_TAG | JSON_HEX_AMP ) . ';', 'before' );
	}

	/** @param string[] $needs Handles. */
	private static function register( string $name, array $needs ): void {
		wp_register_script( 'wpbridge-' . $name, plugins_url( 'assets/pages/' . $name . '.js', WPBRIDGE_FILE ), $needs, WPBRIDGE_VERSION, true );
	}

	/** @return array<string,mixed> */
	private static function facts( string $script, string $chosen ): array {
		return array(
			'words'     => Texts::of( $script ),
			'chosen'    => $chosen,
			'rest'      => rest_url( 'wpbridge/v1/admin/' ),
			'format'    => get_option( 'date_format' ) . ' ' . get_option( 'time_format' ),
			'currency'  => html_entity_decode( get_woocommerce_currency_symbol(), ENT_QUOTES, 'UTF-8' ),
			'price'     => html_entity_decode( get_woocommerce_price_format(), ENT_QUOTES, 'UTF-8' ),
			'point'     => wc_get_price_decimal_separator(),
			'addresses' => array(
				'settings' => Menu::settings(),
				'product'  => Menu::product_address(),
				'history'  => Menu::address( 'history' ),
				'match'    => Menu::address( 'match' ),
			),
		);
	}
}
