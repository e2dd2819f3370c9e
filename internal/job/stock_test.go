package job_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/commerce"
	"wpbridge/internal/job"
	"wpbridge/internal/ledger"
	"wpbridge/internal/shoptest"
	"wpbridge/internal/state"
)

func TestNothingIsWrittenBeforeAMatchIsAccepted(t *testing.T) {
	t.Parallel()
	b := setup(t, shoptest.Catalogue{Simple: 3})
	b.level(1, 99)
	_, err := b.Match(t.Context(), "sku", false)
	require.NoError(t, err)

	_, err = b.Sync(t.Context(), job.Stock, job.Options{})

	require.ErrorIs(t, err, job.ErrNoMatch)
	require.Equal(t, "2 instock / 2 instock", b.stock(t, 1))
}

func TestStockFollowsTheERP(t *testing.T) {
	t.Parallel()
	b := setup(t, shoptest.Catalogue{Simple: 20, Variable: 2, VariationsEach: 3})
	report := b.accept(t)
	require.Equal(t, 26, report.Counts[state.Matched])
	first := b.run(t, job.Stock, job.Options{})
	require.Zero(t, first.Changed, "equal numbers are adopted, not written")

	b.level(1, 7)
	b.level(2, 0)
	b.level(10, 4) // was out of stock
	second := b.run(t, job.Stock, job.Options{})

	require.Equal(t, ledger.Done, second.Status)
	require.Equal(t, 3, second.Read)
	require.Equal(t, 3, second.Changed)
	require.Equal(t, "7 instock / 7 instock", b.stock(t, 1))
	require.Equal(t, "0 outofstock / 0 outofstock", b.stock(t, 2))
	require.Equal(t, "4 instock / 4 instock", b.stock(t, 10))
	third := b.run(t, job.Stock, job.Options{Full: true})
	require.Zero(t, third.Changed, "planning after applying finds nothing")
	require.Equal(t, 26, third.Matched)
}

func TestFirstRunTakesEverythingOver(t *testing.T) {
	t.Parallel()
	b := setup(t, shoptest.Catalogue{Simple: 5})
	for i := 1; i <= 5; i++ {
		b.level(i, 40+i)
	}
	b.shop.Exec(t, "UPDATE "+b.shop.Table("postmeta")+" SET meta_value = NULL WHERE meta_key = '_stock' AND post_id = ?", b.id(t, 3))
	b.shop.Exec(t, "UPDATE "+b.shop.Table("postmeta")+" SET meta_value = 'no' WHERE meta_key = '_manage_stock' AND post_id = ?", b.id(t, 3))
	b.accept(t)

	run := b.run(t, job.Stock, job.Options{})

	require.Equal(t, 5, run.Changed)
	for i := 1; i <= 5; i++ {
		want := commerce.Units(int64(40 + i)).String()
		require.Equal(t, want+" instock / "+want+" instock", b.stock(t, i))
	}
}

func TestSalesSurviveAndAreKnown(t *testing.T) {
	t.Parallel()
	b := setup(t, shoptest.Catalogue{Simple: 3})
	b.accept(t)
	b.run(t, job.Stock, job.Options{})
	b.sell(t, 1, 1) // stock 2
	b.level(1, 12)  // the ERP received 10 and has not heard of the sale

	run := b.run(t, job.Stock, job.Options{})

	require.Equal(t, 1, run.Changed)
	require.Equal(t, "11 instock / 11 instock", b.stock(t, 1))
	require.Zero(t, b.run(t, job.Stock, job.Options{Full: true}).Changed, "a full reading does not bring the sale back")
	why, err := b.Why(t.Context(), shoptest.SKU(1))
	require.NoError(t, err)
	require.Equal(t, commerce.Units(1), why[0].Sold)
	require.Zero(t, why[0].Drift)
}

func TestDriftIsRepairedOnlyAfterItLasted(t *testing.T) {
	t.Parallel()
	b := setup(t, shoptest.Catalogue{Simple: 3})
	b.accept(t)
	b.run(t, job.Stock, job.Options{})
	b.Stock.Patience = 1 << 40
	b.shop.Exec(t, "UPDATE "+b.shop.Table("postmeta")+" SET meta_value = '55' WHERE meta_key = '_stock' AND post_id = ?", b.id(t, 2))

	seen := b.run(t, job.Stock, job.Options{Full: true})
	require.Equal(t, 1, seen.Drifting)
	require.Zero(t, seen.Changed)
	b.Stock.Patience = 1
	repaired := b.run(t, job.Stock, job.Options{Full: true})

	require.Equal(t, 1, repaired.Changed)
	require.Equal(t, "3 instock / 3 instock", b.stock(t, 2))
}

func TestAbsentIsNotZeroButDeletedCannotBeOrdered(t *testing.T) {
	t.Parallel()
	b := setup(t, shoptest.Catalogue{Simple: 12})
	b.accept(t)
	b.run(t, job.Stock, job.Options{})
	b.shop.Exec(t, "UPDATE "+b.shop.Table("postmeta")+" SET meta_value = 'yes' WHERE meta_key = '_backorders' AND post_id = ?", b.id(t, 2))
	b.erp.Remove(code(1)) // level and item
	b.erp.Remove(code(2))
	b.item(1) // the item of 1 exists, it only has no level

	run := b.run(t, job.Stock, job.Options{Full: true})

	require.Equal(t, 1, run.Changed)
	require.Equal(t, "2 instock / 2 instock", b.stock(t, 1))
	require.Equal(t, "0 outofstock / 0 outofstock", b.stock(t, 2))
	require.Equal(t, "publish", b.shop.Value(t, "SELECT post_status FROM "+b.shop.Table("posts")+" WHERE ID = ?", b.id(t, 2)))
}
