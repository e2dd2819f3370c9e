package woo_test

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/commerce"
	"wpbridge/internal/shoptest"
	"wpbridge/internal/woo"
)

// withOrders is a shop in which n orders were placed, in either store.
func withOrders(t *testing.T, store string, n int) (*shoptest.Shop, *woo.Shop, []commerce.OrderID) {
	t.Helper()
	db := shoptest.DB(t)
	if store == "posts" {
		db.SetOption(t, "woocommerce_custom_orders_table_enabled", "no")
	}
	var ids []commerce.OrderID
	for range n {
		o, err := db.PlaceOrder(t.Context(), shoptest.Line{ProductID: 7, Quantity: 1}, shoptest.Line{ProductID: 8, Quantity: 2})
		require.NoError(t, err)
		ids = append(ids, commerce.OrderID(o.ID))
	}
	return db, open(t, db), ids
}

// set changes a column of an order's own row, by the name that it has in posts.
func set(t *testing.T, db *shoptest.Shop, store string, id commerce.OrderID, column, value string) {
	t.Helper()
	rows := map[string]string{"post_modified_gmt": "date_updated_gmt", "post_date_gmt": "date_created_gmt", "post_status": "status", "post_excerpt": "customer_note"}
	table, key := db.Table("posts"), "ID"
	if store != "posts" {
		table, key, column = db.Table("wc_orders"), "id", rows[column]
	}
	db.Exec(t, "UPDATE "+table+" SET "+column+" = ? WHERE "+key+" = ?", value, id)
}

func inBothStores(t *testing.T, test func(t *testing.T, store string)) {
	t.Helper()
	for _, store := range []string{"tables", "posts"} {
		t.Run(store, func(t *testing.T) {
			t.Parallel()
			test(t, store)
		})
	}
}

// sweep follows the places until nothing is left.
func sweep(t *testing.T, shop *woo.Shop, place woo.OrderPlace, limit int) []woo.OrderStub {
	t.Helper()
	var all []woo.OrderStub
	for {
		page, next, err := shop.OrdersAfter(t.Context(), place, limit)
		require.NoError(t, err)
		require.LessOrEqual(t, len(page), limit)
		if len(page) == 0 {
			require.Equal(t, place, next)
			return all
		}
		all = append(all, page...)
		text, err := json.Marshal(next) // it is kept between two runs
		require.NoError(t, err)
		place = woo.OrderPlace{}
		require.NoError(t, json.Unmarshal(text, &place))
	}
}

func TestSweepMissesNothing(t *testing.T) {
	t.Parallel()
	inBothStores(t, func(t *testing.T, store string) {
		db, shop, ids := withOrders(t, store, 23)
		for i, id := range ids { // five of each second, the later ids first
			set(t, db, store, id, "post_modified_gmt", fmt.Sprintf("2026-02-03 10:00:%02d", 40-i/5))
		}
		set(t, db, store, ids[3], "post_status", "trash")
		set(t, db, store, ids[4], "post_status", "wc-checkout-draft")
		set(t, db, store, ids[5], "post_status", "auto-draft")
		whole := sweep(t, shop, woo.OrderPlace{}, 100)
		require.Len(t, whole, len(ids)-2, "carts are no orders yet")
		for limit := 1; limit < 8; limit++ {
			require.Equal(t, whole, sweep(t, shop, woo.OrderPlace{}, limit), "cut after every %d", limit)
		}
		seen := map[commerce.OrderID]string{}
		for i, s := range whole {
			seen[s.ID] = s.Status
			require.Equal(t, "shop_order", s.Type)
			require.Equal(t, s.ID, s.Order())
			require.True(t, i == 0 || !s.Modified.Before(whole[i-1].Modified))
		}
		require.Len(t, seen, len(whole))
		require.Equal(t, "trash", seen[ids[3]])
		require.Equal(t, "pending", seen[ids[0]])

		later := woo.OrderPlace{Modified: time.Date(2026, 2, 3, 10, 0, 40, 0, time.UTC), ID: ids[3]}
		require.Empty(t, sweep(t, shop, later, 100))
		require.Len(t, sweep(t, shop, later.Before(2*time.Second), 100), 3*5-2, "the places of two seconds before are looked at again")

		above, err := shop.OrdersAbove(t.Context(), ids[20], 100)
		require.NoError(t, err)
		require.Equal(t, []commerce.OrderID{ids[21], ids[22]}, []commerce.OrderID{above[0].ID, above[1].ID})
		require.Len(t, above, 2)
		require.NotEqual(t, above[0].Hash, above[1].Hash)
	})
}

