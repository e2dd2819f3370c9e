<?php
/**
 * The lines of WP Bridge in a variation.
 *
 * @package WPBridge
 * @var array{code:string,item:string,sku:string}|null $link
 * @var bool $known
 * @var int $id
 * @var int $loop
 * @var WPBridge\Product\Fields $fields
 */

declare(strict_types=1);

defined( 'ABSPATH' ) || exit;

?>
<div class="wpbridge-variation">
	<p class="form-row form-row-full">
		<strong><?php esc_html_e( 'WP Bridge', 'wpbridge' ); ?>:</strong>
		<?php
		if ( $link ) {
			/* translators: %s: a code. */
			echo esc_html( sprintf( __( 'linked with %s.', 'wpbridge' ), '' === $link['code'] ? $link['item'] : $link['code'] ) );
		} else {
			echo esc_html( $known ? __( 'not linked.', 'wpbridge' ) : '–' );
		}
		?>
	</p>
	<?php $fields->draw( $id, (string) $loop ); ?>
</div>
