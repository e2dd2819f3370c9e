<?php
/**
 * Who starts the jobs.
 *
 * @package WPBridge
 * @var array<array{level:string,text:string,cure:string,lines:string[]}> $lines
 * @var string[] $crons
 */

declare(strict_types=1);

defined( 'ABSPATH' ) || exit;

?>
<h2><?php esc_html_e( 'Schedule', 'wpbridge' ); ?></h2>
<table class="form-table">
	<tr>
		<th scope="row" class="titledesc"><?php esc_html_e( 'Started by', 'wpbridge' ); ?></th>
		<td class="forminp"><?php WPBridge\View::draw( 'lines', array( 'lines' => $lines ) ); ?></td>
	</tr>
	<?php if ( $crons ) : ?>
		<tr>
			<th scope="row" class="titledesc"><?php esc_html_e( 'Cron lines', 'wpbridge' ); ?></th>
			<td class="forminp">
				<?php foreach ( $crons as $cron ) : ?>
					<code class="wpbridge-typed"><?php echo esc_html( $cron ); ?></code>
				<?php endforeach; ?>
				<p class="description"><?php esc_html_e( 'For hosting where no program may stay running: enter these lines in the cron jobs of your hosting panel.', 'wpbridge' ); ?></p>
			</td>
		</tr>
	<?php endif; ?>
</table>
