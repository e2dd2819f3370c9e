<?php
/**
 * Templates.
 *
 * @package WPBridge
 */

declare(strict_types=1);

namespace WPBridge;

/** Draws a file of templates/, which holds only escaping and loops. */
final class View {

	/**
	 * Draws it.
	 *
	 * @param string              $name Without .php.
	 * @param array<string,mixed> $vars The template's variables.
	 */
	public static function draw( string $name, array $vars ): void {
		( static function () use ( $name, $vars ): void {
			extract( $vars, EXTR_SKIP ); // phpcs:ignore WordPress.PHP.DontExtract.extract_extract -- names come from our own calls.
			require __DIR__ . '/../templates/' . $name . '.php';
		} )();
	}
}
