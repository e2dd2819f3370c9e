<?php
/**
 * The shortcode cart and checkout, and the page on which an existing order is paid.
 *
 * @package WPBridge
 */

declare(strict_types=1);

namespace WPBridge\Checkout;

/** Hooks of WooCommerce's classic pages. */
final class Classic {

	/** @var Check */
	private $check;

	/** @var Decision|null Of the order that this request places. */
	private $placing;

	public function __construct( Check $check ) {
		$this->check = $check;
	}

	public function register(): void {
		add_filter( 'woocommerce_add_to_cart_validation', array( $this, 'add' ), 20, 4 );
		add_filter( 'woocommerce_update_cart_validation', array( $this, 'change' ), 20, 4 );
		add_action( 'woocommerce_after_checkout_validation', array( $this, 'place' ), 100, 2 );
		add_action( 'woocommerce_checkout_create_order', array( $this, 'remember' ), 100 );
		add_action( 'woocommerce_checkout_order_processed', array( $this, 'note' ), 100, 3 );
		add_action( 'woocommerce_before_pay_action', array( $this, 'pay' ), 100 );
	}

	/**
	 * @param mixed $passed       False: somebody else objects already.
	 * @param mixed $product_id   Of the product.
	 * @param mixed $quantity     To add.
	 * @param mixed $variation_id 0 where there is none.
	 * @return mixed
	 */
	public function add( $passed, $product_id, $quantity, $variation_id = 0 ) {
		$product = $passed && ! self::by_api() ? wc_get_product( (int) $variation_id ?: (int) $product_id ) : null;
		if ( ! $product instanceof \WC_Product ) {
			return $passed;
		}
		return self::say( $this->check->cart( Lines::joining( new Line( $product, (float) $quantity ) ) ) );
	}

	/**
	 * @param mixed $passed   False: somebody else objects already.
	 * @param mixed $key      Of the line in the cart.
	 * @param mixed $values   The line as it is.
	 * @param mixed $quantity The line is to have.
	 * @return mixed
	 */
	public function change( $passed, $key, $values, $quantity ) {
		$product = $values['data'] ?? null;
		if ( ! $passed || ! $product instanceof \WC_Product || (float) $quantity <= (float) $values['quantity'] ) {
			return $passed;
		}
		return self::say( $this->check->cart( Lines::joining( new Line( $product, (float) $quantity ), (string) $key ) ) );
	}

	/**
	 * @param mixed $data   What was posted.
	 * @param mixed $errors What is wrong so far.
	 */
	public function place( $data, $errors ): void {
		$this->placing = null;
		if ( ! $errors instanceof \WP_Error || $errors->has_errors() || wc_notice_count( 'error' ) > 0 || ! empty( $data['woocommerce_checkout_update_totals'] ) ) {
			return;
		}
		$decision = $this->check->order( Lines::of_cart() );
		foreach ( Words::of( $decision ) as $text ) {
			$errors->add( 'wpbridge_stock', esc_html( $text ) );
		}
		$this->placing = $decision;
	}

	/** @param mixed $order That will be saved in a moment. */
	public function remember( $order ): void {
		if ( $this->placing && $order instanceof \WC_Order ) {
			Record::on( $order, $this->placing );
		}
	}

	/**
	 * @param mixed $id    Of the order.
	 * @param mixed $data  What was posted.
	 * @param mixed $order That has just been saved.
	 */
	public function note( $id, $data, $order ): void {
		unset( $id, $data );
		if ( $this->placing && $order instanceof \WC_Order ) {
			Record::note( $order, $this->placing );
			$this->placing = null;
		}
	}

	/** @param mixed $order That is about to be paid; WooCommerce saves it before it asks for the money. */
	public function pay( $order ): void {
		if ( ! $order instanceof \WC_Order || wc_notice_count( 'error' ) > 0 ) {
			return;
		}
		$decision = $this->check->order( Lines::of_order( $order ) );
		if ( self::say( $decision ) ) {
			Record::on( $order, $decision );
			Record::note( $order, $decision );
		}
	}

	/** Tells the customer, and whether there was nothing to tell. */
	private static function say( Decision $decision ): bool {
		foreach ( Words::of( $decision ) as $text ) {
			wc_add_notice( esc_html( $text ), 'error' );
		}
		return $decision->ok();
	}

	/** The blocks' API asks the classic filters as well; Blocks answers it. */
	private static function by_api(): bool {
		return defined( 'REST_REQUEST' ) && REST_REQUEST;
	}
}
