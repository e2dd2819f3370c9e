package job_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/commerce"
	"wpbridge/internal/job"
	"wpbridge/internal/ledger"
	"wpbridge/internal/shoptest"
)

func TestUndoGivesBackWhatNobodyTouched(t *testing.T) {
	t.Parallel()
	b := setup(t, shoptest.Catalogue{Simple: 12})
	b.accept(t)
	b.run(t, job.Stock, job.Options{})
	b.level(1, 30)
	b.level(2, 31)
	b.level(10, 5)
	run := b.run(t, job.Stock, job.Options{})
	b.sell(t, 2, 1)

	undo, left, err := b.Undo(t.Context(), run.ID)

	require.ErrorIs(t, err, job.ErrPartial)
	require.Equal(t, 2, undo.Changed)
	require.Len(t, left, 1)
	require.Equal(t, shoptest.SKU(2), left[0].SKU)
	require.Contains(t, left[0].Reason, "stock is 30 now, not 31")
	require.Equal(t, "2 instock / 2 instock", b.stock(t, 1))
	require.Equal(t, "0 outofstock / 0 outofstock", b.stock(t, 10))
	require.Equal(t, 2, b.run(t, job.Stock, job.Options{Full: true}).Changed, "the ERP still says what it said")
}

func TestAnUndoThatFailedCanBeRepeated(t *testing.T) {
	t.Parallel()
	b := setup(t, shoptest.Catalogue{Simple: 2})
	b.accept(t)
	b.run(t, job.Stock, job.Options{})
	b.level(1, 30)
	run := b.run(t, job.Stock, job.Options{})
	b.shop.Exec(t, "CREATE TRIGGER full_disk BEFORE UPDATE ON "+b.shop.Table("postmeta")+" FOR EACH ROW SIGNAL SQLSTATE '45000'")
	_, _, err := b.Undo(t.Context(), run.ID)
	require.ErrorContains(t, err, "45000")
	b.shop.Exec(t, "DROP TRIGGER full_disk")

	undo, left, err := b.Undo(t.Context(), run.ID)

	require.NoError(t, err)
	require.Empty(t, left)
	require.Equal(t, 1, undo.Changed)
	require.Equal(t, "2 instock / 2 instock", b.stock(t, 1))
	_, _, err = b.Undo(t.Context(), run.ID)
	require.NoError(t, err)
	require.Equal(t, "2 instock / 2 instock", b.stock(t, 1), "a second undo has nothing left to take back")
}

func TestUndoOfSwitchingManagementOn(t *testing.T) {
	t.Parallel()
	b := setup(t, shoptest.Catalogue{Simple: 2})
	id := b.id(t, 1)
	for key, text := range map[string]any{"_stock": nil, "_manage_stock": "no"} {
		b.shop.Exec(t, "UPDATE "+b.shop.Table("postmeta")+" SET meta_value = ? WHERE meta_key = ? AND post_id = ?", text, key, id)
	}
	b.shop.Exec(t, "UPDATE "+b.shop.Table("wc_product_meta_lookup")+" SET stock_quantity = NULL WHERE product_id = ?", id)
	b.level(1, 0)
	b.accept(t)
	run := b.run(t, job.Stock, job.Options{})
	require.Equal(t, "0 outofstock / 0 outofstock", b.stock(t, 1))

	_, left, err := b.Undo(t.Context(), run.ID)

	require.NoError(t, err)
	require.Empty(t, left)
	require.Equal(t, "NULL instock / none instock", b.stock(t, 1))
	old, err := b.Store.Run(t.Context(), run.ID)
	require.NoError(t, err)
	require.Equal(t, ledger.Reverted, old.Status)
}

func TestPricesFollowAndComeBack(t *testing.T) {
	t.Parallel()
	b := setup(t, shoptest.Catalogue{Simple: 3, Variable: 1, VariationsEach: 2})
	b.accept(t)
	require.Zero(t, b.run(t, job.Prices, job.Options{}).Changed)
	before := b.prices(t)
	b.erp.SetItem(commerce.Item{ID: "item1", Code: code(1), StockTracked: true, Price: price("12.5")})
	b.erp.SetItem(commerce.Item{ID: "item5", Code: code(5), StockTracked: true, Price: price("20")})

	run := b.run(t, job.Prices, job.Options{})

	require.Equal(t, 2, run.Changed)
	require.NotEqual(t, before, b.prices(t))
	require.Equal(t, "12.50", b.shop.Value(t, "SELECT meta_value FROM "+b.shop.Table("postmeta")+" WHERE meta_key = '_price' AND post_id = ?", b.id(t, 1)))
	_, left, err := b.Undo(t.Context(), run.ID)
	require.NoError(t, err)
	require.Empty(t, left)
	require.Equal(t, before, b.prices(t))
}

func TestALargePriceJumpIsHeld(t *testing.T) {
	t.Parallel()
	b := setup(t, shoptest.Catalogue{Simple: 3})
	b.accept(t)
	before := b.prices(t)
	b.erp.SetItem(commerce.Item{ID: "item1", Code: code(1), StockTracked: true, Price: price("1.19")})

	_, err := b.Sync(t.Context(), job.Prices, job.Options{})

	require.ErrorIs(t, err, job.ErrHeld)
	require.ErrorContains(t, err, `"SKU-0000001" from 11.90 to 1.19`)
	require.Equal(t, before, b.prices(t))
}

// prices is every price the shop has, meta rows and lookup table.
func (b *bundle) prices(t *testing.T) string {
	t.Helper()
	return b.shop.Value(t, "SELECT GROUP_CONCAT(post_id, meta_key, COALESCE(meta_value, 'NULL') ORDER BY post_id, meta_key, meta_id) FROM "+b.shop.Table("postmeta")+" WHERE meta_key IN ('_price','_regular_price','_sale_price')") +
		b.shop.Value(t, "SELECT GROUP_CONCAT(product_id, ' ', min_price, ' ', max_price, ' ', onsale ORDER BY product_id) FROM "+b.shop.Table("wc_product_meta_lookup"))
}

// sell takes n from stock with the statements of WooCommerce's own checkout.
func (b *bundle) sell(t *testing.T, i, n int) {
	t.Helper()
	b.noteSold(t, b.lower(t, i, n), n)
}

// lower is the first half of a sale; it returns the order line.
func (b *bundle) lower(t *testing.T, i, n int) (line string) {
	t.Helper()
	id := b.id(t, i)
	b.shop.Exec(t, "UPDATE "+b.shop.Table("postmeta")+" SET meta_value = meta_value - ? WHERE post_id = ? AND meta_key = '_stock'", n, id)
	b.shop.Exec(t, "INSERT INTO "+b.shop.Table("woocommerce_order_items")+" (order_item_name, order_item_type, order_id) VALUES ('x', 'line_item', 1)")
	line = b.shop.Value(t, "SELECT MAX(order_item_id) FROM "+b.shop.Table("woocommerce_order_items"))
	for key, v := range map[string]any{"_product_id": id, "_variation_id": 0, "_qty": n} {
		b.lineMeta(t, line, key, v)
	}
	return line
}

// noteSold is the second half.
func (b *bundle) noteSold(t *testing.T, line string, n int) {
	t.Helper()
	b.lineMeta(t, line, "_reduced_stock", n)
}

func (b *bundle) lineMeta(t *testing.T, line, key string, v any) {
	t.Helper()
	b.shop.Exec(t, "INSERT INTO "+b.shop.Table("woocommerce_order_itemmeta")+" (order_item_id, meta_key, meta_value) VALUES (?, ?, ?)", line, key, v)
}
