package bench

import (
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/commerce"
	"wpbridge/internal/mysql"
	"wpbridge/internal/shoptest"
	"wpbridge/internal/woo"
	"wpbridge/internal/wp"
)

// BenchmarkOrders reads historic orders completely, as an export of all of them
// does, and looks for changes among them.
func BenchmarkOrders(b *testing.B) {
	for b.Loop() {
		line("\nreading historic orders                 orders     /s   most heap MB: first tenth, all   nothing new ms   200 changes ms")
		for _, store := range []struct {
			name    string
			n       int
			history []string
		}{{"in tables", 100_000, inTables}, {"as posts", 20_000, inPosts}} {
			rate, first, all := readHistory(b, store.name, history(b, store.n, store.history), store.n)
			goal(b, rate > 2000, "orders %s: %.0f/s, above 2,000", store.name, rate)
			goal(b, all < first+20, "orders %s: %.0f MB of heap at most, %.0f MB in the first tenth", store.name, all, first)
		}
	}
}

// history makes a shop with n orders of three lines and shipping; each twentieth
// has a refund.
func history(b *testing.B, n int, store []string) *woo.Shop {
	b.Helper()
	db := shoptest.DB(b)
	prefix, err := wp.ParsePrefix(db.Prefix)
	require.NoError(b, err)
	for _, q := range slices.Concat(store, bothStores) {
		db.Exec(b, prefix.SQL(strings.ReplaceAll(q, "%d", strconv.Itoa(n))))
	}
	for _, t := range []string{"posts", "postmeta", "wc_orders", "wc_orders_meta", "woocommerce_order_items", "woocommerce_order_itemmeta"} {
		db.Exec(b, "ANALYZE TABLE "+db.Table(t))
	}
	pool, err := mysql.Open(b.Context(), mysql.Options{DSN: db.DSN})
	require.NoError(b, err)
	b.Cleanup(func() { _ = pool.Close() })
	shop, err := woo.Open(b.Context(), pool, prefix)
	require.NoError(b, err)
	return shop
}

func readHistory(b *testing.B, name string, shop *woo.Shop, n int) (rate, first, all float64) {
	b.Helper()
	read, refunds := 0, 0
	var after commerce.OrderID
	begun := time.Now()
	for {
		ids, err := shop.OrderIDs(b.Context(), []string{"completed"}, time.Time{}, time.Time{}, after, 300)
		require.NoError(b, err)
		if len(ids) == 0 {
			break
		}
		orders, err := shop.Orders(b.Context(), ids, woo.OrderOptions{MetaKeys: []string{"_billing_cif"}})
		require.NoError(b, err)
		require.Len(b, orders, len(ids))
		for _, o := range orders {
			require.True(b, len(o.Lines) == 4 && o.Rounding.IsZero() && o.Billing.Email != "" && o.Meta["_billing_cif"] != "")
			refunds += len(o.Refunds)
		}
		read, after = read+len(ids), ids[len(ids)-1]
		all = max(all, heap())
		if read <= n/10 {
			first = all
		}
	}
	rate = perSecond(read, ms(time.Since(begun)))
	require.Equal(b, []int{n, n / 20}, []int{read, refunds})
	none, page := lookForChanges(b, shop, 6, 0), lookForChanges(b, shop, 1, 200)
	line("  %-34s %10d %6.0f   %12.0f %18.0f %16.1f %16.1f", name, read, rate, first, all, none, page)
	return rate, first, all
}

// lookForChanges asks once for up to 200 changes since the tenth of a month of
// 2025, in milliseconds.
func lookForChanges(b *testing.B, shop *woo.Shop, month time.Month, want int) float64 {
	b.Helper()
	begun := time.Now()
	stubs, _, err := shop.OrdersAfter(b.Context(), woo.OrderPlace{Modified: time.Date(2025, month, 10, 0, 0, 0, 0, time.UTC)}, 200)
	require.NoError(b, err)
	require.Len(b, stubs, want)
	return ms(time.Since(begun))
}

func heap() float64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.HeapInuse) / (1 << 20)
}

