package chaos_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/commerce"
	"wpbridge/internal/job"
	"wpbridge/internal/ledger"
	"wpbridge/internal/shoptest"
	"wpbridge/internal/state"
)

// TestTwoSidecars lets two sidecars run on one shop without knowing of each
// other.
func TestTwoSidecars(t *testing.T) {
	t.Parallel()
	w := newWorld(t, shoptest.DB(t), 12)
	first := w.sidecar(t)
	w.accept(t, first)
	_, err := first.Sync(t.Context(), job.Stock, job.Options{})
	require.NoError(t, err)
	l := w.start(t, 2, 0, w.holders)
	ctx, cancel := context.WithTimeout(t.Context(), scale(4*time.Second))
	defer cancel()
	var done, busy atomic.Int64
	var both sync.WaitGroup
	for _, r := range []*job.Runner{first, w.sidecar(t)} {
		both.Go(func() {
			syncs(ctx, r, func(_ ledger.Run, err error) {
				switch {
				case err == nil:
					done.Add(1)
				case errors.Is(err, state.ErrBusy):
					busy.Add(1)
				default:
					t.Errorf("sync: %v", err)
				}
			})
		})
	}
	both.Wait()
	l.quiet()

	require.NoError(t, l.suffered())
	_, err = first.Sync(t.Context(), job.Stock, job.Options{})
	require.NoError(t, err)
	w.balanced(t)
	w.derived(t, first)
	w.ended(t)
	require.Positive(t, busy.Load())
	t.Logf("two sidecars: %d orders, %d runs, %d times busy, lost=0", l.orders.Load(), done.Load(), busy.Load())
}

// TestPausedHolder stops a sidecar in the middle of its run, lets another take
// the job over and finish it, and wakes the first up again.
func TestPausedHolder(t *testing.T) {
	t.Parallel()
	for _, step := range []string{"plan", "apply"} {
		t.Run(step, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, shoptest.DB(t), 1100) // three chunks
			paused, other := w.sidecar(t), w.sidecar(t)
			w.accept(t, paused)
			_, err := paused.Sync(t.Context(), job.Stock, job.Options{})
			require.NoError(t, err)
			for _, h := range w.holders {
				require.NoError(t, w.sim.AddStock(h.sku, warehouse, commerce.Units(5)))
			}
			before, after := 0, ""
			paused.Progress = func(s string, _, _ int) {
				if s != step || before > 0 {
					return
				}
				before++
				_, err := other.Sync(t.Context(), job.Stock, job.Options{})
				require.ErrorIs(t, err, state.ErrBusy)
				w.aMinuteLater(t)
				_, err = other.Sync(t.Context(), job.Stock, job.Options{})
				require.NoError(t, err)
				after = w.stocks(t)
			}

			run, err := paused.Sync(t.Context(), job.Stock, job.Options{})

			require.ErrorIs(t, err, state.ErrLeaseLost)
			require.Equal(t, ledger.Failed, run.Status)
			require.Equal(t, after, w.stocks(t), "it wrote after the takeover")
			w.balanced(t)
			w.derived(t, other)
			w.ended(t)
			t.Logf("paused at %s: %d products, the woken sidecar wrote nothing, lost=0", step, len(w.holders))
		})
	}
}

// stocks is every stock row, as one text.
func (w *world) stocks(t *testing.T) string {
	t.Helper()
	return w.shop.Value(t, "SELECT MD5(GROUP_CONCAT(meta_id, ' ', COALESCE(meta_value, 'NULL') ORDER BY meta_id)) FROM "+w.shop.Table("postmeta")+" WHERE meta_key = '_stock'")
}
