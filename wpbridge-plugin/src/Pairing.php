<?php
/**
 * Where the sidecar is and what it shares with this shop.
 *
 * @package WPBridge
 */

declare(strict_types=1);

namespace WPBridge;

/**
 * The three values that plugin and sidecar share: address, secret (of the tokens), key (of the boxes).
 * Constants in wp-config.php win over what was pasted on the Connection page.
 */
final class Pairing {

	public const DEFAULT_URL = 'http://127.0.0.1:8787';

	private const OPTION     = 'pairing';
	private const MARK       = 'wpbridge1:';
	private const MIN_SECRET = 32;
	private const KEY_BYTES  = 32;

	/** @var Options */
	private $options;

	public function __construct( Options $options ) {
		$this->options = $options;
	}

	/** An http address, or unix: and a path. */
	public function url(): string {
		return $this->value( 'url' ) ?: self::DEFAULT_URL;
	}

	/** The secret as written; empty when none is known or it is too short to be safe. */
	public function secret(): string {
		return self::long_enough( $this->value( 'secret' ) );
	}

	/**
	 * The secrets that a token may be signed with: the one in use, and during a change the one before.
	 *
	 * @return string[]
	 */
	public function secrets(): array {
		return array_values( array_filter( array( $this->secret(), self::long_enough( self::constant( 'SECRET_PREVIOUS' ) ) ) ) );
	}

	/** The boxes' key, 32 bytes; empty when none is known. */
	public function key(): string {
		$key = (string) base64_decode( $this->value( 'key' ), true );
		return self::KEY_BYTES === strlen( $key ) ? $key : '';
	}

	public function complete(): bool {
		return '' !== $this->secret() && '' !== $this->key();
	}

	/** Whether wp-config.php says it, so that the page cannot. */
	public function fixed( string $name ): bool {
		return '' !== self::constant( strtoupper( $name ) );
	}

	/**
	 * Takes the string that `wpbridge init` printed. On a fault nothing is stored.
	 *
	 * @return string What is wrong with it, in words; empty when it was stored.
	 */
	public function accept( string $pasted ): string {
		$values = self::unpack( $pasted );
		if ( null === $values ) {
			return __( 'This is not a pairing string. It begins with wpbridge1: and is printed by the command wpbridge init; copy it whole, without line breaks.', 'wpbridge' );
		}
		if ( '' === self::long_enough( $values['secret'] ) || self::KEY_BYTES !== strlen( (string) base64_decode( $values['key'], true ) ) ) {
			return __( 'The pairing string is damaged: its secret or its key is too short. Copy it whole, or run wpbridge init again.', 'wpbridge' );
		}
		if ( ! preg_match( '~^(https?://[^/?#@\s]+/?|unix:/\S+)$~', $values['url'] ) ) {
			return __( 'The pairing string is damaged: its address is neither http://HOST:PORT nor unix:/PATH. Run wpbridge init again.', 'wpbridge' );
		}
		$this->options->keep( self::OPTION, $values );
		return '';
	}

	/** Forgets what was pasted; constants stay. */
	public function forget(): void {
		$this->options->keep( self::OPTION, array() );
	}

	/**
	 * The three values of a pasted string; null when it is none.
	 *
	 * @return array{url:string,secret:string,key:string}|null
	 */
	private static function unpack( string $pasted ): ?array {
		$pasted = (string) preg_replace( '/\s+/', '', $pasted );
		if ( 0 !== strncmp( $pasted, self::MARK, strlen( self::MARK ) ) ) {
			return null;
		}
		$json = base64_decode( strtr( substr( $pasted, strlen( self::MARK ) ), '-_', '+/' ), true );
		$all  = false === $json ? null : json_decode( $json, true );
		if ( ! is_array( $all ) ) {
			return null;
		}
		$out = array();
		foreach ( array( 'url', 'secret', 'key' ) as $name ) {
			$out[ $name ] = isset( $all[ $name ] ) && is_string( $all[ $name ] ) ? $all[ $name ] : '';
		}
		return $out;
	}

	private function value( string $name ): string {
		$fixed = self::constant( strtoupper( $name ) );
		if ( '' !== $fixed ) {
			return $fixed;
		}
		$pasted = $this->options->record( self::OPTION );
		return isset( $pasted[ $name ] ) && is_string( $pasted[ $name ] ) ? $pasted[ $name ] : '';
	}

	private static function constant( string $name ): string {
		$value = defined( 'WPBRIDGE_' . $name ) ? constant( 'WPBRIDGE_' . $name ) : '';
		return is_string( $value ) ? $value : '';
	}

	private static function long_enough( string $secret ): string {
		return strlen( $secret ) >= self::MIN_SECRET ? $secret : '';
	}
}
