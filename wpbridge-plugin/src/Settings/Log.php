<?php
/**
 * The section Log.
 *
 * @package WPBridge
 */

declare(strict_types=1);

namespace WPBridge\Settings;

use WPBridge\Sidecar;
use WPBridge\View;

/** The last runs that did not go well, and the way to the logs. */
final class Log {

	private const BUDGET = 2.0;
	private const MOST   = 10;

	/** Ends of a run that a person should know of. */
	private const BAD = array( 'failed', 'partial', 'held' );

	/** @var Sidecar */
	private $sidecar;

	public function __construct( Sidecar $sidecar ) {
		$this->sidecar = $sidecar;
	}

	public function draw(): void {
		$runs  = array();
		$fault = '';
		foreach ( self::BAD as $status ) {
			$answer = $this->sidecar->get( '/v1/runs?limit=' . self::MOST . '&status=' . $status, self::BUDGET );
			if ( ! $answer->ok() ) {
				$fault = $answer->detail;
				break;
			}
			$runs = array_merge( $runs, array_filter( (array) ( $answer->data['runs'] ?? array() ), 'is_array' ) );
		}
		usort( $runs, static function ( array $a, array $b ): int { return (int) ( $b['run'] ?? 0 ) <=> (int) ( $a['run'] ?? 0 ); } );
		View::draw(
			'log',
			array(
				'runs'  => array_map( array( self::class, 'row' ), array_slice( $runs, 0, self::MOST ) ),
				'fault' => $fault,
				'logs'  => admin_url( 'admin.php?page=wc-status&tab=logs&source=wpbridge' ),
			)
		);
	}

	/**
	 * A run in words.
	 *
	 * @param array<string,mixed> $run As answered.
	 * @return array{run:int,job:string,at:string,status:string,reason:string}
	 */
	private static function row( array $run ): array {
		$words = array(
			'failed'  => __( 'failed', 'wpbridge' ),
			'partial' => __( 'done in part', 'wpbridge' ),
			'held'    => __( 'waits for approval', 'wpbridge' ),
		);
		$at    = strtotime( (string) ( $run['started'] ?? '' ) );
		return array(
			'run'    => (int) ( $run['run'] ?? 0 ),
			'job'    => Words::job( (string) ( $run['job'] ?? '' ), ! empty( $run['full'] ) ),
			'at'     => false === $at ? '' : (string) wp_date( get_option( 'date_format' ) . ' ' . get_option( 'time_format' ), $at ),
			'status' => $words[ $run['status'] ?? '' ] ?? (string) ( $run['status'] ?? '' ),
			'reason' => (string) ( $run['reason'] ?? '' ),
		);
	}
}
