<?php
/**
 * The words that the scripts show.
 *
 * @package WPBridge
 */

declare(strict_types=1);

namespace WPBridge\Pages;

/** Texts of each script. Numbers stand after a colon, so that no language needs plural forms in the browser. */
final class Texts {

	/**
	 * Those of a script and of what it builds on.
	 *
	 * @return array<string,mixed>
	 */
	public static function of( string $script ): array {
		switch ( $script ) {
			case 'sync':
				return self::sync() + RunTexts::runs() + self::shared();
			case 'history':
			case 'run':
				return RunTexts::history() + RunTexts::changes() + RunTexts::runs() + self::shared();
			case 'match':
				return self::match() + RunTexts::runs() + self::shared();
			case 'finder':
				return self::finder() + self::shared();
			default:
				return self::product() + RunTexts::changes() + self::shared();
		}
	}

	/** @return array<string,mixed> */
	private static function shared(): array {
		return array(
			'nobody'    => __( 'The shop did not answer. Reload the page.', 'wpbridge' ),
			'levels'    => array(
				'ok'   => __( 'Good', 'wpbridge' ),
				'warn' => __( 'Look at this', 'wpbridge' ),
				'fail' => __( 'Wrong', 'wpbridge' ),
				'none' => __( 'Not used', 'wpbridge' ),
			),
			'search'    => __( 'Search', 'wpbridge' ),
			'searchAny' => __( 'Search by name, SKU or code', 'wpbridge' ),
			'nothing'   => __( 'Nothing was found.', 'wpbridge' ),
			'previous'  => __( 'Previous page', 'wpbridge' ),
			'next'      => __( 'Next page', 'wpbridge' ),
			/* translators: %s: a number of entries. */
			'total'     => __( 'Entries: %s', 'wpbridge' ),
			'name'      => __( 'Name', 'wpbridge' ),
			'nameless'  => __( '(no name)', 'wpbridge' ),
			'sku'       => __( 'SKU', 'wpbridge' ),
			'code'      => __( 'Code in the business system', 'wpbridge' ),
			'toMatch'   => __( 'Open the match report', 'wpbridge' ),
		);
	}

	/** @return array<string,mixed> */
	private static function sync(): array {
		return array(
			'about'        => array(
				'stock'      => __( 'Reads the quantities that changed in the business system.', 'wpbridge' ),
				'stock-full' => __( 'Reads all quantities and repairs differences.', 'wpbridge' ),
				'prices'     => __( 'Reads all prices.', 'wpbridge' ),
				'match'      => __( 'Compares products and items. It changes nothing in the shop.', 'wpbridge' ),
			),
			'runNow'       => __( 'Run now', 'wpbridge' ),
			'preview'      => __( 'Preview', 'wpbridge' ),
			'lastRun'      => __( 'Last run', 'wpbridge' ),
			'nextRun'      => __( 'Next run', 'wpbridge' ),
			'never'        => __( 'Has not run yet', 'wpbridge' ),
			'byHand'       => __( 'Only by hand', 'wpbridge' ),
			'notServed'    => __( 'Not planned', 'wpbridge' ),
			'decide'       => __( 'Look at it and decide', 'wpbridge' ),
			/* translators: %s: the name of a business system. */
			'liveLogin'    => __( 'Connected with %s.', 'wpbridge' ),
			/* translators: %s: the name of a business system. */
			'testLogin'    => __( 'Connected with %s, by its test login.', 'wpbridge' ),
			/* translators: %s: the name of a business system. */
			'resting'      => __( '%s did not answer and is left in peace for a moment. It is tried again by itself.', 'wpbridge' ),
			/* translators: %s: a number of products. */
			'linked'       => __( 'Linked products: %s.', 'wpbridge' ),
			'unlinked'     => __( 'No product is linked yet: compare the catalogues and accept the pairs first.', 'wpbridge' ),
			'served'       => __( 'The wpbridge program starts the jobs by itself.', 'wpbridge' ),
			'croned'       => __( 'A cron line starts the jobs. It last did', 'wpbridge' ),
			'nobodyStarts' => __( 'Nothing starts the jobs by itself at the moment.', 'wpbridge' ),
			'openSettings' => __( 'Open the settings', 'wpbridge' ),
			'openSchedule' => __( 'Open the schedule', 'wpbridge' ),
		);
	}

	/** @return array<string,mixed> */
	private static function match(): array {
		return array(
			'notYet'      => __( 'Products of the shop and items of your business system have not been compared yet. Comparing changes nothing: you look at the report first and accept it then.', 'wpbridge' ),
			'matchNow'    => __( 'Match now', 'wpbridge' ),
			'matchAgain'  => __( 'Match again', 'wpbridge' ),
			/* translators: %s: a number of pairs. */
			'pairsWait'   => __( 'New pairs: %s. Nothing is written to these products before you accept them.', 'wpbridge' ),
			'accept'      => __( 'Accept the new pairs', 'wpbridge' ),
			/* translators: %s: what was compared, such as SKU. */
			'comparedBy'  => __( 'Compared by %s', 'wpbridge' ),
			'keys'        => array(
				'sku'     => __( 'SKU', 'wpbridge' ),
				'barcode' => __( 'barcode', 'wpbridge' ),
				'plu'     => __( 'PLU', 'wpbridge' ),
				'name'    => __( 'name', 'wpbridge' ),
			),
			'report'      => __( 'Match report', 'wpbridge' ),
			'found'       => __( 'Found', 'wpbridge' ),
			'count'       => __( 'Number', 'wpbridge' ),
			'means'       => __( 'What it means', 'wpbridge' ),
			'noneOfClass' => __( 'There are none.', 'wpbridge' ),
			'classes'     => Classes::all(),
		);
	}

	/** @return array<string,mixed> */
	private static function finder(): array {
		return array(
			'sides'      => Classes::sides(),
			'noneOfSide' => array(
				'erp'  => __( 'Every item of the business system has its product in the shop.', 'wpbridge' ),
				'shop' => __( 'Every product of the shop has its item in the business system.', 'wpbridge' ),
			),
			'asOf'       => __( 'As the last match found it.', 'wpbridge' ),
		);
	}

	/** @return array<string,mixed> */
	private static function product(): array {
		return array(
			'base'       => __( 'Business system', 'wpbridge' ),
			'notTaken'   => __( 'Not taken over yet; the next run does it.', 'wpbridge' ),
			/* translators: %s: a quantity. */
			'baseWas'    => __( '%s when last applied', 'wpbridge' ),
			'sold'       => __( 'Sold here', 'wpbridge' ),
			/* translators: %s: a quantity. */
			'soldSince'  => __( '%s by orders since the product was linked', 'wpbridge' ),
			'shop'       => __( 'Shop', 'wpbridge' ),
			/* translators: %s: a quantity. */
			'right'      => __( '%s, as it should be', 'wpbridge' ),
			/* translators: 1: a quantity, 2: a quantity. */
			'drift'      => __( '%1$s, but it should be %2$s and no order explains the difference. The next full run looks at it.', 'wpbridge' ),
			'deleted'    => __( 'The item was deleted in the business system.', 'wpbridge' ),
			'lastChange' => __( 'Last changes', 'wpbridge' ),
			'noChange'   => __( 'None yet.', 'wpbridge' ),
		);
	}
}
