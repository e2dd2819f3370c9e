<?php
/**
 * Names the fields that can be changed, so that one which the browser does not send is not taken for emptied.
 *
 * @package WPBridge
 * @var string[] $keys
 */

declare(strict_types=1);

defined( 'ABSPATH' ) || exit;

foreach ( $keys as $key ) :
	?>
	<input type="hidden" name="wpbridge_offered[]" value="<?php echo esc_attr( $key ); ?>">
	<?php
endforeach;
