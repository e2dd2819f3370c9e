<?php
/**
 * The tab Finder: which side to look at; its script lists it.
 *
 * @package WPBridge
 * @var string $chosen
 */

declare(strict_types=1);

defined( 'ABSPATH' ) || exit;

$sides = WPBridge\Pages\Classes::sides();
$last  = array_key_last( $sides );
?>
<ul class="subsubsub">
	<?php foreach ( $sides as $side => $label ) : ?>
		<li><a href="<?php echo esc_url( WPBridge\Pages\Menu::address( 'finder' ) . '&side=' . $side ); ?>" <?php echo $side === $chosen ? 'class="current" aria-current="page"' : ''; ?>><?php echo esc_html( $label ); ?></a><?php echo $side === $last ? '' : ' |'; ?></li>
	<?php endforeach; ?>
</ul>
<br class="clear">
<div id="wpbridge-content"></div>
