<?php
/**
 * One run; its script fills it.
 *
 * @package WPBridge
 * @var int $run
 */

declare(strict_types=1);

defined( 'ABSPATH' ) || exit;

?>
<p><a href="<?php echo esc_url( WPBridge\Pages\Menu::address( 'history' ) ); ?>">← <?php esc_html_e( 'All runs', 'wpbridge' ); ?></a></p>
<h2 id="wpbridge-title">#<?php echo esc_html( (string) $run ); ?></h2>
<div id="wpbridge-actions"></div>
<div id="wpbridge-run" data-run="<?php echo esc_attr( (string) $run ); ?>"></div>
