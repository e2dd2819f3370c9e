<?php
/**
 * Installs a test shop in steps, each its own process because WordPress reads its state once per request:
 * database, core, woocommerce, settings; and plugin NAME to activate one more.
 */

$step = $argv[1] ?? '';
$dir  = getenv( 'SHOP_DIR' );

$_SERVER['HTTP_HOST']   = '127.0.0.1';
$_SERVER['REQUEST_URI'] = '/';

if ( 'database' === $step ) {
	$link = new mysqli( 'localhost', 'root', '', '', 0, getenv( 'SHOP_SOCKET' ) );
	$link->query( 'CREATE DATABASE IF NOT EXISTS wordpress CHARACTER SET utf8mb4 COLLATE ' . getenv( 'SHOP_COLLATION' ) );
	exit( 0 );
}

if ( 'core' === $step ) {
	define( 'WP_INSTALLING', true );

	/** No sample post, page, comment or widget: only the category that WordPress needs. */
	function wp_install_defaults( $user_id ) {
		wp_insert_term( 'Uncategorized', 'category', array( 'slug' => 'uncategorized' ) );
		unset( $user_id );
	}

	/** No mail. */
	function wp_new_blog_notification() {}
}

require $dir . '/www/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
require_once ABSPATH . 'wp-admin/includes/plugin.php';

switch ( $step ) {
	case 'core':
		wp_install( 'Test shop', 'admin', 'admin@shop.test', true, '', 'admin' );
		update_option( 'siteurl', getenv( 'SHOP_URL' ) );
		update_option( 'home', getenv( 'SHOP_URL' ) );
		break;

	case 'woocommerce':
		$error = activate_plugin( 'woocommerce/woocommerce.php' );
		break;

	case 'plugin':
		$error = activate_plugin( $argv[2] . '/' . $argv[2] . '.php' );
		break;

	case 'settings':
		WC_Install::install();
		WC_Install::create_pages();
		require __DIR__ . '/settings.php';
		break;

	default:
		fwrite( STDERR, "unknown step $step\n" );
		exit( 2 );
}

if ( isset( $error ) && is_wp_error( $error ) ) {
	fwrite( STDERR, $error->get_error_message() . "\n" );
	exit( 1 );
}
