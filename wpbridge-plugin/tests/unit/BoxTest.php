<?php

declare(strict_types=1);

namespace WPBridge\Tests;

use PHPUnit\Framework\TestCase;
use WPBridge\Box;

final class BoxTest extends TestCase {

	private const KEY = '0123456789abcdef0123456789abcdef';

	public function test_opens_what_it_sealed(): void {
		foreach ( array( 'x', 'päss wörd', str_repeat( 'long', 1000 ), "zero\0byte" ) as $plain ) {
			$box = Box::seal( $plain, self::KEY );
			self::assertStringStartsWith( 'wpb1:', $box );
			self::assertStringNotContainsString( base64_encode( $plain ), $box );
			self::assertSame( $plain, Box::open( $box, self::KEY ) );
			self::assertNotSame( $box, Box::seal( $plain, self::KEY ), 'each has its own nonce' );
		}
	}

	public function test_empty_stays_empty(): void {
		self::assertSame( '', Box::seal( '', self::KEY ) );
	}

	public function test_opens_nothing_else(): void {
		$box = Box::seal( 'secret', self::KEY );
		self::assertNull( Box::open( $box, strrev( self::KEY ) ), 'another key' );
		self::assertNull( Box::open( substr( $box, 0, -4 ), self::KEY ), 'cut' );
		self::assertNull( Box::open( 'wpb1:', self::KEY ) );
		self::assertNull( Box::open( 'wpb1:$$$', self::KEY ) );
		self::assertNull( Box::open( 'secret', self::KEY ), 'text in the clear' );
		self::assertNull( Box::open( '', self::KEY ) );
	}
}
