<?php
/**
 * Loads the plugin's classes without WordPress, for the parts that need no more than these stubs.
 *
 * @package WPBridge
 */

declare(strict_types=1);

define( 'WPBRIDGE_VERSION', 'test' );
define( 'ABSPATH', '/shop/' );

require __DIR__ . '/stubs/wordpress.php';

spl_autoload_register(
	static function ( string $name ): void {
		$file = __DIR__ . '/../src/' . str_replace( '\\', '/', substr( $name, 9 ) ) . '.php';
		if ( 0 === strncmp( $name, 'WPBridge\\', 9 ) && is_file( $file ) ) {
			require $file;
		}
	}
);
