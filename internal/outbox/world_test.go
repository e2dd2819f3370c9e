package outbox_test

import (
	"context"
	"fmt"
	"log/slog"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp"
	"wpbridge/internal/erp/erptest"
	"wpbridge/internal/job"
	"wpbridge/internal/mysql"
	"wpbridge/internal/outbox"
	"wpbridge/internal/reconcile"
	"wpbridge/internal/shoptest"
	"wpbridge/internal/state"
	"wpbridge/internal/woo"
	"wpbridge/internal/wp"
)

const items = 5

// world is a shop with some products, an ERP with the same items, an engine that
// exports orders, and a runner that keeps the stock.
type world struct {
	*outbox.Engine
	t      *testing.T
	shop   *shoptest.Shop
	erp    *erptest.Fake
	runner *job.Runner
}

// newWorld is ready: matched, and its stock taken over.
func newWorld(t *testing.T, options ...shoptest.Option) *world {
	t.Helper()
	w := unmatched(t, options...)
	w.accept()
	return w
}

func unmatched(t *testing.T, options ...shoptest.Option) *world {
	t.Helper()
	shop := shoptest.DB(t, options...)
	require.NoError(t, shoptest.Catalogue{Simple: items}.Fill(t.Context(), shop.DB, shop.Prefix))
	w := &world{t: t, shop: shop, erp: &erptest.Fake{}}
	for i := 1; i <= items; i++ {
		w.erp.SetItem(commerce.Item{ID: commerce.ItemID(fmt.Sprint("item", i)), Code: code(i), Name: "Item", Active: true, StockTracked: true})
		w.erp.SetLevel(code(i), "1", commerce.Units(50))
	}
	w.Engine = w.engine()
	w.runner = &job.Runner{
		ERP: w.ERP, Waited: func() time.Duration { return 0 }, Account: "fake live", Shop: w.Shop, Store: w.Store, Log: w.Log,
		Stock:  reconcile.StockPolicy{Enable: true, StatusOf: w.Shop.Settings().StatusOf, Patience: time.Hour},
		Limits: reconcile.Limits{MaxZeroedPercent: 100, MaxPriceJumpPercent: 100}, Progress: func(string, int, int) {},
	}
	return w
}

// engine is one with a pool of its own, as every process has.
func (w *world) engine() *outbox.Engine {
	w.t.Helper()
	db, err := mysql.Open(w.t.Context(), mysql.Options{DSN: w.shop.DSN})
	require.NoError(w.t, err)
	w.t.Cleanup(func() { _ = db.Close() })
	prefix, err := wp.ParsePrefix(w.shop.Prefix)
	require.NoError(w.t, err)
	require.NoError(w.t, state.Migrate(w.t.Context(), db, prefix))
	store, err := state.Open(w.t.Context(), db, prefix)
	require.NoError(w.t, err)
	shop, err := woo.Open(w.t.Context(), db, prefix)
	require.NoError(w.t, err)
	return &outbox.Engine{
		ERP: w.erp.Ops(), Shop: shop, Store: store, Log: slog.New(slog.DiscardHandler), Label: "probe",
		Document: erp.OrderDocument, Statuses: []string{"processing", "completed"}, Automatic: true, Times: quick(),
	}
}

// quick are times for an ERP in memory.
func quick() outbox.Times {
	return outbox.Times{Call: 5 * time.Second, Doubt: time.Millisecond, First: time.Microsecond, Longest: time.Microsecond, Patient: time.Second}
}

func code(i int) commerce.Code { return commerce.Code(shoptest.SKU(i)) }

func (w *world) accept() {
	w.t.Helper()
	_, err := w.runner.Match(w.t.Context(), "sku", true)
	require.NoError(w.t, err)
	w.stock()
}

// stock does a stock run and returns how many products it changed.
func (w *world) stock() int {
	w.t.Helper()
	run, err := w.runner.Sync(w.t.Context(), job.Stock, job.Options{})
	require.NoError(w.t, err)
	return run.Changed
}

func (w *world) product(i int) int64 {
	w.t.Helper()
	var id int64
	require.NoError(w.t, w.shop.DB.QueryRowContext(w.t.Context(), "SELECT MIN(post_id) FROM "+w.shop.Table("postmeta")+" WHERE meta_key = '_sku' AND meta_value = ?", shoptest.SKU(i)).Scan(&id))
	return id
}

// shelf is what the shop says it can sell.
func (w *world) shelf(i int) string {
	w.t.Helper()
	return w.shop.Value(w.t, "SELECT meta_value + 0 FROM "+w.shop.Table("postmeta")+" WHERE meta_key = '_stock' AND post_id = ?", w.product(i))
}

// level is what the ERP says it can sell.
func (w *world) level(i int) commerce.Quantity {
	for _, l := range w.erp.Levels() {
		if l.Code == code(i) {
			return l.Available
		}
	}
	return -1
}

// buy places an order that is paid: n pieces of item i.
func (w *world) buy(i int, n int64) commerce.OrderID {
	w.t.Helper()
	o, err := w.shop.PlaceOrder(w.t.Context(), shoptest.Line{ProductID: w.product(i), Quantity: n})
	require.NoError(w.t, err)
	require.NoError(w.t, w.shop.Reduce(w.t.Context(), o))
	w.status(commerce.OrderID(o.ID), "processing")
	return commerce.OrderID(o.ID)
}

