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
		add_action( 'init', static function (): void { load_plugin_textdomain( 'wpbridge', false, dirname( plugin_basename( WPBRIDGE_FILE ) ) . '/languages' ); } );
		if ( ! self::fits() ) {
			add_action( 'admin_notices', array( self::class, 'missing' ) );
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

		$rules = new Product\Rules();
		$check = new Checkout\Check( $options, $sidecar, new Checkout\Breaker( $options ), $rules );
		( new Checkout\Classic( $check ) )->register();
		( new Checkout\Blocks( $check ) )->register();

		// The class of the tab extends one that WooCommerce loads only for its settings pages.
		add_filter(
			'woocommerce_get_settings_pages',
			static function ( array $pages ) use ( $options, $pairing, $sidecar ): array {
				$pages[] = new Settings\Tab( $options, $pairing, $sidecar );
				return $pages;
			}
		);
		self::boot_pages();
		self::boot_products( $rules );
		self::boot_health( $pairing, $sidecar, $options );
		add_filter( 'plugin_action_links_' . plugin_basename( WPBRIDGE_FILE ), array( self::class, 'links' ) );
	}

	/** The page of the plugin, and its places in WooCommerce's own. */
	private static function boot_pages(): void {
		$menu = new Pages\Menu();
		add_action( 'admin_menu', array( $menu, 'register' ), 55 ); // Between WooCommerce's settings (50) and its status (60).
		add_filter( 'woocommerce_screen_ids', array( Pages\Menu::class, 'screens' ) );
		add_action( 'woocommerce_sections_' . Pages\Menu::SETTINGS, array( Pages\Menu::class, 'from_settings' ), 20 ); // Below the sections, which are printed at 10.
	}

	/** What is shown and set of products and categories. */
	private static function boot_products( Product\Rules $rules ): void {
		$links    = new Product\Links();
		$box      = new Product\Box( $rules, $links );
		$column   = new Product\Column( $rules, $links );
		$bulk     = new Product\Bulk( $rules );
		$category = new Product\Category( $rules );

		add_action( 'admin_enqueue_scripts', array( $box, 'enqueue' ) );
		add_filter( 'woocommerce_product_data_tabs', array( $box, 'tab' ) );
		add_action( 'woocommerce_product_data_panels', array( $box, 'panel' ) );
		add_action( 'woocommerce_product_after_variable_attributes', array( $box, 'variation' ), 10, 3 );
		add_action( 'woocommerce_admin_process_product_object', array( $box, 'save' ) );
		add_action( 'woocommerce_save_product_variation', array( $box, 'save_variation' ), 10, 2 );

		add_filter( 'manage_product_posts_columns', array( $column, 'add' ), 20 ); // After WooCommerce has made its own (10).
		add_action( 'manage_product_posts_custom_column', array( $column, 'cell' ), 10, 2 );
		add_action( 'restrict_manage_posts', array( $column, 'filter' ), 20 ); // After WooCommerce's filters (10).
		add_filter( 'posts_where', array( $column, 'where' ), 10, 2 );
		add_filter( 'bulk_actions-edit-product', array( $bulk, 'add' ) );
		add_filter( 'handle_bulk_actions-edit-product', array( $bulk, 'handle' ), 10, 3 );
		add_action( 'admin_notices', array( $bulk, 'told' ) );
		add_filter( 'removable_query_args', array( Product\Bulk::class, 'forget' ) );

		add_action( 'product_cat_add_form_fields', array( $category, 'add' ), 20 ); // After WooCommerce's own (10).
		add_action( 'product_cat_edit_form_fields', array( $category, 'edit' ), 20 );
		add_action( 'created_product_cat', array( $category, 'save' ) );
		add_action( 'edited_product_cat', array( $category, 'save' ) );
	}

	/** Where people look after the whole site, and the command line. */
	private static function boot_health( Pairing $pairing, Sidecar $sidecar, Options $options ): void {
		$facts  = new Health\Facts( $pairing, $sidecar, $options );
		$report = new Health\Report( $facts );
		add_filter( 'site_status_tests', array( new Health\Tests( $facts ), 'add' ) );
		add_filter( 'debug_information', array( $report, 'add' ) );
		add_action( 'woocommerce_system_status_report', array( $report, 'draw' ) );
		if ( defined( 'WP_CLI' ) && WP_CLI ) {
			\WP_CLI::add_command( 'wpbridge', new Cli\Command( $sidecar ), array( 'shortdesc' => 'Keeps the shop and the business system in step.' ) );
		}
	}

	/** HPOS blocks plugins that do not say that they know it. */
	public static function declare_compatibility(): void {
		foreach ( array( 'custom_order_tables', 'cart_checkout_blocks', 'product_instance_caching' ) as $feature ) {
			FeaturesUtil::declare_compatibility( $feature, WPBRIDGE_FILE, true );
		}
	}

	/**
	 * The way to the settings, in the list of plugins.
	 *
	 * @param string[] $links The other links.
	 * @return string[]
	 */
	public static function links( array $links ): array {
		$link = sprintf( '<a href="%s">%s</a>', esc_url( Pages\Menu::settings() ), esc_html__( 'Settings', 'wpbridge' ) );
		return array_merge( array( 'settings' => $link ), $links );
	}

	/** Says what this site lacks, to those who can cure it. */
	public static function missing(): void {
		if ( current_user_can( 'activate_plugins' ) ) {
			/* translators: 1: a version of WordPress, 2: a version of WooCommerce. */
			$text = sprintf( __( 'WP Bridge needs WordPress %1$s or newer, and WooCommerce %2$s or newer, installed and active.', 'wpbridge' ), self::WORDPRESS, self::WOOCOMMERCE );
			printf( '<div class="notice notice-error"><p>%s</p></div>', esc_html( $text ) );
		}
	}

	private static function fits(): bool {
		return version_compare( get_bloginfo( 'version' ), self::WORDPRESS, '>=' )
			&& defined( 'WC_VERSION' ) && version_compare( WC_VERSION, self::WOOCOMMERCE, '>=' );
	}
}
