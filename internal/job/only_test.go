package job_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp"
	"wpbridge/internal/job"
	"wpbridge/internal/ledger"
	"wpbridge/internal/shoptest"
)

func TestARunOverSomeCodesTouchesOnlyThose(t *testing.T) {
	t.Parallel()
	b := setup(t, shoptest.Catalogue{Simple: 12})
	b.accept(t)
	b.run(t, job.Stock, job.Options{})
	reads := b.erp.Calls(erp.OpReadStock)
	b.level(1, 40)
	b.level(2, 50)
	b.level(3, 0)

	run := b.run(t, job.Stock, job.Options{Only: []commerce.Code{code(1), code(3), "nobody knows"}})

	require.Equal(t, 2, run.Changed)
	require.False(t, run.Full)
	require.Equal(t, reads, b.erp.Calls(erp.OpReadStock), "the list is not read")
	require.Equal(t, "40 instock / 40 instock", b.stock(t, 1))
	require.Equal(t, "3 instock / 3 instock", b.stock(t, 2))
	require.Equal(t, "0 outofstock / 0 outofstock", b.stock(t, 3))
	require.Zero(t, b.run(t, job.Stock, job.Options{Only: []commerce.Code{code(1), code(3)}}).Changed)

	rest := b.run(t, job.Stock, job.Options{})
	require.Equal(t, 1, rest.Changed, "the mark has not moved: what was left out is still new")
	require.Equal(t, "50 instock / 50 instock", b.stock(t, 2))

	undone, _, err := b.Undo(t.Context(), run.ID)
	require.NoError(t, err)
	require.Equal(t, 2, undone.Changed, "it is in the books like any other")
	require.Equal(t, "2 instock / 2 instock", b.stock(t, 1))
}

func TestARunOverSomeCodesLeavesAHeldOneAlone(t *testing.T) {
	t.Parallel()
	b := setup(t, shoptest.Catalogue{Simple: 12})
	b.accept(t)
	b.run(t, job.Stock, job.Options{})
	for i := 2; i <= 12; i++ {
		b.level(i, 0)
	}
	held, err := b.Sync(t.Context(), job.Stock, job.Options{})
	require.ErrorIs(t, err, job.ErrHeld)
	b.level(1, 9)

	require.Equal(t, 1, b.run(t, job.Stock, job.Options{Only: []commerce.Code{code(1)}}).Changed)

	still, err := b.Store.Run(t.Context(), held.ID)
	require.NoError(t, err)
	require.Equal(t, ledger.Held, still.Status)
	_, err = b.Approve(t.Context(), job.Stock, held.ID)
	require.NoError(t, err)
	require.Equal(t, "9 instock / 9 instock", b.stock(t, 1))
	require.Equal(t, "0 outofstock / 0 outofstock", b.stock(t, 2))
}

func TestWhatTheERPDoesNotMentionIsNotZero(t *testing.T) {
	t.Parallel()
	b := setup(t, shoptest.Catalogue{Simple: 3})
	b.accept(t)
	b.run(t, job.Stock, job.Options{})
	b.erp.RemoveLevel(code(1), "1")

	require.Zero(t, b.run(t, job.Stock, job.Options{Only: []commerce.Code{code(1)}}).Changed)

	require.Equal(t, "2 instock / 2 instock", b.stock(t, 1))
}

func TestWhatTheERPStatedCountsWhereItCannotBeAsked(t *testing.T) {
	t.Parallel()
	b := setup(t, shoptest.Catalogue{Simple: 3})
	b.accept(t)
	b.run(t, job.Stock, job.Options{})
	stated := []commerce.StockLevel{{Code: code(1), Location: "1", Available: commerce.Units(70)}}
	o := job.Options{Only: []commerce.Code{code(1)}, Stated: stated}
	b.level(1, 71)

	require.Equal(t, 1, b.run(t, job.Stock, o).Changed)
	require.Equal(t, "71 instock / 71 instock", b.stock(t, 1), "its answer is newer than its word")

	b.ERP.CheckStock = nil
	require.Equal(t, 1, b.run(t, job.Stock, o).Changed)
	require.Equal(t, "70 instock / 70 instock", b.stock(t, 1))
	_, err := b.Sync(t.Context(), job.Stock, job.Options{Only: o.Only})
	require.ErrorIs(t, err, job.ErrJob)
	_, err = b.Sync(t.Context(), job.Prices, o)
	require.ErrorIs(t, err, job.ErrJob, "prices have no such run")
}
