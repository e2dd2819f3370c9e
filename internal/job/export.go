package job

import (
	"context"
	"fmt"

	"wpbridge/internal/ledger"
	"wpbridge/internal/outbox"
	"wpbridge/internal/state"
)

// exportOrders finds the orders that are due, fills the outbox and empties it.
// Others may empty it at the same time; filling it is one run's at a time.
func (r *Runner) exportOrders(ctx context.Context, o Options) (ledger.Run, error) {
	switch {
	case r.Outbox == nil || r.ERP.WriteOrder == nil:
		return ledger.Run{}, fmt.Errorf("%w: %s does not offer %s", ErrJob, r.ERP.Name, Orders)
	case o.DryRun:
		return ledger.Run{}, &WrongRunError{"orders have no preview; `wpbridge orders list` shows what waits"}
	}
	return r.leased(ctx, Orders, false, func(ctx context.Context, lease *state.Lease) (ledger.Run, error) {
		w := &work{Runner: r, lease: lease, run: ledger.Run{Job: Orders}}
		return w.inBooks(ctx, func(ctx context.Context) error { return w.export(ctx, o) })
	})
}

func (w *work) export(ctx context.Context, o Options) error {
	e := *w.Outbox
	e.Progress = w.Progress
	sum, err := e.Find(ctx, o.New)
	w.tally(sum)
	if err != nil {
		return err
	}
	if err := e.Retry(ctx); err != nil {
		return err
	}
	done, err := e.Work(ctx)
	sum.Add(done)
	w.tally(sum)
	return err
}

// tally shows in a run's counts what became of the orders: the changed ones are
// those the ERP has now, the unchanged ones wait.
func (w *work) tally(t outbox.Tally) {
	c := &w.run.Counts
	c.Read, c.Changed, c.Failed, c.Excluded = t.Read, t.Sent, t.Failed+t.Parked, t.Skipped
	c.Matched, w.planned = t.Sent+t.Failed+t.Parked+t.Skipped+t.Waiting, t.Sent+t.Failed+t.Parked
	c.Reasons = nil
	if t.Skipped > 0 {
		c.Reasons = map[string]int{"not to be sent any more": t.Skipped}
	}
}