func (w *world) status(id commerce.OrderID, status string) {
	w.t.Helper()
	require.NoError(w.t, w.shop.SetOrderStatus(w.t.Context(), int64(id), "wc-"+status))
}

// giveBack puts what an order took on the shelf again, as WooCommerce does when
// it is cancelled.
func (w *world) giveBack(id commerce.OrderID, i int, n int64) {
	w.t.Helper()
	w.status(id, "cancelled")
	require.NoError(w.t, w.shop.Decrement(w.t.Context(), w.product(i), -n))
	w.shop.Exec(w.t, "DELETE m FROM "+w.shop.Table("woocommerce_order_itemmeta")+" m JOIN "+w.shop.Table("woocommerce_order_items")+" i USING (order_item_id) WHERE i.order_id = ? AND m.meta_key = '_reduced_stock'", id)
}

// refund writes a refund of n pieces of an order's line, put back on the shelf.
func (w *world) refund(id commerce.OrderID, i int, n int64) commerce.OrderID {
	w.t.Helper()
	exec := func(q string, args ...any) int64 {
		r, err := w.shop.DB.ExecContext(w.t.Context(), q, args...)
		require.NoError(w.t, err)
		last, err := r.LastInsertId()
		require.NoError(w.t, err)
		return last
	}
	line := w.shop.Value(w.t, "SELECT MIN(order_item_id) FROM "+w.shop.Table("woocommerce_order_items")+" WHERE order_id = ?", id)
	back := exec("INSERT INTO " + w.shop.Table("posts") + ` (post_date, post_date_gmt, post_modified, post_modified_gmt, post_title, post_content, post_excerpt, to_ping, pinged, post_content_filtered, post_status, post_type)
		VALUES (UTC_TIMESTAMP(), UTC_TIMESTAMP(), UTC_TIMESTAMP(), UTC_TIMESTAMP(), '', '', '', '', '', '', 'draft', 'shop_order_placehold')`)
	exec("INSERT INTO "+w.shop.Table("wc_orders")+` (id, status, currency, type, tax_amount, total_amount, customer_id, date_created_gmt, date_updated_gmt, parent_order_id)
		VALUES (?, 'wc-completed', 'RON', 'shop_order_refund', 0, -50, 0, UTC_TIMESTAMP(), UTC_TIMESTAMP(), ?)`, back, id)
	exec("INSERT INTO "+w.shop.Table("wc_orders_meta")+" (order_id, meta_key, meta_value) VALUES (?, '_refund_amount', '50')", back)
	item := exec("INSERT INTO "+w.shop.Table("woocommerce_order_items")+" (order_item_name, order_item_type, order_id) VALUES ('Item', 'line_item', ?)", back)
	for k, v := range map[string]string{
		"_product_id": fmt.Sprint(w.product(i)), "_variation_id": "0", "_qty": fmt.Sprint(-n), "_line_total": "-50", "_line_tax": "0",
		"_line_subtotal": "-50", "_line_subtotal_tax": "0", "_refunded_item_id": line, "_tax_class": "", "_line_tax_data": `a:2:{s:5:"total";a:0:{}s:8:"subtotal";a:0:{}}`,
	} {
		exec("INSERT INTO "+w.shop.Table("woocommerce_order_itemmeta")+" (order_item_id, meta_key, meta_value) VALUES (?, ?, ?)", item, k, v)
	}
	exec("UPDATE "+w.shop.Table("woocommerce_order_itemmeta")+" SET meta_value = meta_value - ? WHERE order_item_id = ? AND meta_key = '_reduced_stock'", n, line)
	require.NoError(w.t, w.shop.Decrement(w.t.Context(), w.product(i), -n))
	exec("UPDATE "+w.shop.Table("wc_orders")+" SET date_updated_gmt = UTC_TIMESTAMP() WHERE id = ?", id)
	return commerce.OrderID(back)
}

// find fills the outbox and returns how many exports were added.
func (w *world) find() int {
	w.t.Helper()
	tally, err := w.Find(w.t.Context(), false)
	require.NoError(w.t, err)
	return tally.Added
}

// drain works until nothing waits any more.
func (w *world) drain() (sum outbox.Tally) {
	w.t.Helper()
	for w.waiting() {
		tally, err := w.Work(w.t.Context())
		require.NoError(w.t, err)
		sum.Add(tally)
	}
	return sum
}

func (w *world) waiting() bool {
	w.t.Helper()
	n, err := w.Store.CountExports(w.t.Context())
	require.NoError(w.t, err)
	return n[state.Pending]+n[state.Sending] > 0
}

// export is the only export of an order of a kind.
func (w *world) export(id commerce.OrderID, kind string) state.Export {
	w.t.Helper()
	rows, err := w.Store.ExportsOf(w.t.Context(), []commerce.OrderID{id})
	require.NoError(w.t, err)
	for _, x := range rows {
		if x.Kind == kind {
			return x
		}
	}
	require.Fail(w.t, "not in the outbox", "order %d, %s: %v", id, kind, rows)
	return state.Export{}
}

func (w *world) order(id commerce.OrderID) state.Export {
	w.t.Helper()
	return w.export(id, string(erp.OrderDocument))
}

type ctx = context.Context

func line(w *world, i int, n int64) shoptest.Line {
	return shoptest.Line{ProductID: w.product(i), Quantity: n}
}
