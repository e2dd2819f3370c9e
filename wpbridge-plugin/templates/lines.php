<?php
/**
 * Lines that say what is right and what is not.
 *
 * @package WPBridge
 * @var array<array{level:string,text:string,cure:string,lines:string[]}> $lines
 */

declare(strict_types=1);

defined( 'ABSPATH' ) || exit;

$marks = array(
	'ok'   => array( 'yes-alt', __( 'Good', 'wpbridge' ) ),
	'warn' => array( 'warning', __( 'Look at this', 'wpbridge' ) ),
	'fail' => array( 'dismiss', __( 'Wrong', 'wpbridge' ) ),
	'none' => array( 'minus', __( 'Not used', 'wpbridge' ) ),
);
?>
<ul class="wpbridge-lines">
	<?php foreach ( $lines as $line ) : ?>
		<li class="wpbridge-<?php echo esc_attr( $line['level'] ); ?>">
			<span class="dashicons dashicons-<?php echo esc_attr( $marks[ $line['level'] ][0] ); ?>" role="img" aria-label="<?php echo esc_attr( $marks[ $line['level'] ][1] ); ?>"></span>
			<div>
				<?php echo esc_html( $line['text'] ); ?>
				<?php if ( '' !== $line['cure'] ) : ?>
					<p class="description"><?php echo esc_html( $line['cure'] ); ?></p>
				<?php endif; ?>
				<?php foreach ( $line['lines'] as $typed ) : ?>
					<code class="wpbridge-typed"><?php echo esc_html( $typed ); ?></code>
				<?php endforeach; ?>
			</div>
		</li>
	<?php endforeach; ?>
</ul>
