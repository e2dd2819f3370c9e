package bridge

import (
	"context"
	"errors"
	"slices"

	"wpbridge/internal/commerce"
	"wpbridge/internal/ledger"
	"wpbridge/internal/state"
)

// most is how many products go into one call; as many changes make no more.
const most = 500

// tell finishes the round of a run that is under way.
func (b *Bridge) tell(ctx context.Context, t state.Told) error {
	var run ledger.Run
	var err error
	if t.Run != state.Sweep {
		run, err = b.Store.Run(ctx, t.Run)
	}
	if errors.Is(err, state.ErrNoRun) {
		return b.Store.ForgetTold(ctx, t.Run)
	}
	if err != nil {
		return err
	}
	now, err := b.Store.Now(ctx)
	if err != nil {
		return err
	}
	if t.Tries > 0 && !run.Finished.IsZero() && now.Sub(run.Finished) > giveUp {
		b.Log.ErrorContext(ctx, "the plugin was never told of a run: what it keeps in caches may be old", "run_id", t.Run, "error", t.Why)
		return b.Store.ForgetTold(ctx, t.Run)
	}
	if err := b.tellChanges(ctx, &t, run.Applied); err != nil {
		return err
	}
	if err := b.tellFollowers(ctx, t); err != nil {
		return err
	}
	if t.Round == 1 {
		return b.Store.NextRound(ctx, t, second)
	}
	return b.Store.ForgetTold(ctx, t.Run)
}

// tellChanges goes through the journal from where the round has come to.
func (b *Bridge) tellChanges(ctx context.Context, t *state.Told, applied uint32) error {
	for t.Upto < applied {
		chunk, err := b.Store.Chunk(ctx, t.Run, t.Upto, most)
		if err != nil || len(chunk) == 0 {
			return err
		}
		t.Upto = chunk[len(chunk)-1].Seq
		items, err := b.items(ctx, t.Run, chunk, applied)
		if err != nil {
			return err
		}
		if len(items) == 0 {
			continue
		}
		if err := b.Client.changed(ctx, t.Round, b.Hooks, items); err != nil {
			return err
		}
		if err := b.Store.NoteTold(ctx, *t); err != nil {
			return err
		}
	}
	return nil
}

// items are the products of a chunk that were written.
func (b *Bridge) items(ctx context.Context, run uint64, chunk []ledger.Change, applied uint32) ([]item, error) {
	var out []item
	var ids []commerce.ProductID
	for group := range ledger.ByProduct(chunk) {
		it := item{ID: group[0].Product, Parent: group[0].Parent, Fields: []string{}}
		for _, c := range group {
			if c.Seq > applied || c.State == ledger.Skipped {
				continue
			}
			if f := kind(c.Field); !slices.Contains(it.Fields, f) {
				it.Fields = append(it.Fields, f)
			}
			it.SaleDates = it.SaleDates || c.Field == ledger.Sale || c.Field == ledger.SaleFrom || c.Field == ledger.SaleTo
		}
		if len(it.Fields) > 0 {
			out, ids = append(out, it), append(ids, it.ID)
		}
	}
	turned, err := b.Store.Turned(ctx, run, ids)
	for i := range out {
		out[i].Status = turned[out[i].ID]
	}
	return out, err
}

func kind(f ledger.Field) string {
	switch f {
	case ledger.Regular, ledger.Sale, ledger.SaleFrom, ledger.SaleTo:
		return "price"
	}
	return "stock"
}

// tellFollowers tells of the products that turned because others did.
func (b *Bridge) tellFollowers(ctx context.Context, t state.Told) error {
	for after := commerce.ProductID(0); ; {
		page, err := b.Store.Followers(ctx, t.Run, after, most)
		if err != nil || len(page) == 0 {
			return err
		}
		items := make([]item, len(page))
		for i, f := range page {
			items[i] = item{ID: f.Product, Parent: f.Parent, Fields: []string{"stock"}, Status: f.Status}
			after = f.Product
		}
		if err := b.Client.changed(ctx, t.Round, b.Hooks, items); err != nil {
			return err
		}
	}
}
