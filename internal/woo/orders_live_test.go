package woo_test

import (
	"fmt"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/shoptest"
	"wpbridge/internal/shoptest/site"
	"wpbridge/internal/woo"
)

// TestOrdersOfARealShop has the WooCommerce that is installed place orders, and
// reads them as it does: a newer one than was recorded may store them otherwise.
// Only shapes that leave the shop's settings alone.
func TestOrdersOfARealShop(t *testing.T) {
	t.Parallel()
	shop := site.Open(t)
	scripts := filepath.Join(shoptest.ModuleRoot(t), "scripts", "php")
	reader := open(t, shop.Shop)
	defer shop.PHP(t, `foreach ( array( 'MUG', 'BOOK', 'PEN', 'TEA', 'TILE', 'CLOTH', 'GIFT', 'GONE', 'SHIRT-S', 'SHIRT' ) as $sku ) {
			$product = wc_get_product( wc_get_product_id_by_sku( $sku ) );
			$product && $product->delete( true );
		}
		foreach ( get_posts( array( 'post_type' => 'product', 'title' => 'Off the list', 'fields' => 'ids' ) ) as $id ) {
			wc_get_product( $id )->delete( true );
		}
		foreach ( array( 'tenth', 'all', 'five', 'each' ) as $code ) {
			( new WC_Coupon( $code ) )->delete( true );
		}`, nil)
	for _, shape := range []string{"inclusive-mixed", "coupons-several", "company", "fee-negative", "refund-part", "refund-sums"} {
		var want orderAnswers
		shop.PHP(t, fmt.Sprintf(`
			$_SERVER['REMOTE_ADDR'] = '127.0.0.1';
			add_filter( 'pre_wp_mail', '__return_true' );
			foreach ( array( 'order-lib', 'order-answers' ) as $lib ) {
				require %[1]s . "/$lib.php";
			}
			if ( ! wc_get_product_id_by_sku( 'MUG' ) ) {
				make_goods();
			}
			$shapes = require %[1]s . '/order-shapes.php';
			$order  = $shapes[ %[2]s ]['make']();
			echo "\n", wp_json_encode( array( 'about' => %[2]s, 'rounding' => '0' ) + order_answers( wc_get_order( $order->get_id() ) ) ), "\n";`, strconv.Quote(scripts), strconv.Quote(shape)), &want)
		got, err := reader.Order(t.Context(), want.ID, woo.OrderOptions{MetaKeys: []string{"_billing_cif"}})
		require.NoError(t, err, shape)
		requireOrder(t, want, got)
	}
}
