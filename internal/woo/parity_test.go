package woo_test

import (
	"context"
	"database/sql"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/commerce"
	"wpbridge/internal/ledger"
	"wpbridge/internal/mysql"
	"wpbridge/internal/shoptest"
	"wpbridge/internal/woo"
	"wpbridge/internal/wp"
)

// TestParity replays what WooCommerce was asked to do in each recorded case and
// expects every table as WooCommerce left it.
func TestParity(t *testing.T) {
	t.Parallel()
	for _, dir := range shoptest.Cases(t) {
		t.Run(filepath.Base(dir), func(t *testing.T) {
			t.Parallel()
			db, input, want := shoptest.LoadCase(t, dir)
			shop := open(t, db)
			shop.At(input.Now)

			before, err := shoptest.Dump(t.Context(), db.DB, db.Prefix)
			require.NoError(t, err)

			was := statuses(t, db)
			touched, turned := apply(t, shop, input.Changes)
			for id, now := range statuses(t, db) {
				if was[id] != now {
					require.Equal(t, now, turned[id], "product %d went to another status", id)
				} else {
					require.NotContains(t, turned, id)
				}
			}
			families := withParents(t, shop, touched)
			if len(touched) == 0 {
				want = before // what is right already is not written, nor dated
			}

			require.NoError(t, shop.Recount(t.Context()))
			if len(touched) > 0 {
				require.NoError(t, shop.ClearCaches(t.Context(), func(id commerce.ProductID) bool { return slices.Contains(families, id) }))
			}
			got, err := shoptest.Dump(t.Context(), db.DB, db.Prefix)
			require.NoError(t, err)
			countsMayGo(got, want)
			require.Empty(t, shoptest.Diff(got, want), input.About)

			again, err := shop.Derive(t.Context(), touched, woo.Compare)
			require.NoError(t, err)
			require.Empty(t, again.Touched, "a sweep finds nothing left to do")
		})
	}
}

// countsMayGo takes the one difference out that is meant: WooCommerce drops the
// cached counts of some attributes and categories, we drop all.
func countsMayGo(got, want shoptest.Tables) {
	for _, t := range []shoptest.Tables{got, want} {
		for name := range t["transients"] {
			if strings.HasPrefix(name, "wc_layered_nav_counts_") || name == "wc_term_counts" {
				delete(t["transients"], name)
			}
		}
	}
}

func withParents(t *testing.T, shop *woo.Shop, ids []commerce.ProductID) []commerce.ProductID {
	t.Helper()
	holdings, err := shop.Holdings(t.Context(), ids)
	require.NoError(t, err)
	for _, h := range holdings {
		ids = append(ids, h.Parent)
	}
	return ids
}

func open(t *testing.T, s *shoptest.Shop) *woo.Shop {
	t.Helper()
	db, err := mysql.Open(t.Context(), mysql.Options{DSN: s.DSN})
	require.NoError(t, err)
	t.Cleanup(func() { _ = db.Close() })
	prefix, err := wp.ParsePrefix(s.Prefix)
	require.NoError(t, err)
	shop, err := woo.Open(t.Context(), db, prefix)
	require.NoError(t, err)
	return shop
}

// statuses are those of all products, as WooCommerce reads them.
func statuses(t *testing.T, s *shoptest.Shop) map[commerce.ProductID]string {
	t.Helper()
	out := map[commerce.ProductID]string{}
	require.NoError(t, mysql.Each(t.Context(), s.DB, func(r *sql.Rows) error {
		var id commerce.ProductID
		var status string
		err := r.Scan(&id, &status)
		if _, seen := out[id]; !seen {
			out[id] = status
		}
		return err
	}, "SELECT post_id, meta_value FROM "+s.Table("postmeta")+" WHERE meta_key = '_stock_status' ORDER BY post_id, meta_id"))
	return out
}

