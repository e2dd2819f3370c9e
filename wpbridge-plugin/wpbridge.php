<?php
/**
 * Plugin Name: WP Bridge
 * Description: Keeps a WooCommerce shop and the business system behind it in step, together with the program wpbridge on the server of the shop.
 * Version: 1.0.0
 * Requires at least: 6.4
 * Requires PHP: 7.4
 * Requires Plugins: woocommerce
 * WC requires at least: 8.2
 * WC tested up to: 11.0
 * License: GPL-2.0-or-later
 * License URI: https://www.gnu.org/licenses/gpl-2.0.html
 * Text Domain: wpbridge
 * Domain Path: /languages
 *
 * @package WPBridge
 */

declare(strict_types=1);

defined( 'ABSPATH' ) || exit;

define( 'WPBRIDGE_VERSION', '1.0.0' );
define( 'WPBRIDGE_FILE', __FILE__ );

spl_autoload_register(
	static function ( string $name ): void {
		if ( 0 !== strncmp( $name, 'WPBridge\\', 9 ) ) {
			return;
		}
		$file = __DIR__ . '/src/' . str_replace( '\\', '/', substr( $name, 9 ) ) . '.php';
		if ( is_file( $file ) ) {
			require $file;
		}
	}
);

add_action( 'before_woocommerce_init', array( WPBridge\Plugin::class, 'declare_compatibility' ) );
add_action( 'plugins_loaded', array( WPBridge\Plugin::class, 'boot' ) );
