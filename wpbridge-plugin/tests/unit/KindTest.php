<?php

declare(strict_types=1);

namespace WPBridge\Tests;

use PHPUnit\Framework\TestCase;
use WPBridge\Settings\Kind;

final class KindTest extends TestCase {

	private const CHOICES = array( 'refuse' => 'Refuse', 'allow' => 'Allow' );

	public static function accepted(): array {
		return array(
			'text is trimmed'           => array( Kind::TEXT, "  a b \n", 'a b' ),
			'empty is not set'          => array( Kind::QUANTITY, '  ', '' ),
			'zero is set'               => array( Kind::QUANTITY, '0', '0' ),
			'decimal comma'             => array( Kind::QUANTITY, '0,5', '0.5' ),
			'choice'                    => array( Kind::CHOICE, 'allow', 'allow' ),
			'list from text'            => array( Kind::ITEMS, ' 1, 2,,0 ', '1,2,0' ),
			'list from a select'        => array( Kind::ITEMS, array( '1', '2' ), '1,2' ),
			'percent'                   => array( Kind::PERCENT, '007', '7' ),
			'milliseconds'              => array( Kind::MILLIS, '1200', '1200ms' ),
			'seconds'                   => array( Kind::SECONDS, '0', '0s' ),
			'box ticked'                => array( Kind::YES_NO, '1', 'yes' ),
			'box not there'             => array( Kind::YES_NO, '', 'no' ),
			'schedule off'              => array( Kind::SCHEDULE, 'off', 'off' ),
			'schedule every minute'     => array( Kind::SCHEDULE, 'every 1m', 'every 1m' ),
			'schedule longest in m'     => array( Kind::SCHEDULE, 'every 1440m', 'every 1440m' ),
			'schedule longest in hours' => array( Kind::SCHEDULE, 'every 24h', 'every 24h' ),
			'schedule daily'            => array( Kind::SCHEDULE, 'daily 23:59', 'daily 23:59' ),
			'password as it is'         => array( Kind::SECRET, "pa'ss\"<b>\\ö", "pa'ss\"<b>\\ö" ),
		);
	}

	/** @dataProvider accepted */
	public function test_accepts( string $kind, $raw, string $stored ): void {
		self::assertSame( $stored, Kind::stored( $kind, $raw, self::CHOICES ) );
	}

	public static function refused(): array {
		return array(
			'no choice'           => array( Kind::CHOICE, 'maybe' ),
			'control characters'  => array( Kind::TEXT, "a\0b" ),
			'no UTF-8'            => array( Kind::TEXT, "\xff" ),
			'too long'            => array( Kind::TEXT, str_repeat( 'x', 2001 ) ),
			'negative quantity'   => array( Kind::QUANTITY, '-1' ),
			'quantity in words'   => array( Kind::QUANTITY, 'two' ),
			'over a hundred'      => array( Kind::PERCENT, '101' ),
			'half a percent'      => array( Kind::PERCENT, '0.5' ),
			'half a millisecond'  => array( Kind::MILLIS, '0.5' ),
			'schedule too fast'   => array( Kind::SCHEDULE, 'every 0m' ),
			'schedule too seldom' => array( Kind::SCHEDULE, 'every 1441m' ),
			'schedule over a day' => array( Kind::SCHEDULE, 'every 25h' ),
			'no time of day'      => array( Kind::SCHEDULE, 'daily 24:00' ),
			'an array for text'   => array( Kind::QUANTITY, array( '1', '2' ) ),
			'no text at all'      => array( Kind::TEXT, 7.5 ),
		);
	}

	/** @dataProvider refused */
	public function test_refuses_and_says_what_it_wants( string $kind, $raw ): void {
		self::assertNull( Kind::stored( $kind, $raw, self::CHOICES ) );
		self::assertStringStartsWith( 'must be ', Kind::expected( $kind ) );
	}

	public static function shown(): array {
		return array(
			"Go's way of a minute" => array( Kind::SECONDS, '1m0s', '60' ),
			'minutes'              => array( Kind::SECONDS, '3m', '180' ),
			'a part of a second'   => array( Kind::MILLIS, '1.2s', '1200' ),
			'milliseconds'         => array( Kind::MILLIS, '800ms', '800' ),
			'nothing'              => array( Kind::SECONDS, '0s', '0' ),
			'no duration'          => array( Kind::SECONDS, 'soon', 'soon' ),
			'never a secret'       => array( Kind::SECRET, 'wpb1:box', '' ),
			'truth of the file'    => array( Kind::YES_NO, 'true', 'yes' ),
			'text'                 => array( Kind::TEXT, 'a', 'a' ),
		);
	}

	/** @dataProvider shown */
	public function test_shows( string $kind, string $stored, string $text ): void {
		self::assertSame( $text, Kind::shown( $kind, $stored ) );
	}

	public function test_what_is_shown_is_stored_again(): void {
		foreach ( array( array( Kind::SECONDS, '60s' ), array( Kind::MILLIS, '1200ms' ), array( Kind::QUANTITY, '0.5' ), array( Kind::SCHEDULE, 'daily 03:30' ), array( Kind::YES_NO, 'no' ) ) as list( $kind, $stored ) ) {
			self::assertSame( $stored, Kind::stored( $kind, Kind::shown( $kind, $stored ) ) );
		}
	}
}
