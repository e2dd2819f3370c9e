// Package chaos_test shows that no sale is lost while sidecars write, whatever
// happens to them: buyers with WooCommerce's own statements, processes killed,
// the database gone in the middle of a commit, two sidecars at once.
package chaos_test

import (
	"net/http/httptest"
	"os"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp"
	"wpbridge/internal/erp/sitoo/sitoosim"
	"wpbridge/internal/job"
	"wpbridge/internal/shoptest"
	"wpbridge/internal/state"
)

const warehouse = 1

// long says that the tests take minutes rather than seconds.
func long() bool { return os.Getenv("WPBRIDGE_CHAOS") == "long" }

// scale is d, or ten times d where the tests may take long.
func scale[T ~int | ~int64](d T) T {
	if long() {
		return 10 * d
	}
	return d
}

// holder is a product that holds stock, and a line by which it is bought.
type holder struct {
	sku   string
	id    int64
	line  shoptest.Line
	stock commerce.Quantity // before anything happened
}

// world is a shop, an ERP that a sidecar in any process can reach, and what
// both sell.
type world struct {
	shop    *shoptest.Shop
	sim     *sitoosim.Sim
	erp     erp.Settings
	holders []holder
}

// newWorld fills a shop with simple products, variations and one parent that
// holds the stock of its variations, and gives the ERP the same items with the
// same stock.
func newWorld(t *testing.T, shop *shoptest.Shop, simple int) *world {
	t.Helper()
	c := shoptest.Catalogue{Simple: simple, Variable: 3, VariationsEach: 3, Transients: true}
	require.NoError(t, c.Fill(t.Context(), shop.DB, shop.Prefix))
	w := &world{shop: shop}
	w.parentHolds(t, 3)
	w.find(t)
	return w.withERP(t)
}

// withERP starts the ERP of the shop's holders.
func (w *world) withERP(t *testing.T) *world {
	t.Helper()
	products := make([]sitoosim.Product, len(w.holders))
	for i, h := range w.holders {
		products[i] = sitoosim.Product{SKU: h.sku, Title: h.sku, Price: "10.00", Stock: []sitoosim.Level{{Warehouse: warehouse, Quantity: h.stock}}}
	}
	w.sim = sitoosim.New(sitoosim.Options{Products: products})
	server := httptest.NewServer(w.sim)
	t.Cleanup(server.Close)
	w.erp = w.sim.Settings(server.URL)
	return w
}

// parentHolds makes the n-th variable product keep the stock of its variations.
func (w *world) parentHolds(t *testing.T, n int) {
	t.Helper()
	meta := w.shop.Table("postmeta")
	parent := w.shop.Value(t, "SELECT post_id FROM "+meta+" WHERE meta_key = '_sku' AND meta_value = ?", shoptest.ParentSKU(n))
	children := "post_id IN (SELECT ID FROM " + w.shop.Table("posts") + " WHERE post_parent = " + parent + ")"
	w.shop.Exec(t, "UPDATE "+meta+" SET meta_value = 'no' WHERE meta_key = '_manage_stock' AND "+children)
	w.shop.Exec(t, "UPDATE "+meta+" SET meta_value = NULL WHERE meta_key = '_stock' AND "+children)
	w.shop.Exec(t, "UPDATE "+meta+" SET meta_value = 'yes' WHERE meta_key = '_manage_stock' AND post_id = ?", parent)
	w.shop.Exec(t, "UPDATE "+meta+" SET meta_value = '40' WHERE meta_key = '_stock' AND post_id = ?", parent)
}

// find reads which products hold stock.
func (w *world) find(t *testing.T) {
	t.Helper()
	rows, err := w.shop.DB.QueryContext(t.Context(), `SELECT p.ID, p.post_parent, k.meta_value, s.meta_value, COALESCE((SELECT MAX(c.ID) FROM `+w.shop.Table("posts")+` c
		WHERE c.post_parent = p.ID AND c.post_type = 'product_variation'), 0) FROM `+w.shop.Table("posts")+` p
		JOIN `+w.shop.Table("postmeta")+` k ON k.post_id = p.ID AND k.meta_key = '_sku'
		JOIN `+w.shop.Table("postmeta")+` m ON m.post_id = p.ID AND m.meta_key = '_manage_stock' AND m.meta_value = 'yes'
		JOIN `+w.shop.Table("postmeta")+` s ON s.post_id = p.ID AND s.meta_key = '_stock'
		WHERE p.post_type IN ('product','product_variation') ORDER BY p.ID`)
	require.NoError(t, err)
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var h holder
		var parent, child int64
		var stock string
		require.NoError(t, rows.Scan(&h.id, &parent, &h.sku, &stock, &child))
		h.stock, err = commerce.ParseStored(stock)
		require.NoError(t, err)
		h.line = shoptest.Line{ProductID: h.id, VariationID: child}
		if parent != 0 {
			h.line = shoptest.Line{ProductID: parent, VariationID: h.id}
		}
		w.holders = append(w.holders, h)
	}
	require.NoError(t, rows.Err())
	require.NotEmpty(t, w.holders)
}

// accept links every holder to its item.
func (w *world) accept(t *testing.T, r *job.Runner) {
	t.Helper()
	report, err := r.Match(t.Context(), "sku", true)
	require.NoError(t, err)
	require.Equal(t, len(w.holders), report.Counts[state.Matched], report)
}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }
