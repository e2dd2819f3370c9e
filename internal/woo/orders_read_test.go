package woo_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/commerce"
	"wpbridge/internal/shoptest"
	"wpbridge/internal/woo"
)

// TestOrdersOfAPage reads many orders at once and gets each as if it were read
// alone.
func TestOrdersOfAPage(t *testing.T) {
	t.Parallel()
	inBothStores(t, func(t *testing.T, store string) {
		_, shop, ids := withOrders(t, store, 7)
		o := woo.OrderOptions{Reference: func(id commerce.OrderID) string { return fmt.Sprintf("shop-%d", id) }}
		page, err := shop.Orders(t.Context(), append([]commerce.OrderID{999999}, ids...), o)
		require.NoError(t, err)
		require.Len(t, page, 7)
		for i, id := range ids {
			alone, err := shop.Order(t.Context(), id, o)
			require.NoError(t, err)
			require.Equal(t, alone, page[i])
			require.Equal(t, fmt.Sprintf("shop-%d", id), alone.Reference)
			require.Len(t, alone.Lines, 2)
			require.Equal(t, "200", commerce.SumOf(alone.Lines).Net.String())
		}
		_, err = shop.Order(t.Context(), 999999, o)
		require.ErrorIs(t, err, woo.ErrNoOrder)
	})
}

func TestNumbersOfExtensions(t *testing.T) {
	t.Parallel()
	inBothStores(t, func(t *testing.T, store string) {
		db, shop, ids := withOrders(t, store, 1)
		table := "wc_orders_meta (order_id"
		if store == "posts" {
			table = "postmeta (post_id"
		}
		db.Exec(t, "INSERT INTO "+db.Table(table)+", meta_key, meta_value) VALUES (?, '_order_number', '1042'), (?, '_order_number_formatted', 'A-1042')", ids[0], ids[0])
		o, err := shop.Order(t.Context(), ids[0], woo.OrderOptions{})
		require.NoError(t, err)
		require.Equal(t, "A-1042", o.Number)
	})
}

// TestUnreadableOrdersDoNotHideOthers: what cannot be read is named, and the
// rest of the page is there.
func TestUnreadableOrdersDoNotHideOthers(t *testing.T) {
	t.Parallel()
	db, shop, ids := withOrders(t, "tables", 3)
	item := db.Value(t, "SELECT MIN(order_item_id) FROM "+db.Table("woocommerce_order_items")+" WHERE order_id = ?", ids[1])
	db.Exec(t, "UPDATE "+db.Table("woocommerce_order_itemmeta")+" SET meta_value = 'ten' WHERE meta_key = '_line_total' AND order_item_id = ?", item)
	page, err := shop.Orders(t.Context(), ids, woo.OrderOptions{})
	var bad *woo.UnreadableError
	require.ErrorAs(t, err, &bad)
	require.ErrorContains(t, err, fmt.Sprintf(`read order %d: line %s: _line_total: "ten" is no amount of money`, ids[1], item))
	require.Len(t, bad.Orders, 1)
	require.Equal(t, []commerce.OrderID{ids[0], ids[2]}, []commerce.OrderID{page[0].ID, page[1].ID})
}

// TestAnOrderIsReadAtOneMoment: while somebody changes the total and a line of
// an order together, again and again, no reading sees the one without the other;
// and none waits for a change that is not finished.
func TestAnOrderIsReadAtOneMoment(t *testing.T) {
	t.Parallel()
	db, shop, ids := withOrders(t, "tables", 1)
	id := ids[0]
	item := db.Value(t, "SELECT MIN(order_item_id) FROM "+db.Table("woocommerce_order_items"))
	change := func(ctx context.Context, n int, between func()) error {
		tx, err := db.DB.BeginTx(ctx, nil)
		if err != nil {
			return err
		}
		defer func() { _ = tx.Rollback() }()
		if _, err := tx.ExecContext(ctx, "UPDATE "+db.Table("wc_orders")+" SET total_amount = ?, tax_amount = 42 WHERE id = ?", 142+n, id); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, "UPDATE "+db.Table("woocommerce_order_itemmeta")+" SET meta_value = ? WHERE meta_key = '_line_total' AND order_item_id = ?", n, item); err != nil {
			return err
		}
		between()
		return tx.Commit()
	}
	require.NoError(t, change(t.Context(), 1, func() {}))
	require.NoError(t, change(t.Context(), 500, func() {
		o, err := shop.Order(t.Context(), id, woo.OrderOptions{})
		require.NoError(t, err)
		require.Equal(t, "143", o.Total.String(), "what is not finished is not waited for")
	}))

	ctx, stop := context.WithCancel(t.Context())
	changed := make(chan int)
	go func() {
		n := 0
		for change(ctx, n, func() {}) == nil {
			n++
		}
		changed <- n
	}()
	seen := map[string]bool{}
	for range 300 {
		o, err := shop.Order(t.Context(), id, woo.OrderOptions{})
		require.NoError(t, err)
		require.True(t, o.Rounding.IsZero(), "total %s, lines %s", o.Total, commerce.SumOf(o.Lines).Gross())
		seen[o.Total.String()] = true
	}
	stop()
	require.Positive(t, <-changed)
	require.Greater(t, len(seen), 1)
}

// TestRecordedOrdersWithoutTheirExtras: orders of old versions lack what later
// ones store, and are read all the same.
func TestRecordedOrdersWithoutTheirExtras(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(shoptest.ModuleRoot(t), "internal", "woo", "testdata", "orders", "posts-mixed")
	db := shoptest.DB(t)
	db.LoadRows(t, filepath.Join(dir, "rows.json"))
	want := readAnswers(t, dir)
	metas := db.Table("woocommerce_order_itemmeta")
	db.Exec(t, "DELETE FROM "+metas+" WHERE meta_key IN ('rate_percent', 'total_tax', 'instance_id')")
	db.Exec(t, "UPDATE "+metas+" SET meta_value = 'flat_rate:1' WHERE meta_key = 'method_id'")
	db.Exec(t, "UPDATE "+metas+" SET meta_value = 'a:1:{i:1;s:4:\"3.15\";}' WHERE meta_key = 'taxes'")
	post := db.Table("postmeta")
	db.Exec(t, "DELETE FROM "+post+" WHERE meta_key = '_date_paid'")
	db.Exec(t, "DELETE FROM "+post+" WHERE meta_key = '_paid_date'")
	db.Exec(t, "INSERT INTO "+post+" (post_id, meta_key, meta_value) VALUES (?, '_paid_date', '2026-02-03 10:21:31')", want.ID)
	got, err := open(t, db).Order(t.Context(), want.ID, woo.OrderOptions{})
	require.NoError(t, err)
	requireOrder(t, want, got)
}

// TestRecordedCatalogueOfShapes keeps the list of shapes and the recordings in step.
func TestRecordedCatalogueOfShapes(t *testing.T) {
	t.Parallel()
	script, err := os.ReadFile(filepath.Join(shoptest.ModuleRoot(t), "scripts", "php", "order-shapes.php"))
	require.NoError(t, err)
	for _, dir := range shoptest.RecordedOrders(t) {
		require.Contains(t, string(script), "'"+filepath.Base(dir)+"'")
	}
	require.GreaterOrEqual(t, len(shoptest.RecordedOrders(t)), 20)
}
