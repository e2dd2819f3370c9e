package job

import (
	"cmp"
	"context"
	"slices"
	"time"

	"wpbridge/internal/commerce"
	"wpbridge/internal/ledger"
	"wpbridge/internal/state"
)

// When order lines are folded: so old that hardly any is cancelled or refunded
// any more, and so many that it pays.
const (
	foldAfter = 30 * 24 * time.Hour
	foldFrom  = 1000
)

// fold lets lines of old orders, which the ERP has as the shop has them, not be
// counted on both sides for ever: the marks of the links move past them, so that
// what orders took since is quick to read. Of each link it stops at the first
// line that the ERP has otherwise.
func (w *work) fold(ctx context.Context) error {
	old, err := w.Store.OldLines(ctx, foldAfter)
	if err != nil || len(old) < cmp.Or(w.FoldFrom, foldFrom) {
		return err
	}
	even := make(map[uint64]state.OldLine, len(old))
	last := uint64(0)
	for _, l := range old {
		even[l.Row] = l
		last = max(last, l.Row)
	}
	folds, lowest, err := w.marks(ctx)
	if err != nil {
		return err
	}
	taken, err := w.Shop.TakenSince(ctx, lowest)
	if err != nil {
		return err
	}
	var out []state.Fold
	for product, f := range folds {
		if f = folded(f, taken[product], even, last); f.To > f.From {
			out = append(out, f)
		}
	}
	w.Log.InfoContext(ctx, "old order lines folded", "run_id", w.run.ID, "lines", len(old), "links", len(out))
	return w.Store.Fold(ctx, w.lease, out)
}

// marks are the links as they stand, by product, and the lowest of their marks.
func (w *work) marks(ctx context.Context) (map[commerce.ProductID]state.Fold, uint64, error) {
	out := map[commerce.ProductID]state.Fold{}
	var all []uint64
	err := w.Store.LinkMarks(ctx, func(id ledger.LinkID, product commerce.ProductID, mark uint64) {
		out[product] = state.Fold{Link: id, From: mark}
		all = append(all, mark)
	})
	if len(all) == 0 {
		return out, 0, err
	}
	return out, slices.Min(all), err
}

// folded moves a link as far as its lines are even, but not beyond last.
func folded(f state.Fold, taken []commerce.Taken, even map[uint64]state.OldLine, last uint64) state.Fold {
	slices.SortFunc(taken, func(a, b commerce.Taken) int { return cmp.Compare(a.Row, b.Row) })
	f.To = last
	for _, t := range taken {
		if t.Row <= f.From || t.Row > last {
			continue
		}
		l, ok := even[t.Row]
		if !ok || l.Quantity != t.Quantity {
			f.To = t.Row - 1
			break
		}
		f.Sum += t.Quantity
		f.Lines = append(f.Lines, l.Line)
	}
	return f
}