// What a shop keeps of an order, %d of them: ids from 1001, of refunds behind
// these, of lines ten times the order's.
var inTables = []string{
	`INSERT INTO {wc_orders} (id, status, currency, type, tax_amount, total_amount, customer_id, billing_email, date_created_gmt, date_updated_gmt, parent_order_id, payment_method, payment_method_title, customer_note)
		SELECT 1000 + seq, 'wc-completed', 'RON', 'shop_order', 63.00, 381.15, 0, CONCAT('buyer', seq, '@shop.test'), '2025-01-01' + INTERVAL seq MINUTE, '2025-01-01' + INTERVAL seq MINUTE, 0, 'cod', 'Cash', '' FROM seq_1_to_%d`,
	`INSERT INTO {wc_orders} (id, status, currency, type, tax_amount, total_amount, date_created_gmt, date_updated_gmt, parent_order_id)
		SELECT 1000 + %d + seq, 'wc-completed', 'RON', 'shop_order_refund', -21, -121, '2025-02-01', '2025-02-01', 1000 + 20 * seq FROM seq_1_to_%d WHERE 20 * seq <= %d`,
	`INSERT INTO {wc_order_operational_data} (order_id, created_via, prices_include_tax, order_key, order_stock_reduced, date_paid_gmt, shipping_tax_amount, shipping_total_amount)
		SELECT id, 'checkout', 1, CONCAT('wc_order_', id), 1, date_created_gmt, IF(type = 'shop_order', 3.15, 0), 15 FROM {wc_orders}`,
	`INSERT INTO {wc_order_addresses} (order_id, address_type, first_name, last_name, address_1, city, postcode, country, email, phone)
		SELECT o.id, k.kind, 'Ana', 'Pop', CONCAT('Strada Probei ', o.id), 'Bucuresti', '010001', 'RO', o.billing_email, '0700000000' FROM {wc_orders} o JOIN (SELECT 'billing' kind UNION ALL SELECT 'shipping') k WHERE o.type = 'shop_order'`,
	`INSERT INTO {wc_orders_meta} (order_id, meta_key, meta_value) SELECT o.id, k.name, o.id FROM {wc_orders} o
		JOIN (SELECT '_billing_cif' name UNION ALL SELECT '_billing_address_index' UNION ALL SELECT 'is_vat_exempt' UNION ALL SELECT '_wc_order_attribution_source_type') k WHERE o.type = 'shop_order'`,
	`UPDATE {options} SET option_value = 'yes' WHERE option_name = 'woocommerce_custom_orders_table_enabled'`,
}

var inPosts = []string{
	`INSERT INTO {posts} (ID, post_author, post_date, post_date_gmt, post_modified, post_modified_gmt, post_title, post_name, post_excerpt, post_content, to_ping, pinged, post_content_filtered, post_status, post_type)
		SELECT 1000 + seq, 1, '2025-01-01' + INTERVAL seq MINUTE, '2025-01-01' + INTERVAL seq MINUTE, '2025-01-01' + INTERVAL seq MINUTE, '2025-01-01' + INTERVAL seq MINUTE, 'Order', CONCAT('order-', seq), '', '', '', '', '', 'wc-completed', 'shop_order' FROM seq_1_to_%d`,
	`INSERT INTO {posts} (ID, post_author, post_date, post_date_gmt, post_modified, post_modified_gmt, post_title, post_name, post_excerpt, post_content, to_ping, pinged, post_content_filtered, post_status, post_type, post_parent)
		SELECT 1000 + %d + seq, 1, '2025-02-01', '2025-02-01', '2025-02-01', '2025-02-01', 'Refund', '', '', '', '', '', '', 'wc-completed', 'shop_order_refund', 1000 + 20 * seq FROM seq_1_to_%d WHERE 20 * seq <= %d`,
	`INSERT INTO {postmeta} (post_id, meta_key, meta_value) SELECT p.ID, k.name, k.value FROM {posts} p JOIN (SELECT '_order_currency' name, 'RON' value
		UNION ALL SELECT '_order_total', '381.15' UNION ALL SELECT '_order_tax', '63' UNION ALL SELECT '_order_shipping_tax', '3.15' UNION ALL SELECT '_order_shipping', '15' UNION ALL SELECT '_prices_include_tax', 'yes'
		UNION ALL SELECT '_customer_user', '0' UNION ALL SELECT '_payment_method', 'cod' UNION ALL SELECT '_payment_method_title', 'Cash' UNION ALL SELECT '_order_stock_reduced', 'yes' UNION ALL SELECT '_date_paid', '1740000000'
		UNION ALL SELECT '_billing_first_name', 'Ana' UNION ALL SELECT '_billing_last_name', 'Pop' UNION ALL SELECT '_billing_address_1', 'Strada Probei 1' UNION ALL SELECT '_billing_city', 'Bucuresti' UNION ALL SELECT '_billing_country', 'RO'
		UNION ALL SELECT '_billing_email', 'buyer@shop.test' UNION ALL SELECT '_billing_phone', '0700000000' UNION ALL SELECT '_shipping_first_name', 'Ana' UNION ALL SELECT '_shipping_address_1', 'Strada Probei 1' UNION ALL SELECT '_billing_cif', 'RO1'
		UNION ALL SELECT '_order_key', 'wc_order' UNION ALL SELECT '_cart_hash', 'hash' UNION ALL SELECT '_customer_user_agent', 'a browser' UNION ALL SELECT '_billing_address_index', 'Ana Pop') k WHERE p.post_type = 'shop_order'`,
	`INSERT INTO {postmeta} (post_id, meta_key, meta_value) SELECT p.ID, k.name, k.value FROM {posts} p JOIN (SELECT '_order_total' name, '-121' value UNION ALL SELECT '_order_tax', '-21' UNION ALL SELECT '_refund_amount', '121') k WHERE p.post_type = 'shop_order_refund'`,
	`UPDATE {options} SET option_value = 'no' WHERE option_name = 'woocommerce_custom_orders_table_enabled'`,
}

