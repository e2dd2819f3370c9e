<?php
/**
 * WP Bridge in the list of products.
 *
 * @package WPBridge
 */

declare(strict_types=1);

namespace WPBridge\Product;

use WPBridge\View;

/** The column, read with one query for the whole page, and the filter. */
final class Column {

	private const NAME   = 'wpbridge';
	private const FILTER = 'wpbridge_excluded';

	/** @var Rules */
	private $rules;

	/** @var Links */
	private $links;

	public function __construct( Rules $rules, Links $links ) {
		$this->rules = $rules;
		$this->links = $links;
	}

	/**
	 * Puts the column after the stock.
	 *
	 * @param array<string,string> $columns The others.
	 * @return array<string,string>
	 */
	public function add( array $columns ): array {
		$at = array_search( 'is_in_stock', array_keys( $columns ), true );
		$at = false === $at ? count( $columns ) : $at + 1;
		return array_slice( $columns, 0, $at, true ) + array( self::NAME => __( 'WP Bridge', 'wpbridge' ) ) + array_slice( $columns, $at, null, true );
	}

	public function cell( string $column, int $id ): void {
		if ( self::NAME !== $column ) {
			return;
		}
		$this->prime();
		$excluded = array_keys(
			array_filter(
				array(
					__( 'Not updated', 'wpbridge' ) => $this->rules->excluded( $id, Rules::UPDATE ),
					__( 'Not checked', 'wpbridge' ) => $this->rules->excluded( $id, Rules::CHECK ),
				)
			)
		);
		View::draw( 'product-cell', array( 'link' => $this->linked( $id ), 'excluded' => $excluded ) );
	}

	/** Draws the filter. */
	public function filter( string $post_type ): void {
		if ( 'product' === $post_type ) {
			View::draw( 'product-filter', array( 'name' => self::FILTER, 'chosen' => self::chosen(), 'choices' => self::choices() ) );
		}
	}

	/**
	 * Keeps only products that are excluded themselves or by a category.
	 *
	 * @param string $where Of the list's query.
	 */
	public function where( string $where, \WP_Query $query ): string {
		if ( '' === self::chosen() || ! is_admin() || ! $query->is_main_query() || 'product' !== $query->get( 'post_type' ) ) {
			return $where;
		}
		global $wpdb;
		$meta  = Rules::key( self::chosen() );
		$own   = "EXISTS ( SELECT 1 FROM {$wpdb->postmeta} wpb WHERE wpb.post_id = {$wpdb->posts}.ID AND wpb.meta_key = %s AND wpb.meta_value = %s )";
		$terms = $this->rules->excluding( self::chosen() ) ?: array( 0 );
		$in    = implode( ',', array_map( 'intval', $terms ) );
		$by    = "EXISTS ( SELECT 1 FROM {$wpdb->term_relationships} r JOIN {$wpdb->term_taxonomy} t ON t.term_taxonomy_id = r.term_taxonomy_id WHERE r.object_id = {$wpdb->posts}.ID AND t.taxonomy = 'product_cat' AND t.term_id IN ( $in ) )";
		return $where . $wpdb->prepare( " AND ( $own OR ( NOT $own AND $by ) )", $meta, 'yes', $meta, 'no' ); // phpcs:ignore WordPress.DB.PreparedSQL, WordPress.DB.PreparedSQLPlaceholders -- whole numbers and names of tables.
	}

	/** Reads for all products of the page. */
	private function prime(): void {
		global $wp_query;
		$this->links->prime( wp_list_pluck( $wp_query->posts ?? array(), 'ID' ) );
	}

	/** In words; empty where nothing is known. */
	private function linked( int $id ): string {
		$link       = $this->links->of( $id, $id );
		$variations = $this->links->variations( $id );
		if ( ! $this->links->known() ) {
			return '';
		}
		if ( $link ) {
			return __( 'Linked', 'wpbridge' );
		}
		if ( $variations['linked'] ) {
			/* translators: 1: a number of variations, 2: a number of variations. */
			return $variations['linked'] === $variations['all'] ? __( 'Linked', 'wpbridge' ) : sprintf( __( 'Linked: %1$d of %2$d', 'wpbridge' ), $variations['linked'], $variations['all'] );
		}
		return __( 'Not linked', 'wpbridge' );
	}

	/** @return array<string,string> */
	private static function choices(): array {
		return array(
			Rules::UPDATE => __( 'Excluded from update', 'wpbridge' ),
			Rules::CHECK  => __( 'Excluded from stock check', 'wpbridge' ),
		);
	}

	private static function chosen(): string {
		$chosen = isset( $_GET[ self::FILTER ] ) && is_string( $_GET[ self::FILTER ] ) ? sanitize_key( $_GET[ self::FILTER ] ) : ''; // phpcs:ignore WordPress.Security -- chooses what is listed, from a list.
		return isset( self::choices()[ $chosen ] ) ? $chosen : '';
	}
}
