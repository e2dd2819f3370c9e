<?php
/**
 * Which products the business system keeps the stock of.
 *
 * @package WPBridge
 */

declare(strict_types=1);

namespace WPBridge\Checkout;

/** Reads the sidecar's own table, for the time when it cannot be asked: what is not linked is not its business. */
final class Linked {

	/**
	 * Those of these products whose stock the sidecar has taken over; none where it never worked.
	 *
	 * @param int[] $products Ids of stock holders.
	 * @return int[]
	 */
	public static function among( array $products ): array {
		global $wpdb;
		if ( ! $products ) {
			return array();
		}
		$products = array_values( array_unique( $products ) );
		$list     = implode( ',', array_fill( 0, count( $products ), '%d' ) );
		$silent   = $wpdb->suppress_errors( true ); // The table may not be there yet.
		// phpcs:ignore WordPress.DB -- our table, placeholders only, must be as it is now.
		$found = $wpdb->get_col( $wpdb->prepare( "SELECT post_id FROM {$wpdb->prefix}wpbridge_link WHERE post_id IN ($list) AND base IS NOT NULL AND tracked = 1", $products ) );
		$wpdb->suppress_errors( $silent );
		return array_map( 'intval', $found );
	}
}
