<?php

declare(strict_types=1);

namespace WPBridge\Tests;

use PHPUnit\Framework\TestCase;
use WPBridge\Settings\Words;

final class WordsTest extends TestCase {

	public static function titles(): array {
		return array(
			'known'                  => array( 'api_id', 'API ID' ),
			'written out'            => array( 'some_key', 'Some key' ),
			'a variable'             => array( 'vars.stock_path', 'Stock path' ),
			'a variable that is known' => array( 'vars.page_size', 'Entries per request' ),
		);
	}

	/** @dataProvider titles */
	public function test_titles( string $name, string $title ): void {
		self::assertSame( $title, Words::title( $name ) );
	}

	public function test_choices_that_are_no_words_stay_as_they_are(): void {
		self::assertSame(
			array( 'json' => 'JSON', 'iso-8859-2' => 'iso-8859-2', ',' => 'Comma', 'active_pos' => 'Active in POS', 'some_thing' => 'Some thing', 0 => '0' ),
			Words::choices( array( 'json', 'iso-8859-2', ',', 'active_pos', 'some_thing', '0' ) )
		);
	}

	public function test_owners_find_their_system(): void {
		self::assertStringContainsString( 'SORS', Words::system( 'profile' ) );
		self::assertSame( 'Sitoo', Words::system( 'Sitoo' ) );
	}
}
