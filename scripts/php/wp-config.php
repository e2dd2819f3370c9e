<?php
/**
 * Prints the wp-config.php of a test shop, from SHOP_SOCKET, SHOP_PREFIX and SHOP_COLLATION.
 * No WordPress file is used: the constants are all it needs.
 */

$constants = array(
	'DB_NAME'                     => 'wordpress',
	'DB_USER'                     => 'root',
	'DB_PASSWORD'                 => '',
	'DB_HOST'                     => 'localhost:' . getenv( 'SHOP_SOCKET' ),
	'DB_CHARSET'                  => 'utf8mb4',
	'DB_COLLATE'                  => getenv( 'SHOP_COLLATION' ),
	'WP_ENVIRONMENT_TYPE'         => 'local',
	'WP_HTTP_BLOCK_EXTERNAL'      => true,
	'WP_ACCESSIBLE_HOSTS'         => '127.0.0.1,localhost',
	'DISABLE_WP_CRON'             => true,
	'AUTOMATIC_UPDATER_DISABLED'  => true,
	'DISALLOW_FILE_MODS'          => true,
	'FS_METHOD'                   => 'direct',
	'WP_DEBUG'                    => true,
	'WP_DEBUG_DISPLAY'            => false,
	'WP_DEBUG_LOG'                => true,
	'WP_MEMORY_LIMIT'             => '512M',
);
foreach ( array( 'AUTH', 'SECURE_AUTH', 'LOGGED_IN', 'NONCE' ) as $name ) {
	$constants[ $name . '_KEY' ]  = bin2hex( random_bytes( 24 ) );
	$constants[ $name . '_SALT' ] = bin2hex( random_bytes( 24 ) );
}

echo "<?php\n";
foreach ( $constants as $name => $value ) {
	printf( "define( '%s', %s );\n", $name, var_export( $value, true ) );
}
printf( "\$table_prefix = %s;\n", var_export( getenv( 'SHOP_PREFIX' ), true ) );
echo "if ( ! defined( 'ABSPATH' ) ) {\n\tdefine( 'ABSPATH', __DIR__ . '/' );\n}\nrequire_once ABSPATH . 'wp-settings.php';\n";
