<?php
/**
 * Fields in the form for a new category.
 *
 * @package WPBridge
 * @var array<array{name:string,kind:string,label:string,about:string,value:string,choices:array<string,string>}> $fields
 * @var string $nonce
 */

declare(strict_types=1);

defined( 'ABSPATH' ) || exit;

wp_nonce_field( $nonce, 'wpbridge_nonce', false );
foreach ( $fields as $field ) :
	?>
	<div class="form-field wpbridge-category">
		<label for="wpbridge_<?php echo esc_attr( $field['name'] ); ?>"><?php echo esc_html( __( 'WP Bridge', 'wpbridge' ) . ': ' . $field['label'] ); ?></label>
		<?php WPBridge\View::draw( 'category-field', array( 'field' => $field ) ); ?>
	</div>
	<?php
endforeach;
