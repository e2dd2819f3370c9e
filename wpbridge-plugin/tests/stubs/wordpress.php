<?php
/**
 * Those functions of WordPress that the pure parts use; options live in a global array.
 *
 * @package WPBridge
 */

declare(strict_types=1);

$GLOBALS['stub_options'] = array();

function __( string $text, string $domain ): string {
	unset( $domain );
	return $text;
}

function translate( string $text, string $domain ): string {
	unset( $domain );
	return $text;
}

function wp_json_encode( $data, int $flags = 0 ) {
	return json_encode( $data, $flags );
}

function wp_generate_uuid4(): string {
	return '00000000-0000-4000-8000-000000000000';
}

function get_option( string $name, $fallback = false ) {
	return $GLOBALS['stub_options'][ $name ] ?? $fallback;
}

function update_option( string $name, $value, bool $autoload ): bool {
	if ( $autoload ) {
		throw new LogicException( "$name would be autoloaded" );
	}
	$GLOBALS['stub_options'][ $name ] = $value;
	return true;
}

function delete_option( string $name ): bool {
	unset( $GLOBALS['stub_options'][ $name ] );
	return true;
}
