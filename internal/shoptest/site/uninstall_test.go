package site_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/shoptest/site"
)

// leftovers lists what of ours the shop still holds, by prefix of its tables.
const leftovers = `global $wpdb; $out = array();
foreach ( $wpdb->get_col( 'SHOW TABLES' ) as $table ) {
	if ( preg_match( '/wpbridge_/', $table ) ) { $out[] = $table; }
	foreach ( array( 'options' => 'option_name', 'postmeta' => 'meta_key', 'termmeta' => 'meta_key', 'usermeta' => 'meta_key', 'wc_orders_meta' => 'meta_key' ) as $kind => $column ) {
		if ( preg_match( "/^{$wpdb->base_prefix}(\d+_)?$kind$/", $table ) ) {
			foreach ( $wpdb->get_col( "SELECT $column FROM $table WHERE $column LIKE '%wpbridge\\_%'" ) as $key ) { $out[] = "$table $key"; }
		}
	}
}
sort( $out ); echo json_encode( $out );`

// remove deletes the plugin's data as WordPress does when its owner deletes it.
const remove = `define( 'WP_UNINSTALL_PLUGIN', 'wpbridge/wpbridge.php' ); require WP_PLUGIN_DIR . '/wpbridge/uninstall.php';`

const fill = `global $wpdb;
$id = wp_insert_post( array( 'post_type' => 'product', 'post_title' => 'kept', 'post_status' => 'publish' ) );
update_post_meta( $id, '_wpbridge_exclude_update', 'yes' ); update_post_meta( $id, 'wpbridgeless', 'theirs' );
$term = wp_insert_term( 'kept ' . $id, 'product_cat' ); update_term_meta( $term['term_id'], 'wpbridge_buffer', '2' );
update_option( 'wpbridge_stock__buffer', '2', false ); update_option( 'wpbridgeless', 'theirs', false ); set_transient( 'wpbridge_x', 1, 60 );
if ( $wpdb->get_var( "SHOW TABLES LIKE '{$wpdb->prefix}wc_orders_meta'" ) ) { $wpdb->insert( $wpdb->prefix . 'wc_orders_meta', array( 'order_id' => 1, 'meta_key' => '_wpbridge_check', 'meta_value' => '1' ) ); }
$wpdb->query( "CREATE TABLE IF NOT EXISTS {$wpdb->prefix}wpbridge_run (id INT PRIMARY KEY) ENGINE=InnoDB" );
$wpdb->query( "CREATE TABLE IF NOT EXISTS {$wpdb->prefix}wpbridge_change (id INT PRIMARY KEY, run INT, FOREIGN KEY (run) REFERENCES {$wpdb->prefix}wpbridge_run (id)) ENGINE=InnoDB" );`

func testUninstall(t *testing.T, s *site.Site) {
	left := func() (out []string) {
		s.PHP(t, leftovers, &out)
		return out
	}
	s.PHP(t, fill, nil)
	require.Greater(t, len(left()), 6)
	s.PHP(t, remove, nil)
	require.Equal(t, []string{s.Table("wpbridge_change"), s.Table("wpbridge_run")}, left(), "the history stays until its owner says so")
	var theirs []string
	s.PHP(t, `echo json_encode( array( get_option( 'wpbridgeless' ), get_posts( array( 'post_type' => 'product', 'meta_key' => 'wpbridgeless' ) )[0]->post_title ) );`, &theirs)
	require.Equal(t, []string{"theirs", "kept"}, theirs)

	s.PHP(t, fill+`update_option( 'wpbridge_remove_history', 'yes', false );`, nil)
	s.PHP(t, remove, nil)
	require.Empty(t, left())

	s.PHP(t, `define( 'WP_INSTALLING_NETWORK', true ); require_once ABSPATH . 'wp-admin/includes/network.php'; require_once ABSPATH . 'wp-admin/includes/upgrade.php';
foreach ( $GLOBALS['wpdb']->tables( 'ms_global' ) as $name => $table ) { $GLOBALS['wpdb']->$name = $table; }
install_network(); populate_network( 1, '127.0.0.1', 'admin@shop.test', 'Network', '/', false );
$config = ABSPATH . 'wp-config.php';
file_put_contents( $config, str_replace( '$table_prefix', "define( 'MULTISITE', true ); define( 'SUBDOMAIN_INSTALL', false ); define( 'DOMAIN_CURRENT_SITE', '127.0.0.1' ); define( 'PATH_CURRENT_SITE', '/' ); define( 'SITE_ID_CURRENT_SITE', 1 ); define( 'BLOG_ID_CURRENT_SITE', 1 );\n\$table_prefix", file_get_contents( $config ) ) );`, nil)
	s.PHP(t, `$other = wpmu_create_blog( '127.0.0.1', '/second/', 'Second', 1 ); if ( is_wp_error( $other ) ) { throw new Exception( $other->get_error_message() ); }
`+fill+`update_option( 'wpbridge_remove_history', 'yes', false );
switch_to_blog( $other ); update_option( 'wpbridge_stock__buffer', '2', false ); $wpdb->query( "CREATE TABLE {$wpdb->prefix}wpbridge_run (id INT PRIMARY KEY)" ); restore_current_blog();`, nil)
	require.Greater(t, len(left()), 8)
	s.PHP(t, remove, nil)
	require.Equal(t, []string{s.Table("2_wpbridge_run")}, left(), "each shop of a network says for itself whether its history goes")
}
