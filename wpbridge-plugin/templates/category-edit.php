<?php
/**
 * Fields in the form of a category.
 *
 * @package WPBridge
 * @var array<array{name:string,kind:string,label:string,about:string,value:string,choices:array<string,string>}> $fields
 * @var string $nonce
 */

declare(strict_types=1);

defined( 'ABSPATH' ) || exit;

foreach ( $fields as $i => $field ) :
	?>
	<tr class="form-field wpbridge-category">
		<th scope="row"><label for="wpbridge_<?php echo esc_attr( $field['name'] ); ?>"><?php echo esc_html( __( 'WP Bridge', 'wpbridge' ) . ': ' . $field['label'] ); ?></label></th>
		<td>
			<?php
			if ( 0 === $i ) {
				wp_nonce_field( $nonce, 'wpbridge_nonce', false );
			}
			WPBridge\View::draw( 'category-field', array( 'field' => $field ) );
			?>
		</td>
	</tr>
	<?php
endforeach;
