<?php

declare(strict_types=1);

namespace WPBridge\Tests;

use PHPUnit\Framework\TestCase;
use WPBridge\Pages\Texts;

final class TextsTest extends TestCase {

	public static function scripts(): array {
		return array(
			'sync'    => array( 'sync', array( 'kit', 'runs', 'sync' ) ),
			'history' => array( 'history', array( 'kit', 'runs', 'list', 'history' ) ),
			'run'     => array( 'run', array( 'kit', 'runs', 'list', 'changes', 'run' ) ),
			'match'   => array( 'match', array( 'kit', 'runs', 'list', 'match' ) ),
			'finder'  => array( 'finder', array( 'kit', 'list', 'finder' ) ),
			'product' => array( 'product', array( 'kit', 'changes', 'product' ) ),
		);
	}

	/**
	 * @dataProvider scripts
	 *
	 * @param string[] $files Loaded together.
	 */
	public function test_every_word_that_a_script_shows_is_there( string $script, array $files ): void {
		$texts = Texts::of( $script );
		foreach ( $files as $file ) {
			preg_match_all( '/\bwords\.(\w+)/', (string) file_get_contents( __DIR__ . "/../../assets/pages/$file.js" ), $used );
			self::assertSame( array(), array_values( array_diff( array_unique( $used[1] ), array_keys( $texts ) ) ), $file );
		}
	}
}
