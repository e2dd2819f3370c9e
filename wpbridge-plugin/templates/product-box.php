<?php
/**
 * The tab WP Bridge of a product.
 *
 * @package WPBridge
 * @var int $product
 * @var array{code:string,item:string,sku:string}|null $link
 * @var bool $known
 * @var array{linked:int,all:int} $variations
 * @var bool $may_ask
 * @var string $match
 * @var WPBridge\Product\Fields $fields
 */

declare(strict_types=1);

defined( 'ABSPATH' ) || exit;

?>
<div id="wpbridge_product_data" class="panel woocommerce_options_panel hidden">
	<div class="options_group">
		<p class="form-field wpbridge-fact">
			<label><?php esc_html_e( 'Linked with', 'wpbridge' ); ?></label>
			<span>
				<?php
				if ( $link ) {
					/* translators: 1: a code, 2: an internal number. */
					echo esc_html( sprintf( __( '%1$s (item %2$s)', 'wpbridge' ), '' === $link['code'] ? '–' : $link['code'], $link['item'] ) );
				} elseif ( $variations['linked'] ) {
					/* translators: 1: a number, 2: a number. */
					echo esc_html( sprintf( __( 'Variations linked: %1$d of %2$d.', 'wpbridge' ), $variations['linked'], $variations['all'] ) );
				} else {
					echo esc_html( $known ? __( 'Nothing in the business system.', 'wpbridge' ) : '–' );
				}
				?>
				<?php if ( ! $link && ! $variations['linked'] && '' !== $match ) : ?>
					<a href="<?php echo esc_url( $match ); ?>"><?php esc_html_e( 'Open the match report', 'wpbridge' ); ?></a>
				<?php endif; ?>
			</span>
		</p>
		<?php if ( $may_ask && $link ) : ?>
			<div id="wpbridge-why" data-sku="<?php echo esc_attr( '' === $link['sku'] ? $link['code'] : $link['sku'] ); ?>" data-product="<?php echo esc_attr( (string) $product ); ?>" aria-live="polite">
				<p class="form-field wpbridge-fact"><label><?php esc_html_e( 'Business system', 'wpbridge' ); ?></label><span><?php esc_html_e( 'Asking the wpbridge program…', 'wpbridge' ); ?></span></p>
			</div>
		<?php endif; ?>
	</div>
	<div class="options_group">
		<?php $fields->draw( $product ); ?>
	</div>
</div>
