<?php
/**
 * What came of a stock check.
 *
 * @package WPBridge
 */

declare(strict_types=1);

namespace WPBridge\Checkout;

/** Says which lines cannot be sold, and on what ground the others can. */
final class Decision {

	public const LIVE    = 'live';
	public const READING = 'reading';
	public const POLICY  = 'policy';

	/** @var string One of the above, the weakest ground of all lines; empty when no number was needed. */
	public $by = '';

	/** @var float|null How old the numbers are at most, in seconds; null when not known. */
	public $age;

	/** @var array<array{line:Line,reason:string,available:string}> Lines that cannot be sold; reason not_enough or unreachable. */
	public $refused = array();

	/** @var Line[] Lines sold although nobody could be asked. */
	public $trusted = array();

	public function ok(): bool {
		return ! $this->refused;
	}

	/** @param string $available Plain decimal text; empty when not known. */
	public function refuse( Line $line, string $reason, string $available = '' ): void {
		$this->refused[] = array(
			'line'      => $line,
			'reason'    => $reason,
			'available' => $available,
		);
	}
}
