package site_test

import (
	"fmt"
	"net/http"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/shoptest/site"
)

// listener writes down what other plugins are told.
const listener = `<?php
foreach ( array( 'woocommerce_product_set_stock_status', 'woocommerce_variation_set_stock_status', 'woocommerce_product_set_stock', 'woocommerce_variation_set_stock', 'woocommerce_update_product', 'woocommerce_update_product_variation', 'woocommerce_updated_product_stock', 'woocommerce_updated_product_price' ) as $hook ) {
	add_action( $hook, function ( $what, $status = '' ) use ( $hook ) {
		if ( defined( 'REST_REQUEST' ) ) {
			file_put_contents( WP_CONTENT_DIR . '/heard', $hook . ' ' . ( is_object( $what ) ? $what->get_id() : $what ) . ( is_string( $status ) && $status ? " $status" : '' ) . "\n", FILE_APPEND );
			if ( is_file( WP_CONTENT_DIR . '/fail' ) ) { throw new Error( 'a plugin that fails' ); }
		}
	}, 5, 2 );
}
`

// shelf is a simple product and a variable one with one variation, each with 5
// pieces.
type shelf struct{ Simple, Parent, Variation, Category int64 }

func newShelf(t *testing.T, s *site.Site) (out shelf) {
	t.Helper()
	s.PHP(t, `$category = wp_insert_term( 'shelf ' . wp_rand(), 'product_cat' )['term_id'];
$simple = new WC_Product_Simple(); $simple->set_name( 'Simple' ); $simple->set_regular_price( '9' ); $simple->set_manage_stock( true ); $simple->set_stock_quantity( 5 ); $simple->set_category_ids( array( $category ) ); $simple->save();
$a = new WC_Product_Attribute(); $a->set_name( 'Size' ); $a->set_options( array( 'L' ) ); $a->set_variation( true ); $a->set_visible( true );
$parent = new WC_Product_Variable(); $parent->set_name( 'Variable' ); $parent->set_attributes( array( $a ) ); $parent->save();
$v = new WC_Product_Variation(); $v->set_parent_id( $parent->get_id() ); $v->set_attributes( array( 'size' => 'L' ) ); $v->set_regular_price( '9' ); $v->set_manage_stock( true ); $v->set_stock_quantity( 5 ); $v->save();
WC_Product_Variable::sync( $parent->get_id() );
echo json_encode( array( 'Simple' => $simple->get_id(), 'Parent' => $parent->get_id(), 'Variation' => $v->get_id(), 'Category' => $category ) );`, &out)
	return out
}

// item is one entry of a call.
type item struct {
	ID     int64    `json:"id"`
	Parent int64    `json:"parent,omitempty"`
	Fields []string `json:"fields"`
	Status string   `json:"status"`
	Sale   bool     `json:"sale_dates"`
}

func changed(t *testing.T, s *site.Site, round int, hooks string, items ...item) site.Answer {
	t.Helper()
	v := s.Visitor(t)
	body := encode(t, map[string]any{"batch": "b", "round": round, "hooks": hooks, "items": items})
	return v.Do(t, http.MethodPost, changedPath, body, http.Header{
		"Authorization": {"Bearer " + bridgeToken(t, site.Secret, "bridge")}, "Content-Type": {"application/json"},
	})
}

// sold writes by SQL, as the sidecar does, that a product is sold out.
func sold(t *testing.T, s *site.Site, id int64) {
	t.Helper()
	for _, q := range []string{
		`UPDATE %s SET meta_value = '0' WHERE post_id = ? AND meta_key = '_stock'`,
		`UPDATE %s SET meta_value = 'outofstock' WHERE post_id = ? AND meta_key = '_stock_status'`,
	} {
		_, err := s.DB.ExecContext(t.Context(), fmt.Sprintf(q, s.Table("postmeta")), id)
		require.NoError(t, err)
	}
	_, err := s.DB.ExecContext(t.Context(), `UPDATE `+s.Table("wc_product_meta_lookup")+` SET stock_quantity = 0, stock_status = 'outofstock' WHERE product_id = ?`, id)
	require.NoError(t, err)
}

