<?php
/**
 * Stops waiting for a sidecar that does not answer.
 *
 * @package WPBridge
 */

declare(strict_types=1);

namespace WPBridge\Checkout;

use WPBridge\Options;

/** After three calls in a row without an answer nobody calls for half a minute; then one customer finds out. */
final class Breaker {

	private const RECORD   = 'breaker';
	private const FAILURES = 3;
	private const PAUSE    = 30;
	private const PROBE    = 5; // Seconds in which the one who finds out must have done so.

	/** @var Options */
	private $options;

	public function __construct( Options $options ) {
		$this->options = $options;
	}

	/** Whether to do without a call now. Where it was open long enough, the caller is the one who tries. */
	public function open( int $now ): bool {
		$record = $this->options->record( self::RECORD );
		$until  = (int) ( $record['until'] ?? 0 );
		if ( 0 === $until || (int) ( $record['failures'] ?? 0 ) < self::FAILURES ) {
			return false;
		}
		if ( $now < $until ) {
			return true;
		}
		$this->keep( self::FAILURES, $now + self::PROBE );
		return false;
	}

	public function failed( int $now ): void {
		$failures = 1 + (int) ( $this->options->record( self::RECORD )['failures'] ?? 0 );
		$this->keep( min( $failures, self::FAILURES ), $now + self::PAUSE );
	}

	public function succeeded(): void {
		if ( $this->options->record( self::RECORD ) ) {
			$this->options->keep( self::RECORD, array() );
		}
	}

	private function keep( int $failures, int $until ): void {
		$this->options->keep( self::RECORD, array( 'failures' => $failures, 'until' => $until ) );
	}
}
