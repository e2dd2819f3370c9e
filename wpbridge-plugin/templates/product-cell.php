<?php
/**
 * The cell of a product in the list.
 *
 * @package WPBridge
 * @var string $link
 * @var string[] $excluded
 */

declare(strict_types=1);

defined( 'ABSPATH' ) || exit;

echo '' === $link ? '<span class="na">&ndash;</span>' : esc_html( $link );
foreach ( $excluded as $text ) {
	printf( '<br><mark class="wpbridge-excluded">%s</mark>', esc_html( $text ) );
}
