<?php
/**
 * The blocks for cart and checkout, and whoever else uses their API.
 *
 * @package WPBridge
 */

declare(strict_types=1);

namespace WPBridge\Checkout;

use Automattic\WooCommerce\StoreApi\Exceptions\RouteException;

/** Hooks of WooCommerce's Store API. */
final class Blocks {

	/** The first WooCommerce that lets plugins object before stock is reserved. */
	private const VALIDATES = '9.9';

	private const CODE = 'wpbridge_stock';

	/** @var Check */
	private $check;

	public function __construct( Check $check ) {
		$this->check = $check;
	}

	public function register(): void {
		add_action( 'woocommerce_store_api_validate_add_to_cart', array( $this, 'add' ), 20, 2 );
		if ( version_compare( WC_VERSION, self::VALIDATES, '>=' ) ) {
			add_action( 'woocommerce_checkout_validate_order_before_payment', array( $this, 'place' ), 100, 2 );
		} else {
			add_action( 'woocommerce_store_api_checkout_order_processed', array( $this, 'placed' ), 1 );
		}
	}

	/**
	 * @param mixed $product That is added.
	 * @param mixed $request With its quantity.
	 * @throws RouteException When there is not enough.
	 */
	public function add( $product, $request ): void {
		if ( $product instanceof \WC_Product ) {
			self::object( $this->check->cart( Lines::joining( new Line( $product, (float) ( $request['quantity'] ?? 1 ) ) ) ) );
		}
	}

	/**
	 * Placing an order and paying an existing one alike.
	 *
	 * @param mixed $order  As it will be paid.
	 * @param mixed $errors What is wrong so far.
	 */
	public function place( $order, $errors ): void {
		if ( ! $order instanceof \WC_Order || ! $errors instanceof \WP_Error || $errors->has_errors() ) {
			return;
		}
		$decision = $this->checked( $order );
		foreach ( Words::of( $decision ) as $text ) {
			$errors->add( self::CODE, $text );
		}
	}

	/**
	 * The same for an older WooCommerce, which lets nobody object before the stock is reserved.
	 *
	 * @param mixed $order Reserved, not paid.
	 * @throws RouteException When there is not enough; WooCommerce then sets the reserved stock free.
	 */
	public function placed( $order ): void {
		if ( $order instanceof \WC_Order ) {
			self::object( $this->checked( $order ) );
		}
	}

	private function checked( \WC_Order $order ): Decision {
		$decision = $this->check->order( Lines::of_order( $order ) );
		if ( $decision->ok() ) {
			Record::on( $order, $decision );
			Record::note( $order, $decision );
			if ( ! $order->has_status( 'checkout-draft' ) ) {
				$order->save_meta_data(); // WooCommerce goes on with another copy of an order that is there already.
			}
		}
		return $decision;
	}

	/** @throws RouteException When there is anything to say. */
	private static function object( Decision $decision ): void {
		if ( ! $decision->ok() ) {
			throw new RouteException( self::CODE, esc_html( implode( ' ', Words::of( $decision ) ) ), 400 );
		}
	}
}
