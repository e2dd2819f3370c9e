<?php
/**
 * The section Schedule.
 *
 * @package WPBridge
 */

declare(strict_types=1);

namespace WPBridge\Settings;

use WPBridge\Answer;
use WPBridge\Options;
use WPBridge\Sidecar;
use WPBridge\View;

/** When each job runs, and who truly starts them. */
final class Schedule {

	private const BUDGET = 2.0;

	/** Seconds after which a beat is too old to count: serve beats every minute, cron lines run every few. */
	private const SERVE = 180;
	private const CRON  = 7200;

	/** The jobs and their times as long as the sidecar says nothing. */
	private const KNOWN = array( 'stock' => 'every 3m', 'stock-full' => 'hourly', 'prices' => 'hourly' );

	/** @var Sidecar */
	private $sidecar;

	/** @var Answer|null */
	private $status;

	public function __construct( Sidecar $sidecar ) {
		$this->sidecar = $sidecar;
	}

	/**
	 * A field for each job that the sidecar has.
	 *
	 * @return array<array<string,mixed>> As in Table.
	 */
	public function fields(): array {
		$out = array();
		foreach ( $this->jobs() as $job => $when ) {
			$out[] = array(
				'key'     => 'schedule.' . $job,
				'kind'    => Kind::SCHEDULE,
				'title'   => Words::job( $job ),
				'tip'     => self::tip( $job ),
				'default' => $when,
			);
		}
		return $out;
	}

	/** Draws the fields and, above them, what is alive. */
	public function draw( Form $form ): void {
		$status = $this->status();
		View::draw(
			'schedule',
			array(
				'lines' => $this->lines( $status ),
				'crons' => self::crons( $status ),
			)
		);
		$group = array(
			'title'  => __( 'Times', 'wpbridge' ),
			'about'  => __( 'When the wpbridge program starts each job. A cron line of your hosting panel has its own times.', 'wpbridge' ),
			'fields' => $this->fields(),
		);
		add_action( 'woocommerce_admin_field_wpbridge_schedule', array( self::class, 'field' ) );
		\WC_Admin_Settings::output_fields( $form->drawn( $group ) );
		View::draw( 'offered', array( 'keys' => $form->offered( $group['fields'] ) ) );
	}

	/**
	 * Draws a field: how often, and the time of day.
	 *
	 * @param array<string,mixed> $field As WooCommerce completes it.
	 */
	public static function field( array $field ): void {
		$value = (string) $field['value'];
		$time  = preg_match( '/^daily (\d\d:\d\d)$/', $value, $m ) ? $m[1] : '';
		$often = '' === $time ? $value : 'daily';
		View::draw(
			'schedule-field',
			array(
				'field'   => $field,
				'often'   => $often,
				'time'    => '' === $time ? '03:30' : $time,
				'choices' => self::choices() + array( $often => $often ),
				'fixed'   => isset( $field['custom_attributes']['disabled'] ),
			)
		);
	}

	/**
	 * What was posted, with the time of day joined to the word daily.
	 *
	 * @param array<string,mixed> $posted Unslashed.
	 * @return array<string,mixed>
	 */
	public static function joined( array $posted ): array {
		foreach ( $posted as $name => $value ) {
			if ( 'daily' === $value && is_string( $posted[ $name . '_time' ] ?? null ) ) {
				$posted[ $name ] = 'daily ' . substr( $posted[ $name . '_time' ], 0, 5 );
			}
		}
		return $posted;
	}

