<?php
/**
 * The words that the scripts show of runs.
 *
 * @package WPBridge
 */

declare(strict_types=1);

namespace WPBridge\Pages;

use WPBridge\Settings\Words;

/** Texts about runs and what they change. */
final class RunTexts {

	/** @return array<string,mixed> */
	public static function runs(): array {
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
	public static function history(): array {
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
			'wouldNot'     => __( 'Nothing would change.', 'wpbridge' ),
			'searchSku'    => __( 'Search by SKU', 'wpbridge' ),
			'csv'          => __( 'Export CSV', 'wpbridge' ),
		);
	}

	/** @return array<string,mixed> */
	public static function changes(): array {
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
}
