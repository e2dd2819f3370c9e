<?php
/**
 * The plugin's options.
 *
 * @package WPBridge
 */

declare(strict_types=1);

namespace WPBridge;

/**
 * Reads and writes options by configuration key: stock.buffer is stored as wpbridge_stock__buffer.
 * Values are text as the sidecar's YAML takes them; empty text means not set. Nothing is autoloaded.
 */
final class Options {

	public const PREFIX = 'wpbridge_';

	/** The option that holds the value of a configuration key. */
	public static function name( string $key ): string {
		return self::PREFIX . str_replace( '.', '__', $key );
	}

	/** The text stored for a key, a secret as it is boxed; $fallback when not set. */
	public function get( string $key, string $fallback = '' ): string {
		$value = get_option( self::name( $key ), '' );
		return is_scalar( $value ) && '' !== (string) $value ? (string) $value : $fallback;
	}

	public function set( string $key, string $value ): void {
		if ( '' === $value ) {
			delete_option( self::name( $key ) );
			return;
		}
		update_option( self::name( $key ), $value, false );
	}

	/**
	 * A record of the plugin's own, kept as JSON.
	 *
	 * @return array<mixed> Empty when there is none.
	 */
	public function record( string $key ): array {
		$record = json_decode( $this->get( $key ), true );
		return is_array( $record ) ? $record : array();
	}

	/**
	 * Keeps a record; an empty one is forgotten.
	 *
	 * @param array<mixed> $record JSON takes it.
	 */
	public function keep( string $key, array $record ): void {
		$this->set( $key, array() === $record ? '' : (string) wp_json_encode( $record, JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE ) );
	}
}
