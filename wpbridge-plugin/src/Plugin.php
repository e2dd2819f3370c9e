<?php
/**
 * The one list of hooks.
 *
 * @package WPBridge
 */

declare(strict_types=1);

namespace WPBridge;

use Automattic\WooCommerce\Utilities\FeaturesUtil;

/** Builds the parts and hangs them on WordPress; each hook names one method. */
final class Plugin {

	private const WORDPRESS   = '6.4';
	private const WOOCOMMERCE = '8.2';

	/** Runs on plugins_loaded, when WooCommerce is there or never will be. */
	public static function boot(): void {
		$missing = self::missing();
		if ( '' !== $missing ) {
			add_action( 'admin_notices', static function () use ( $missing ): void { self::notice( $missing ); } );
			return;
		}
		$options = new Options();
		$pairing = new Pairing( $options );
		$sidecar = new Sidecar( $pairing );
		$guard   = new Rest\Guard( $pairing, $options );

		add_action( 'rest_api_init', array( new Rest\Admin( $sidecar ), 'register' ) );
		add_action( 'rest_api_init', array( new Rest\Changed( $guard, new Bridge\Changes( new Bridge\Caches(), new Bridge\Hooks() ) ), 'register' ) );
		add_action( 'rest_api_init', array( new Rest\Ping( $guard ), 'register' ) );
		add_action( 'rest_api_init', array( new Rest\Webhooks( $sidecar ), 'register' ) );
	}

	/** HPOS blocks plugins that do not say that they know it. */
	public static function declare_compatibility(): void {
		foreach ( array( 'custom_order_tables', 'cart_checkout_blocks', 'product_instance_caching' ) as $feature ) {
			FeaturesUtil::declare_compatibility( $feature, WPBRIDGE_FILE, true );
		}
	}

	/** What this site lacks, in words for its owner; empty when nothing. */
	private static function missing(): string {
		if ( version_compare( get_bloginfo( 'version' ), self::WORDPRESS, '<' ) ) {
			/* translators: %s: a version number. */
			return sprintf( __( 'WP Bridge needs WordPress %s or newer.', 'wpbridge' ), self::WORDPRESS );
		}
		if ( ! defined( 'WC_VERSION' ) || version_compare( WC_VERSION, self::WOOCOMMERCE, '<' ) ) {
			/* translators: %s: a version number. */
			return sprintf( __( 'WP Bridge needs WooCommerce %s or newer, installed and active.', 'wpbridge' ), self::WOOCOMMERCE );
		}
		return '';
	}

	private static function notice( string $text ): void {
		if ( current_user_can( 'activate_plugins' ) ) {
			printf( '<div class="notice notice-error"><p>%s</p></div>', esc_html( $text ) );
		}
	}
}
