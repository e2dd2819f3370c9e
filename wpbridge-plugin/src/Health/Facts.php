<?php
/**
 * How the bridge does, for pages that look after the whole site.
 *
 * @package WPBridge
 */

declare(strict_types=1);

namespace WPBridge\Health;

use WPBridge\Answer;
use WPBridge\Options;
use WPBridge\Pairing;
use WPBridge\Settings\Words;
use WPBridge\Sidecar;

/** Asks the sidecar once and answers several questions from it. Nothing here is secret. */
final class Facts {

	/** Seconds that such a page may wait. */
	private const BUDGET = 2.0;

	/** @var Pairing */
	private $pairing;

	/** @var Sidecar */
	private $sidecar;

	/** @var Options */
	private $options;

	/** @var Answer|null */
	private $status;

	public function __construct( Pairing $pairing, Sidecar $sidecar, Options $options ) {
		$this->pairing = $pairing;
		$this->sidecar = $sidecar;
		$this->options = $options;
	}

	public function status(): Answer {
		if ( null === $this->status ) {
			$this->status = $this->sidecar->get( '/v1/status', self::BUDGET );
		}
		return $this->status;
	}

	/** What happened when the sidecar last called the shop: at and authorization; empty when it never did. @return array<mixed> */
	public function called(): array {
		return $this->options->record( 'bridge' );
	}

	/**
	 * Seconds since anything kept the shop in step by itself; null: never.
	 *
	 * @param array<mixed> $status As answered.
	 */
	public static function idle( array $status, int $now ): ?int {
		$times = array_filter( array_map( 'strtotime', array_filter( array_values( (array) ( $status['alive'] ?? array() ) ), 'is_string' ) ) );
		return $times ? max( 0, $now - max( $times ) ) : null;
	}

	/**
	 * Scheduled jobs whose last run failed or waits for approval.
	 *
	 * @param array<mixed> $status As answered.
	 * @return string[] Sentences.
	 */
	public static function troubles( array $status ): array {
		$out = array();
		foreach ( (array) ( $status['jobs'] ?? array() ) as $job ) {
			$last = $job['last']['status'] ?? '';
			if ( 'failed' === $last ) {
				/* translators: 1: the name of a job, 2: a reason. */
				$out[] = sprintf( __( '%1$s: the last run failed. %2$s', 'wpbridge' ), Words::job( (string) $job['job'] ), (string) ( $job['last']['reason'] ?? '' ) );
			} elseif ( 'held' === $last ) {
				/* translators: 1: the name of a job, 2: a reason. */
				$out[] = sprintf( __( '%1$s: the last run waits for approval. %2$s', 'wpbridge' ), Words::job( (string) $job['job'] ), (string) ( $job['last']['reason'] ?? '' ) );
			}
		}
		return $out;
	}

	/**
	 * What a person who helps would ask first.
	 *
	 * @return array<string,array{label:string,value:string}>
	 */
	public function lines(): array {
		$answer = $this->status();
		$status = $answer->data;
		$out    = array(
			'plugin'  => array( 'label' => __( 'Plugin version', 'wpbridge' ), 'value' => WPBRIDGE_VERSION ),
			'paired'  => array( 'label' => __( 'Paired', 'wpbridge' ), 'value' => $this->pairing->complete() ? __( 'Yes', 'wpbridge' ) : __( 'No', 'wpbridge' ) ),
			'address' => array( 'label' => __( 'Address of the program', 'wpbridge' ), 'value' => $this->pairing->url() ),
		);
		if ( ! $answer->ok() ) {
			return $out + array( 'answer' => array( 'label' => __( 'Answer of the program', 'wpbridge' ), 'value' => $answer->detail ) );
		}
		$out += array(
			'program' => array( 'label' => __( 'Program version', 'wpbridge' ), 'value' => (string) ( $status['version'] ?? '' ) ),
			'system'  => array( 'label' => __( 'Business system', 'wpbridge' ), 'value' => (string) ( ( $status['erp']['title'] ?? '' ) ?: '–' ) . ' (' . ( $status['erp']['mode'] ?? '' ) . ')' ),
			'linked'  => array( 'label' => __( 'Linked products', 'wpbridge' ), 'value' => (string) ( $status['linked'] ?? 0 ) ),
		);
		foreach ( (array) ( $status['jobs'] ?? array() ) as $job ) {
			$last                        = $job['last'] ?? array();
			$out[ 'job-' . $job['job'] ] = array(
				'label' => Words::job( (string) $job['job'] ),
				'value' => $job['schedule'] . '; ' . ( $last ? gmdate( 'Y-m-d H:i:s', (int) strtotime( $last['started'] ) ) . ' UTC, ' . $last['status'] : '–' ),
			);
		}
		return $out;
	}
}
