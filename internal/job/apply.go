package job

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"maps"

	"golang.org/x/sync/errgroup"

	"wpbridge/internal/commerce"
	"wpbridge/internal/ledger"
	"wpbridge/internal/state"
	"wpbridge/internal/woo"
)

const (
	chunkSize = 500    // products in one transaction
	manySteps = 20_000 // changed products beyond which caches go for all
	replans   = 3      // times a product that moved while we wrote is planned anew
)

// note journals planned changes.
func (w *work) note(ctx context.Context, changes []ledger.Change) error {
	w.number(changes)
	return w.Store.Plan(ctx, w.run.ID, changes)
}

// number gives planned changes their place and lets the guard see them.
func (w *work) number(changes []ledger.Change) {
	for i := range changes {
		w.seq++
		changes[i].Seq = w.seq
	}
	w.recent.add(changes)
	w.guard.Watch(changes)
	w.run.Zeroed = w.guard.Zeroed
}

// apply carries out what the journal holds and is not yet made, and what has to
// be planned anew because of it.
func (w *work) apply(ctx context.Context) error {
	for {
		if err := w.applyChunks(ctx); err != nil {
			return err
		}
		more, err := w.repeat(ctx)
		if err != nil {
			return err
		}
		if !more {
			return w.settle(context.WithoutCancel(ctx))
		}
	}
}

// applyChunks goes chunk by chunk. While the numbers of one are written, what
// follows from those of the one before is, on another connection. It stops
// between chunks, never within one, when ctx ends or something fails.
func (w *work) applyChunks(ctx context.Context) error {
	follow, alive := errgroup.WithContext(ctx)
	follow.SetLimit(1)
	whole := context.WithoutCancel(ctx)
	for alive.Err() == nil {
		chunk, err := w.next(ctx)
		if err != nil || len(chunk) == 0 {
			return errors.Join(err, follow.Wait())
		}
		derive, err := w.applyChunk(whole, chunk)
		if err != nil {
			return errors.Join(err, follow.Wait())
		}
		follow.Go(func() error { return w.derive(whole, derive) })
		w.Progress("apply", int(w.run.Applied), int(w.seq))
	}
	return cmp.Or(follow.Wait(), context.Cause(ctx))
}

// derive writes what follows from a chunk, and notes for the plugin what went in
// or out of stock by it.
func (w *work) derive(ctx context.Context, f woo.Followup) error {
	d, err := f(ctx)
	if err != nil || !w.tells {
		return err
	}
	return w.Store.NoteTurned(ctx, w.run.ID, d.Turned)
}

// repeat plans products anew that moved while they were written; what moves
// every time is left to the next run and counted as failed.
func (w *work) repeat(ctx context.Context) (bool, error) {
	ids := w.again
	if len(ids) == 0 || w.replan == nil || w.repeated == replans {
		w.run.Failed += len(ids)
		return false, nil
	}
	w.again = nil
	w.repeated++
	before := w.seq
	err := w.replan(ctx, ids)
	return w.seq > before, err
}

func (w *work) applyChunk(ctx context.Context, chunk []ledger.Change) (woo.Followup, error) {
	first, last := chunk[0].Seq, chunk[len(chunk)-1].Seq
	fresh, stale := sift(chunk)
	books := &books{Store: w.Store, lease: w.lease, run: w.run.ID, undoes: w.run.UndoOf, first: first, last: last, stale: stale}
	write := w.Shop.ApplyStock
	if w.run.Job == Prices {
		write = w.Shop.ApplyPrices
	}
	derive, err := write(ctx, fresh, books)
	if err != nil {
		return nil, err
	}
	w.run.Applied = last
	w.count(ctx, chunk, books.skipped)
	return derive, nil
}

// sift parts a chunk into the products that are still as planned and, by Seq,
// why the others are left out. A product is written as a whole or not at all.
func sift(chunk []ledger.Change) (fresh []ledger.Change, left map[uint32]string) {
	left = map[uint32]string{}
	for group := range ledger.ByProduct(chunk) {
		why := ""
		for _, c := range group {
			switch {
			case c.Stale:
				why = "a newer run has changed it"
			case c.State == ledger.Skipped:
				why = c.Note
			}
		}
		if why == "" {
			fresh = append(fresh, group...)
			continue
		}
		for _, c := range group {
			left[c.Seq] = why
		}
	}
	return fresh, left
}

func (w *work) count(ctx context.Context, chunk []ledger.Change, skipped map[uint32]string) {
	for i, c := range chunk {
		if i > 0 && chunk[i-1].Product == c.Product {
			continue
		}
		if why, no := skipped[c.Seq]; no {
			w.again = append(w.again, c.Link)
			w.Log.DebugContext(ctx, "product skipped", "run_id", w.run.ID, "sku", c.SKU, "reason", why)
			continue
		}
		w.run.Changed++
		w.changed.add(c.Product, c.Parent)
	}
}

// settle is what follows the last chunk: counts and caches.
func (w *work) settle(ctx context.Context) error {
	if w.changed.empty() {
		return nil
	}
	if err := w.Shop.Recount(ctx); err != nil {
		return err
	}
	return w.Shop.ClearCaches(ctx, w.changed.has)
}

// books ties a chunk's transaction to the journal.
type books struct {
	*state.Store
	lease       *state.Lease
	run         uint64
	undoes      uint64 // another run, or 0
	first, last uint32
	stale       map[uint32]string
	skipped     map[uint32]string
}

var _ ledger.Books = (*books)(nil)

// Record implements ledger.Books.
func (b *books) Record(ctx context.Context, tx *sql.Tx, skipped map[uint32]string) error {
	b.skipped = maps.Clone(b.stale)
	maps.Copy(b.skipped, skipped)
	if err := b.Store.Record(ctx, tx, b.lease, b.run, b.first, b.last, b.skipped); err != nil || b.undoes == 0 {
		return err
	}
	return b.MarkUndone(ctx, tx, b.run, b.undoes, b.first, b.last)
}

// Recorded implements ledger.Books.
func (b *books) Recorded(ctx context.Context) (bool, error) {
	r, err := b.Run(ctx, b.run)
	return err == nil && r.Applied >= b.last, err
}

// changedSet remembers changed products until there are so many that all count.
type changedSet struct {
	ids map[commerce.ProductID]bool
	all bool
}

func (c *changedSet) add(ids ...commerce.ProductID) {
	if c.ids == nil {
		c.ids = map[commerce.ProductID]bool{}
	}
	for _, id := range ids {
		if !c.all && id != 0 {
			c.ids[id] = true
		}
	}
	if len(c.ids) > manySteps {
		c.all, c.ids = true, nil
	}
}

func (c *changedSet) empty() bool { return !c.all && len(c.ids) == 0 }

func (c *changedSet) has(id commerce.ProductID) bool { return c.all || c.ids[id] }
