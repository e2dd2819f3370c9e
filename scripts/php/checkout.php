<?php
/**
 * What tests of the checkout need of a real shop.
 *
 *   php checkout.php goods TAG            makes products, classic pages and a customer; prints their ids and addresses
 *   php checkout.php order ID:QTY…        makes an order that waits to be paid; prints its id, key and addresses
 *   php checkout.php held ID:QTY…         the same, with its stock already taken, as an order on hold has it
 *
 * Each prints one line of JSON.
 */

$_SERVER['HTTP_HOST']   = '127.0.0.1';
$_SERVER['REQUEST_URI'] = '/';
require getenv( 'SHOP_DIR' ) . '/www/wp-load.php';

function product( WC_Product $product, string $name, string $sku, ?int $stock ): int {
	$product->set_name( $name );
	$product->set_sku( $sku );
	$product->set_regular_price( '10' );
	if ( null !== $stock ) {
		$product->set_manage_stock( true );
		$product->set_stock_quantity( $stock );
	}
	return $product->save();
}

function variable( string $name, string $sku, ?int $stock ): WC_Product_Variable {
	$parent    = new WC_Product_Variable();
	$attribute = new WC_Product_Attribute();
	$attribute->set_name( 'Size' );
	$attribute->set_options( array( 'S', 'M' ) );
	$attribute->set_visible( true );
	$attribute->set_variation( true );
	$parent->set_attributes( array( $attribute ) );
	product( $parent, $name, $sku, $stock );
	return $parent;
}

function variation( WC_Product_Variable $parent, string $size, string $sku, ?int $stock ): int {
	$variation = new WC_Product_Variation();
	$variation->set_parent_id( $parent->get_id() );
	$variation->set_attributes( array( 'size' => $size ) );
	return product( $variation, $parent->get_name() . " $size", $sku, $stock );
}

function page( string $slug, string $shortcode ): string {
	$page = get_page_by_path( $slug );
	$id   = $page ? $page->ID : wp_insert_post(
		array(
			'post_type'    => 'page',
			'post_status'  => 'publish',
			'post_name'    => $slug,
			'post_title'   => $slug,
			'post_content' => $shortcode,
		)
	);
	return get_permalink( $id );
}

function goods( string $tag ): array {
	$simple    = product( new WC_Product_Simple(), 'Mug', "$tag-MUG", 50 );
	$other     = product( new WC_Product_Simple(), 'Plate', "$tag-PLATE", 50 );
	$backorder = new WC_Product_Simple();
	$backorder->set_backorders( 'yes' );
	product( $backorder, 'Bowl', "$tag-BOWL", 1 );
	$category = get_term_by( 'slug', 'unchecked', 'product_cat' );
	$category = $category ? $category->term_id : wp_insert_term( 'Unchecked', 'product_cat', array( 'slug' => 'unchecked' ) )['term_id'];
	update_term_meta( $category, 'wpbridge_exclude_check', 'yes' );
	$excluded = new WC_Product_Simple();
	$excluded->set_category_ids( array( $category ) );
	product( $excluded, 'Fork', "$tag-FORK", 50 );
	$shirt = variable( 'Shirt', "$tag-SHIRT", null );
	$tape  = variable( 'Tape', "$tag-TAPE", 40 );
	$out   = array(
		'simple'     => $simple,
		'other'      => $other,
		'backorder'  => $backorder->get_id(),
		'excluded'   => $excluded->get_id(),
		'unmanaged'  => product( new WC_Product_Simple(), 'Gift card', "$tag-CARD", null ),
		'shirt'      => $shirt->get_id(),
		'shirt_s'    => variation( $shirt, 'S', "$tag-SHIRT-S", 50 ),
		'shirt_m'    => variation( $shirt, 'M', "$tag-SHIRT-M", 50 ),
		'tape'       => $tape->get_id(),
		'tape_s'     => variation( $tape, 'S', '', null ),
		'tape_m'     => variation( $tape, 'M', '', null ),
		'cart_page'  => page( 'classic-cart', '[woocommerce_cart]' ),
		'order_page' => page( 'classic-checkout', '[woocommerce_checkout]' ),
	);
	WC_Product_Variable::sync( $shirt->get_id() );
	WC_Product_Variable::sync( $tape->get_id() );
	$user = get_user_by( 'login', 'ana' );
	wp_set_password( 'ana-password', $user ? $user->ID : wc_create_new_customer( 'ana@shop.test', 'ana', 'ana-password' ) );
	return $out;
}

function order( array $lines, bool $taken ): array {
	$order = wc_create_order( array( 'created_via' => 'checkout' ) );
	foreach ( $lines as $line ) {
		list( $id, $quantity ) = explode( ':', $line );
		$order->add_product( wc_get_product( (int) $id ), (int) $quantity );
	}
	$order->set_address(
		array(
			'first_name' => 'Ana',
			'last_name'  => 'Pop',
			'email'      => 'buyer@shop.test',
			'phone'      => '0700000000',
			'address_1'  => 'Strada Probei 1',
			'city'       => 'Bucuresti',
			'state'      => 'B',
			'postcode'   => '010001',
			'country'    => 'RO',
		),
		'billing'
	);
	$order->calculate_totals();
	$order->set_status( $taken ? 'on-hold' : 'pending' );
	$order->save();
	if ( $taken ) {
		$order->set_status( 'pending' ); // Its lines keep what they took.
		remove_action( 'woocommerce_order_status_pending', 'wc_maybe_increase_stock_levels' );
		$order->save();
	}
	return array(
		'id'  => $order->get_id(),
		'key' => $order->get_order_key(),
		'pay' => $order->get_checkout_payment_url(),
	);
}

$rest = array_slice( $argv, 2 );
switch ( $argv[1] ?? '' ) {
	case 'goods':
		$out = goods( $rest[0] );
		break;
	case 'order':
	case 'held':
		$out = order( $rest, 'held' === $argv[1] );
		break;
	default:
		fwrite( STDERR, "unknown step\n" );
		exit( 2 );
}
echo wp_json_encode( $out ), "\n";
