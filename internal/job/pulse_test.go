package job_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp"
	"wpbridge/internal/job"
	"wpbridge/internal/ledger"
	"wpbridge/internal/shoptest"
)

func TestARunIsInTheBooksBeforeItReadsAndEndsWhenAsked(t *testing.T) {
	t.Parallel()
	b := setup(t, shoptest.Catalogue{Simple: 3})
	b.accept(t)
	b.run(t, job.Stock, job.Options{})
	b.level(1, 40)
	var begun ledger.Run
	b.Begun = func(r ledger.Run) { begun = r }
	read := b.ERP.ReadStock
	b.ERP.ReadStock = func(ctx context.Context, q erp.Query) (erp.Page[commerce.StockLevel], error) {
		running, err := b.Store.Cancel(ctx, begun.ID, "a test")
		require.NoError(t, err)
		require.True(t, running)
		<-ctx.Done() // the beat brings it
		return read(ctx, q)
	}

	run, err := b.Sync(t.Context(), job.Stock, job.Options{})

	require.ErrorIs(t, err, job.ErrCancelled)
	require.Equal(t, begun.ID, run.ID)
	stored, err := b.Store.Run(t.Context(), run.ID)
	require.NoError(t, err)
	require.Equal(t, ledger.Failed, stored.Status)
	require.Equal(t, "cancelled by a test; what it had written is complete, the rest is left to the next run", stored.Reason)
	require.Equal(t, ledger.ByCLI, stored.StartedBy)
	require.Equal(t, "2 instock / 2 instock", b.stock(t, 1))
	b.ERP.ReadStock = read
	require.Equal(t, 1, b.run(t, job.Stock, job.Options{}).Changed, "the next run does it")
}

func TestAMatchIsARunInTheBooks(t *testing.T) {
	t.Parallel()
	b := setup(t, shoptest.Catalogue{Simple: 3})
	last, err := b.LastMatch(t.Context())
	require.NoError(t, err)
	require.Empty(t, last.Key)
	b.accept(t)
	runs, err := b.Store.Runs(t.Context(), 5)
	require.NoError(t, err)
	require.Len(t, runs, 1)
	require.Equal(t, []any{job.Matching, ledger.Done, 3, 3, 3}, []any{runs[0].Job, runs[0].Status, runs[0].Read, runs[0].Matched, runs[0].Changed})
	last, err = b.LastMatch(t.Context())
	require.NoError(t, err)
	require.Equal(t, "sku", last.Key)
	require.True(t, last.Accepted)
	b.Account = "fake test"
	last, err = b.LastMatch(t.Context())
	require.NoError(t, err)
	require.Empty(t, last.Key, "another login has no match yet")
}

// Pages of a list overlap where the system may lose an entry between them.
func TestProgressDoesNotGoBeyondItsEnd(t *testing.T) {
	t.Parallel()
	b := setup(t, shoptest.Catalogue{Simple: 3})
	b.accept(t)
	read := b.ERP.ReadStock
	b.ERP.ReadStock = func(ctx context.Context, q erp.Query) (erp.Page[commerce.StockLevel], error) {
		page, err := read(ctx, q)
		page.Items = append(page.Items, page.Items...)
		page.Total = 3
		return page, err
	}
	heard := map[string][2]int{}
	b.Progress = func(step string, done, total int) { heard[step] = [2]int{done, total} }

	b.run(t, job.Stock, job.Options{})

	require.Equal(t, [2]int{3, 3}, heard["read"])
}
