<?php
/**
 * How often a job runs.
 *
 * @package WPBridge
 * @var array<string,mixed> $field
 * @var string $often
 * @var string $time
 * @var array<string,string> $choices
 * @var bool $fixed
 */

declare(strict_types=1);

defined( 'ABSPATH' ) || exit;

?>
<tr>
	<th scope="row" class="titledesc">
		<label for="<?php echo esc_attr( $field['id'] ); ?>">
			<?php echo esc_html( $field['title'] ); ?>
			<?php echo '' === $field['desc_tip'] ? '' : wc_help_tip( $field['desc_tip'] ); // phpcs:ignore WordPress.Security.EscapeOutput.OutputNotEscaped -- escaped by WooCommerce. ?>
		</label>
	</th>
	<td class="forminp">
		<select class="wpbridge-when" style="width:12em" id="<?php echo esc_attr( $field['id'] ); ?>" name="<?php echo esc_attr( $field['id'] ); ?>" data-time="<?php echo esc_attr( $field['id'] ); ?>_time" <?php disabled( $fixed ); ?>>
			<?php foreach ( $choices as $value => $label ) : ?>
				<option value="<?php echo esc_attr( $value ); ?>" <?php selected( $often, $value ); ?>><?php echo esc_html( $label ); ?></option>
			<?php endforeach; ?>
		</select>
		<input type="time" style="width:8em" id="<?php echo esc_attr( $field['id'] ); ?>_time" name="<?php echo esc_attr( $field['id'] ); ?>_time" value="<?php echo esc_attr( $time ); ?>" aria-label="<?php esc_attr_e( 'Time of day', 'wpbridge' ); ?>" <?php disabled( $fixed ); ?>>
		<?php if ( '' !== $field['desc'] ) : ?>
			<p class="description"><?php echo esc_html( $field['desc'] ); ?></p>
		<?php endif; ?>
	</td>
</tr>
