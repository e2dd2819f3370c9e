<?php
/**
 * Removes everything that the plugin made. The sidecar's tables are its history: they go only where the shop's owner said so.
 *
 * @package WPBridge
 */

declare(strict_types=1);

defined( 'WP_UNINSTALL_PLUGIN' ) || exit;

/** Removes what one site holds. */
function wpbridge_uninstall_site(): void {
	global $wpdb;
	$forget = 'yes' === get_option( 'wpbridge_remove_history' );
	// phpcs:disable WordPress.DB.DirectDatabaseQuery -- by the beginning of a name there is no other way.
	foreach ( array( 'wpbridge_', '_transient_wpbridge_', '_transient_timeout_wpbridge_' ) as $begin ) {
		foreach ( $wpdb->get_col( $wpdb->prepare( "SELECT option_name FROM {$wpdb->options} WHERE option_name LIKE %s", $wpdb->esc_like( $begin ) . '%' ) ) as $name ) {
			delete_option( $name );
		}
	}
	foreach ( $wpdb->get_col( $wpdb->prepare( "SELECT DISTINCT meta_key FROM {$wpdb->postmeta} WHERE meta_key LIKE %s", $wpdb->esc_like( '_wpbridge_' ) . '%' ) ) as $key ) {
		delete_metadata( 'post', 0, $key, '', true );
	}
	foreach ( $wpdb->get_col( $wpdb->prepare( "SELECT DISTINCT meta_key FROM {$wpdb->termmeta} WHERE meta_key LIKE %s", $wpdb->esc_like( 'wpbridge_' ) . '%' ) ) as $key ) {
		delete_metadata( 'term', 0, $key, '', true );
	}
	$orders = $wpdb->prefix . 'wc_orders_meta';
	if ( $orders === $wpdb->get_var( $wpdb->prepare( 'SHOW TABLES LIKE %s', $wpdb->esc_like( $orders ) ) ) ) {
		$wpdb->query( $wpdb->prepare( "DELETE FROM {$orders} WHERE meta_key LIKE %s", $wpdb->esc_like( '_wpbridge_' ) . '%' ) ); // phpcs:ignore WordPress.DB.PreparedSQL -- the name of a table.
	}
	if ( $forget ) {
		foreach ( $wpdb->get_col( $wpdb->prepare( 'SHOW TABLES LIKE %s', $wpdb->esc_like( $wpdb->prefix . 'wpbridge_' ) . '%' ) ) as $table ) {
			$wpdb->query( 'DROP TABLE IF EXISTS `' . str_replace( '`', '``', $table ) . '`' ); // phpcs:ignore WordPress.DB.PreparedSQL, WordPress.DB.DirectDatabaseQuery.SchemaChange -- the name of a table.
		}
	}
	// phpcs:enable
}

if ( is_multisite() ) {
	foreach ( get_sites( array( 'fields' => 'ids', 'number' => 0 ) ) as $wpbridge_site ) {
		switch_to_blog( (int) $wpbridge_site );
		wpbridge_uninstall_site();
		restore_current_blog();
	}
} else {
	wpbridge_uninstall_site();
}