	/** @return array<string,string> */
	private static function choices(): array {
		$out = array(
			'off'      => __( 'Never', 'wpbridge' ),
			'every 1m' => __( 'Every minute', 'wpbridge' ),
		);
		foreach ( array( 2, 3, 5, 10, 15, 30 ) as $minutes ) {
			/* translators: %d: a number of minutes. */
			$out[ 'every ' . $minutes . 'm' ] = sprintf( _n( 'Every %d minute', 'Every %d minutes', $minutes, 'wpbridge' ), $minutes );
		}
		$out['hourly'] = __( 'Every hour', 'wpbridge' );
		foreach ( array( 2, 4, 6, 12 ) as $hours ) {
			/* translators: %d: a number of hours. */
			$out[ 'every ' . $hours . 'h' ] = sprintf( _n( 'Every %d hour', 'Every %d hours', $hours, 'wpbridge' ), $hours );
		}
		return $out + array( 'daily' => __( 'Daily at', 'wpbridge' ) );
	}

	private static function tip( string $job ): string {
		$known = array(
			'stock'      => __( 'Reads only the quantities that changed, so it may run often.', 'wpbridge' ),
			'stock-full' => __( 'Reads all quantities and repairs differences.', 'wpbridge' ),
			'prices'     => __( 'Reads all prices.', 'wpbridge' ),
			'verify'     => __( 'Compares the shop with the business system and reports what differs.', 'wpbridge' ),
		);
		return $known[ $job ] ?? '';
	}

	/** @return array<string,string> The sidecar's own times by job. */
	private function jobs(): array {
		$out = array();
		foreach ( (array) ( $this->status()->data['jobs'] ?? array() ) as $job ) {
			if ( is_array( $job ) && is_string( $job['job'] ?? null ) && preg_match( '/^[a-z][a-z-]{0,30}$/D', $job['job'] ) && is_string( $job['schedule'] ?? null ) && '' !== $job['schedule'] ) {
				$out[ $job['job'] ] = $job['schedule'];
			}
		}
		return $out ?: self::KNOWN;
	}

	/** @return string[] A line for each job that has times. */
	private static function crons( Answer $status ): array {
		$lines = array_column( array_filter( (array) ( $status->data['jobs'] ?? array() ), 'is_array' ), 'cron_line' );
		$lines = array_filter( array_merge( array( $status->data['cron_line'] ?? '' ), $lines ), 'is_string' );
		return array_values( array_unique( array_filter( $lines ) ) );
	}

	/** @return array<array{level:string,text:string,cure:string,lines:string[]}> */
	private function lines( Answer $status ): array {
		if ( ! $status->ok() ) {
			return array( array( 'level' => 'fail', 'text' => $status->detail, 'cure' => '', 'lines' => array() ) );
		}
		$alive = (array) ( $status->data['alive'] ?? array() );
		$serve = self::beat( $alive['serve'] ?? null );
		$cron  = self::beat( $alive['cron'] ?? null );
		$runs  = null !== $serve && $serve < self::SERVE;
		return array(
			array(
				'level' => $runs ? 'ok' : 'warn',
				'text'  => $runs
					/* translators: %s: a span of time. */
					? sprintf( __( 'The wpbridge program runs (last sign %s ago) and starts the jobs at the times below.', 'wpbridge' ), self::span( $serve ) )
					: __( 'The wpbridge program does not start jobs at the moment.', 'wpbridge' ),
				'cure'  => '',
				'lines' => array(),
			),
			array(
				'level' => null !== $cron && $cron < self::CRON ? 'ok' : ( $runs ? 'none' : 'warn' ),
				'text'  => null === $cron
					? __( 'No cron line has started a job yet. None is needed while the program runs.', 'wpbridge' )
					/* translators: %s: a span of time. */
					: sprintf( __( 'A cron line last started a job %s ago.', 'wpbridge' ), self::span( $cron ) ),
				'cure'  => '',
				'lines' => array(),
			),
		);
	}

	/** @param mixed $time As answered. */
	private static function beat( $time ): ?int {
		$at = is_string( $time ) ? strtotime( $time ) : false;
		return false === $at ? null : max( 0, time() - $at );
	}

	private static function span( int $seconds ): string {
		return human_time_diff( time() - $seconds );
	}

	private function status(): Answer {
		if ( null === $this->status ) {
			$this->status = $this->sidecar->get( '/v1/status', self::BUDGET );
		}
		return $this->status;
	}
}
