<?php
/**
 * The tab Sync; its script fills it.
 *
 * @package WPBridge
 */

declare(strict_types=1);

defined( 'ABSPATH' ) || exit;

?>
<div id="wpbridge-known" hidden>
	<h2><?php esc_html_e( 'State', 'wpbridge' ); ?></h2>
	<ul class="wpbridge-lines" id="wpbridge-facts"></ul>
	<h2><?php esc_html_e( 'Jobs', 'wpbridge' ); ?></h2>
	<table class="widefat striped wpbridge-list wpbridge-jobs" id="wpbridge-jobs">
		<thead>
			<tr>
				<th scope="col"><?php esc_html_e( 'Job', 'wpbridge' ); ?></th>
				<th scope="col"><?php esc_html_e( 'Last run', 'wpbridge' ); ?></th>
				<th scope="col"><?php esc_html_e( 'Next run', 'wpbridge' ); ?></th>
				<th scope="col"><span class="screen-reader-text"><?php esc_html_e( 'Actions', 'wpbridge' ); ?></span></th>
			</tr>
		</thead>
		<tbody></tbody>
	</table>
	<p class="description"><?php esc_html_e( 'A preview reads and compares as the job does, and shows what would change without changing it.', 'wpbridge' ); ?></p>
</div>
