<?php
/**
 * What is excluded.
 *
 * @package WPBridge
 * @var string $search
 * @var array<array{name:string,sku:string,link:string,update:bool,check:bool}> $products
 * @var array<array{name:string,sku:string,link:string,update:bool,check:bool}> $categories
 * @var int $total
 * @var int $page
 * @var int $pages
 * @var string $address
 */

declare(strict_types=1);

defined( 'ABSPATH' ) || exit;

$lists = array(
	array( __( 'Categories', 'wpbridge' ), $categories, __( 'No category is excluded.', 'wpbridge' ), false ),
	array( __( 'Products', 'wpbridge' ), $products, __( 'No product is excluded.', 'wpbridge' ), true ),
);
?>
<h2><?php esc_html_e( 'Exclusions', 'wpbridge' ); ?></h2>
<p><?php esc_html_e( 'These are left as they are when stock and prices are updated, or are not asked about while a customer buys. Change it in the product or in the category, which also holds for the categories below it.', 'wpbridge' ); ?></p>
<p class="wpbridge-search">
	<label class="screen-reader-text" for="wpbridge_search"><?php esc_html_e( 'Search by name or SKU', 'wpbridge' ); ?></label>
	<input type="search" id="wpbridge_search" form="wpbridge-search" name="wpbridge_search" value="<?php echo esc_attr( $search ); ?>" placeholder="<?php esc_attr_e( 'Search by name or SKU', 'wpbridge' ); ?>">
	<button type="submit" class="button" form="wpbridge-search"><?php esc_html_e( 'Search', 'wpbridge' ); ?></button>
</p>
<?php foreach ( $lists as list( $heading, $rows, $none, $coded ) ) : ?>
	<h3><?php echo esc_html( $heading ); ?></h3>
	<table class="widefat striped wpbridge-list">
		<thead>
			<tr>
				<th scope="col"><?php esc_html_e( 'Name', 'wpbridge' ); ?></th>
				<?php if ( $coded ) : ?>
					<th scope="col"><?php esc_html_e( 'SKU', 'wpbridge' ); ?></th>
				<?php endif; ?>
				<th scope="col"><?php esc_html_e( 'Update of stock and prices', 'wpbridge' ); ?></th>
				<th scope="col"><?php esc_html_e( 'Check while a customer buys', 'wpbridge' ); ?></th>
			</tr>
		</thead>
		<tbody>
			<?php foreach ( $rows as $row ) : ?>
				<tr>
					<td><a href="<?php echo esc_url( $row['link'] ); ?>"><?php echo esc_html( $row['name'] ); ?></a></td>
					<?php if ( $coded ) : ?>
						<td data-title="<?php esc_attr_e( 'SKU', 'wpbridge' ); ?>"><?php echo esc_html( '' === $row['sku'] ? '–' : $row['sku'] ); ?></td>
					<?php endif; ?>
					<td data-title="<?php esc_attr_e( 'Update of stock and prices', 'wpbridge' ); ?>"><?php echo esc_html( $row['update'] ? __( 'excluded', 'wpbridge' ) : '–' ); ?></td>
					<td data-title="<?php esc_attr_e( 'Check while a customer buys', 'wpbridge' ); ?>"><?php echo esc_html( $row['check'] ? __( 'excluded', 'wpbridge' ) : '–' ); ?></td>
				</tr>
			<?php endforeach; ?>
			<?php if ( ! $rows ) : ?>
				<tr><td colspan="<?php echo $coded ? 4 : 3; ?>" class="none"><?php echo esc_html( '' === $search ? $none : __( 'Nothing was found.', 'wpbridge' ) ); ?></td></tr>
			<?php endif; ?>
		</tbody>
	</table>
<?php endforeach; ?>
<?php if ( $pages > 1 ) : ?>
	<div class="tablenav"><div class="tablenav-pages">
		<?php
		echo wp_kses_post(
			(string) paginate_links(
				array(
					'base'     => add_query_arg( array( 'wpbridge_page' => '%#%', 'wpbridge_search' => rawurlencode( $search ) ), $address ),
					'format'   => '',
					'current'  => $page,
					'total'    => $pages,
				)
			)
		);
		?>
	</div></div>
<?php endif; ?>
<?php
// The page is one form already, which posts; this one gets.
add_action(
	'admin_footer',
	static function (): void {
		?>
		<form id="wpbridge-search" method="get" action="<?php echo esc_url( admin_url( 'admin.php' ) ); ?>">
			<input type="hidden" name="page" value="wc-settings">
			<input type="hidden" name="tab" value="wpbridge">
			<input type="hidden" name="section" value="exclusions">
		</form>
		<?php
	}
);