// TestHashTellsContent: every change of what an order says gives another hash, a
// mere save does not.
func TestHashTellsContent(t *testing.T) {
	t.Parallel()
	inBothStores(t, func(t *testing.T, store string) {
		db, shop, ids := withOrders(t, store, 2)
		hashes := func() (string, string) {
			stubs, err := shop.OrdersAbove(t.Context(), 0, 10)
			require.NoError(t, err)
			require.Len(t, stubs, 2)
			return stubs[0].Hash, stubs[1].Hash
		}
		item := db.Value(t, "SELECT MIN(order_item_id) FROM "+db.Table("woocommerce_order_items"))
		was, other := hashes()
		set(t, db, store, ids[0], "post_modified_gmt", "2026-02-03 10:00:00")
		saved, _ := hashes()
		require.Equal(t, was, saved)
		metas, owner := "wc_orders_meta", "order_id"
		if store == "posts" {
			metas, owner = "postmeta", "post_id"
		}
		for _, change := range []func(){
			func() { set(t, db, store, ids[0], "post_status", "wc-processing") },
			func() { set(t, db, store, ids[0], "post_excerpt", "Ring twice") },
			func() {
				db.Exec(t, "UPDATE "+db.Table("woocommerce_order_itemmeta")+" SET meta_value = '3' WHERE meta_key = '_qty' AND order_item_id = ?", item)
			},
			func() {
				db.Exec(t, "INSERT INTO "+db.Table("woocommerce_order_itemmeta")+" (order_item_id, meta_key, meta_value) VALUES (?, '_reduced_stock', '3')", item)
			},
			func() {
				db.Exec(t, "INSERT INTO "+db.Table(metas)+" ("+owner+", meta_key, meta_value) VALUES (?, '_billing_cif', 'RO1')", ids[0])
			},
			func() {
				db.Exec(t, "DELETE FROM "+db.Table("woocommerce_order_items")+" WHERE order_item_id = ?", item)
			},
		} {
			change()
			now, same := hashes()
			require.NotEqual(t, was, now)
			require.Equal(t, other, same)
			was = now
		}
	})
}

// TestRefundsTellOfTheirOrder: a refund is found as a change of its order.
func TestRefundsTellOfTheirOrder(t *testing.T) {
	t.Parallel()
	for _, shape := range []string{"refund-sums", "posts-refund-full"} {
		t.Run(shape, func(t *testing.T) {
			t.Parallel()
			dir := filepath.Join(shoptest.ModuleRoot(t), "internal", "woo", "testdata", "orders", shape)
			db := shoptest.DB(t)
			db.LoadRows(t, filepath.Join(dir, "rows.json"))
			want, shop := readAnswers(t, dir), open(t, db)
			stubs, err := shop.OrdersAbove(t.Context(), 0, 10)
			require.NoError(t, err)
			require.Len(t, stubs, 1+len(want.Refunds))
			for _, s := range stubs {
				require.Equal(t, want.ID, s.Order())
				require.Equal(t, stubs[0].Hash, s.Hash)
			}
			require.Equal(t, "shop_order_refund", stubs[1].Type)
			_, err = shop.Order(t.Context(), want.Refunds[0].ID, woo.OrderOptions{})
			require.ErrorIs(t, err, woo.ErrNoOrder, "a refund is no order")

			item := db.Value(t, "SELECT MAX(order_item_id) FROM "+db.Table("woocommerce_order_items")+" WHERE order_item_type <> 'tax' AND order_id <> "+strconv.FormatUint(uint64(want.ID), 10))
			db.Exec(t, "UPDATE "+db.Table("woocommerce_order_itemmeta")+" SET meta_value = '-7' WHERE meta_key IN ('_line_total', 'cost') AND order_item_id = ?", item)
			after, err := shop.OrdersAbove(t.Context(), 0, 1)
			require.NoError(t, err)
			require.NotEqual(t, stubs[0].Hash, after[0].Hash)
		})
	}
}

func TestHistoricOrders(t *testing.T) {
	t.Parallel()
	inBothStores(t, func(t *testing.T, store string) {
		db, shop, ids := withOrders(t, store, 6)
		for i, id := range ids {
			set(t, db, store, id, "post_date_gmt", fmt.Sprintf("2026-02-0%d 10:00:00", i+1))
		}
		set(t, db, store, ids[1], "post_status", "trash")
		set(t, db, store, ids[2], "post_status", "wc-completed")
		set(t, db, store, ids[3], "post_status", "wc-checkout-draft")
		day := func(n int) time.Time { return time.Date(2026, 2, n, 10, 0, 0, 0, time.UTC) }
		for name, tc := range map[string]struct {
			statuses []string
			from, to time.Time
			after    commerce.OrderID
			limit    int
			want     []commerce.OrderID
		}{
			"all but carts": {limit: 9, want: []commerce.OrderID{ids[0], ids[1], ids[2], ids[4], ids[5]}},
			"a page":        {limit: 2, after: ids[1], want: []commerce.OrderID{ids[2], ids[4]}},
			"by status":     {limit: 9, statuses: []string{"completed", "trash"}, want: []commerce.OrderID{ids[1], ids[2]}},
			"by day":        {limit: 9, from: day(2), to: day(5), want: []commerce.OrderID{ids[1], ids[2]}},
			"none":          {limit: 9, from: day(9)},
		} {
			got, err := shop.OrderIDs(t.Context(), tc.statuses, tc.from, tc.to, tc.after, tc.limit)
			require.NoError(t, err)
			require.Equal(t, tc.want, got, name)
		}
	})
}
