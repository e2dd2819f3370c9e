<?php
/**
 * What customers are told.
 *
 * @package WPBridge
 */

declare(strict_types=1);

namespace WPBridge\Checkout;

/** Puts a decision into words. All texts are plain, not HTML. */
final class Words {

	/** @return string[] One sentence for each line that cannot be sold; none is said twice. */
	public static function of( Decision $decision ): array {
		$out = array();
		foreach ( $decision->refused as $refusal ) {
			$out[] = self::sentence( $refusal['line'], $refusal['reason'], $refusal['available'] );
		}
		return array_values( array_unique( $out ) );
	}

	private static function sentence( Line $line, string $reason, string $available ): string {
		$name = wp_strip_all_tags( $line->product->get_name() );
		if ( 'unreachable' === $reason ) {
			/* translators: %s: name of a product. */
			return sprintf( __( 'Sorry, we cannot find out at the moment whether “%s” is in stock. Please try again in a few minutes.', 'wpbridge' ), $name );
		}
		if ( (float) $available <= 0 ) {
			/* translators: %s: name of a product. */
			return sprintf( __( 'Sorry, “%s” has just sold out. Please remove it from your cart.', 'wpbridge' ), $name );
		}
		/* translators: 1: name of a product, 2: how many are left. */
		return sprintf( __( 'Sorry, there is not enough of “%1$s” in stock: only %2$s left. Please change the quantity.', 'wpbridge' ), $name, self::number( $available, $line->product ) );
	}

	/** As WooCommerce shows stock, with as many decimals as there are. */
	private static function number( string $decimal, \WC_Product $product ): string {
		$places = strlen( rtrim( (string) strrchr( $decimal, '.' ), '0' ) );
		return number_format_i18n( (float) wc_format_stock_quantity_for_display( (float) $decimal, $product ), max( 0, $places - 1 ) );
	}
}
