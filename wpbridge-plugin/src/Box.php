<?php
/**
 * Boxes for secrets that rest in the database.
 *
 * @package WPBridge
 */

declare(strict_types=1);

namespace WPBridge;

/** Seals text so that only who holds the pairing's key can read it: wpb1: and base64 of nonce and secretbox. */
final class Box {

	private const MARK = 'wpb1:';

	/**
	 * Seals $plain; empty text stays empty.
	 *
	 * @param string $key 32 bytes.
	 */
	public static function seal( string $plain, string $key ): string {
		if ( '' === $plain ) {
			return '';
		}
		$nonce = random_bytes( SODIUM_CRYPTO_SECRETBOX_NONCEBYTES );
		return self::MARK . base64_encode( $nonce . sodium_crypto_secretbox( $plain, $nonce, $key ) );
	}

	/**
	 * What is in the box; null when it is none of ours, damaged, or sealed with another key.
	 *
	 * @param string $key 32 bytes.
	 */
	public static function open( string $box, string $key ): ?string {
		if ( ! self::is( $box ) ) {
			return null;
		}
		$raw = base64_decode( substr( $box, strlen( self::MARK ) ), true );
		if ( false === $raw || strlen( $raw ) < SODIUM_CRYPTO_SECRETBOX_NONCEBYTES + SODIUM_CRYPTO_SECRETBOX_MACBYTES ) {
			return null;
		}
		$plain = sodium_crypto_secretbox_open(
			substr( $raw, SODIUM_CRYPTO_SECRETBOX_NONCEBYTES ),
			substr( $raw, 0, SODIUM_CRYPTO_SECRETBOX_NONCEBYTES ),
			$key
		);
		return false === $plain ? null : $plain;
	}

	public static function is( string $text ): bool {
		return 0 === strncmp( $text, self::MARK, strlen( self::MARK ) );
	}
}
