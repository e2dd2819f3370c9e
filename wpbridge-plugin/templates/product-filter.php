<?php
/**
 * The filter above the list of products.
 *
 * @package WPBridge
 * @var string $name
 * @var string $chosen
 * @var array<string,string> $choices
 */

declare(strict_types=1);

defined( 'ABSPATH' ) || exit;

?>
<select name="<?php echo esc_attr( $name ); ?>" aria-label="<?php esc_attr_e( 'WP Bridge', 'wpbridge' ); ?>">
	<option value=""><?php esc_html_e( 'WP Bridge: all', 'wpbridge' ); ?></option>
	<?php foreach ( $choices as $value => $text ) : ?>
		<option value="<?php echo esc_attr( $value ); ?>" <?php selected( $chosen, $value ); ?>><?php echo esc_html( $text ); ?></option>
	<?php endforeach; ?>
</select>
