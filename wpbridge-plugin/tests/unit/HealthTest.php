<?php

declare(strict_types=1);

namespace WPBridge\Tests;

use PHPUnit\Framework\TestCase;
use WPBridge\Health\Facts;

final class HealthTest extends TestCase {

	private const NOW = 1800000000;

	private static function ago( int $ago ): string {
		return gmdate( 'Y-m-d\TH:i:s', self::NOW - $ago ) . '.123456789Z';
	}

	public static function beats(): array {
		return array(
			'never'            => array( array( 'serve' => null, 'cron' => null ), null ),
			'no answer'        => array( null, null ),
			'serve'            => array( array( 'serve' => self::ago( 30 ), 'cron' => null ), 30 ),
			'the later counts' => array( array( 'serve' => self::ago( 9000 ), 'cron' => self::ago( 60 ) ), 60 ),
			'clocks differ'    => array( array( 'serve' => self::ago( -5 ), 'cron' => null ), 0 ),
			'no time'          => array( array( 'serve' => 'soon', 'cron' => 7 ), null ),
		);
	}

	/** @dataProvider beats */
	public function test_idle( ?array $alive, ?int $seconds ): void {
		self::assertSame( $seconds, Facts::idle( array( 'alive' => $alive ), self::NOW ) );
	}

	public function test_troubles(): void {
		$jobs = array(
			array( 'job' => 'stock', 'last' => array( 'status' => 'done' ) ),
			array( 'job' => 'stock-full', 'last' => array( 'status' => 'held', 'reason' => 'too many zeros' ) ),
			array( 'job' => 'prices', 'last' => array( 'status' => 'failed', 'reason' => 'no answer' ) ),
			array( 'job' => 'match', 'last' => null ),
		);
		self::assertSame(
			array( 'Stock, everything: the last run waits for approval. too many zeros', 'Prices: the last run failed. no answer' ),
			Facts::troubles( array( 'jobs' => $jobs ) )
		);
		self::assertSame( array(), Facts::troubles( array() ) );
	}
}
