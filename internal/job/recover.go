package job

import (
	"context"
	"errors"
	"maps"

	"wpbridge/internal/commerce"
	"wpbridge/internal/ledger"
	"wpbridge/internal/reconcile"
	"wpbridge/internal/state"
	"wpbridge/internal/woo"
)

// recover closes runs that a crash left open. What they had applied stands and
// is in the journal; only what follows from it may be missing, so it is derived
// again. What they had not applied the next plan finds by itself.
func (w *work) recover(ctx context.Context, name string) error {
	runs, err := w.Store.Interrupted(ctx, name, w.run.ID)
	if err != nil {
		return err
	}
	for _, r := range runs {
		if err := w.review(ctx, r, woo.Wrote); err != nil {
			return err
		}
		if w.tells && r.Applied > 0 {
			if err := w.Store.Tell(ctx, r.ID); err != nil {
				return err
			}
		}
		r.Status, r.Reason, r.Mark = ledger.Failed, broken(context.Canceled), ""
		if err := w.Store.Finish(ctx, r, ""); err != nil {
			return err
		}
		w.Log.WarnContext(ctx, "closed an interrupted run", "run_id", r.ID, "job", r.Job)
	}
	return nil
}

// Sweep looks once more at what recent runs wrote: WooCommerce may have
// computed a status or a lookup row from the number of a moment before. It
// writes only what differs.
func (r *Runner) Sweep(ctx context.Context) error {
	runs, err := r.Store.DueSweeps(ctx)
	if err != nil {
		return err
	}
	for _, run := range runs {
		touch := woo.Compare
		if run.Status == ledger.Failed {
			touch = woo.Wrote // it ended before it came to counts and caches
		}
		if err := r.review(ctx, run, touch); err != nil {
			return err
		}
		if err := r.Store.Swept(ctx, run); err != nil {
			return err
		}
	}
	return nil
}

// SweepAll looks at the whole shop and brings everything derived into line; it
// returns how many products it had to touch.
func (r *Runner) SweepAll(ctx context.Context) (int, error) {
	if err := r.Shop.Refresh(ctx); err != nil {
		return 0, err
	}
	var touched changedSet
	word := word{}
	n, seen := 0, 0
	err := r.Shop.Catalogue(ctx, planPage, func(page []woo.Product) error {
		ids := make([]commerce.ProductID, len(page))
		for i, p := range page {
			ids[i] = p.ID
		}
		d, err := r.Shop.Derive(ctx, ids, woo.Compare)
		touched.add(d.Touched...)
		word.add(d)
		n, seen = n+len(d.Touched), seen+len(page)
		r.Progress("sweep", seen, 0)
		return err
	})
	if err := errors.Join(err, r.leave(ctx, state.Sweep, word)); err != nil {
		return n, err
	}
	if err := r.Shop.Recount(ctx); err != nil || touched.empty() {
		return n, err
	}
	return n, r.Shop.ClearCaches(ctx, touched.has)
}

// review derives again what follows from a run's applied changes.
func (r *Runner) review(ctx context.Context, run ledger.Run, touch woo.Touch) error {
	var touched changedSet
	word := word{}
	for after := uint32(0); after < run.Applied; {
		changes, err := r.Store.Changes(ctx, run.ID, after, planPage)
		if err != nil {
			return err
		}
		if len(changes) == 0 {
			break
		}
		var ids []commerce.ProductID
		for _, c := range changes {
			after = c.Seq
			if c.Seq <= run.Applied && (len(ids) == 0 || ids[len(ids)-1] != c.Product) {
				ids = append(ids, c.Product)
			}
		}
		d, err := r.Shop.Derive(ctx, ids, touch)
		if err != nil {
			return err
		}
		touched.add(d.Touched...)
		if touch == woo.Compare {
			word.add(d)
		}
	}
	if err := r.leave(ctx, run.ID, word); err != nil {
		return err
	}
	if touched.empty() {
		return nil
	}
	if err := r.Shop.Recount(ctx); err != nil {
		return err
	}
	return r.Shop.ClearCaches(ctx, touched.has)
}

// word is what the plugin is to hear of a second look: the products that were
// put right, with the new status of those that turned.
type word map[commerce.ProductID]string

func (w word) add(d woo.Derived) {
	for _, id := range d.Touched {
		if _, turned := w[id]; !turned {
			w[id] = ""
		}
	}
	maps.Copy(w, d.Turned)
}

// leave lets the plugin hear of a run once more, if there is any word.
func (r *Runner) leave(ctx context.Context, run uint64, w word) error {
	if len(w) == 0 {
		return nil
	}
	p, err := r.Store.Plugin(ctx)
	if err != nil || p.Met.IsZero() {
		return err
	}
	if err := r.Store.NoteTurned(ctx, run, w); err != nil {
		return err
	}
	return r.Store.Tell(ctx, run)
}

// Approve applies the plan of a held run, as it was shown. A product that a
// newer run has changed since is skipped.
func (r *Runner) Approve(ctx context.Context, name string, id uint64) (ledger.Run, error) {
	held, err := r.Store.Run(ctx, id)
	if err != nil {
		return held, err
	}
	if held.Status != ledger.Held || held.DryRun || held.Job != name {
		return held, wrongApproval(held, name)
	}
	return r.leased(ctx, name, false, func(ctx context.Context, lease *state.Lease) (ledger.Run, error) {
		w := &work{Runner: r, lease: lease, guard: reconcile.NewGuard(r.Limits), run: held, recent: recent{elsewhere: true}}
		w.begin()
		if err := errors.Join(w.Shop.Refresh(ctx), w.meet(ctx)); err != nil {
			return held, err
		}
		w.run.Status, w.run.Reason, w.planned, w.run.Changed = ledger.Running, "", held.Changed, 0
		if err := w.Store.Reopen(ctx, held); err != nil {
			return held, err
		}
		if err := w.Store.SetStatus(ctx, id, ledger.Running); err != nil {
			return held, err
		}
		return w.alive(ctx, w.apply)
	})
}
