<?php
/**
 * What an order remembers of its stock check.
 *
 * @package WPBridge
 */

declare(strict_types=1);

namespace WPBridge\Checkout;

/** Notes on the order on what ground it was accepted, for the shop's owner. */
final class Record {

	private const META = '_wpbridge_check';

	/** Leaves saving to whoever saves the order anyway. */
	public static function on( \WC_Order $order, Decision $decision ): void {
		if ( '' !== $decision->by ) {
			$order->update_meta_data( self::META, $decision->by . ' ' . gmdate( 'Y-m-d\TH:i:s\Z' ) );
		}
	}

	/** Adds the order note; the order must have its number. */
	public static function note( \WC_Order $order, Decision $decision ): void {
		$text = self::text( $decision );
		if ( '' !== $text ) {
			$order->add_order_note( $text );
		}
	}

	private static function text( Decision $decision ): string {
		if ( $decision->trusted ) {
			$names = array_map( static function ( Line $line ): string { return wp_strip_all_tags( $line->product->get_name() ); }, $decision->trusted );
			/* translators: %s: names of products. */
			return sprintf( __( 'WP Bridge: the business system could not be asked for the stock of %s. The order was accepted by your setting; please check whether the goods are there.', 'wpbridge' ), implode( ', ', $names ) );
		}
		switch ( $decision->by ) {
			case Decision::LIVE:
				return __( 'WP Bridge: the business system confirmed the stock when the order was placed.', 'wpbridge' );
			case Decision::READING:
				/* translators: %s: a number of seconds. */
				return sprintf( __( 'WP Bridge: the stock was checked when the order was placed, by numbers of the business system that were %s seconds old.', 'wpbridge' ), number_format_i18n( (float) $decision->age ) );
		}
		return '';
	}
}
