<?php
/**
 * The tab History: filters; its script lists the runs.
 *
 * @package WPBridge
 * @var string $job
 * @var string $status
 */

declare(strict_types=1);

defined( 'ABSPATH' ) || exit;

$words    = WPBridge\Pages\Texts::of( 'history' );
$jobs     = array_intersect_key( $words['jobs'], array_flip( array( 'stock', 'prices', 'match' ) ) );
$jobs     = array( 'stock' => __( 'Stock', 'wpbridge' ) ) + $jobs;
$selected = array( 'job' => $job, 'status' => $status );
$filters  = array(
	'job'    => array( __( 'All jobs', 'wpbridge' ), __( 'Job', 'wpbridge' ), $jobs ),
	'status' => array( __( 'All outcomes', 'wpbridge' ), __( 'Outcome', 'wpbridge' ), $words['outcomes'] ),
);
?>
<form id="wpbridge-filters" class="wpbridge-search">
	<?php foreach ( $filters as $name => list( $all, $label, $choices ) ) : ?>
		<select name="<?php echo esc_attr( $name ); ?>" aria-label="<?php echo esc_attr( $label ); ?>">
			<option value=""><?php echo esc_html( $all ); ?></option>
			<?php foreach ( $choices as $value => $text ) : ?>
				<option value="<?php echo esc_attr( $value ); ?>" <?php selected( $selected[ $name ], $value ); ?>><?php echo esc_html( $text ); ?></option>
			<?php endforeach; ?>
		</select>
	<?php endforeach; ?>
	<button class="button"><?php esc_html_e( 'Filter', 'wpbridge' ); ?></button>
</form>
<div id="wpbridge-content"></div>
