<?php
/**
 * What the shop's owner has set for products and categories.
 *
 * @package WPBridge
 */

declare(strict_types=1);

namespace WPBridge\Checkout;

/** Settings of the stock check by product and category; the nearest wins: variation, product, deepest category. */
final class Rules {

	/** Whether a product is sold without asking. */
	public static function excluded( \WC_Product $product ): bool {
		return 'yes' === self::nearest( $product, 'wpbridge_exclude_check', 'no' );
	}

	/** What happens when nobody can be asked: refuse, allow, or empty for the shop's setting. */
	public static function when_unreachable( \WC_Product $product ): string {
		$value = self::nearest( $product, 'wpbridge_when_unreachable', 'refuse' );
		return in_array( $value, array( 'refuse', 'allow' ), true ) ? $value : '';
	}

	/** @param string $stronger The more careful value, which wins between categories of the same depth. */
	private static function nearest( \WC_Product $product, string $name, string $stronger ): string {
		$parent = $product->get_parent_id();
		foreach ( array_filter( array( $product->get_id(), $parent ) ) as $id ) {
			$value = get_post_meta( $id, '_' . $name, true );
			if ( is_string( $value ) && '' !== $value ) {
				return $value;
			}
		}
		return self::of_categories( $parent ?: $product->get_id(), $name, $stronger );
	}

	private static function of_categories( int $product, string $name, string $stronger ): string {
		$best  = '';
		$depth = 0;
		foreach ( wc_get_product_term_ids( $product, 'product_cat' ) as $term ) {
			$path = array_merge( array( $term ), get_ancestors( $term, 'product_cat', 'taxonomy' ) );
			foreach ( $path as $i => $id ) {
				$value = (string) get_term_meta( $id, $name, true );
				if ( '' === $value ) {
					continue;
				}
				$here = count( $path ) - $i;
				if ( $here > $depth || ( $here === $depth && $value === $stronger ) ) {
					$best  = $value;
					$depth = $here;
				}
				break;
			}
		}
		return $best;
	}
}
