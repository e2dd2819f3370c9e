<?php
/**
 * What the shop's owner has set for products and categories.
 *
 * @package WPBridge
 */

declare(strict_types=1);

namespace WPBridge\Product;

/**
 * Exclusions, buffers and rules. The nearest wins: variation, product, deepest category. Of a product they are stored
 * as meta _wpbridge_NAME, of a category as wpbridge_NAME; what is absent is inherited.
 */
final class Rules {

	public const UPDATE      = 'exclude_update';
	public const CHECK       = 'exclude_check';
	public const BUFFER      = 'buffer';
	public const UNREACHABLE = 'when_unreachable';

	public const NAMES = array( self::UPDATE, self::CHECK, self::BUFFER, self::UNREACHABLE );

	/** @var array<string,array<int,string>>|null What categories say, by name and term. */
	private $categories;

	/** The meta key of a product's rule. */
	public static function key( string $name ): string {
		return '_wpbridge_' . $name;
	}

	/** The meta key of a category's rule. */
	public static function term_key( string $name ): string {
		return 'wpbridge_' . $name;
	}

	/** What the product or variation itself says; empty: nothing. */
	public function own( int $id, string $name ): string {
		$value = get_post_meta( $id, self::key( $name ), true );
		return is_string( $value ) ? $value : '';
	}

	/**
	 * What holds as long as the product itself says nothing, and who says so.
	 *
	 * @return array{value:string,from:string} An empty value: the shop's setting; from is a name to show.
	 */
	public function inherited( int $id, string $name ): array {
		$parent = 'product_variation' === get_post_type( $id ) ? (int) wp_get_post_parent_id( $id ) : 0;
		$value  = $parent ? $this->own( $parent, $name ) : '';
		return '' !== $value ? array( 'value' => $value, 'from' => get_the_title( $parent ) ) : $this->of_categories( $parent ?: $id, $name );
	}

	/** What holds for the product, be it by itself or by what it inherits; empty: the shop's setting. */
	public function value( int $id, string $name ): string {
		$own = $this->own( $id, $name );
		return '' !== $own ? $own : $this->inherited( $id, $name )['value'];
	}

	public function excluded( int $id, string $name ): bool {
		return 'yes' === $this->value( $id, $name );
	}

	/** Categories that exclude, with those below them. @return int[] */
	public function excluding( string $name ): array {
		$out = array();
		foreach ( array_keys( $this->categories( $name ), 'yes', true ) as $term ) {
			$out = array_merge( $out, array( $term ), array_map( 'intval', (array) get_term_children( $term, 'product_cat' ) ) );
		}
		return array_values( array_unique( $out ) );
	}

	/** What a category inherits from those above it. @return array{value:string,from:string} */
	public function above( int $term, string $name ): array {
		return $this->nearest( get_ancestors( $term, 'product_cat', 'taxonomy' ), $name );
	}

	/** @return array{value:string,from:string} */
	private function of_categories( int $product, string $name ): array {
		$best = array( 'value' => '', 'from' => '', 'depth' => 0 );
		if ( ! $this->categories( $name ) ) {
			return $best;
		}
		$terms = get_the_terms( $product, 'product_cat' );
		foreach ( is_array( $terms ) ? $terms : array() as $term ) {
			$found = $this->nearest( array_merge( array( $term->term_id ), get_ancestors( $term->term_id, 'product_cat', 'taxonomy' ) ), $name );
			if ( $found['depth'] > $best['depth'] || ( $found['depth'] === $best['depth'] && self::stronger( $found['value'], $best['value'], $name ) ) ) {
				$best = $found;
			}
		}
		return $best;
	}

	/**
	 * The first that says something on the way up.
	 *
	 * @param int[] $path From the category to its root.
	 * @return array{value:string,from:string,depth:int}
	 */
	private function nearest( array $path, string $name ): array {
		$say = $this->categories( $name );
		foreach ( $path as $i => $id ) {
			if ( isset( $say[ $id ] ) ) {
				$term = get_term( $id, 'product_cat' );
				return array( 'value' => $say[ $id ], 'from' => $term instanceof \WP_Term ? $term->name : '', 'depth' => count( $path ) - $i );
			}
		}
		return array( 'value' => '', 'from' => '', 'depth' => 0 );
	}

	/** Whether of two categories of one depth the first wins: the more careful one does, and asking is careful. */
	private static function stronger( string $value, string $than, string $name ): bool {
		$careful = array( self::UPDATE => 'yes', self::CHECK => 'no', self::UNREACHABLE => 'refuse' );
		return self::BUFFER === $name ? (float) $value > (float) $than : $value === $careful[ $name ];
	}

	/** @return array<int,string> By term. One query answers for the whole page. */
	private function categories( string $name ): array {
		global $wpdb;
		if ( null === $this->categories ) {
			$keys             = array_map( array( self::class, 'term_key' ), self::NAMES );
			$this->categories = array_fill_keys( self::NAMES, array() );
			// phpcs:ignore WordPress.DB.DirectDatabaseQuery.DirectQuery -- WordPress' own functions ask term by term.
			$rows = $wpdb->get_results( $wpdb->prepare( "SELECT term_id, meta_key, meta_value FROM {$wpdb->termmeta} WHERE meta_value <> '' AND meta_key IN ( %s, %s, %s, %s )", $keys ) );
			foreach ( (array) $rows as $row ) {
				$this->categories[ substr( $row->meta_key, 9 ) ][ (int) $row->term_id ] = (string) $row->meta_value;
			}
		}
		return $this->categories[ $name ];
	}
}
