package chaos_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/job"
	"wpbridge/internal/shoptest"
	"wpbridge/internal/state"
)

// TestDatabaseRestarts takes the database away in the middle of syncs, by a
// crash and by a proper restart in turn.
func TestDatabaseRestarts(t *testing.T) { //nolint:paralleltest // it sets the environment
	d := shoptest.PrivateServer(t)
	w := newWorld(t, shoptest.DB(t), 600)
	r := w.sidecar(t)
	w.accept(t, r)
	_, err := r.Sync(t.Context(), job.Stock, job.Options{})
	require.NoError(t, err)
	l := w.start(t, 0, 0, w.holders) // nobody buys: what a buyer loses to a crash is not ours

	steps := make(chan struct{})
	r.Progress = func(string, int, int) {
		select {
		case steps <- struct{}{}:
		default:
		}
	}
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan struct{})
	runs, failed := 0, 0
	go func() {
		defer close(done)
		tick := time.NewTicker(20 * time.Millisecond)
		defer tick.Stop()
		for n := 0; ctx.Err() == nil; n++ {
			_, err := r.Sync(ctx, job.Stock, job.Options{Full: n%7 == 6})
			if errors.Is(err, state.ErrBusy) { // it could not be given back; the minute that it lasts passes
				_, _ = w.shop.DB.ExecContext(ctx, "UPDATE "+w.shop.Table("wpbridge_lease")+" SET until_at = '2000-01-01'")
			}
			runs++
			if err != nil {
				failed++
			}
			<-tick.C
		}
	}()
	dice := rand.New(rand.NewPCG(5, 5))
	restarts := scale(6)
	for n := range restarts {
		for range 5 + dice.IntN(25) {
			<-steps
		}
		if n%2 == 0 {
			d.Crash(t)
		}
		d.Restart(t)
	}
	for range 10 {
		<-steps
	}
	stop()
	<-done
	l.quiet()
	w.aMinuteLater(t)
	_, err = r.Sync(t.Context(), job.Stock, job.Options{})
	require.NoError(t, err)
	w.balanced(t)
	w.derived(t, r)
	w.ended(t)
	require.Positive(t, failed, "no run noticed")
	t.Logf("database restarts: %d (half of them crashes), %d runs, %d failed, %d ERP moves, lost=0", restarts, runs, failed, l.moves.Load())
}
