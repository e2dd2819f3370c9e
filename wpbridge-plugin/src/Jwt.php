<?php
/**
 * Tokens, HS256.
 *
 * @package WPBridge
 */

declare(strict_types=1);

namespace WPBridge;

/** Makes and checks the short-lived tokens by which plugin and sidecar know each other. */
final class Jwt {

	public const TTL = 60;

	private const SIDECAR = 'wpbridge';
	private const PLUGIN  = 'wpbridge-plugin';
	private const MAX_TTL = 120;
	private const LEEWAY  = 5;

	/**
	 * A token for the sidecar.
	 *
	 * @param string $secret 32 bytes or more, used as written.
	 * @param string $scopes Separated by spaces: checkout, admin, cron.
	 * @param int    $now    Unix time.
	 */
	public static function sign( string $secret, string $scopes, int $now ): string {
		$signed = self::encode( array( 'alg' => 'HS256', 'kid' => self::key_id( $secret ), 'typ' => 'JWT' ) ) . '.' . self::encode(
			array(
				'iss'   => self::PLUGIN,
				'aud'   => array( self::SIDECAR ),
				'exp'   => $now + self::TTL,
				'iat'   => $now,
				'jti'   => wp_generate_uuid4(),
				'scope' => $scopes,
			)
		);
		return $signed . '.' . self::base64url( hash_hmac( 'sha256', $signed, $secret, true ) );
	}

	/**
	 * The claims of a token that the sidecar made for us and that is in its time; null for any other.
	 * Whether its jti was seen before is for the caller to ask.
	 *
	 * @param string[] $secrets The one in use, and during a change the one before.
	 * @param int      $now     Unix time.
	 * @return array{jti:string,exp:int,scope:string}|null
	 */
	public static function verify( string $token, array $secrets, int $now ): ?array {
		$parts = explode( '.', $token );
		if ( 3 !== count( $parts ) ) {
			return null;
		}
		$header = self::decode( $parts[0] );
		$claims = self::decode( $parts[1] );
		$mac    = self::raw( $parts[2] );
		if ( null === $header || null === $claims || null === $mac || 'HS256' !== ( $header['alg'] ?? null ) ) {
			return null;
		}
		foreach ( $secrets as $secret ) {
			if ( self::key_id( $secret ) === ( $header['kid'] ?? null ) && hash_equals( hash_hmac( 'sha256', $parts[0] . '.' . $parts[1], $secret, true ), $mac ) ) {
				return self::accept( $claims, $now );
			}
		}
		return null;
	}

	/** Names a secret without telling it. */
	public static function key_id( string $secret ): string {
		return substr( hash_hmac( 'sha256', 'wpbridge kid', $secret ), 0, 8 );
	}

	/**
	 * The claims, when they are for us, from the sidecar and in their time.
	 *
	 * @param array<mixed> $claims As the token says.
	 * @return array{jti:string,exp:int,scope:string}|null
	 */
	private static function accept( array $claims, int $now ): ?array {
		$times = array( $claims['iat'] ?? null, $claims['exp'] ?? null, $claims['nbf'] ?? 0 );
		if ( $times !== array_filter( $times, 'is_int' ) ) {
			return null;
		}
		list( $iat, $exp, $nbf ) = $times;
		$jti = $claims['jti'] ?? '';
		$ok  = self::SIDECAR === ( $claims['iss'] ?? null )
			&& in_array( self::PLUGIN, (array) ( $claims['aud'] ?? array() ), true )
			&& is_string( $jti ) && '' !== $jti
			&& max( $iat, $nbf ) <= $now + self::LEEWAY && $now < $exp + self::LEEWAY && $exp - $iat <= self::MAX_TTL;
		return $ok ? array( 'jti' => $jti, 'exp' => $exp, 'scope' => is_string( $claims['scope'] ?? null ) ? $claims['scope'] : '' ) : null;
	}

	/** @param array<string,mixed> $data JSON takes it. */
	private static function encode( array $data ): string {
		return self::base64url( (string) wp_json_encode( $data, JSON_UNESCAPED_SLASHES ) );
	}

	/** @return array<mixed>|null */
	private static function decode( string $part ): ?array {
		$data = json_decode( (string) self::raw( $part ), true, 8 );
		return is_array( $data ) ? $data : null;
	}

	private static function base64url( string $raw ): string {
		return rtrim( strtr( base64_encode( $raw ), '+/', '-_' ), '=' );
	}

	/** Only the one spelling that base64url itself would give, so that a token cannot be written in two ways. */
	private static function raw( string $part ): ?string {
		$raw = base64_decode( strtr( $part, '-_', '+/' ), true );
		return false !== $raw && self::base64url( $raw ) === $part ? $raw : null;
	}
}
