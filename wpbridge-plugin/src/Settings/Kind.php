<?php
/**
 * Kinds of values.
 *
 * @package WPBridge
 */

declare(strict_types=1);

namespace WPBridge\Settings;

/** What each kind of field accepts, how the sidecar wants it written, and how a person reads it. */
final class Kind {

	public const TEXT     = 'text';
	public const SECRET   = 'secret';
	public const CHOICE   = 'choice';
	public const ITEMS    = 'list';
	public const YES_NO   = 'yesno';
	public const PERCENT  = 'percent';
	public const QUANTITY = 'quantity';
	public const MILLIS   = 'milliseconds';
	public const SECONDS  = 'seconds';
	public const SCHEDULE = 'schedule';

	private const MOST_TEXT = 2000;

	/** Nanoseconds of Go's units. */
	private const UNITS = array( 'ns' => 1, 'us' => 1000, 'µs' => 1000, 'ms' => 1000000, 's' => 1000000000, 'm' => 60000000000, 'h' => 3600000000000 );

	/**
	 * The text to store; null when a person must correct it first. Empty is always right: not set.
	 *
	 * @param mixed                $raw     As posted.
	 * @param array<string,string> $choices Of a choice.
	 */
	public static function stored( string $kind, $raw, array $choices = array() ): ?string {
		if ( self::YES_NO === $kind ) {
			return in_array( $raw, array( '1', 'yes', 'on', true ), true ) ? 'yes' : 'no';
		}
		$raw = self::ITEMS === $kind && is_array( $raw ) ? implode( ',', array_filter( $raw, 'is_string' ) ) : $raw;
		if ( ! is_string( $raw ) || strlen( $raw ) > self::MOST_TEXT || 1 !== preg_match( '/^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$/u', $raw ) ) {
			return null;
		}
		$text = trim( $raw );
		if ( '' === $text ) {
			return '';
		}
		switch ( $kind ) {
			case self::CHOICE:
				return isset( $choices[ $text ] ) ? $text : null;
			case self::ITEMS:
				return implode( ',', array_filter( array_map( 'trim', explode( ',', $text ) ), 'strlen' ) );
			case self::PERCENT:
				return ctype_digit( $text ) && (int) $text <= 100 ? (string) (int) $text : null;
			case self::QUANTITY:
				$text = str_replace( ',', '.', $text );
				return preg_match( '/^\d{1,9}(\.\d{1,6})?$/D', $text ) ? $text : null;
			case self::MILLIS:
				return ctype_digit( $text ) && strlen( $text ) < 9 ? (int) $text . 'ms' : null;
			case self::SECONDS:
				return ctype_digit( $text ) && strlen( $text ) < 7 ? (int) $text . 's' : null;
			case self::SCHEDULE:
				return preg_match( '/^(off|hourly|every ([1-9]\d{0,2}m|1[0-3]\d\dm|14[0-3]\dm|1440m|([1-9]|1\d|2[0-4])h)|daily ([01]\d|2[0-3]):[0-5]\d)$/D', $text ) ? $text : null;
			default:
				return $text;
		}
	}

	/** What a person reads in the field for a stored text. */
	public static function shown( string $kind, string $stored ): string {
		switch ( $kind ) {
			case self::SECRET:
				return '';
			case self::MILLIS:
				return self::count( $stored, 'ms' );
			case self::SECONDS:
				return self::count( $stored, 's' );
			case self::YES_NO:
				return in_array( strtolower( $stored ), array( 'yes', 'true', 'on' ), true ) ? 'yes' : 'no';
			default:
				return $stored;
		}
	}

	/** What is expected, as the end of a sentence. */
	public static function expected( string $kind ): string {
		switch ( $kind ) {
			case self::CHOICE:
				return __( 'must be one of the choices offered.', 'wpbridge' );
			case self::PERCENT:
				return __( 'must be a whole number from 0 to 100.', 'wpbridge' );
			case self::QUANTITY:
				return __( 'must be a quantity such as 0, 2 or 0.5.', 'wpbridge' );
			case self::MILLIS:
			case self::SECONDS:
				return __( 'must be a whole number.', 'wpbridge' );
			case self::SCHEDULE:
				return __( 'must be a time such as 03:30.', 'wpbridge' );
			default:
				return __( 'must be plain text of one line, not longer than 2000 bytes.', 'wpbridge' );
		}
	}

	/** A duration as Go writes it, such as 1m0s or 1.2s, counted in a unit; what is no duration stays as it is. */
	private static function count( string $duration, string $unit ): string {
		if ( ! preg_match( '/^(\d+(\.\d+)?(ns|us|µs|ms|s|m|h))+$/uD', $duration ) ) {
			return $duration;
		}
		preg_match_all( '/(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h)/u', $duration, $parts, PREG_SET_ORDER );
		$nanos = 0.0;
		foreach ( $parts as $part ) {
			$nanos += (float) $part[1] * self::UNITS[ $part[2] ];
		}
		return (string) (int) round( $nanos / self::UNITS[ $unit ] );
	}
}