func testHooks(t *testing.T, s *site.Site) {
	s.Pair(t, "http://127.0.0.1:1")
	sh := newShelf(t, s)
	s.Write(t, "wp-content/mu-plugins/listener.php", listener)
	heard := func() string {
		text, err := os.ReadFile(s.Dir + "/www/wp-content/heard")
		if os.IsNotExist(err) {
			return ""
		}
		require.NoError(t, err)
		require.NoError(t, os.Remove(s.Dir+"/www/wp-content/heard"))
		return string(text)
	}
	items := []item{
		{ID: sh.Simple, Fields: []string{"stock", "price"}, Status: "outofstock"},
		{ID: sh.Variation, Parent: sh.Parent, Fields: []string{"stock"}},
		{ID: 999_999, Fields: []string{"stock"}, Status: "instock"},
	}
	a := changed(t, s, 1, "flips", items...)
	require.JSONEq(t, `{"ok":true,"done":3,"object_cache":false,"authorization":true}`, a.Body)
	require.Equal(t, fmt.Sprintf("woocommerce_product_set_stock_status %d outofstock\n", sh.Simple), heard())

	require.Equal(t, http.StatusOK, changed(t, s, 2, "flips", items...).Status)
	require.Empty(t, heard(), "the second round is for the caches only")
	require.Equal(t, http.StatusOK, changed(t, s, 1, "none", items...).Status)
	require.Empty(t, heard())

	require.Equal(t, http.StatusOK, changed(t, s, 1, "all", items[:2]...).Status)
	require.Equal(t, fmt.Sprintf(`woocommerce_product_set_stock %[1]d
woocommerce_updated_product_stock %[1]d
woocommerce_product_set_stock_status %[1]d outofstock
woocommerce_updated_product_price %[1]d
woocommerce_update_product %[1]d
woocommerce_variation_set_stock %[2]d
woocommerce_updated_product_stock %[2]d
woocommerce_update_product_variation %[2]d
`, sh.Simple, sh.Variation), heard())

	s.Write(t, "wp-content/fail", "")
	items[1].Status = "outofstock"
	require.Equal(t, http.StatusOK, changed(t, s, 1, "flips", items[:2]...).Status)
	require.Equal(t, fmt.Sprintf("woocommerce_product_set_stock_status %d outofstock\nwoocommerce_variation_set_stock_status %d outofstock\n", sh.Simple, sh.Variation), heard(),
		"a listener that fails keeps nobody else from hearing")

	s.PHP(t, fmt.Sprintf(`update_post_meta( %[1]d, '_sale_price', '5' ); update_post_meta( %[1]d, '_sale_price_dates_from', time() + 3600 ); update_post_meta( %[1]d, '_sale_price_dates_to', time() + 7200 );`, sh.Simple), nil)
	require.Equal(t, http.StatusOK, changed(t, s, 1, "none", item{ID: sh.Simple, Fields: []string{"price"}, Sale: true}).Status)
	var planned bool
	s.PHP(t, fmt.Sprintf(`echo json_encode( (bool) as_has_scheduled_action( 'wc_product_start_scheduled_sale', array( 'product_id' => %d ) ) );`, sh.Simple), &planned)
	require.True(t, planned)

	for name, bad := range map[string]site.Answer{
		"round":  changed(t, s, 3, "all", items...),
		"policy": changed(t, s, 1, "some", items...),
		"many":   changed(t, s, 1, "none", make([]item, 501)...),
		"id":     changed(t, s, 1, "none", item{ID: 0}),
	} {
		require.Equal(t, http.StatusBadRequest, bad.Status, name)
	}
}

