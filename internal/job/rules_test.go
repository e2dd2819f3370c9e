package job_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/job"
	"wpbridge/internal/ledger"
	"wpbridge/internal/shoptest"
)

// wish lays a wish of the owner's for an item down, or takes it away.
func (b *bundle) wish(t *testing.T, i int, key, value string) {
	t.Helper()
	meta := b.shop.Table("postmeta")
	b.shop.Exec(t, "DELETE FROM "+meta+" WHERE post_id = ? AND meta_key = ?", b.id(t, i), "_wpbridge_"+key)
	if value != "" {
		b.shop.Exec(t, "INSERT INTO "+meta+" (post_id, meta_key, meta_value) VALUES (?, ?, ?)", b.id(t, i), "_wpbridge_"+key, value)
	}
}

// synced is a bundle after its first runs.
func synced(t *testing.T, c shoptest.Catalogue) *bundle {
	t.Helper()
	b := setup(t, c)
	b.accept(t)
	b.run(t, job.Stock, job.Options{})
	b.run(t, job.Prices, job.Options{})
	return b
}

func TestABufferCountsThoughTheERPIsSilent(t *testing.T) {
	t.Parallel()
	b := synced(t, shoptest.Catalogue{Simple: 5}) // item 4 has 5
	b.wish(t, 4, "buffer", "2")

	preview := b.run(t, job.Stock, job.Options{DryRun: true})
	require.Equal(t, 1, preview.Changed)
	run := b.run(t, job.Stock, job.Options{})

	require.False(t, run.Full)
	require.Equal(t, 1, run.Changed)
	require.Equal(t, "3 instock / 3 instock", b.stock(t, 4))
	changes, err := b.Store.Changes(t.Context(), run.ID, 0, 10)
	require.NoError(t, err)
	require.Equal(t, ledger.Buffered, changes[0].Reason)
	require.Zero(t, b.run(t, job.Stock, job.Options{}).Read, "applied is applied")

	b.level(4, 1) // less than is kept back
	b.run(t, job.Stock, job.Options{})
	require.Equal(t, "-1 outofstock / -1 outofstock", b.stock(t, 4))
	b.wish(t, 4, "buffer", "")
	b.run(t, job.Stock, job.Options{})
	require.Equal(t, "1 instock / 1 instock", b.stock(t, 4))
	require.Zero(t, b.run(t, job.Stock, job.Options{Full: true}).Changed)
}

func TestABufferStaysOpenUntilARunHasAppliedIt(t *testing.T) {
	t.Parallel()
	b := synced(t, shoptest.Catalogue{Simple: 2})
	b.Limits.MaxZeroedPercent = 10
	b.wish(t, 1, "buffer", "2") // all there is
	_, err := b.Sync(t.Context(), job.Stock, job.Options{})
	require.ErrorIs(t, err, job.ErrHeld)
	require.Equal(t, "2 instock / 2 instock", b.stock(t, 1))

	b.Limits.MaxZeroedPercent = 100
	b.run(t, job.Stock, job.Options{})
	require.Equal(t, "0 outofstock / 0 outofstock", b.stock(t, 1))
}

func TestExcludedProductsAreNotWritten(t *testing.T) {
	t.Parallel()
	b := synced(t, shoptest.Catalogue{Simple: 3, Variable: 1, VariationsEach: 2})
	b.wish(t, 1, "exclude_update", "yes")
	parent := b.shop.Value(t, "SELECT post_id FROM "+b.shop.Table("postmeta")+" WHERE meta_key = '_sku' AND meta_value = ?", shoptest.ParentSKU(1))
	b.shop.Exec(t, "INSERT INTO "+b.shop.Table("postmeta")+" (post_id, meta_key, meta_value) VALUES (?, '_wpbridge_exclude_update', 'yes')", parent)
	b.level(1, 40)
	b.level(2, 40)
	b.level(4, 40) // a variation of the parent
	b.erp.SetItem(b.priced(1, "1.00"))
	b.erp.SetItem(b.priced(2, "1.00"))
	b.Limits.MaxPriceJumpPercent = 100

	run := b.run(t, job.Stock, job.Options{})
	require.Equal(t, 1, run.Changed)
	require.Equal(t, map[string]int{"excluded from update": 2}, run.Reasons)
	require.Equal(t, "2 instock / 2 instock", b.stock(t, 1))
	run = b.run(t, job.Prices, job.Options{})
	require.Equal(t, 1, run.Changed)
	require.Equal(t, map[string]int{"excluded from update": 1}, run.Reasons)
	run = b.run(t, job.Stock, job.Options{Full: true})
	require.Equal(t, map[string]int{"excluded from update": 3}, run.Reasons, "in a full run all of them")
	require.Zero(t, run.Changed)

	why, err := b.Why(t.Context(), shoptest.SKU(1))
	require.NoError(t, err)
	require.True(t, why[0].Excluded)

	// Let in again, they follow although the ERP does not mention them.
	b.wish(t, 1, "exclude_update", "no")
	run = b.run(t, job.Stock, job.Options{})
	require.False(t, run.Full)
	require.Equal(t, 1, run.Changed)
	require.Equal(t, "40 instock / 40 instock", b.stock(t, 1))
	run = b.run(t, job.Prices, job.Options{})
	require.False(t, run.Full)
	require.Equal(t, 1, run.Changed)
}

func TestAnERPThatCanNotBeAskedIsReadInFull(t *testing.T) {
	t.Parallel()
	b := synced(t, shoptest.Catalogue{Simple: 4})
	b.ERP.CheckStock = nil
	b.wish(t, 4, "buffer", "1")
	run := b.run(t, job.Stock, job.Options{})
	require.True(t, run.Full)
	require.Equal(t, "4 instock / 4 instock", b.stock(t, 4))
	require.False(t, b.run(t, job.Stock, job.Options{}).Full)
}
