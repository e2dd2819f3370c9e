<?php
/**
 * One line of what a customer buys.
 *
 * @package WPBridge
 */

declare(strict_types=1);

namespace WPBridge\Checkout;

/** A product, or a variation, and how much of it is wanted. */
final class Line {

	/** @var \WC_Product */
	public $product;

	/** @var float */
	public $quantity;

	public function __construct( \WC_Product $product, float $quantity ) {
		$this->product  = $product;
		$this->quantity = $quantity;
	}

	/** Whether WooCommerce itself would care how much there is. */
	public function counted(): bool {
		return $this->quantity > 0 && $this->product->managing_stock() && ! $this->product->backorders_allowed();
	}

	/** The id of the product that holds the stock: the variation, its parent or the product itself. */
	public function holder(): int {
		return (int) $this->product->get_stock_managed_by_id();
	}

	/**
	 * As the sidecar takes it.
	 *
	 * @return array<string,mixed>
	 */
	public function item( string $when_unreachable ): array {
		$variation = $this->product->is_type( 'variation' );
		return array(
			'product_id'       => $variation ? $this->product->get_parent_id() : $this->product->get_id(),
			'variation_id'     => $variation ? $this->product->get_id() : 0,
			'quantity'         => self::decimal( $this->quantity ),
			'when_unreachable' => $when_unreachable,
		);
	}

	/** Plain decimal text, whatever the site's locale. */
	private static function decimal( float $quantity ): string {
		$text = number_format( $quantity, 6, '.', '' );
		return rtrim( rtrim( $text, '0' ), '.' );
	}
}
