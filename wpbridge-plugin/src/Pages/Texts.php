<?php
/**
 * The words that the scripts show.
 *
 * @package WPBridge
 */

declare(strict_types=1);

namespace WPBridge\Pages;

use WPBridge\Settings\Words;

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
				return self::sync() + self::runs() + self::shared();
			case 'history':
			case 'run':
				return self::history() + self::run() + self::runs() + self::shared();
			case 'match':
				return self::match() + self::runs() + self::shared();
			case 'finder':
				return self::finder() + self::shared();
			default:
				return self::product() + self::run() + self::shared();
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
	private static function runs(): array {
		$jobs = array();
		foreach ( array( 'stock', 'stock-full', 'prices', 'products', 'categories', 'images', 'vouchers', 'orders', 'customers', 'orders-in', 'match', 'verify' ) as $job ) {
			$jobs[ $job ] = Words::job( $job );
		}
		return array(
			'jobs'       => $jobs,
			/* translators: %s: the name of a job. */
			'previewOf'  => __( '%s (preview)', 'wpbridge' ),
			/* translators: %d: the number of a run. */
			'undoOf'     => __( 'Undo of run %d', 'wpbridge' ),
			'outcomes'   => array(
				'running'    => __( 'Running', 'wpbridge' ),
				'done'       => __( 'Done', 'wpbridge' ),
				'partial'    => __( 'Done in part', 'wpbridge' ),
				'held'       => __( 'Waits for approval', 'wpbridge' ),
				'failed'     => __( 'Failed', 'wpbridge' ),
				'superseded' => __( 'Replaced by a newer run', 'wpbridge' ),
				'undone'     => __( 'Undone', 'wpbridge' ),
			),
			'counts'     => array(
				/* translators: %s: a number of products. */
				'changed'   => __( 'Changed: %s', 'wpbridge' ),
				/* translators: %s: a number of products. */
				'would'     => __( 'Would change: %s', 'wpbridge' ),
				/* translators: %s: a number of products. */
				'unchanged' => __( 'Right already: %s', 'wpbridge' ),
				/* translators: %s: a number of products. */
				'excluded'  => __( 'Left alone: %s', 'wpbridge' ),
				/* translators: %s: a number of products. */
				'failed'    => __( 'Not possible: %s', 'wpbridge' ),
				/* translators: %s: a number of products. */
				'drifting'  => __( 'Differ, being watched: %s', 'wpbridge' ),
				/* translators: %s: a number of pairs. */
				'pairs'     => __( 'Pairs: %s', 'wpbridge' ),
				/* translators: %s: a number of items. */
				'erpOnly'   => __( 'Only in the business system: %s', 'wpbridge' ),
			),
			'steps'      => array(
				''      => __( 'Starting', 'wpbridge' ),
				'read'  => __( 'Reading from the business system', 'wpbridge' ),
				'plan'  => __( 'Comparing', 'wpbridge' ),
				'apply' => __( 'Writing to the shop', 'wpbridge' ),
			),
			/* translators: 1: how many are done, 2: how many there are. */
			'ofTotal'    => __( '%1$s of %2$s', 'wpbridge' ),
			/* translators: %s: a span of time. */
			'left'       => __( 'about %s left', 'wpbridge' ),
			'progress'   => __( 'Progress', 'wpbridge' ),
			'cancel'     => __( 'Cancel', 'wpbridge' ),
			'cancelling' => __( 'Ends after what it is just writing…', 'wpbridge' ),
			'look'       => __( 'Look at it', 'wpbridge' ),
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
	private static function history(): array {
		return array(
			'runs'         => __( 'Runs', 'wpbridge' ),
			'run'          => __( 'Run', 'wpbridge' ),
			'noRuns'       => __( 'There are no such runs.', 'wpbridge' ),
			'heldBecause'  => __( 'Nothing was changed. This run waits for you because:', 'wpbridge' ),
			'approve'      => __( 'Approve…', 'wpbridge' ),
			'approveNow'   => __( 'Approve and carry out', 'wpbridge' ),
			/* translators: %s: a number of products. */
			'approveTells' => __( 'The changes listed below are written to the shop. Products: %s.', 'wpbridge' ),
			'approveStale' => __( 'A product that was changed after this run was planned is left as it is.', 'wpbridge' ),
			'undo'         => __( 'Undo…', 'wpbridge' ),
			'undoNow'      => __( 'Undo this run', 'wpbridge' ),
			/* translators: %s: a number of products. */
			'undoTells'    => __( 'The products of this run get back what they had before it. Products: %s.', 'wpbridge' ),
			'undoTouched'  => __( 'A product that anybody has changed since, a newer run or a person, is left as it is. Sales since then are kept.', 'wpbridge' ),
			'undoAgain'    => __( 'The next full run sets them again to what the business system says, unless you exclude them or change it there.', 'wpbridge' ),
			'leave'        => __( 'Leave it', 'wpbridge' ),
			'undoes'       => __( 'Undoes', 'wpbridge' ),
			'counted'      => __( 'Products', 'wpbridge' ),
			/* translators: 1: a span of time, 2: part of it, 3: part of it. */
			'tookParts'    => __( '%1$s (business system %2$s, shop %3$s)', 'wpbridge' ),
			'changes'      => __( 'Changes', 'wpbridge' ),
			'wouldChange'  => __( 'What would change', 'wpbridge' ),
			'noChanges'    => __( 'Nothing was changed.', 'wpbridge' ),
			'searchSku'    => __( 'Search by SKU', 'wpbridge' ),
			'csv'          => __( 'Export CSV', 'wpbridge' ),
		);
	}

	/** @return array<string,mixed> */
	private static function run(): array {
		return array(
			'started'   => __( 'Started', 'wpbridge' ),
			'startedBy' => array(
				'cli'      => __( 'by a command or cron line', 'wpbridge' ),
				'schedule' => __( 'by schedule', 'wpbridge' ),
				'page'     => __( 'by hand', 'wpbridge' ),
			),
			'outcome'   => __( 'Outcome', 'wpbridge' ),
			'took'      => __( 'Took', 'wpbridge' ),
			'field'     => __( 'Field', 'wpbridge' ),
			'change'    => __( 'Before and after', 'wpbridge' ),
			'why'       => __( 'Why', 'wpbridge' ),
			'becomes'   => __( 'becomes', 'wpbridge' ),
			'none'      => __( '(none)', 'wpbridge' ),
			'fields'    => array(
				'manage_stock'  => __( 'Stock management', 'wpbridge' ),
				'backorders'    => __( 'Backorders', 'wpbridge' ),
				'stock'         => __( 'Stock', 'wpbridge' ),
				'stock_status'  => __( 'Stock status', 'wpbridge' ),
				'regular_price' => __( 'Regular price', 'wpbridge' ),
				'sale_price'    => __( 'Sale price', 'wpbridge' ),
				'sale_from'     => __( 'Sale begins', 'wpbridge' ),
				'sale_to'       => __( 'Sale ends', 'wpbridge' ),
			),
			'values'    => array(
				'manage_stock' => array(
					'yes' => __( 'on', 'wpbridge' ),
					'no'  => __( 'off', 'wpbridge' ),
				),
				'backorders'   => array(
					'no'     => __( 'Do not allow', 'wpbridge' ),
					'notify' => __( 'Allow, but notify customer', 'wpbridge' ),
					'yes'    => __( 'Allow', 'wpbridge' ),
				),
				'stock_status' => array(
					'instock'     => __( 'In stock', 'wpbridge' ),
					'outofstock'  => __( 'Out of stock', 'wpbridge' ),
					'onbackorder' => __( 'On backorder', 'wpbridge' ),
				),
			),
			'reasons'   => array(
				'erp'       => __( 'Changed in the business system', 'wpbridge' ),
				'take-over' => __( 'Taken over for the first time', 'wpbridge' ),
				'drift'     => __( 'Repaired: the shop differed without an order', 'wpbridge' ),
				'deleted'   => __( 'Deleted in the business system', 'wpbridge' ),
				'setting'   => __( 'Your settings ask for it', 'wpbridge' ),
				'undo'      => __( 'Undone', 'wpbridge' ),
			),
			'states'    => array(
				'skipped' => __( 'Skipped: somebody else changed it meanwhile', 'wpbridge' ),
				'undone'  => __( 'Undone since', 'wpbridge' ),
			),
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
