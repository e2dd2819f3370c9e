<?php
/**
 * The button that tries the connection with what is in the fields.
 *
 * @package WPBridge
 */

declare(strict_types=1);

defined( 'ABSPATH' ) || exit;

?>
<table class="form-table" id="wpbridge-test">
	<tr>
		<th scope="row" class="titledesc"><span class="screen-reader-text"><?php esc_html_e( 'Test', 'wpbridge' ); ?></span></th>
		<td class="forminp">
			<button type="button" class="button" id="wpbridge-test-button"><?php esc_html_e( 'Test connection', 'wpbridge' ); ?></button>
			<span class="spinner" style="float:none"></span>
			<p class="description"><?php esc_html_e( 'Tries what is in the fields, without saving it. After that you can choose from the lists of your system.', 'wpbridge' ); ?></p>
			<div id="wpbridge-test-result" aria-live="polite"></div>
		</td>
	</tr>
</table>
