<?php
/**
 * The frame of the page: tabs, and the chosen one.
 *
 * @package WPBridge
 * @var array<string,string> $tabs
 * @var string $tab
 * @var string $settings
 * @var string $view
 * @var array<string,mixed> $given
 */

declare(strict_types=1);

defined( 'ABSPATH' ) || exit;

?>
<div class="wrap woocommerce wpbridge">
	<nav class="nav-tab-wrapper woo-nav-tab-wrapper" aria-label="<?php esc_attr_e( 'WP Bridge', 'wpbridge' ); ?>">
		<?php foreach ( $tabs as $name => $label ) : ?>
			<a href="<?php echo esc_url( WPBridge\Pages\Menu::address( $name ) ); ?>" class="nav-tab <?php echo $name === $tab ? 'nav-tab-active' : ''; ?>" <?php echo $name === $tab ? 'aria-current="page"' : ''; ?>><?php echo esc_html( $label ); ?></a>
		<?php endforeach; ?>
		<a href="<?php echo esc_url( $settings ); ?>" class="nav-tab"><?php esc_html_e( 'Settings', 'wpbridge' ); ?></a>
	</nav>
	<h1 class="screen-reader-text"><?php echo esc_html( $tabs[ $tab ] ); ?></h1>
	<div class="notice notice-error inline hide-if-js"><p><?php esc_html_e( 'This page needs JavaScript.', 'wpbridge' ); ?></p></div>
	<div id="wpbridge-told" role="status">
		<?php if ( in_array( $tab, array( 'sync', 'match' ), true ) ) : ?>
			<p class="hide-if-no-js"><?php esc_html_e( 'Asking the wpbridge program…', 'wpbridge' ); ?></p>
		<?php endif; ?>
	</div>
	<?php WPBridge\View::draw( $view, $given ); ?>
</div>
