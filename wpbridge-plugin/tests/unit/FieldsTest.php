<?php

declare(strict_types=1);

namespace WPBridge\Tests;

use PHPUnit\Framework\TestCase;
use WPBridge\Product\Category;
use WPBridge\Product\Fields;
use WPBridge\Product\Rules;

final class FieldsTest extends TestCase {

	public static function boxes(): array {
		return array(
			'ticked'                    => array( array( 'exclude_update' => 'yes', 'exclude_update_was' => 'no', 'exclude_update_above' => 'no' ), array( 'exclude_update' => 'yes' ) ),
			'unticked'                  => array( array( 'exclude_update_was' => 'yes', 'exclude_update_above' => 'no' ), array( 'exclude_update' => null ) ),
			'an exception'              => array( array( 'exclude_check_was' => 'yes', 'exclude_check_above' => 'yes' ), array( 'exclude_check' => 'no' ) ),
			'the exception taken back'  => array( array( 'exclude_check' => 'yes', 'exclude_check_was' => 'no', 'exclude_check_above' => 'yes' ), array( 'exclude_check' => null ) ),
			'left as it was, inherited' => array( array( 'exclude_update' => 'yes', 'exclude_update_was' => 'yes', 'exclude_update_above' => 'yes' ), array() ),
			'left as it was, own'       => array( array( 'exclude_update' => 'yes', 'exclude_update_was' => 'yes', 'exclude_update_above' => 'no' ), array() ),
			'a form without the fields' => array( array(), array() ),
		);
	}

	/** @dataProvider boxes */
	public function test_boxes_store_only_what_was_turned( array $posted, array $stored ): void {
		self::assertSame( $stored, ( new Fields( new Rules() ) )->posted( $posted ) );
	}

	public static function others(): array {
		return array(
			'quantity'                => array( array( 'buffer' => ' 2,5 ' ), array( 'buffer' => '2.5' ) ),
			'nothing kept back'       => array( array( 'buffer' => '0' ), array( 'buffer' => '0' ) ),
			'emptied'                 => array( array( 'buffer' => '', 'when_unreachable' => '' ), array( 'buffer' => null, 'when_unreachable' => null ) ),
			'not to be understood'    => array( array( 'buffer' => '-1', 'when_unreachable' => 'maybe' ), array() ),
			'of another type'         => array( array( 'buffer' => array( array() ), 'when_unreachable' => array( 'allow' => array() ) ), array() ),
			'a rule'                  => array( array( 'when_unreachable' => 'allow' ), array( 'when_unreachable' => 'allow' ) ),
		);
	}

	/** @dataProvider others */
	public function test_quantities_and_rules( array $posted, array $stored ): void {
		self::assertSame( $stored, ( new Fields( new Rules() ) )->posted( $posted ) );
	}

	public function test_categories(): void {
		self::assertSame( array( 'exclude_update' => '', 'exclude_check' => '', 'buffer' => '', 'when_unreachable' => '' ), Category::stored( array() ) );
		self::assertSame(
			array( 'exclude_update' => 'yes', 'exclude_check' => '', 'when_unreachable' => 'refuse' ),
			Category::stored( array( 'exclude_update' => '<b>', 'buffer' => 'x', 'when_unreachable' => 'refuse' ) ),
			'what cannot be understood stays as it is stored'
		);
	}
}
