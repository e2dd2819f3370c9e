<?php
/**
 * Tells in a header how many milliseconds the plugin's part of placing an order took, its hooks alone.
 */

final class Wpbridge_Stopwatch {

	private static $began = 0.0;
	private static $spent = 0.0;

	public static function start( $value = null ) {
		self::$began = microtime( true );
		return $value;
	}

	public static function stop( $value = null ) {
		self::$spent += microtime( true ) - self::$began;
		if ( ! headers_sent() ) {
			header( 'X-Check-Ms: ' . round( 1000 * self::$spent, 3 ) );
		}
		return $value;
	}
}

$hooks = array(
	'woocommerce_after_checkout_validation',
	'woocommerce_checkout_create_order',
	'woocommerce_checkout_order_processed',
	'woocommerce_checkout_validate_order_before_payment',
);
foreach ( $hooks as $hook ) {
	add_filter( $hook, array( 'Wpbridge_Stopwatch', 'start' ), 99 );
	add_filter( $hook, array( 'Wpbridge_Stopwatch', 'stop' ), 101 );
}
