package job

import (
	"context"
	"fmt"

	"wpbridge/internal/commerce"
	"wpbridge/internal/ledger"
	"wpbridge/internal/reconcile"
	"wpbridge/internal/state"
)

// Left is a product that undo did not touch, and why.
type Left struct {
	SKU     string             `json:"sku"`
	Product commerce.ProductID `json:"product_id"`
	Reason  string             `json:"reason"`
}

// Undo takes the applied changes of a run back, as a run of its own, product by
// product: one that anybody has touched since is left alone and returned.
func (r *Runner) Undo(ctx context.Context, id uint64) (ledger.Run, []Left, error) {
	old, err := r.Store.Run(ctx, id)
	if err != nil {
		return old, nil, err
	}
	if old.Applied == 0 {
		return old, nil, &WrongRunError{fmt.Sprintf("run %d changed nothing (%s): there is nothing to undo", id, old.Status)}
	}
	var left []Left
	run, err := r.leased(ctx, old.Job, false, func(ctx context.Context, lease *state.Lease) (ledger.Run, error) {
		w := &work{Runner: r, lease: lease, guard: reconcile.NewGuard(reconcile.Limits{MaxZeroedPercent: 100, MaxPriceJumpPercent: 100}), run: ledger.Run{Job: old.Job, UndoOf: id}}
		return w.onShop(ctx, func(ctx context.Context) (err error) {
			if left, err = w.planUndo(ctx, old); err == nil {
				err = w.apply(ctx)
			}
			w.run.Failed += len(left)
			if err == nil && len(left) == 0 {
				err = r.Store.SetStatus(ctx, id, ledger.Reverted)
			}
			return err
		})
	})
	return run, left, err
}

func (w *work) planUndo(ctx context.Context, old ledger.Run) ([]Left, error) {
	var left []Left
	for after := uint32(0); after < old.Applied; {
		chunk, err := w.Store.Chunk(ctx, old.ID, after, planPage)
		if err != nil {
			return left, err
		}
		if len(chunk) == 0 {
			break
		}
		after = chunk[len(chunk)-1].Seq
		now, err := w.current(ctx, chunk)
		if err != nil {
			return left, err
		}
		var changes []ledger.Change
		for done := range ledger.ByProduct(applied(chunk, old.Applied)) {
			w.run.Matched++
			more, why := reconcile.PlanUndo(done, now[done[0].Product])
			if why != "" {
				left = append(left, Left{done[0].SKU, done[0].Product, why})
				continue
			}
			w.planned++
			changes = append(changes, more...)
		}
		if err := w.note(ctx, changes); err != nil {
			return left, err
		}
	}
	return left, nil
}

func applied(chunk []ledger.Change, upto uint32) []ledger.Change {
	var out []ledger.Change
	for _, c := range chunk {
		if c.Seq <= upto && c.State == ledger.Planned {
			out = append(out, c)
		}
	}
	return out
}

// current reads what the shop and the links say now of a chunk's products.
func (w *work) current(ctx context.Context, chunk []ledger.Change) (map[commerce.ProductID]*reconcile.Current, error) {
	var products []commerce.ProductID
	var ids []ledger.LinkID
	for _, c := range chunk {
		products, ids = append(products, c.Product), append(ids, c.Link)
	}
	holdings, err := w.Shop.Holdings(ctx, products)
	if err != nil {
		return nil, err
	}
	prices, err := w.Shop.Prices(ctx, products)
	if err != nil {
		return nil, err
	}
	out := make(map[commerce.ProductID]*reconcile.Current, len(holdings))
	for id, h := range holdings {
		out[id] = &reconcile.Current{Values: values(h, prices[id])}
	}
	links, err := w.Store.Links(ctx, ids)
	if err != nil {
		return nil, err
	}
	for _, l := range links {
		if c := out[l.Product]; c != nil && l.Taken {
			base := l.Base
			c.Base = &base
		}
	}
	return out, nil
}

func values(h commerce.Holding, p commerce.ShopPrice) map[ledger.Field]*string {
	manage := "no"
	if h.Managed {
		manage = "yes"
	}
	v := map[ledger.Field]*string{
		ledger.Manage: &manage, ledger.Backorders: &h.Backorders, ledger.Status: &h.Status,
		ledger.Regular: p.Regular, ledger.Sale: p.Sale, ledger.SaleFrom: p.From, ledger.SaleTo: p.To,
	}
	if h.Stored {
		v[ledger.Stock] = &h.Text
	}
	return v
}
