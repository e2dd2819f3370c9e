<?php
/**
 * WP Bridge in the product's data.
 *
 * @package WPBridge
 */

declare(strict_types=1);

namespace WPBridge\Product;

use WPBridge\Pages\Assets;
use WPBridge\Pages\Menu;
use WPBridge\Rest\Admin;
use WPBridge\Settings;
use WPBridge\View;

/** The tab of a product and the lines of its variations. */
final class Box {

	/** @var Rules */
	private $rules;

	/** @var Links */
	private $links;

	/** @var Fields */
	private $fields;

	public function __construct( Rules $rules, Links $links ) {
		$this->rules  = $rules;
		$this->links  = $links;
		$this->fields = new Fields( $rules );
	}

	/** Loads the script where a product is edited, and the style where they are listed. */
	public function enqueue(): void {
		$screen = get_current_screen();
		if ( $screen && 'product' === $screen->id ) {
			Assets::enqueue( 'product' );
		} elseif ( $screen && 'edit-product' === $screen->id ) {
			Settings\Assets::style();
		}
	}

	/**
	 * Adds the tab.
	 *
	 * @param array<string,array<string,mixed>> $tabs The others.
	 * @return array<string,array<string,mixed>>
	 */
	public function tab( array $tabs ): array {
		$tabs['wpbridge'] = array(
			'label'    => __( 'WP Bridge', 'wpbridge' ),
			'target'   => 'wpbridge_product_data',
			'class'    => array( 'hide_if_grouped', 'hide_if_external' ),
			'priority' => 25, // After the inventory.
		);
		return $tabs;
	}

	public function panel(): void {
		global $product_object;
		$id   = (int) $product_object->get_id();
		$link = $this->links->of( $id, $id );
		View::draw(
			'product-box',
			array(
				'product'    => $id,
				'link'       => $link,
				'known'      => $this->links->known(),
				'variations' => $this->links->variations( $id ),
				'may_ask'    => $link && current_user_can( Admin::CAPABILITY ),
				'match'      => current_user_can( Admin::CAPABILITY ) ? Menu::address( 'match' ) : '',
				'fields'     => $this->fields,
			)
		);
	}

	/**
	 * The lines of a variation.
	 *
	 * @param int      $loop      Its place among those shown.
	 * @param array    $data      Unused.
	 * @param \WP_Post $variation The variation.
	 */
	public function variation( int $loop, array $data, \WP_Post $variation ): void {
		unset( $data );
		View::draw(
			'variation-box',
			array(
				'link'   => $this->links->of( $variation->ID, $variation->post_parent ),
				'known'  => $this->links->known(),
				'id'     => $variation->ID,
				'loop'   => $loop,
				'fields' => $this->fields,
			)
		);
	}

	/** Stores what was entered; WooCommerce has checked nonce and capability, and saves the product after this. */
	public function save( \WC_Product $product ): void {
		$posted = isset( $_POST['wpbridge'] ) && is_array( $_POST['wpbridge'] ) ? wp_unslash( $_POST['wpbridge'] ) : array(); // phpcs:ignore WordPress.Security -- checked by WooCommerce, and Fields cleans each value.
		foreach ( $this->fields->posted( $posted ) as $name => $value ) {
			if ( null === $value ) {
				$product->delete_meta_data( Rules::key( $name ) );
			} else {
				$product->update_meta_data( Rules::key( $name ), $value );
			}
		}
	}

	/** Stores what was entered for a variation; WooCommerce has checked nonce and capability, and has saved the variation. */
	public function save_variation( int $id, int $loop ): void {
		$posted = $_POST['wpbridge_variation'][ $loop ] ?? null; // phpcs:ignore WordPress.Security -- checked by WooCommerce, and Fields cleans each value.
		foreach ( is_array( $posted ) ? $this->fields->posted( wp_unslash( $posted ) ) : array() as $name => $value ) {
			if ( null === $value ) {
				delete_post_meta( $id, Rules::key( $name ) );
			} else {
				update_post_meta( $id, Rules::key( $name ), $value );
			}
		}
	}
}
