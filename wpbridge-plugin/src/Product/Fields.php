<?php
/**
 * Fields of products and variations.
 *
 * @package WPBridge
 */

declare(strict_types=1);

namespace WPBridge\Product;

use WPBridge\Settings\Kind;

/**
 * Draws and reads the fields of the rules. A check box shows what holds, inherited or not; only one that was turned is
 * stored, and one that was turned back to what is inherited is inherited again.
 */
final class Fields {

	/** @var Rules */
	private $rules;

	public function __construct( Rules $rules ) {
		$this->rules = $rules;
	}

	/**
	 * Draws them.
	 *
	 * @param int    $id    The product or variation.
	 * @param string $index Of a variation, its place among those shown; empty for a product.
	 */
	public function draw( int $id, string $index = '' ): void {
		$this->box( $id, Rules::UPDATE, $index, __( 'Exclude from update', 'wpbridge' ), __( 'Runs leave stock and price of this product as they are.', 'wpbridge' ) );
		$this->box( $id, Rules::CHECK, $index, __( 'Exclude from stock check', 'wpbridge' ), __( 'It can be bought without asking the business system.', 'wpbridge' ) );
		$this->buffer( $id, $index );
		$this->unreachable( $id, $index );
	}

	/**
	 * What is to be stored of what was posted: null removes the own rule, and what is absent stays.
	 *
	 * @param array<string,mixed> $posted Unslashed, of this product alone.
	 * @return array<string,string|null> By name.
	 */
	public function posted( array $posted ): array {
		$out = array();
		foreach ( array( Rules::UPDATE, Rules::CHECK ) as $name ) {
			if ( ! isset( $posted[ $name . '_was' ] ) ) {
				continue;
			}
			$now = isset( $posted[ $name ] ) ? 'yes' : 'no';
			if ( $now !== $posted[ $name . '_was' ] ) {
				$out[ $name ] = $now === ( $posted[ $name . '_above' ] ?? '' ) ? null : $now;
			}
		}
		$buffer = isset( $posted[ Rules::BUFFER ] ) ? Kind::stored( Kind::QUANTITY, $posted[ Rules::BUFFER ] ) : null;
		if ( null !== $buffer ) {
			$out[ Rules::BUFFER ] = '' === $buffer ? null : $buffer;
		}
		$unreachable = isset( $posted[ Rules::UNREACHABLE ] ) ? Kind::stored( Kind::CHOICE, $posted[ Rules::UNREACHABLE ], self::choices() ) : null;
		if ( null !== $unreachable ) {
			$out[ Rules::UNREACHABLE ] = '' === $unreachable ? null : $unreachable;
		}
		return $out;
	}

	/** @return array<string,string> */
	public static function choices(): array {
		return array(
			'refuse' => __( 'Refuse the order', 'wpbridge' ),
			'allow'  => __( 'Accept the order', 'wpbridge' ),
		);
	}

	private function box( int $id, string $name, string $index, string $label, string $about ): void {
		$above = $this->rules->inherited( $id, $name );
		$now   = $this->rules->excluded( $id, $name ) ? 'yes' : 'no';
		// A tip is HTML to the browser: names of products and categories must not get into it.
		woocommerce_wp_checkbox( self::field( $name, $index ) + array( 'label' => $label, 'description' => $about, 'desc_tip' => '' !== $index, 'value' => $now ) );
		foreach ( array( 'was' => $now, 'above' => 'yes' === $above['value'] ? 'yes' : 'no' ) as $what => $value ) {
			// Not WooCommerce's hidden field, whose name is always its id.
			printf( '<input type="hidden" name="%s" value="%s">', esc_attr( self::field( $name . '_' . $what, $index )['name'] ), esc_attr( $value ) );
		}
		if ( 'yes' === $above['value'] ) {
			/* translators: %s: the name of a category or product. */
			printf( '<p class="form-field form-row form-row-full wpbridge-above">%s</p>', esc_html( sprintf( __( 'Excluded by “%s”. Untick the box to make an exception here.', 'wpbridge' ), $above['from'] ) ) );
		}
	}

	private function buffer( int $id, string $index ): void {
		$above = $this->rules->inherited( $id, Rules::BUFFER );
		woocommerce_wp_text_input(
			self::field( Rules::BUFFER, $index ) + array(
				'label'             => __( 'Keep back', 'wpbridge' ),
				'value'             => $this->rules->own( $id, Rules::BUFFER ),
				/* translators: 1: a quantity, 2: the name of a category or product. */
				'placeholder'       => '' === $above['value'] ? __( 'As the shop’s settings say', 'wpbridge' ) : sprintf( __( '%1$s (“%2$s”)', 'wpbridge' ), $above['value'], $above['from'] ),
				'type'              => 'number', // Not WooCommerce's data type stock, which makes 0 of an empty field.
				'custom_attributes' => array( 'min' => '0', 'step' => 'any' ),
				'desc_tip'          => true,
				'description'       => __( 'So many pieces are not offered in the shop.', 'wpbridge' ),
			)
		);
	}

	private function unreachable( int $id, string $index ): void {
		$above = $this->rules->inherited( $id, Rules::UNREACHABLE );
		/* translators: 1: what happens, 2: the name of a category or product. */
		$none = isset( self::choices()[ $above['value'] ] ) ? sprintf( __( '%1$s (“%2$s”)', 'wpbridge' ), self::choices()[ $above['value'] ], $above['from'] ) : __( 'As the shop’s settings say', 'wpbridge' );
		woocommerce_wp_select(
			self::field( Rules::UNREACHABLE, $index ) + array(
				'label'       => __( 'When unreachable', 'wpbridge' ),
				'value'       => $this->rules->own( $id, Rules::UNREACHABLE ),
				'options'     => array( '' => $none ) + self::choices(),
				'desc_tip'    => true,
				'description' => __( 'What happens to an order with this product while the business system does not answer.', 'wpbridge' ),
			)
		);
	}

	/** @return array<string,string> Id and name of a field; those of variations come as lists. */
	private static function field( string $name, string $index ): array {
		if ( '' === $index ) {
			return array( 'id' => 'wpbridge_' . $name, 'name' => 'wpbridge[' . $name . ']' );
		}
		$side = in_array( $name, array( Rules::UPDATE, Rules::BUFFER ), true ) ? 'first' : 'last';
		return array( 'id' => 'wpbridge_' . $name . $index, 'name' => 'wpbridge_variation[' . $index . '][' . $name . ']', 'wrapper_class' => 'form-row form-row-' . $side );
	}
}
