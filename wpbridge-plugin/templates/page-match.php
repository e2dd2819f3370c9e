<?php
/**
 * The tab Match; its script fills it.
 *
 * @package WPBridge
 */

declare(strict_types=1);

defined( 'ABSPATH' ) || exit;

?>
<h2><?php esc_html_e( 'Match report', 'wpbridge' ); ?></h2>
<div id="wpbridge-actions"></div>
<div id="wpbridge-report"></div>
<div id="wpbridge-content"></div>
