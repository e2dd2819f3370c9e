package chaos_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/job"
	"wpbridge/internal/ledger"
	"wpbridge/internal/shoptest"
)

// TestTakeOverUnderLoad accepts the match and takes the stock over while
// products are being sold: sales that have left the shelf but are not in the
// order yet must not come back.
func TestTakeOverUnderLoad(t *testing.T) {
	t.Parallel()
	w := newWorld(t, shoptest.DB(t), 12)
	r := w.sidecar(t)
	r.Settle = job.Settle
	l := w.start(t, 2, 400*time.Millisecond, w.holders)
	w.accept(t, r)
	ctx, cancel := context.WithTimeout(t.Context(), scale(5*time.Second))
	defer cancel()
	partial := 0
	runs := syncs(ctx, r, func(_ ledger.Run, err error) {
		if errors.Is(err, job.ErrPartial) {
			partial++ // it moved each time we looked; the next run tries again
			err = nil
		}
		require.NoError(t, err)
	})
	taken := w.shop.Value(t, "SELECT COUNT(*) FROM "+w.shop.Table("wpbridge_link")+" WHERE base IS NOT NULL")
	l.quiet()

	require.NoError(t, l.suffered())
	_, err := r.Sync(t.Context(), job.Stock, job.Options{})
	require.NoError(t, err)
	w.balanced(t)
	w.derived(t, r)
	require.NotEqual(t, "0", taken, "nothing was taken over while products were sold")
	t.Logf("take-over: %d orders, %d runs (%d partial), %s of %d products taken over under load, deadlocks 0, lost=0", l.orders.Load(), runs, partial, taken, len(w.holders))
}
