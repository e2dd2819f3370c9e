package chaos_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/commerce"
	"wpbridge/internal/job"
	"wpbridge/internal/woo"
)

// account is one product's books, read from the tables themselves.
type account struct {
	stock   commerce.Quantity // what the shop says
	sold    commerce.Quantity // taken by orders, ever
	since   commerce.Quantity // taken by orders since the match
	journal commerce.Quantity // sum of the journal's applied steps
}

func (w *world) account(t *testing.T, h holder) account {
	t.Helper()
	number := func(query string, args ...any) commerce.Quantity {
		q, err := commerce.ParseStored(w.shop.Value(t, query, args...))
		require.NoError(t, err, query)
		return q
	}
	meta := w.shop.Table("woocommerce_order_itemmeta")
	taken := `SELECT COALESCE(SUM(r.meta_value), 0) FROM ` + meta + ` r JOIN ` + meta + ` p ON p.order_item_id = r.order_item_id AND p.meta_key = '_product_id'
		JOIN ` + meta + ` v ON v.order_item_id = r.order_item_id AND v.meta_key = '_variation_id'
		WHERE r.meta_key = '_reduced_stock' AND (p.meta_value = ? OR v.meta_value = ?) AND r.meta_id > ?`
	mark := w.shop.Value(t, "SELECT taken_mark FROM "+w.shop.Table("wpbridge_link")+" WHERE post_id = ?", h.id)
	return account{
		stock: number("SELECT meta_value FROM "+w.shop.Table("postmeta")+" WHERE post_id = ? AND meta_key = '_stock'", h.id),
		sold:  number(taken, itoa(h.id), itoa(h.id), 0),
		since: number(taken, itoa(h.id), itoa(h.id), mark),
		journal: number(`SELECT COALESCE(SUM(c.after_text - c.before_text), 0) FROM `+w.shop.Table("wpbridge_change")+` c
			JOIN `+w.shop.Table("wpbridge_run")+` r ON r.id = c.run_id WHERE c.post_id = ? AND c.field = 'stock' AND c.state = 0 AND c.seq <= r.applied_upto`, h.id),
	}
}

// balanced demands of every product that the shop's number is the ERP's less
// what orders took, and that the journal explains how it came about.
func (w *world) balanced(t *testing.T) {
	t.Helper()
	var lost, unexplained []string
	for _, h := range w.holders {
		a := w.account(t, h)
		available, held := w.sim.Stock(h.sku, warehouse)
		require.True(t, held, h.sku)
		if right := available - a.since; a.stock != right {
			lost = append(lost, fmt.Sprintf("%s (%d): stock %s, but the ERP has %s and orders took %s: off by %s", h.sku, h.id, a.stock, available, a.since, a.stock-right))
		}
		if came := h.stock + a.journal - a.sold; a.stock != came {
			unexplained = append(unexplained, fmt.Sprintf("%s (%d): stock %s, but it began as %s, the journal moved it by %s and orders took %s", h.sku, h.id, a.stock, h.stock, a.journal, a.sold))
		}
	}
	require.Empty(t, lost, "lost")
	require.Empty(t, unexplained, "the journal does not explain the stock")
	repaired := w.shop.Value(t, "SELECT COUNT(*) FROM "+w.shop.Table("wpbridge_change")+" WHERE reason = 'drift'")
	require.Equal(t, "0", repaired, "nothing may have been put right by a repair")
}

// derived demands that, after one sweep of all that runs wrote, every row that
// follows from stock is what WooCommerce would make of it.
func (w *world) derived(t *testing.T, r *job.Runner) {
	t.Helper()
	w.shop.Exec(t, "UPDATE "+w.shop.Table("wpbridge_run")+" SET finished_at = finished_at - INTERVAL 10 MINUTE") // the minutes that a sweep waits
	require.NoError(t, r.Sweep(t.Context()))
	var ids []commerce.ProductID
	require.NoError(t, r.Shop.Catalogue(t.Context(), 500, func(page []woo.Product) error {
		for _, p := range page {
			ids = append(ids, p.ID)
		}
		return nil
	}))
	wrong, err := r.Shop.Derive(t.Context(), ids, woo.Compare)
	require.NoError(t, err)
	require.Empty(t, wrong.Touched, "products whose derived rows were wrong after the sweep")
}

// ended demands that no run is left open.
func (w *world) ended(t *testing.T) {
	t.Helper()
	require.Equal(t, "0", w.shop.Value(t, "SELECT COUNT(*) FROM "+w.shop.Table("wpbridge_run")+" WHERE status = 'running' OR finished_at IS NULL"))
}
