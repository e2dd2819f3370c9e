<?php

declare(strict_types=1);

namespace WPBridge\Tests;

use PHPUnit\Framework\TestCase;
use WPBridge\Jwt;

/** Reads the same file as the Go package that is the other party. */
final class JwtTest extends TestCase {

	private static function vectors(): array {
		return json_decode( file_get_contents( __DIR__ . '/../../../internal/auth/testdata/tokens.json' ), true, 16, JSON_THROW_ON_ERROR );
	}

	public function test_key_ids_are_the_sidecars(): void {
		foreach ( self::vectors()['key_ids'] as $secret => $id ) {
			self::assertSame( $id, Jwt::key_id( (string) $secret ) );
		}
	}

	public static function good(): iterable {
		foreach ( self::vectors()['good'] as $name => $vector ) {
			yield $name => array( $vector );
		}
	}

	/** @dataProvider good */
	public function test_accepts( array $vector ): void {
		$v    = self::vectors();
		$want = array( 'jti' => $vector['jti'], 'exp' => $vector['exp'], 'scope' => $vector['scope'] );
		self::assertSame( $want, Jwt::verify( $vector['token'], array( $v['secret'], $v['previous'] ), $v['now'] ) );
		self::assertNull( Jwt::verify( $vector['token'], array(), $v['now'] ), 'without a secret nothing is genuine' );
	}

	public static function bad(): iterable {
		foreach ( self::vectors()['bad'] as $name => $token ) {
			yield $name => array( $token );
		}
	}

	/** @dataProvider bad */
	public function test_refuses( string $token ): void {
		$v = self::vectors();
		self::assertNull( Jwt::verify( $token, array( $v['secret'], $v['previous'] ), $v['now'] ) );
	}

	public function test_signs_what_the_sidecar_accepts(): void {
		$v = self::vectors();
		self::assertSame( $v['from_plugin']['token'], Jwt::sign( $v['secret'], 'admin', $v['now'] ) );
	}

	public function test_is_no_token_for_itself(): void {
		$v = self::vectors();
		self::assertNull( Jwt::verify( Jwt::sign( $v['secret'], 'bridge', $v['now'] ), array( $v['secret'] ), $v['now'] ) );
	}
}
