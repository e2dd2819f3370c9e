<?php
/**
 * The section of WooCommerce's status report.
 *
 * @package WPBridge
 * @var array<string,array{label:string,value:string}> $lines
 */

declare(strict_types=1);

defined( 'ABSPATH' ) || exit;

?>
<table class="wc_status_table widefat" cellspacing="0">
	<thead>
		<tr>
			<th colspan="3" data-export-label="WP Bridge"><h2><?php esc_html_e( 'WP Bridge', 'wpbridge' ); ?></h2></th>
		</tr>
	</thead>
	<tbody>
		<?php foreach ( $lines as $name => $line ) : ?>
			<tr>
				<td data-export-label="<?php echo esc_attr( $name ); ?>"><?php echo esc_html( $line['label'] ); ?>:</td>
				<td class="help"></td>
				<td><?php echo esc_html( $line['value'] ); ?></td>
			</tr>
		<?php endforeach; ?>
	</tbody>
</table>
