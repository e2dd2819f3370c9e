<?php
/**
 * How plugin and program stand, and the field for the pairing string.
 *
 * @package WPBridge
 * @var array<array{level:string,text:string,cure:string,lines:string[]}> $lines
 * @var bool $fixed
 * @var bool $known
 */

declare(strict_types=1);

defined( 'ABSPATH' ) || exit;

?>
<h2><?php esc_html_e( 'Connection', 'wpbridge' ); ?></h2>
<p><?php esc_html_e( 'The work is done by the program wpbridge, which runs on the server of your shop.', 'wpbridge' ); ?></p>
<table class="form-table">
	<tr>
		<th scope="row" class="titledesc"><?php esc_html_e( 'State', 'wpbridge' ); ?></th>
		<td class="forminp"><?php WPBridge\View::draw( 'lines', array( 'lines' => $lines ) ); ?></td>
	</tr>
	<tr>
		<th scope="row" class="titledesc">
			<label for="wpbridge_paste"><?php esc_html_e( 'Pairing', 'wpbridge' ); ?> <?php echo wc_help_tip( __( 'The text that begins with wpbridge1: and that the command wpbridge init prints where it may not write to wp-config.php itself.', 'wpbridge' ) ); // phpcs:ignore WordPress.Security.EscapeOutput.OutputNotEscaped -- escaped by WooCommerce. ?></label>
		</th>
		<td class="forminp">
			<?php if ( $fixed ) : ?>
				<?php esc_html_e( 'Paired in wp-config.php.', 'wpbridge' ); ?>
			<?php else : ?>
				<input type="password" id="wpbridge_paste" name="wpbridge_paste" value="" autocomplete="off" style="width:400px;max-width:100%" placeholder="<?php echo esc_attr( $known ? __( 'stored; leave empty to keep', 'wpbridge' ) : 'wpbridge1:…' ); ?>">
			<?php endif; ?>
		</td>
	</tr>
</table>
