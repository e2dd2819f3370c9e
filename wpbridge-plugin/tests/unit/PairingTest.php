<?php

declare(strict_types=1);

namespace WPBridge\Tests;

use PHPUnit\Framework\TestCase;
use WPBridge\Options;
use WPBridge\Pairing;

final class PairingTest extends TestCase {

	private const SECRET = '0123456789abcdef0123456789abcdef';

	protected function setUp(): void {
		$GLOBALS['stub_options'] = array();
	}

	private static function string_of( array $values ): string {
		return 'wpbridge1:' . rtrim( strtr( base64_encode( json_encode( $values ) ), '+/', '-_' ), '=' );
	}

	private static function values( array $changes = array() ): array {
		return $changes + array( 'url' => 'http://127.0.0.1:8787', 'secret' => self::SECRET, 'key' => base64_encode( str_repeat( '~', 32 ) ) );
	}

	public function test_unpaired(): void {
		$pairing = new Pairing( new Options() );
		self::assertFalse( $pairing->complete() );
		self::assertSame( '', $pairing->secret() );
		self::assertSame( '', $pairing->key() );
		self::assertSame( array(), $pairing->secrets() );
		self::assertSame( 'http://127.0.0.1:8787', $pairing->url() );
	}

	public function test_takes_a_pasted_string(): void {
		$pairing = new Pairing( new Options() );
		$text    = self::string_of( self::values( array( 'url' => 'unix:/run/wpbridge.sock' ) ) );
		self::assertSame( '', $pairing->accept( "  " . chunk_split( $text, 40 ) ), 'mail programs break lines' );
		self::assertTrue( $pairing->complete() );
		self::assertSame( 'unix:/run/wpbridge.sock', $pairing->url() );
		self::assertSame( array( self::SECRET ), $pairing->secrets() );
		self::assertSame( str_repeat( '~', 32 ), $pairing->key() );
		$pairing->forget();
		self::assertFalse( $pairing->complete() );
		self::assertSame( array(), $GLOBALS['stub_options'] );
	}

	public static function faults(): array {
		return array(
			'empty'            => array( '', 'not a pairing string' ),
			'another text'     => array( self::SECRET, 'not a pairing string' ),
			'cut'              => array( substr( self::string_of( self::values() ), 0, 60 ), 'not a pairing string' ),
			'short secret'     => array( self::string_of( self::values( array( 'secret' => 'short' ) ) ), 'too short' ),
			'short key'        => array( self::string_of( self::values( array( 'key' => base64_encode( 'short' ) ) ) ), 'too short' ),
			'no key'           => array( self::string_of( self::values( array( 'key' => 7 ) ) ), 'too short' ),
			'address of files' => array( self::string_of( self::values( array( 'url' => 'file:///etc/passwd' ) ) ), 'neither http' ),
			'with a login'     => array( self::string_of( self::values( array( 'url' => 'http://a:b@host' ) ) ), 'neither http' ),
		);
	}

	/** @dataProvider faults */
	public function test_refuses_and_keeps_what_was( string $pasted, string $says ): void {
		$pairing = new Pairing( new Options() );
		$pairing->accept( self::string_of( self::values() ) );
		$before = $GLOBALS['stub_options'];
		self::assertStringContainsString( $says, $pairing->accept( $pasted ) );
		self::assertSame( $before, $GLOBALS['stub_options'] );
	}

	/** @runInSeparateProcess */
	public function test_constants_win(): void {
		define( 'WPBRIDGE_SECRET', str_repeat( 's', 40 ) );
		define( 'WPBRIDGE_SECRET_PREVIOUS', str_repeat( 'p', 40 ) );
		$pairing = new Pairing( new Options() );
		$pairing->accept( self::string_of( self::values() ) );
		self::assertSame( array( str_repeat( 's', 40 ), str_repeat( 'p', 40 ) ), $pairing->secrets() );
		self::assertTrue( $pairing->fixed( 'secret' ) );
		self::assertFalse( $pairing->fixed( 'key' ) );
	}
}
