package chaos_test

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/commerce"
	"wpbridge/internal/job"
	"wpbridge/internal/shoptest"
	"wpbridge/internal/state"
)

// TestKilled kills one sidecar after the other with kill -9 at random moments,
// the first of them in the middle of the take-over.
func TestKilled(t *testing.T) {
	t.Parallel()
	w := newWorld(t, shoptest.DB(t), 40)
	r := w.sidecar(t)
	w.accept(t, r)
	for _, h := range w.holders { // something to take over
		require.NoError(t, w.sim.AddStock(h.sku, warehouse, h.stock+commerce.One))
	}
	var l *load
	dice := rand.New(rand.NewPCG(1, 2))
	kills, busy, open := scale(24), 0, 0
	for n := range kills {
		if n == kills/4 {
			_, err := r.Sync(t.Context(), job.Stock, job.Options{})
			require.NoError(t, err)
			l = w.start(t, 2, 0, w.holders)
		}
		w.launch(t).killAfter(t, 1+dice.IntN(40))
		if _, err := r.Sync(t.Context(), job.Stock, job.Options{}); err != nil {
			require.ErrorIs(t, err, state.ErrBusy)
			busy++ // its lease lives on for a minute
		}
		if w.shop.Value(t, "SELECT COUNT(*) FROM "+w.shop.Table("wpbridge_run")+" WHERE status = 'running'") != "0" {
			open++
		}
		w.aMinuteLater(t)
	}
	l.quiet()

	require.NoError(t, l.suffered())
	_, err := r.Sync(t.Context(), job.Stock, job.Options{})
	require.NoError(t, err)
	w.balanced(t)
	w.derived(t, r)
	w.ended(t)
	require.Positive(t, open, "no run was ever cut off")
	runs := w.shop.Value(t, "SELECT MAX(id) FROM "+w.shop.Table("wpbridge_run"))
	t.Logf("killed: %d kills, %d runs cut off, %d times busy until the lease ran out, %s runs, %d orders, lost=0", kills, open, busy, runs, l.orders.Load())
}
