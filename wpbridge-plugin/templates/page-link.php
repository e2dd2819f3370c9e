<?php
/**
 * The way from the settings to the page.
 *
 * @package WPBridge
 * @var array<string,string> $tabs
 */

declare(strict_types=1);

defined( 'ABSPATH' ) || exit;

?>
<p class="wpbridge-ways">
	<?php esc_html_e( 'Go to:', 'wpbridge' ); ?>
	<?php foreach ( $tabs as $name => $label ) : ?>
		<a href="<?php echo esc_url( WPBridge\Pages\Menu::address( $name ) ); ?>"><?php echo esc_html( $label ); ?></a>
	<?php endforeach; ?>
</p>
