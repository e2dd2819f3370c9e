<?php
/**
 * WP Bridge in product categories.
 *
 * @package WPBridge
 */

declare(strict_types=1);

namespace WPBridge\Product;

use WPBridge\Settings\Kind;
use WPBridge\View;

/** The fields of a category; they hold for the categories below it too. */
final class Category {

	private const NONCE = 'wpbridge_category';

	/** @var Rules */
	private $rules;

	public function __construct( Rules $rules ) {
		$this->rules = $rules;
	}

	/** In the form for a new category. */
	public function add(): void {
		View::draw( 'category-add', array( 'fields' => $this->fields( 0 ), 'nonce' => self::NONCE ) );
	}

	/** In the form of a category that is there. */
	public function edit( \WP_Term $term ): void {
		View::draw( 'category-edit', array( 'fields' => $this->fields( $term->term_id ), 'nonce' => self::NONCE ) );
	}

	/** Stores the fields, where the form had them: quick edit and programs leave them alone. */
	public function save( int $term ): void {
		$nonce = isset( $_POST['wpbridge_nonce'] ) ? sanitize_key( $_POST['wpbridge_nonce'] ) : '';
		if ( ! wp_verify_nonce( $nonce, self::NONCE ) || ! current_user_can( 'edit_term', $term ) ) {
			return;
		}
		$posted = isset( $_POST['wpbridge'] ) && is_array( $_POST['wpbridge'] ) ? wp_unslash( $_POST['wpbridge'] ) : array(); // phpcs:ignore WordPress.Security.ValidatedSanitizedInput -- each value is cleaned below.
		foreach ( self::stored( $posted ) as $name => $value ) {
			if ( '' === $value ) {
				delete_term_meta( $term, Rules::term_key( $name ) );
			} else {
				update_term_meta( $term, Rules::term_key( $name ), $value );
			}
		}
	}

	/**
	 * What is to be stored; empty: nothing. What cannot be understood is left out.
	 *
	 * @param array<string,mixed> $posted Unslashed.
	 * @return array<string,string>
	 */
	public static function stored( array $posted ): array {
		return array_filter(
			array(
				Rules::UPDATE      => isset( $posted[ Rules::UPDATE ] ) ? 'yes' : '',
				Rules::CHECK       => isset( $posted[ Rules::CHECK ] ) ? 'yes' : '',
				Rules::BUFFER      => Kind::stored( Kind::QUANTITY, $posted[ Rules::BUFFER ] ?? '' ),
				Rules::UNREACHABLE => Kind::stored( Kind::CHOICE, $posted[ Rules::UNREACHABLE ] ?? '', Fields::choices() ),
			),
			'is_string'
		);
	}

	/** @return array<array{name:string,kind:string,label:string,about:string,value:string,choices:array<string,string>}> */
	private function fields( int $term ): array {
		$labels = array(
			Rules::UPDATE      => array( Kind::YES_NO, __( 'Exclude from update', 'wpbridge' ), __( 'Runs leave stock and prices of these products as they are.', 'wpbridge' ) ),
			Rules::CHECK       => array( Kind::YES_NO, __( 'Exclude from stock check', 'wpbridge' ), __( 'These products can be bought without asking the business system.', 'wpbridge' ) ),
			Rules::BUFFER      => array( Kind::QUANTITY, __( 'Keep back', 'wpbridge' ), __( 'So many pieces of each product are not offered in the shop. Empty: as the shop’s settings say.', 'wpbridge' ) ),
			Rules::UNREACHABLE => array( Kind::CHOICE, __( 'When unreachable', 'wpbridge' ), __( 'What happens to an order with these products while the business system does not answer.', 'wpbridge' ) ),
		);
		$out    = array();
		foreach ( $labels as $name => list( $kind, $label, $about ) ) {
			$above = $term ? $this->rules->above( $term, $name ) : array( 'value' => '', 'from' => '' );
			if ( '' !== $above['value'] ) {
				/* translators: 1: a sentence, 2: the name of a category. */
				$about = sprintf( __( '%1$s “%2$s” above it has set this already.', 'wpbridge' ), $about, $above['from'] );
			}
			$out[] = array(
				'name'    => $name,
				'kind'    => $kind,
				'label'   => $label,
				'about'   => $about,
				'value'   => $term ? (string) get_term_meta( $term, Rules::term_key( $name ), true ) : '',
				'choices' => array( '' => __( 'As the shop’s settings say', 'wpbridge' ) ) + Fields::choices(),
			);
		}
		return $out;
	}
}
