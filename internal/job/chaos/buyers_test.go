package chaos_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/job"
	"wpbridge/internal/ledger"
	"wpbridge/internal/shoptest"
)

const buyers = 4

// TestBuyers sells a few hot products of every kind as fast as can be while the
// ERP's stock moves and syncs follow each other without a pause.
func TestBuyers(t *testing.T) {
	t.Parallel()
	w := newWorld(t, shoptest.DB(t), 12)
	r := w.sidecar(t)
	w.accept(t, r)
	_, err := r.Sync(t.Context(), job.Stock, job.Options{})
	require.NoError(t, err)

	l := w.start(t, buyers, 0, w.holders)
	ctx, cancel := context.WithTimeout(t.Context(), scale(6*time.Second))
	defer cancel()
	changed := 0
	runs := syncs(ctx, r, func(run ledger.Run, err error) {
		require.NoError(t, err)
		changed += run.Changed
	})
	l.quiet()

	require.NoError(t, l.suffered())
	_, err = r.Sync(t.Context(), job.Stock, job.Options{})
	require.NoError(t, err)
	w.balanced(t)
	w.derived(t, r)
	w.ended(t)
	require.Positive(t, l.orders.Load())
	require.Greater(t, changed, len(w.holders))
	t.Logf("buyers: %d orders, %d refused, %d ERP moves, %d runs, %d changes, deadlocks 0, lost=0 (reservations repeated among buyers: %d)",
		l.orders.Load(), l.refused.Load(), l.moves.Load(), runs, changed, l.retried.Load())
}