var bothStores = []string{
	`INSERT INTO {postmeta} (post_id, meta_key, meta_value) SELECT 100 + seq, '_sku', CONCAT('SKU-', seq) FROM seq_1_to_500`,
	`INSERT INTO {woocommerce_order_items} (order_item_id, order_item_name, order_item_type, order_id)
		SELECT 10 * (1000 + s.seq) + k.n, k.name, k.kind, 1000 + s.seq FROM seq_1_to_%d s
		JOIN (SELECT 1 n, 'Item' name, 'line_item' kind UNION ALL SELECT 2, 'Item', 'line_item' UNION ALL SELECT 3, 'Item', 'line_item' UNION ALL SELECT 4, 'Courier', 'shipping' UNION ALL SELECT 5, 'RO-VAT-1', 'tax') k`,
	`INSERT INTO {woocommerce_order_items} (order_item_id, order_item_name, order_item_type, order_id)
		SELECT 10 * (1000 + %d + seq) + 1, 'Item', 'line_item', 1000 + %d + seq FROM seq_1_to_%d WHERE 20 * seq <= %d`,
	`INSERT INTO {woocommerce_order_itemmeta} (order_item_id, meta_key, meta_value)
		SELECT i.order_item_id, k.name, IF(k.name = '_product_id', 101 + i.order_item_id % 500, IF(i.order_id > 1000 + %d AND k.value IN ('1','100','21'), CONCAT('-', k.value), k.value)) FROM {woocommerce_order_items} i
		JOIN (SELECT '_product_id' name, '' value UNION ALL SELECT '_variation_id', '0' UNION ALL SELECT '_qty', '1' UNION ALL SELECT '_tax_class', '' UNION ALL SELECT '_line_subtotal', '100' UNION ALL SELECT '_line_subtotal_tax', '21'
		UNION ALL SELECT '_line_total', '100' UNION ALL SELECT '_line_tax', '21' UNION ALL SELECT '_line_tax_data', 'a:2:{s:5:"total";a:1:{i:1;s:2:"21";}s:8:"subtotal";a:1:{i:1;s:2:"21";}}' UNION ALL SELECT '_reduced_stock', '1') k
		WHERE i.order_item_type = 'line_item'`,
	`INSERT INTO {woocommerce_order_itemmeta} (order_item_id, meta_key, meta_value) SELECT i.order_item_id, k.name, k.value FROM {woocommerce_order_items} i
		JOIN (SELECT 'method_id' name, 'flat_rate' value UNION ALL SELECT 'instance_id', '1' UNION ALL SELECT 'cost', '15' UNION ALL SELECT 'total_tax', '3.15' UNION ALL SELECT 'taxes', 'a:1:{s:5:"total";a:1:{i:1;s:4:"3.15";}}') k
		WHERE i.order_item_type = 'shipping'`,
	`INSERT INTO {woocommerce_order_itemmeta} (order_item_id, meta_key, meta_value) SELECT i.order_item_id, k.name, k.value FROM {woocommerce_order_items} i
		JOIN (SELECT 'rate_id' name, '1' value UNION ALL SELECT 'label', 'VAT' UNION ALL SELECT 'compound', '' UNION ALL SELECT 'tax_amount', '63' UNION ALL SELECT 'shipping_tax_amount', '3.15' UNION ALL SELECT 'rate_percent', '21') k
		WHERE i.order_item_type = 'tax'`,
}
