<?php
/**
 * How case.php writes tables down: full rows, one a line, with what changes from recording to recording taken out.
 */

/** @return array<string, array<int, array<string, ?string>>> Rows by table name without prefix. */
function dump_tables( $options ) {
	global $wpdb;
	$p      = $wpdb->prefix;
	$ours   = "SELECT ID FROM {$p}posts WHERE post_type IN ('product', 'product_variation')";
	$terms  = "taxonomy LIKE 'product\_%' OR taxonomy LIKE 'pa\_%'";
	$tables = array(
		'posts'                           => "SELECT * FROM {$p}posts WHERE ID IN ($ours) ORDER BY ID",
		'postmeta'                        => "SELECT * FROM {$p}postmeta WHERE post_id IN ($ours) ORDER BY post_id, meta_id",
		'wc_product_meta_lookup'          => "SELECT * FROM {$p}wc_product_meta_lookup ORDER BY product_id",
		'wc_product_attributes_lookup'    => "SELECT * FROM {$p}wc_product_attributes_lookup ORDER BY product_or_parent_id, product_id, taxonomy, term_id",
		'term_relationships'              => "SELECT * FROM {$p}term_relationships WHERE object_id IN ($ours) ORDER BY object_id, term_taxonomy_id",
		'terms'                           => "SELECT * FROM {$p}terms WHERE term_id IN (SELECT term_id FROM {$p}term_taxonomy WHERE $terms) ORDER BY term_id",
		'term_taxonomy'                   => "SELECT * FROM {$p}term_taxonomy WHERE $terms ORDER BY term_taxonomy_id",
		'termmeta'                        => "SELECT * FROM {$p}termmeta WHERE meta_key <> 'product_ids' ORDER BY term_id, meta_key, meta_id",
		'wc_category_lookup'              => "SELECT * FROM {$p}wc_category_lookup ORDER BY 1, 2",
		'woocommerce_attribute_taxonomies' => "SELECT * FROM {$p}woocommerce_attribute_taxonomies ORDER BY 1",
	);
	$dump = array();
	foreach ( $tables as $table => $query ) {
		$dump[ $table ] = $wpdb->get_results( $query, ARRAY_A );
	}
	$dump['posts']   = array_map( 'timeless_post', $dump['posts'] );
	$dump['options'] = dump_options( $options );
	return $dump;
}

function timeless_post( $post ) {
	$post['guid'] = str_replace( get_option( 'home' ), 'http://shop.test', $post['guid'] );
	if ( MARK_GMT !== $post['post_modified_gmt'] ) {
		$post['post_modified']     = '2026-01-16 12:00:00';
		$post['post_modified_gmt'] = '2026-01-16 10:00:00';
	}
	return $post;
}

/** The named options, and of the transients those that were there before and are untouched. */
function dump_options( $names ) {
	global $wpdb;
	$names[] = 'product_cat_children';
	$names[] = 'default_product_cat';
	$list    = "'" . implode( "','", $names ) . "'";
	$rows    = $wpdb->get_results( "SELECT option_name, option_value, autoload FROM $wpdb->options WHERE option_name IN ($list) ORDER BY option_name", ARRAY_A );
	$found   = array();
	foreach ( $wpdb->get_results( "SELECT option_name, option_value, autoload FROM $wpdb->options WHERE option_name LIKE '\_transient\_%' ORDER BY option_name", ARRAY_A ) as $row ) {
		$found[ $row['option_name'] ] = $row;
	}
	foreach ( $found as $name => $row ) {
		$timeout = str_replace( '_transient_', '_transient_timeout_', $name );
		if ( str_ends_with( $name, '-transient-version' ) ) {
			$row['option_value'] = MARK_VERSION === $row['option_value'] ? MARK_VERSION : '1800000000';
			$rows[]              = $row;
		} elseif ( MARK_EXPIRY === ( $found[ $timeout ]['option_value'] ?? '' ) ) {
			$row['option_value'] = str_replace( get_option( 'home' ), 'http://shop.test', $row['option_value'] );
			$rows[]              = $row;
			$rows[]              = $found[ $timeout ];
		}
	}
	return $rows;
}

function write_tables( $file, $tables ) {
	$parts = array();
	foreach ( $tables as $table => $rows ) {
		$lines = array_map( static fn( $row ) => '      ' . to_json( array_values( $row ) ), $rows );
		$parts[] = '  ' . to_json( $table ) . ": {\n    \"columns\": " . to_json( $rows ? array_keys( $rows[0] ) : array() ) .
			",\n    \"rows\": [\n" . implode( ",\n", $lines ) . "\n    ]\n  }";
	}
	file_put_contents( getenv( 'CASE_OUT' ) . '/' . $file, "{\n" . implode( ",\n", $parts ) . "\n}\n" );
}

function write_input( $name, $case ) {
	global $wpdb;
	$changes = array();
	foreach ( $case['changes'] as list( $sku, $field, $value ) ) {
		$changes[] = '    ' . to_json( array( 'post_id' => wc_get_product_id_by_sku( $sku ), 'sku' => $sku, 'field' => $field, 'value' => (string) $value ) );
	}
	$head = array(
		'about'       => $case['about'],
		'woocommerce' => WC()->version,
		'now'         => '2026-01-16T10:00:00Z',
		'prefix'      => $wpdb->prefix,
		'mixed'       => 'mixed' === ( $case['shop'] ?? '' ),
		'fractional'  => ! empty( $case['fractional'] ),
		'options'     => (object) ( $case['options'] ?? array() ),
	);
	$lines = array();
	foreach ( $head as $key => $value ) {
		$lines[] = '  ' . to_json( $key ) . ': ' . to_json( $value );
	}
	file_put_contents( getenv( 'CASE_OUT' ) . '/input.json', "{\n" . implode( ",\n", $lines ) . ",\n  \"changes\": [\n" . implode( ",\n", $changes ) . "\n  ]\n}\n" );
}

function to_json( $value ) {
	return json_encode( $value, JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE | JSON_THROW_ON_ERROR );
}
