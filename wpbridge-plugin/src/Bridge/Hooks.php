<?php
/**
 * Hooks that other plugins listen to.
 *
 * @package WPBridge
 */

declare(strict_types=1);

namespace WPBridge\Bridge;

/** Tells other plugins what WooCommerce would have told them. */
final class Hooks {

	/**
	 * Fires for each product. A listener that fails does not keep the others from hearing.
	 *
	 * @param array<array{id:int,fields:string[],status:string,sale_dates:bool}> $items  Products and variations.
	 * @param string                                                             $policy flips: only changes of stock status; all: everything that a save would fire; none.
	 */
	public function fire( array $items, string $policy ): void {
		foreach ( $items as $item ) {
			if ( ! $item['sale_dates'] && ! self::heard( $item, $policy ) ) {
				continue;
			}
			$product = wc_get_product( $item['id'] );
			if ( ! $product instanceof \WC_Product ) {
				continue;
			}
			try {
				$this->one( $product, $item, $policy );
			} catch ( \Throwable $e ) {
				wc_get_logger()->error(
					sprintf( 'Another plugin failed when it was told that product %d changed: %s in %s line %d', $item['id'], $e->getMessage(), $e->getFile(), $e->getLine() ),
					array( 'source' => 'wpbridge' )
				);
			}
		}
	}

	/** @param array{status:string} $item One change. */
	private static function heard( array $item, string $policy ): bool {
		return 'all' === $policy || ( 'flips' === $policy && '' !== $item['status'] );
	}

	/** @param array{id:int,fields:string[],status:string,sale_dates:bool} $item One change. */
	private function one( \WC_Product $product, array $item, string $policy ): void {
		if ( $item['sale_dates'] && function_exists( 'wc_maybe_schedule_product_sale_events' ) ) {
			wc_maybe_schedule_product_sale_events( $item['id'], $product );
		}
		$kind = $product->is_type( 'variation' ) ? 'variation' : 'product';
		// phpcs:disable WordPress.NamingConventions.PrefixAllGlobals -- WooCommerce's own hooks.
		if ( 'all' === $policy && in_array( 'stock', $item['fields'], true ) ) {
			do_action( "woocommerce_{$kind}_set_stock", $product );
			do_action( 'woocommerce_updated_product_stock', $item['id'] );
		}
		if ( 'none' !== $policy && '' !== $item['status'] ) {
			do_action( "woocommerce_{$kind}_set_stock_status", $item['id'], $item['status'], $product );
		}
		if ( 'all' === $policy ) {
			if ( in_array( 'price', $item['fields'], true ) ) {
				do_action( 'woocommerce_updated_product_price', $item['id'] );
			}
			do_action( 'variation' === $kind ? 'woocommerce_update_product_variation' : 'woocommerce_update_product', $item['id'], $product );
		}
		// phpcs:enable
	}
}
