<?php
/**
 * What a match finds, in words.
 *
 * @package WPBridge
 */

declare(strict_types=1);

namespace WPBridge\Pages;

/** Titles and explanations of the classes of findings, in the order of the report. */
final class Classes {

	/** @return array<string,array{title:string,about:string}> By the sidecar's name of the class. */
	public static function all(): array {
		return array(
			'linked'            => self::of( __( 'Linked', 'wpbridge' ), __( 'Accepted pairs. Runs keep these in step.', 'wpbridge' ) ),
			'matched'           => self::of( __( 'New pairs', 'wpbridge' ), __( 'Exactly one product and one item are equal. They wait for you to accept them.', 'wpbridge' ) ),
			'renamed'           => self::of( __( 'Renamed', 'wpbridge' ), __( 'Linked, but the SKU or the code changed since. The link is kept.', 'wpbridge' ) ),
			'broken'            => self::of( __( 'Broken links', 'wpbridge' ), __( 'Linked, but the product or the item is not there any more.', 'wpbridge' ) ),
			'ambiguous'         => self::of( __( 'Ambiguous', 'wpbridge' ), __( 'Equal more than once, so nobody can tell which belong together. Make them different.', 'wpbridge' ) ),
			'duplicate_in_shop' => self::of( __( 'More than once in the shop', 'wpbridge' ), __( 'Several products of the shop are the same to the matching.', 'wpbridge' ) ),
			'duplicate_in_erp'  => self::of( __( 'More than once in the business system', 'wpbridge' ), __( 'Several items of the business system are the same to the matching.', 'wpbridge' ) ),
			'similar'           => self::of( __( 'Almost equal', 'wpbridge' ), __( 'They differ only by capital letters or spaces. Correct one side to link them.', 'wpbridge' ) ),
			'missing_in_erp'    => self::of( __( 'Only in the shop', 'wpbridge' ), __( 'The business system has no such item. These products are left alone.', 'wpbridge' ) ),
			'missing_in_shop'   => self::of( __( 'Only in the business system', 'wpbridge' ), __( 'The shop has no such product.', 'wpbridge' ) ),
			'without_key'       => self::of( __( 'Without a key', 'wpbridge' ), __( 'Products without what is compared, such as an SKU. These are left alone.', 'wpbridge' ) ),
			'without_stock'     => self::of( __( 'Hold no stock', 'wpbridge' ), __( 'External and grouped products, and parents whose variations hold the stock.', 'wpbridge' ) ),
			'unmanaged'         => self::of( __( 'Stock management is off', 'wpbridge' ), __( 'They match, but WooCommerce does not count their stock. A setting says whether it is switched on.', 'wpbridge' ) ),
		);
	}

	/** @return array<string,string> By side. */
	public static function sides(): array {
		return array(
			'erp'  => __( 'Only in the business system', 'wpbridge' ),
			'shop' => __( 'Only in the shop', 'wpbridge' ),
		);
	}

	/** @return array{title:string,about:string} */
	private static function of( string $title, string $about ): array {
		return array( 'title' => $title, 'about' => $about );
	}
}
