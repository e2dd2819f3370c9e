package job_test

import (
	"fmt"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp/erptest"
	"wpbridge/internal/job"
	"wpbridge/internal/job/jobtest"
	"wpbridge/internal/ledger"
	"wpbridge/internal/reconcile"
	"wpbridge/internal/shoptest"
)

// bundle is a shop with a catalogue, an ERP that has the same items, and a
// runner between them.
type bundle struct {
	*job.Runner
	shop *shoptest.Shop
	erp  *erptest.Fake
}

func setup(t *testing.T, c shoptest.Catalogue) *bundle {
	t.Helper()
	shop := shoptest.DB(t)
	require.NoError(t, c.Fill(t.Context(), shop.DB, shop.Prefix))
	b := &bundle{shop: shop, erp: &erptest.Fake{}}
	for i := 1; i <= c.Holders(); i++ {
		b.item(i)
		b.level(i, shoptest.Stock(i))
	}
	b.Runner = b.runner(t)
	return b
}

func (b *bundle) runner(t *testing.T) *job.Runner {
	t.Helper()
	r := jobtest.Open(t, b.shop).Runner("fake live", b.erp.Ops())
	r.Limits = reconcile.Limits{MaxZeroedPercent: 50, MaxPriceJumpPercent: 70}
	return r
}

func code(i int) commerce.Code { return commerce.Code(shoptest.SKU(i)) }

func (b *bundle) item(i int) { b.erp.SetItem(b.priced(i, shoptest.Price(i))) }

// priced is an item with a price of its own.
func (b *bundle) priced(i int, text string) commerce.Item {
	return commerce.Item{ID: commerce.ItemID(fmt.Sprint("item", i)), Code: code(i), Name: "Item", Active: true, StockTracked: true, Price: price(text)}
}

func price(text string) *commerce.Price {
	return &commerce.Price{Regular: decimal.RequireFromString(text), IncludesVAT: true}
}

func (b *bundle) level(i, n int) { b.erp.SetLevel(code(i), "1", commerce.Units(int64(n))) }

// stock is what the shop says: quantity, status and the lookup table's view.
func (b *bundle) stock(t *testing.T, i int) string {
	t.Helper()
	id := b.id(t, i)
	meta := func(key string) string {
		return b.shop.Value(t, "SELECT meta_value FROM "+b.shop.Table("postmeta")+" WHERE post_id = ? AND meta_key = ? ORDER BY meta_id LIMIT 1", id, key)
	}
	look := b.shop.Value(t, "SELECT CONCAT(COALESCE(stock_quantity, 'none'), ' ', stock_status) FROM "+b.shop.Table("wc_product_meta_lookup")+" WHERE product_id = ?", id)
	return meta("_stock") + " " + meta("_stock_status") + " / " + look
}

func (b *bundle) id(t *testing.T, i int) string {
	t.Helper()
	return b.shop.Value(t, "SELECT MIN(post_id) FROM "+b.shop.Table("postmeta")+" WHERE meta_key = '_sku' AND meta_value = ?", shoptest.SKU(i))
}

func (b *bundle) accept(t *testing.T) job.Report {
	t.Helper()
	report, err := b.Match(t.Context(), "sku", true)
	require.NoError(t, err)
	return report
}

func (b *bundle) run(t *testing.T, name string, o job.Options) ledger.Run {
	t.Helper()
	run, err := b.Sync(t.Context(), name, o)
	require.NoError(t, err)
	return run
}