// apply returns which products it wrote, and which went to another status.
func apply(t *testing.T, shop *woo.Shop, list []shoptest.Change) ([]commerce.ProductID, map[commerce.ProductID]string) {
	t.Helper()
	turned := map[commerce.ProductID]string{}
	var stock, price []ledger.Change
	var ids []commerce.ProductID
	for _, c := range list {
		id := commerce.ProductID(c.PostID)
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	for _, id := range ids {
		s, p := planned(t, shop, id, list)
		stock, price = append(stock, s...), append(price, p...)
	}
	for i := range stock {
		stock[i].Seq = uint32(i + 1)
	}
	for i := range price {
		price[i].Seq = uint32(i + 1)
	}
	for _, step := range []struct {
		write   func(context.Context, []ledger.Change, ledger.Books) (woo.Followup, error)
		changes []ledger.Change
	}{{shop.ApplyPrices, price}, {shop.ApplyStock, stock}} {
		if len(step.changes) > 0 {
			derive, err := step.write(t.Context(), step.changes, noBooks{t})
			require.NoError(t, err)
			derived, err := derive(t.Context())
			require.NoError(t, err)
			maps.Copy(turned, derived.Turned)
		}
	}
	if len(stock)+len(price) == 0 {
		return nil, turned
	}
	return ids, turned
}

// planned turns a case's neutral operation into changes as a plan has them.
func planned(t *testing.T, shop *woo.Shop, id commerce.ProductID, list []shoptest.Change) (stock, price []ledger.Change) {
	t.Helper()
	holdings, err := shop.Holdings(t.Context(), []commerce.ProductID{id})
	require.NoError(t, err)
	prices, err := shop.Prices(t.Context(), []commerce.ProductID{id})
	require.NoError(t, err)
	h, p := holdings[id], prices[id]
	want := map[ledger.Field]*string{}
	for _, c := range list {
		if commerce.ProductID(c.PostID) == id {
			want[ledger.Field(c.Field)] = &c.Value
		}
	}
	have := map[ledger.Field]*string{ledger.Regular: p.Regular, ledger.Sale: p.Sale, ledger.SaleFrom: p.From, ledger.SaleTo: p.To, ledger.Backorders: &h.Backorders, ledger.Status: &h.Status}
	if h.Stored {
		have[ledger.Stock] = &h.Text
	}
	manage := "no"
	if h.Managed {
		manage = "yes"
	}
	have[ledger.Manage] = &manage
	complete(shop, h, want)
	for _, f := range []ledger.Field{ledger.Manage, ledger.Backorders, ledger.Status, ledger.Stock} {
		if after, ok := want[f]; ok && (have[f] == nil || after == nil || *have[f] != *after) {
			stock = append(stock, ledger.Change{Product: id, Parent: h.Parent, SKU: h.SKU, Field: f, Before: have[f], After: after, Reason: ledger.FromERP, Places: h.Places})
		}
	}
	blank(want)
	for _, f := range []ledger.Field{ledger.Regular, ledger.Sale, ledger.SaleFrom, ledger.SaleTo} {
		if after, ok := want[f]; ok {
			price = append(price, ledger.Change{Product: id, Parent: p.Parent, SKU: p.SKU, Field: f, Before: have[f], After: after, Reason: ledger.FromERP})
		}
	}
	return stock, price
}

// complete adds what goes with switching management on or off.
func complete(shop *woo.Shop, h commerce.Holding, want map[ledger.Field]*string) {
	managed := h.Managed
	if m := want[ledger.Manage]; m != nil {
		managed = *m == "yes"
	}
	switch {
	case !managed && h.Managed:
		no := "no"
		want[ledger.Stock], want[ledger.Backorders] = nil, &no
	case !managed:
		delete(want, ledger.Stock)
	case !h.Managed:
		quantity, err := commerce.ParseStored(*want[ledger.Stock])
		if err == nil {
			status := shop.Settings().StatusOf(quantity, h.Backorders)
			want[ledger.Status] = &status
		}
	}
}

// blank takes the empty text for "no such row".
func blank(want map[ledger.Field]*string) {
	for f, v := range want {
		if v != nil && *v == "" {
			want[f] = nil
		}
	}
}

// noBooks keeps no journal and expects that nothing is skipped.
type noBooks struct{ t *testing.T }

func (b noBooks) Record(_ context.Context, _ *sql.Tx, skipped map[uint32]string) error {
	require.Empty(b.t, skipped)
	return nil
}

func (noBooks) Recorded(context.Context) (bool, error) { return false, nil }