func testObjectCache(t *testing.T, s *site.Site) {
	drop, err := os.ReadFile("testdata/object-cache.php")
	require.NoError(t, err)
	s.Write(t, "wp-content/object-cache.php", string(drop))
	t.Cleanup(func() { require.NoError(t, os.Remove(s.Dir+"/www/wp-content/object-cache.php")) })
	s.Pair(t, "http://127.0.0.1:1")
	sh := newShelf(t, s)
	ids := []int64{sh.Simple, sh.Variation}
	warm := fmt.Sprintf(`foreach ( array( %d, %d, %d ) as $id ) { $p = wc_get_product( $id ); $p->get_stock_quantity(); wc_get_product_terms( $id, 'product_cat' ); }
$p = wc_get_product( %[3]d ); $p->get_variation_prices(); $p->get_children(); $p->get_visible_children(); wc_get_related_products( %[1]d );
get_term( %[4]d ); get_term_meta( %[4]d, 'product_count_product_cat', true ); wp_count_posts( 'product' );
foreach ( array( 'wc_outofstock_count', 'wc_low_stock_count', 'wc_products_onsale', 'wc_term_counts', 'wc_admin_stock_count_outofstock', 'wc_admin_product_count' ) as $t ) { set_transient( $t, array( 7 ), 0 ); }
$update = new ReflectionMethod( 'WC_Product_Data_Store_CPT', 'update_lookup_table' ); $update->setAccessible( true );
foreach ( array( %[1]d, %[2]d ) as $id ) { $update->invoke( new WC_Product_Data_Store_CPT(), $id, 'wc_product_meta_lookup' ); }`, sh.Simple, sh.Variation, sh.Parent, sh.Category)
	// What a later request finds in the caches, and whether the row can be written back.
	seen := func() (out struct {
		Stock      []float64
		Transients []string
		Keys       []string
		Counts     []int // of the category: as WordPress counts, and WooCommerce
	},
	) {
		s.PHP(t, fmt.Sprintf(`$out = array( 'Stock' => array(), 'Transients' => array(), 'Keys' => array() );
foreach ( array( 'wc_outofstock_count', 'wc_low_stock_count', 'wc_products_onsale', 'wc_term_counts', 'wc_admin_stock_count_outofstock', 'wc_admin_product_count', 'wc_var_prices_%[3]d', 'wc_product_children_%[3]d' ) as $t ) {
	if ( false !== get_transient( $t ) ) { $out['Transients'][] = $t; }
}
foreach ( array( array( %[1]d, 'posts' ), array( %[1]d, 'post_meta' ), array( %[1]d, 'product_cat_relationships' ), array( 'lookup_table', 'object_%[1]d' ), array( 'lookup_table', 'object_%[2]d' ), array( %[2]d, 'post_meta' ), array( %[3]d, 'posts' ), array( 'posts-product', 'counts' ) ) as $k ) {
	if ( false !== wp_cache_get( $k[0], $k[1] ) ) { $out['Keys'][] = "$k[1] $k[0]"; }
}
foreach ( array( %[1]d, %[2]d ) as $id ) { $out['Stock'][] = wc_get_product( $id )->get_stock_quantity(); }
$out['Counts'] = array( (int) get_term( %[4]d )->count, (int) get_term_meta( %[4]d, 'product_count_product_cat', true ) );
echo json_encode( $out );`, sh.Simple, sh.Variation, sh.Parent, sh.Category), &out)
		return out
	}
	counted := func(n int) {
		for _, q := range []string{
			`UPDATE ` + s.Table("term_taxonomy") + ` SET count = ? WHERE term_id = ?`,
			`UPDATE ` + s.Table("termmeta") + ` SET meta_value = ? WHERE term_id = ? AND meta_key = 'product_count_product_cat'`,
		} {
			_, err := s.DB.ExecContext(t.Context(), q, n, sh.Category)
			require.NoError(t, err)
		}
	}
	restocked := func() (out []string) {
		s.PHP(t, fmt.Sprintf(`foreach ( array( %d, %d ) as $id ) { wc_update_product_stock( $id, 5 ); }
echo json_encode( $GLOBALS['wpdb']->get_col( "SELECT CONCAT( stock_quantity + 0, ' ', stock_status ) FROM {$GLOBALS['wpdb']->prefix}wc_product_meta_lookup WHERE product_id IN ( %[1]d, %[2]d )" ) );`, sh.Simple, sh.Variation), &out)
		return out
	}

	s.PHP(t, warm, nil)
	for _, id := range ids {
		sold(t, s, id)
	}
	counted(77)
	stale := seen()
	require.Equal(t, []int{1, 1}, stale.Counts)
	require.Equal(t, []float64{5, 5}, stale.Stock, "without a call the shop goes on selling from its cache")
	require.Len(t, stale.Transients, 8, "the test has something to clear")
	require.GreaterOrEqual(t, len(stale.Keys), 7, "the test has something to clear: %v", stale.Keys)

	for round := 1; round <= 2; round++ {
		a := changed(t, s, round, "none", item{ID: sh.Simple, Fields: []string{"stock"}}, item{ID: sh.Variation, Parent: sh.Parent, Fields: []string{"stock"}})
		require.JSONEq(t, `{"ok":true,"done":2,"object_cache":true,"authorization":true}`, a.Body)
		fresh := seen()
		require.Empty(t, fresh.Keys, "round %d", round)
		require.Empty(t, fresh.Transients, "round %d", round)
		require.Equal(t, []float64{0, 0}, fresh.Stock, "round %d", round)
		require.Equal(t, []int{77, 77}, fresh.Counts, "round %d", round)
		s.PHP(t, warm, nil)
	}
	require.Equal(t, []string{"5 instock", "5 instock"}, restocked())

	// The trap of the lookup row: WooCommerce believes its cached copy of the row.
	s.PHP(t, warm, nil)
	for _, id := range ids {
		sold(t, s, id)
	}
	require.Equal(t, http.StatusOK, changed(t, s, 1, "none", item{ID: sh.Simple}, item{ID: sh.Variation, Parent: sh.Parent}).Status)
	require.Equal(t, []string{"5 instock", "5 instock"}, restocked(), "WooCommerce can write the row back")
}
