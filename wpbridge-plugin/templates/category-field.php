<?php
/**
 * One field of a category.
 *
 * @package WPBridge
 * @var array{name:string,kind:string,label:string,about:string,value:string,choices:array<string,string>} $field
 */

declare(strict_types=1);

use WPBridge\Settings\Kind;

defined( 'ABSPATH' ) || exit;

$id   = 'wpbridge_' . $field['name'];
$name = 'wpbridge[' . $field['name'] . ']';
if ( Kind::YES_NO === $field['kind'] ) :
	?>
	<input type="checkbox" id="<?php echo esc_attr( $id ); ?>" name="<?php echo esc_attr( $name ); ?>" value="yes" <?php checked( 'yes', $field['value'] ); ?>>
<?php elseif ( Kind::CHOICE === $field['kind'] ) : ?>
	<select id="<?php echo esc_attr( $id ); ?>" name="<?php echo esc_attr( $name ); ?>" class="postform">
		<?php foreach ( $field['choices'] as $value => $text ) : ?>
			<option value="<?php echo esc_attr( $value ); ?>" <?php selected( $field['value'], $value ); ?>><?php echo esc_html( $text ); ?></option>
		<?php endforeach; ?>
	</select>
<?php else : ?>
	<input type="number" min="0" step="any" id="<?php echo esc_attr( $id ); ?>" name="<?php echo esc_attr( $name ); ?>" value="<?php echo esc_attr( $field['value'] ); ?>">
<?php endif; ?>
<p class="description"><?php echo esc_html( $field['about'] ); ?></p>
