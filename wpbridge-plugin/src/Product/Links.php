<?php
/**
 * Links between products and items.
 *
 * @package WPBridge
 */

declare(strict_types=1);

namespace WPBridge\Product;

/** Reads from the sidecar's table which products are linked. It is in the shop's own database, so it answers while the sidecar is away. */
final class Links {

	/** @var array<int,array<int,array{code:string,item:string,sku:string}|null>> By product: of itself and its variations. */
	private $found = array();

	/** @var bool Whether the table could be read. */
	private $known = true;

	/**
	 * Reads those of many products with one query.
	 *
	 * @param int[] $ids Products; their variations are read with them.
	 */
	public function prime( array $ids ): void {
		$ids = array_diff( array_map( 'intval', $ids ), array_keys( $this->found ) );
		if ( ! $ids || ! $this->known ) {
			return;
		}
		global $wpdb;
		$this->found += array_fill_keys( $ids, array() );
		$in           = implode( ',', $ids );
		$columns      = "SELECT p.ID id, p.post_parent parent, p.post_type type, l.code code, l.item_id item, l.sku sku FROM {$wpdb->posts} p LEFT JOIN {$wpdb->prefix}wpbridge_link l ON l.post_id = p.ID";
		$quiet        = $wpdb->suppress_errors(); // Where nothing was ever matched there is no table.
		// phpcs:ignore WordPress.DB.PreparedSQL, WordPress.DB.DirectDatabaseQuery -- whole numbers and names of tables; it must be as it is now.
		$rows        = $wpdb->get_results( "$columns WHERE p.ID IN ( $in ) UNION ALL $columns WHERE p.post_parent IN ( $in ) AND p.post_type = 'product_variation' AND p.post_status <> 'trash'" );
		$this->known = '' === $wpdb->last_error;
		$wpdb->suppress_errors( $quiet );
		foreach ( (array) $rows as $row ) {
			$product = in_array( (int) $row->id, $ids, true ) ? (int) $row->id : (int) $row->parent;
			$this->found[ $product ][ (int) $row->id ] = null === $row->code ? null : array( 'code' => (string) $row->code, 'item' => (string) $row->item, 'sku' => (string) $row->sku );
		}
	}

	/** Whether anything is known about links in this shop. */
	public function known(): bool {
		return $this->known;
	}

	/**
	 * The link of a product or variation itself.
	 *
	 * @param int $product The product that was primed, itself or its parent.
	 * @return array{code:string,item:string,sku:string}|null
	 */
	public function of( int $id, int $product ): ?array {
		$this->prime( array( $product ) );
		return $this->found[ $product ][ $id ] ?? null;
	}

	/**
	 * How many variations of a product are linked, and how many it has.
	 *
	 * @return array{linked:int,all:int}
	 */
	public function variations( int $product ): array {
		$this->prime( array( $product ) );
		$of = $this->found[ $product ] ?? array();
		unset( $of[ $product ] );
		return array( 'linked' => count( array_filter( $of ) ), 'all' => count( $of ) );
	}
}
