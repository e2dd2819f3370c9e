<?php
/**
 * WooCommerce › WP Bridge.
 *
 * @package WPBridge
 */

declare(strict_types=1);

namespace WPBridge\Pages;

use WPBridge\Rest\Admin;
use WPBridge\View;

/** The page with its tabs. What they show comes from the sidecar by way of the browser, so drawing them never waits for it. */
final class Menu {

	public const SLUG = 'wpbridge';

	/** The tab of the settings. Its own class cannot be asked: it extends one that WooCommerce loads only there. */
	public const SETTINGS = 'wpbridge';

	/** The screen's id, as WordPress makes it of parent and slug. */
	private const SCREEN = 'woocommerce_page_' . self::SLUG;

	/** The address of a tab. */
	public static function address( string $tab = 'sync' ): string {
		return admin_url( 'admin.php?page=' . self::SLUG . '&tab=' . $tab );
	}

	/** The address that leads to the page on which a product, or the product of a variation, is edited; its id is to be appended. */
	public static function product_address(): string {
		return admin_url( 'admin.php?page=' . self::SLUG . '&product=' );
	}

	/** The address of the settings. */
	public static function settings(): string {
		return admin_url( 'admin.php?page=wc-settings&tab=' . self::SETTINGS );
	}

	public function register(): void {
		$hook = add_submenu_page( 'woocommerce', __( 'WP Bridge', 'wpbridge' ), __( 'WP Bridge', 'wpbridge' ), Admin::CAPABILITY, self::SLUG, array( $this, 'draw' ) );
		add_action( 'load-' . $hook, array( $this, 'enter' ) );
		if ( function_exists( 'wc_admin_connect_page' ) ) {
			wc_admin_connect_page(
				array(
					'id'        => self::SLUG,
					'screen_id' => self::SCREEN,
					'path'      => 'admin.php?page=' . self::SLUG,
					'title'     => array( __( 'WP Bridge', 'wpbridge' ), self::tabs()[ self::tab() ] ),
				)
			);
		}
	}

	/**
	 * Has WooCommerce load its own looks.
	 *
	 * @param string[] $screens The others.
	 * @return string[]
	 */
	public static function screens( array $screens ): array {
		$screens[] = self::SCREEN;
		return $screens;
	}

	/** Before anything is printed: a product's link leads on to where it is edited. */
	public function enter(): void {
		$product = absint( self::given( 'product' ) );
		if ( $product ) {
			$parent = 'product_variation' === get_post_type( $product ) ? (int) wp_get_post_parent_id( $product ) : $product;
			wp_safe_redirect( (string) ( get_edit_post_link( $parent, 'raw' ) ?: admin_url( 'edit.php?post_type=product' ) ) );
			exit;
		}
		Assets::enqueue( self::script(), self::chosen() );
	}

	public function draw(): void {
		$tab = self::tab();
		View::draw(
			'page',
			array(
				'tabs'     => self::tabs(),
				'tab'      => $tab,
				'settings' => self::settings(),
				'view'     => 'run' === self::script() ? 'page-run' : 'page-' . $tab,
				'given'    => array(
					'run'    => absint( self::given( 'run' ) ),
					'chosen' => self::chosen(),
					'job'    => self::given( 'job' ),
					'status' => self::given( 'status' ),
				),
			)
		);
	}

	/** The way from the settings to this page, below the sections of the tab. */
	public static function from_settings(): void {
		View::draw( 'page-link', array( 'tabs' => self::tabs() ) );
	}

	/** @return array<string,string> */
	private static function tabs(): array {
		return array(
			'sync'    => __( 'Sync', 'wpbridge' ),
			'history' => __( 'History', 'wpbridge' ),
			'match'   => __( 'Match', 'wpbridge' ),
			'finder'  => __( 'Finder', 'wpbridge' ),
		);
	}

	private static function tab(): string {
		$tab = self::given( 'tab' );
		return isset( self::tabs()[ $tab ] ) ? $tab : 'sync';
	}

	private static function script(): string {
		return 'history' === self::tab() && absint( self::given( 'run' ) ) ? 'run' : self::tab();
	}

	/** The class of findings, or the side, that is looked at. */
	private static function chosen(): string {
		switch ( self::tab() ) {
			case 'match':
				return sanitize_key( self::given( 'class' ) );
			case 'finder':
				return 'shop' === self::given( 'side' ) ? 'shop' : 'erp';
			default:
				return '';
		}
	}

	private static function given( string $name ): string {
		$value = isset( $_GET[ $name ] ) ? wp_unslash( $_GET[ $name ] ) : ''; // phpcs:ignore WordPress.Security -- chooses what is shown, changes nothing, and is compared or cleaned by its users.
		return is_string( $value ) ? sanitize_text_field( $value ) : '';
	}
}
