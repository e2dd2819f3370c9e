<?php
/**
 * An object cache that outlives the request, in one file: what Redis would be, in the plainest form. For tests.
 */

function wp_cache_init() {
	$GLOBALS['wp_object_cache'] = new WP_Object_Cache();
}

function wp_cache_add( $key, $data, $group = '', $expire = 0 ) {
	return $GLOBALS['wp_object_cache']->change( $key, $group, static function ( &$all, $name ) use ( $data ) {
		return isset( $all[ $name ] ) ? false : (bool) ( $all[ $name ] = serialize( $data ) );
	} );
}

function wp_cache_set( $key, $data, $group = '', $expire = 0 ) {
	return $GLOBALS['wp_object_cache']->change( $key, $group, static function ( &$all, $name ) use ( $data ) {
		return (bool) ( $all[ $name ] = serialize( $data ) );
	} );
}

function wp_cache_replace( $key, $data, $group = '', $expire = 0 ) {
	return $GLOBALS['wp_object_cache']->change( $key, $group, static function ( &$all, $name ) use ( $data ) {
		return isset( $all[ $name ] ) && (bool) ( $all[ $name ] = serialize( $data ) );
	} );
}

function wp_cache_delete( $key, $group = '' ) {
	return $GLOBALS['wp_object_cache']->change( $key, $group, static function ( &$all, $name ) {
		$had = isset( $all[ $name ] );
		unset( $all[ $name ] );
		return $had;
	} );
}

function wp_cache_incr( $key, $offset = 1, $group = '' ) {
	return $GLOBALS['wp_object_cache']->change( $key, $group, static function ( &$all, $name ) use ( $offset ) {
		if ( ! isset( $all[ $name ] ) ) {
			return false;
		}
		$new          = max( 0, (int) unserialize( $all[ $name ] ) + $offset );
		$all[ $name ] = serialize( $new );
		return $new;
	} );
}

function wp_cache_decr( $key, $offset = 1, $group = '' ) {
	return wp_cache_incr( $key, -$offset, $group );
}

function wp_cache_get( $key, $group = '', $force = false, &$found = null ) {
	return $GLOBALS['wp_object_cache']->get( $key, $group, $found );
}

function wp_cache_flush() {
	return $GLOBALS['wp_object_cache']->change( '', '', static function ( &$all ) {
		$all = array();
		return true;
	} );
}

function wp_cache_close() {
	return true;
}

function wp_cache_add_global_groups( $groups ) {}

function wp_cache_add_non_persistent_groups( $groups ) {
	$GLOBALS['wp_object_cache']->passing = array_merge( $GLOBALS['wp_object_cache']->passing, (array) $groups );
}

function wp_cache_switch_to_blog( $blog ) {}

/** Every request reads the file once, and writes each change through. */
final class WP_Object_Cache {

	public $passing = array();

	private $all = array();

	private $own = array();

	public function __construct() {
		$this->all = $this->read();
	}

	public function get( $key, $group, &$found ) {
		$name  = $group . "\0" . $key;
		$from  = in_array( $group, $this->passing, true ) ? $this->own : $this->all;
		$found = isset( $from[ $name ] );
		return $found ? unserialize( $from[ $name ] ) : false;
	}

	public function change( $key, $group, callable $change ) {
		$name = $group . "\0" . $key;
		if ( in_array( $group, $this->passing, true ) ) {
			return $change( $this->own, $name );
		}
		$lock = fopen( WP_CONTENT_DIR . '/cache.lock', 'c' );
		flock( $lock, LOCK_EX );
		$all    = $this->read();
		$result = $change( $all, $name );
		file_put_contents( WP_CONTENT_DIR . '/cache.bin.new', serialize( $all ) );
		rename( WP_CONTENT_DIR . '/cache.bin.new', WP_CONTENT_DIR . '/cache.bin' );
		fclose( $lock );
		$change( $this->all, $name );
		return $result;
	}

	private function read() {
		$file = WP_CONTENT_DIR . '/cache.bin';
		return is_file( $file ) ? (array) unserialize( file_get_contents( $file ) ) : array();
	}
}
