<?php
/**
 * Where lines come from.
 *
 * @package WPBridge
 */

declare(strict_types=1);

namespace WPBridge\Checkout;

/** Reads the lines of carts and orders. */
final class Lines {

	/** @return Line[] The whole cart. */
	public static function of_cart(): array {
		$lines = array();
		foreach ( WC()->cart ? WC()->cart->get_cart() : array() as $item ) {
			if ( $item['data'] instanceof \WC_Product ) {
				$lines[] = new Line( $item['data'], (float) $item['quantity'] );
			}
		}
		return $lines;
	}

	/**
	 * A line that the cart is about to have, and those of the same stock that it has already.
	 *
	 * @param string $except The cart's key of the line that this one replaces.
	 * @return Line[] The new line first.
	 */
	public static function joining( Line $line, string $except = '' ): array {
		$lines  = array( $line );
		$holder = $line->holder();
		foreach ( WC()->cart ? WC()->cart->get_cart() : array() as $key => $item ) {
			if ( $key !== $except && $item['data'] instanceof \WC_Product && (int) $item['data']->get_stock_managed_by_id() === $holder ) {
				$lines[] = new Line( $item['data'], (float) $item['quantity'] );
			}
		}
		return $lines;
	}

	/** @return Line[] What an order still has to take from stock. */
	public static function of_order( \WC_Order $order ): array {
		$lines = array();
		foreach ( $order->get_items() as $item ) {
			$product = $item instanceof \WC_Order_Item_Product ? $item->get_product() : null;
			if ( $product instanceof \WC_Product ) {
				/** This filter is WooCommerce's own: how much of a line counts for the stock. */
				$quantity = (float) apply_filters( 'woocommerce_order_item_quantity', $item->get_quantity(), $order, $item );
				$lines[]  = new Line( $product, $quantity - (float) $item->get_meta( '_reduced_stock' ) );
			}
		}
		return $lines;
	}
}
