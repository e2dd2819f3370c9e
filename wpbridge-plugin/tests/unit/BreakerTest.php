<?php

declare(strict_types=1);

namespace WPBridge\Tests;

use PHPUnit\Framework\TestCase;
use WPBridge\Checkout\Breaker;
use WPBridge\Options;

final class BreakerTest extends TestCase {

	protected function setUp(): void {
		$GLOBALS['stub_options'] = array();
	}

	public function test_opens_after_three_failures_in_a_row(): void {
		$breaker = new Breaker( new Options() );
		self::assertFalse( $breaker->open( 100 ) );
		$breaker->failed( 100 );
		$breaker->failed( 101 );
		self::assertFalse( $breaker->open( 102 ) );
		$breaker->succeeded();
		$breaker->failed( 103 );
		$breaker->failed( 104 );
		self::assertFalse( $breaker->open( 105 ) );
		$breaker->failed( 105 );
		self::assertTrue( $breaker->open( 106 ) );
		self::assertTrue( $breaker->open( 134 ) );
	}

	public function test_lets_one_find_out(): void {
		$breaker = new Breaker( new Options() );
		for ( $n = 0; $n < 3; $n++ ) {
			$breaker->failed( 100 );
		}
		self::assertFalse( $breaker->open( 130 ) );
		self::assertTrue( $breaker->open( 130 ), 'the others do not wait along' );
		$breaker->failed( 132 );
		self::assertTrue( $breaker->open( 161 ), 'one failure is enough to stay open' );
		self::assertFalse( $breaker->open( 162 ) );
		$breaker->succeeded();
		self::assertFalse( $breaker->open( 163 ) );
		self::assertSame( array(), $GLOBALS['stub_options'], 'a sidecar that answers leaves no trace' );
	}
}
