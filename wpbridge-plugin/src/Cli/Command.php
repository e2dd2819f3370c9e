<?php
/**
 * The command wp wpbridge.
 *
 * @package WPBridge
 */

declare(strict_types=1);

namespace WPBridge\Cli;

use WPBridge\Answer;
use WPBridge\Settings\Words;
use WPBridge\Sidecar;

/** Asks the wpbridge program, which does the work; its own command of the same name can do more. */
final class Command {

	/** What the exit code is when a run has ended: that of the wpbridge program. */
	private const CODES = array( 'done' => 0, 'partial' => 3, 'held' => 4, 'failed' => 1 );

	/** Seconds between two looks at a run. */
	private const PAUSE = 1;

	/** @var Sidecar */
	private $sidecar;

	public function __construct( Sidecar $sidecar ) {
		$this->sidecar = $sidecar;
	}

	/**
	 * Shows how shop and business system stand, and each job.
	 *
	 * ## OPTIONS
	 *
	 * [--format=<format>]
	 * : How to print the jobs; json prints everything.
	 * ---
	 * default: table
	 * options:
	 *   - table
	 *   - json
	 * ---
	 *
	 * @param string[]             $args  None.
	 * @param array<string,string> $assoc Options.
	 */
	public function status( array $args, array $assoc ): void {
		unset( $args );
		$status = self::good( $this->sidecar->get( '/v1/status' ) )->data;
		if ( 'json' === ( $assoc['format'] ?? '' ) ) {
			\WP_CLI::line( (string) wp_json_encode( $status, JSON_PRETTY_PRINT | JSON_UNESCAPED_SLASHES ) );
			return;
		}
		\WP_CLI::line( sprintf( '%s %s, %s (%s), %d linked products', 'wpbridge', $status['version'], $status['erp']['title'] ?: '-', $status['erp']['mode'], $status['linked'] ) );
		if ( ! $status['erp']['configured'] ) {
			\WP_CLI::warning( (string) $status['erp']['problem'] );
		}
		\WP_CLI\Utils\format_items( 'table', array_map( array( self::class, 'row' ), $status['jobs'] ), array( 'job', 'schedule', 'next', 'last', 'outcome', 'changed' ) );
	}

	/**
	 * Starts a run and waits for its end.
	 *
	 * The exit code is 0 when it is done, 3 when some items failed, 4 when the run waits for approval, else 1.
	 *
	 * ## OPTIONS
	 *
	 * <job>
	 * : stock, prices or match.
	 *
	 * [--full]
	 * : Read everything and repair differences.
	 *
	 * [--dry-run]
	 * : Only show what would change.
	 *
	 * @param string[]             $args  The job.
	 * @param array<string,string> $assoc Options.
	 */
	public function sync( array $args, array $assoc ): void {
		$job   = $args[0];
		$order = array_filter( array( 'full' => isset( $assoc['full'] ), 'dry_run' => isset( $assoc['dry-run'] ) ) );
		$run   = self::good( $this->sidecar->post( '/v1/jobs/' . rawurlencode( $job ) . '/runs', $order ) )->data;
		\WP_CLI::line( sprintf( '%s, run %d', Words::job( $job ), $run['run'] ) );
		while ( 'running' === $run['status'] ) {
			sleep( self::PAUSE );
			$run = self::good( $this->sidecar->get( '/v1/runs/' . (int) $run['run'] ) )->data;
		}
		if ( $run['dry_run'] ) {
			$this->planned( (int) $run['run'] );
		}
		$text = sprintf( '%s: read %d, changed %d, unchanged %d, excluded %d, failed %d', $run['status'], $run['read'], $run['changed'], $run['unchanged'], $run['excluded'], $run['failed'] );
		$code = self::CODES[ $run['status'] ] ?? 1;
		if ( 0 === $code ) {
			\WP_CLI::success( $text );
			return;
		}
		\WP_CLI::error( $text . ( empty( $run['reason'] ) ? '' : '. ' . $run['reason'] ), false );
		\WP_CLI::halt( $code );
	}

	/**
	 * Explains the stock of a product: where the number comes from, and its last changes.
	 *
	 * ## OPTIONS
	 *
	 * <sku>
	 * : The SKU of the product, or its code in the business system.
	 *
	 * @param string[] $args The SKU.
	 */
	public function why( array $args ): void {
		$answer = self::good( $this->sidecar->get( '/v1/products/' . rawurlencode( $args[0] ) . '/history' ) );
		foreach ( $answer->data['products'] as $why ) {
			\WP_CLI::line( sprintf( '%s (product %d) is linked with %s (item %s).', $why['sku'], $why['product_id'], $why['code'], $why['item_id'] ) );
			\WP_CLI::line(
				$why['taken_over']
					? sprintf( 'Business system when last applied %s, sold since %s, so %s; the shop has %s.', $why['base'], $why['sold'], $why['expected'], $why['stock'] )
					: 'Its stock was not taken over yet.'
			);
			\WP_CLI\Utils\format_items( 'table', array_map( array( self::class, 'change' ), $why['history'] ), array( 'run', 'time', 'field', 'before', 'after', 'reason' ) );
		}
	}

	/** Prints what a preview found, up to a page of it. */
	private function planned( int $run ): void {
		$found = self::good( $this->sidecar->get( '/v1/runs/' . $run . '/changes?limit=500' ) )->data;
		$rows  = array_map( static function ( array $change ): array { return array( 'before' => $change['before'] ?? '-', 'after' => $change['after'] ?? '-' ) + $change; }, $found['changes'] );
		\WP_CLI\Utils\format_items( 'table', $rows, array( 'sku', 'field', 'before', 'after', 'reason' ) );
		if ( $found['total'] > count( $rows ) ) {
			\WP_CLI::line( sprintf( 'and %d more', $found['total'] - count( $rows ) ) );
		}
	}

	/**
	 * A line of the table of jobs.
	 *
	 * @param array<string,mixed> $job As answered.
	 * @return array<string,string|int>
	 */
	private static function row( array $job ): array {
		$last = $job['last'] ?? array();
		return array(
			'job'      => $job['job'],
			'schedule' => $job['schedule'],
			'next'     => self::time( $job['next'] ?? '' ),
			'last'     => self::time( $last['started'] ?? '' ),
			'outcome'  => $job['running'] ? 'running' : ( $last['status'] ?? '-' ),
			'changed'  => $last['changed'] ?? '-',
		);
	}

	/**
	 * A line of the table of changes.
	 *
	 * @param array<string,mixed> $entry As answered.
	 * @return array<string,string|int>
	 */
	private static function change( array $entry ): array {
		$change = $entry['change'];
		return array(
			'run'    => $entry['run']['run'],
			'time'   => self::time( $entry['run']['started'] ),
			'field'  => $change['field'],
			'before' => $change['before'] ?? '-',
			'after'  => $change['after'] ?? '-',
			'reason' => $change['reason'],
		);
	}

	private static function time( string $time ): string {
		$at = strtotime( $time );
		return false === $at ? '-' : (string) wp_date( 'Y-m-d H:i:s', $at );
	}

	/** Ends the command with the reason where there is no answer. */
	private static function good( Answer $answer ): Answer {
		if ( ! $answer->ok() ) {
			\WP_CLI::error( $answer->detail );
		}
		return $answer;
	}
}
