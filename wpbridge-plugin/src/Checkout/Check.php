<?php
/**
 * The stock check.
 *
 * @package WPBridge
 */

declare(strict_types=1);

namespace WPBridge\Checkout;

use WPBridge\Answer;
use WPBridge\Options;
use WPBridge\Product\Rules;
use WPBridge\Sidecar;

/** Asks the sidecar once for all lines; where it does not answer in time, the shop's policy decides. */
final class Check {

	/** Seconds that a customer may wait. */
	private const CART  = 0.3;
	private const ORDER = 1.5;

	/** @var Options */
	private $options;

	/** @var Sidecar */
	private $sidecar;

	/** @var Breaker */
	private $breaker;

	/** @var Rules */
	private $rules;

	public function __construct( Options $options, Sidecar $sidecar, Breaker $breaker, Rules $rules ) {
		$this->options = $options;
		$this->sidecar = $sidecar;
		$this->breaker = $breaker;
		$this->rules   = $rules;
	}

	/**
	 * While the cart is filled: a word in time, where it costs nothing. Where nobody answers, all is well.
	 *
	 * @param Line[] $lines What is added or changed, and what else is of the same stock.
	 */
	public function cart( array $lines ): Decision {
		$lines  = $this->asked( $lines );
		$answer = $this->ask( 'cart', $lines, self::CART );
		return null === $answer ? new Decision() : self::read( $answer, $lines );
	}

	/**
	 * When the order is placed: the business system itself is asked, and what cannot be found out goes by policy.
	 *
	 * @param Line[] $lines Everything that is bought.
	 */
	public function order( array $lines ): Decision {
		$lines  = $this->asked( $lines );
		$answer = $this->ask( 'order', $lines, self::ORDER );
		return null === $answer ? $this->by_policy( $lines ) : self::read( $answer, $lines );
	}

	/**
	 * @param Line[] $lines
	 * @return Line[] Those that there is anything to ask about.
	 */
	private function asked( array $lines ): array {
		return array_values( array_filter( $lines, function ( Line $line ): bool { return $line->counted() && ! $this->rules->excluded( $line->product->get_id(), Rules::CHECK ); } ) );
	}

	/**
	 * @param Line[] $lines
	 * @return array<array<string,mixed>>|null The answer's data with its items in the order of the lines; null when there is none.
	 */
	private function ask( string $moment, array $lines, float $budget ): ?array {
		if ( ! $lines ) {
			return array( 'items' => array() );
		}
		if ( $this->breaker->open( time() ) ) {
			return null;
		}
		$items  = array_map( function ( Line $line ): array { return $line->item( $this->when_unreachable( $line ) ); }, $lines );
		$answer = $this->sidecar->post( '/v1/checkout/check', array( 'moment' => $moment, 'items' => $items ), 'checkout', $budget );
		return $this->answered( $answer, count( $lines ), 'order' === $moment ) ? $answer->data : null;
	}

	/**
	 * Whether it is an answer; if not, the breaker and the log hear of it.
	 *
	 * @param bool $patient Whether there was time enough: a filling cart waits so shortly that a late answer says nothing.
	 */
	private function answered( Answer $answer, int $lines, bool $patient ): bool {
		if ( $answer->ok() && isset( $answer->data['items'] ) && is_array( $answer->data['items'] ) && count( $answer->data['items'] ) === $lines ) {
			$this->breaker->succeeded();
			return true;
		}
		if ( 'sidecar_down' === $answer->code || ( $patient && ( ! $answer->reached() || $answer->status >= 500 ) ) ) {
			$this->breaker->failed( time() );
		}
		if ( 'unpaired' !== $answer->code ) {
			wc_get_logger()->warning( 'The stock could not be checked: ' . $answer->detail, array( 'source' => 'wpbridge', 'code' => $answer->code ) );
		}
		return false;
	}

	/**
	 * @param array<mixed> $data  The sidecar's answer.
	 * @param Line[]       $lines What it was asked, in the same order.
	 */
	private static function read( array $data, array $lines ): Decision {
		$decision = new Decision();
		foreach ( $lines as $i => $line ) {
			$item   = $data['items'][ $i ];
			$reason = (string) ( $item['reason'] ?? '' );
			$number = $item['available'] ?? '';
			if ( in_array( $reason, array( '', 'ok', 'not_enough', 'unreachable' ), true ) ) {
				$decision->by = (string) ( $data['decided_by'] ?? '' );
			}
			if ( is_numeric( $item['age_ms'] ?? null ) && '' !== (string) $number ) {
				$decision->age = max( (float) $decision->age, $item['age_ms'] / 1000 );
			}
			if ( empty( $item['ok'] ) ) {
				$decision->refuse( $line, 'unreachable' === $reason ? $reason : 'not_enough', (string) $number );
			} elseif ( 'unreachable' === $reason ) {
				$decision->trusted[] = $line;
			}
		}
		return $decision;
	}

	/** What happens to a line when nobody can be asked: refuse, allow, or empty for the shop's setting. */
	private function when_unreachable( Line $line ): string {
		$value = $this->rules->value( $line->product->get_id(), Rules::UNREACHABLE );
		return in_array( $value, array( 'refuse', 'allow' ), true ) ? $value : '';
	}

	/** @param Line[] $lines */
	private function by_policy( array $lines ): Decision {
		$decision = new Decision();
		$shop     = $this->options->get( 'checkout.when_unreachable', 'refuse' );
		$linked   = Linked::among( array_map( static function ( Line $line ): int { return $line->holder(); }, $lines ) );
		foreach ( $lines as $line ) {
			if ( ! in_array( $line->holder(), $linked, true ) ) {
				continue;
			}
			$decision->by = Decision::POLICY;
			if ( 'allow' === ( $this->when_unreachable( $line ) ?: $shop ) ) {
				$decision->trusted[] = $line;
			} else {
				$decision->refuse( $line, 'unreachable' );
			}
		}
		return $decision;
	}
}
