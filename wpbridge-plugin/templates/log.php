<?php
/**
 * Runs that did not go well.
 *
 * @package WPBridge
 * @var array<array{run:int,job:string,at:string,status:string,reason:string}> $runs
 * @var string $fault
 * @var string $logs
 */

declare(strict_types=1);

defined( 'ABSPATH' ) || exit;

?>
<p>
	<?php esc_html_e( 'What this plugin itself has to report is in the logs of WooCommerce.', 'wpbridge' ); ?>
	<a href="<?php echo esc_url( $logs ); ?>"><?php esc_html_e( 'Open the logs', 'wpbridge' ); ?></a>
</p>
<h2><?php esc_html_e( 'Last runs with errors', 'wpbridge' ); ?></h2>
<?php if ( '' !== $fault ) : ?>
	<div class="notice notice-error inline"><p><?php echo esc_html( $fault ); ?></p></div>
<?php else : ?>
	<table class="widefat striped wpbridge-list">
		<thead>
			<tr>
				<th scope="col"><?php esc_html_e( 'Run', 'wpbridge' ); ?></th>
				<th scope="col"><?php esc_html_e( 'Started', 'wpbridge' ); ?></th>
				<th scope="col"><?php esc_html_e( 'Outcome', 'wpbridge' ); ?></th>
				<th scope="col"><?php esc_html_e( 'Reason', 'wpbridge' ); ?></th>
			</tr>
		</thead>
		<tbody>
			<?php foreach ( $runs as $run ) : ?>
				<tr>
					<td><a href="<?php echo esc_url( WPBridge\Pages\Menu::address( 'history' ) . '&run=' . $run['run'] ); ?>"><?php echo esc_html( '#' . $run['run'] . ' ' . $run['job'] ); ?></a></td>
					<td data-title="<?php esc_attr_e( 'Started', 'wpbridge' ); ?>"><?php echo esc_html( $run['at'] ); ?></td>
					<td data-title="<?php esc_attr_e( 'Outcome', 'wpbridge' ); ?>"><?php echo esc_html( $run['status'] ); ?></td>
					<td data-title="<?php esc_attr_e( 'Reason', 'wpbridge' ); ?>"><?php echo esc_html( '' === $run['reason'] ? '–' : $run['reason'] ); ?></td>
				</tr>
			<?php endforeach; ?>
			<?php if ( ! $runs ) : ?>
				<tr><td colspan="4" class="none"><?php esc_html_e( 'None. All is well.', 'wpbridge' ); ?></td></tr>
			<?php endif; ?>
		</tbody>
	</table>
<?php endif; ?>
