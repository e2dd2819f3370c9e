<?php
/**
 * The section Exclusions.
 *
 * @package WPBridge
 */

declare(strict_types=1);

namespace WPBridge\Settings;

use WPBridge\View;

/** Lists what is excluded; products and categories themselves are where it is changed. */
final class Exclusions {

	public const UPDATE = 'exclude_update';
	public const CHECK  = 'exclude_check';

	private const PAGE = 50;

	/** Draws both lists, as searched for. */
	public function draw(): void {
		// phpcs:disable WordPress.Security.NonceVerification.Recommended -- a search changes nothing.
		$search = isset( $_GET['wpbridge_search'] ) && is_string( $_GET['wpbridge_search'] ) ? sanitize_text_field( wp_unslash( $_GET['wpbridge_search'] ) ) : '';
		$page   = isset( $_GET['wpbridge_page'] ) && is_string( $_GET['wpbridge_page'] ) ? max( 1, absint( $_GET['wpbridge_page'] ) ) : 1;
		// phpcs:enable
		list( $products, $total ) = self::products( $search, $page );
		View::draw(
			'exclusions',
			array(
				'search'     => $search,
				'products'   => $products,
				'categories' => self::categories( $search ),
				'total'      => $total,
				'page'       => $page,
				'pages'      => (int) ceil( $total / self::PAGE ),
				'address'    => admin_url( 'admin.php?page=wc-settings&tab=' . Tab::ID . '&section=exclusions' ),
			)
		);
	}

	/**
	 * A page of the products, with the number of all.
	 *
	 * @return array{array<array{name:string,sku:string,link:string,update:bool,check:bool}>,int}
	 */
	private static function products( string $search, int $page ): array {
		global $wpdb;
		$like = '%' . $wpdb->esc_like( $search ) . '%';
		$from = "FROM {$wpdb->posts} p
			JOIN {$wpdb->postmeta} x ON x.post_id = p.ID AND x.meta_key IN ( '_wpbridge_exclude_update', '_wpbridge_exclude_check' ) AND x.meta_value = 'yes'
			LEFT JOIN {$wpdb->postmeta} s ON s.post_id = p.ID AND s.meta_key = '_sku'
			WHERE p.post_type IN ( 'product', 'product_variation' ) AND p.post_status NOT IN ( 'trash', 'auto-draft' ) AND ( p.post_title LIKE %s OR s.meta_value LIKE %s )";
		// phpcs:disable WordPress.DB.PreparedSQL, WordPress.DB.DirectDatabaseQuery -- only table names are put in; the list must be as it is now.
		$total = (int) $wpdb->get_var( $wpdb->prepare( "SELECT COUNT( DISTINCT p.ID ) $from", $like, $like ) );
		$rows  = $wpdb->get_results(
			$wpdb->prepare(
				"SELECT p.ID id, p.post_parent parent, MAX( p.post_type ) type, MAX( p.post_title ) name, MAX( s.meta_value ) sku, MAX( x.meta_key = '_wpbridge_exclude_update' ) no_update, MAX( x.meta_key = '_wpbridge_exclude_check' ) no_check
				$from GROUP BY p.ID, p.post_parent ORDER BY name, p.ID LIMIT %d OFFSET %d",
				$like,
				$like,
				self::PAGE,
				( $page - 1 ) * self::PAGE
			)
		);
		// phpcs:enable
		$out = array();
		foreach ( (array) $rows as $row ) {
			$out[] = array(
				'name'   => (string) $row->name,
				'sku'    => (string) $row->sku,
				'link'   => (string) get_edit_post_link( 'product_variation' === $row->type ? (int) $row->parent : (int) $row->id, 'raw' ),
				'update' => (bool) $row->no_update,
				'check'  => (bool) $row->no_check,
			);
		}
		return array( $out, $total );
	}

	/** @return array<array{name:string,sku:string,link:string,update:bool,check:bool}> */
	private static function categories( string $search ): array {
		$terms = get_terms(
			array(
				'taxonomy'   => 'product_cat',
				'hide_empty' => false,
				'search'     => $search,
				'meta_query' => array( // phpcs:ignore WordPress.DB.SlowDBQuery.slow_db_query_meta_query -- a shop has few categories.
					'relation' => 'OR',
					array( 'key' => 'wpbridge_' . self::UPDATE, 'value' => 'yes' ),
					array( 'key' => 'wpbridge_' . self::CHECK, 'value' => 'yes' ),
				),
			)
		);
		$out   = array();
		foreach ( is_array( $terms ) ? $terms : array() as $term ) {
			$out[] = array(
				'name'   => $term->name,
				'sku'    => '',
				'link'   => (string) get_edit_term_link( $term->term_id, 'product_cat', 'product' ),
				'update' => 'yes' === get_term_meta( $term->term_id, 'wpbridge_' . self::UPDATE, true ),
				'check'  => 'yes' === get_term_meta( $term->term_id, 'wpbridge_' . self::CHECK, true ),
			);
		}
		return $out;
	}
}
