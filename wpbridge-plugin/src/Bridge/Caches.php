<?php
/**
 * Caches that hold what the sidecar's SQL changed.
 *
 * @package WPBridge
 */

declare(strict_types=1);

namespace WPBridge\Bridge;

use Automattic\WooCommerce\Internal\Caches\ProductVersionStringInvalidator;

/** Clears what a product save clears, and the one entry that it does not: lookup_table. */
final class Caches {

	/** Per product; of a variation only those of its parent matter. */
	private const TRANSIENTS = array( 'wc_product_children_', 'wc_var_prices_', 'wc_related_', 'wc_child_has_weight_', 'wc_child_has_dimensions_' );

	/**
	 * Clears for these products, their parents and their terms.
	 *
	 * @param array<array{id:int,parent:int}> $items Products and variations.
	 */
	public function clear( array $items ): void {
		$parents = array_filter( array_column( $items, 'parent' ) );
		$ids     = array_values( array_unique( array_merge( array_column( $items, 'id' ), $parents ) ) );
		if ( ! $ids ) {
			return;
		}
		$this->posts( $ids );
		$this->products( $ids );
		$this->terms( $ids );
		$this->transients( $ids );
		$this->rest( $ids );
	}

	/** @param int[] $ids Posts. */
	private function posts( array $ids ): void {
		_prime_post_caches( $ids, false, false ); // One query instead of one for each.
		foreach ( $ids as $id ) {
			clean_post_cache( $id );
		}
		wp_cache_delete_multiple( array( 'posts-product', 'posts-product_variation' ), 'counts' );
	}

	/**
	 * WooCommerce does not write a lookup row that equals the cached one, so a stale entry would
	 * keep a wrong row in the table for good; no function of its own deletes it.
	 *
	 * @param int[] $ids Posts.
	 */
	private function products( array $ids ): void {
		foreach ( $ids as $id ) {
			wp_cache_delete( 'lookup_table', 'object_' . $id );
			\WC_Cache_Helper::invalidate_cache_group( 'object_' . $id );
			\WC_Cache_Helper::invalidate_cache_group( 'product_' . $id );
			wp_cache_delete( 'product-' . $id, 'products' );
			wp_cache_delete( $id, 'product_variation_meta_data' );
		}
	}

	/**
	 * Counts of terms stand in the terms themselves and, WooCommerce's own, in their meta.
	 *
	 * @param int[] $ids Posts.
	 */
	private function terms( array $ids ): void {
		$taxonomies = self::terms_of( $ids );
		foreach ( $taxonomies as $taxonomy => $terms ) {
			foreach ( $terms as $term ) {
				$terms = array_merge( $terms, get_ancestors( $term, $taxonomy, 'taxonomy' ) );
			}
			$terms = array_values( array_unique( $terms ) );
			wp_cache_delete_multiple( $terms, 'term_meta' );
			clean_term_cache( $terms, $taxonomy, false );
		}
		delete_transient( 'wc_term_counts' );
		\WC_Cache_Helper::invalidate_attribute_count( array_keys( $taxonomies ) );
	}

	/**
	 * The terms of these posts. WordPress' own function is filtered, by language for one.
	 *
	 * @param int[] $ids Posts.
	 * @return array<string,int[]> By taxonomy.
	 */
	private static function terms_of( array $ids ): array {
		global $wpdb;
		$in  = implode( ',', array_map( 'intval', $ids ) );
		$out = array();
		// phpcs:ignore WordPress.DB -- whole numbers and names of tables; what is cached is what is doubted.
		$rows = $wpdb->get_results( "SELECT DISTINCT t.term_id, t.taxonomy FROM {$wpdb->term_relationships} r JOIN {$wpdb->term_taxonomy} t ON t.term_taxonomy_id = r.term_taxonomy_id WHERE r.object_id IN ($in)" );
		foreach ( (array) $rows as $row ) {
			$out[ $row->taxonomy ][] = (int) $row->term_id;
		}
		return $out;
	}

	/**
	 * Without an object cache the transients are rows, and the sidecar has deleted those with the change.
	 *
	 * @param int[] $ids Posts.
	 */
	private function transients( array $ids ): void {
		if ( wp_using_ext_object_cache() ) {
			$names = array();
			foreach ( $ids as $id ) {
				foreach ( self::TRANSIENTS as $prefix ) {
					$names[] = $prefix . $id;
				}
			}
			wp_cache_delete_multiple( $names, 'transient' );
		}
		foreach ( $ids as $id ) {
			do_action( 'woocommerce_delete_product_transients', $id ); // phpcs:ignore WordPress.NamingConventions.PrefixAllGlobals -- WooCommerce's own.
		}
		wc_delete_product_transients( 0 );
		\WC_Cache_Helper::get_transient_version( 'product_query', true );
		foreach ( array_merge( array( 'lowstock' ), array_keys( wc_get_product_stock_status_options() ) ) as $status ) {
			delete_transient( 'wc_admin_stock_count_' . $status );
		}
		delete_transient( 'wc_admin_product_count' );
	}

	/** @param int[] $ids Posts. */
	private function rest( array $ids ): void {
		if ( ! class_exists( ProductVersionStringInvalidator::class ) || ! method_exists( ProductVersionStringInvalidator::class, 'invalidate' ) ) {
			return;
		}
		$invalidator = wc_get_container()->get( ProductVersionStringInvalidator::class );
		foreach ( $ids as $id ) {
			$invalidator->invalidate( $id );
		}
	}
}
