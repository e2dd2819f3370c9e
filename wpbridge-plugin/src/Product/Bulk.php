<?php
/**
 * Bulk actions in the list of products.
 *
 * @package WPBridge
 */

declare(strict_types=1);

namespace WPBridge\Product;

/** Excludes many products at once, or includes them again. */
final class Bulk {

	private const DONE = 'wpbridge_done';

	/** @var Rules */
	private $rules;

	public function __construct( Rules $rules ) {
		$this->rules = $rules;
	}

	/**
	 * Adds them as a group of their own.
	 *
	 * @param array<string,mixed> $actions The others.
	 * @return array<string,mixed>
	 */
	public function add( array $actions ): array {
		return $actions + array( __( 'WP Bridge', 'wpbridge' ) => array_map( static function ( array $action ): string { return $action[0]; }, self::actions() ) );
	}

	/**
	 * Does one. WordPress has checked the nonce.
	 *
	 * @param string $back   Where to go then.
	 * @param string $action The chosen one.
	 * @param int[]  $ids    The chosen products.
	 */
	public function handle( string $back, string $action, array $ids ): string {
		if ( ! isset( self::actions()[ $action ] ) ) {
			return $back;
		}
		list( , $name, $excluded ) = self::actions()[ $action ];
		$ids                       = array_filter( array_map( 'intval', $ids ), static function ( int $id ): bool { return current_user_can( 'edit_post', $id ) && 'product' === get_post_type( $id ); } );
		foreach ( $ids as $id ) {
			$this->set( $id, $name, $excluded );
		}
		return add_query_arg( array( self::DONE => $action, 'wpbridge_count' => count( $ids ) ), $back );
	}

	/** Says what was done. */
	public function told(): void {
		// phpcs:disable WordPress.Security.NonceVerification.Recommended -- only tells.
		$screen = get_current_screen();
		$action = isset( $_GET[ self::DONE ] ) && is_string( $_GET[ self::DONE ] ) ? sanitize_key( $_GET[ self::DONE ] ) : '';
		if ( ! $screen || 'edit-product' !== $screen->id || ! isset( self::actions()[ $action ] ) ) {
			return;
		}
		$count = isset( $_GET['wpbridge_count'] ) && is_string( $_GET['wpbridge_count'] ) ? absint( $_GET['wpbridge_count'] ) : 0;
		// phpcs:enable
		/* translators: 1: what was done, such as "Exclude from update", 2: a number of products. */
		$text = sprintf( _n( '%1$s: %2$d product.', '%1$s: %2$d products.', $count, 'wpbridge' ), self::actions()[ $action ][0], $count );
		printf( '<div class="notice notice-success is-dismissible"><p>%s</p></div>', esc_html( $text ) );
	}

	/**
	 * What the address says of a done action must not stay in it.
	 *
	 * @param string[] $names The others.
	 * @return string[]
	 */
	public static function forget( array $names ): array {
		return array_merge( $names, array( self::DONE, 'wpbridge_count' ) );
	}

	private function set( int $id, string $name, bool $excluded ): void {
		$inherited = 'yes' === $this->rules->inherited( $id, $name )['value'];
		if ( $excluded === $inherited ) {
			delete_post_meta( $id, Rules::key( $name ) );
		} else {
			update_post_meta( $id, Rules::key( $name ), $excluded ? 'yes' : 'no' );
		}
	}

	/** @return array<string,array{string,string,bool}> Label, rule, and whether it excludes. */
	private static function actions(): array {
		return array(
			'wpbridge_exclude_update' => array( __( 'Exclude from update', 'wpbridge' ), Rules::UPDATE, true ),
			'wpbridge_include_update' => array( __( 'Include in update', 'wpbridge' ), Rules::UPDATE, false ),
			'wpbridge_exclude_check'  => array( __( 'Exclude from stock check', 'wpbridge' ), Rules::CHECK, true ),
			'wpbridge_include_check'  => array( __( 'Include in stock check', 'wpbridge' ), Rules::CHECK, false ),
		);
	}
}
