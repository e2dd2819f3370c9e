package job

import (
	"cmp"
	"context"
	"time"

	"wpbridge/internal/commerce"
	"wpbridge/internal/ledger"
	"wpbridge/internal/mysql"
	"wpbridge/internal/reconcile"
)

// Settle is how long WooCommerce may take between lowering a product's stock
// and noting in the order line that it did.
const Settle = time.Second

// glance is what a plan of the number outright, not of a step, has relied on.
type glance struct {
	link  ledger.LinkID
	stock commerce.Quantity
	taken commerce.Quantity
	adopt *commerce.Quantity // the base to note; nil: a change is planned
}

// unsettled are the glances to be confirmed, 40 bytes each: of products that are
// taken over or repaired, none for the daily steps.
type unsettled struct {
	glances []glance
	seq     uint32    // changes up to it belong to earlier ones
	last    time.Time // of the latest glance
}

// maxUnsettled is how many wait at a time: so many take longer to plan than to
// settle, and a take-over of any size needs two such lots of memory.
const maxUnsettled = 20_000

func (u *unsettled) add(x reconcile.StockFact, plan reconcile.StockPlan) {
	outright := plan.Adopt
	for _, c := range plan.Changes {
		outright = outright || c.Field == ledger.Stock && (c.Reason == ledger.TakeOver || c.Reason == ledger.Repair)
	}
	if !outright {
		return
	}
	g := glance{link: x.Link.ID, stock: x.Shop.Stock, taken: x.InFlight.Taken}
	if plan.Adopt {
		g.adopt = &plan.Base
	}
	u.glances, u.last = append(u.glances, g), time.Now()
}

// confirmFull confirms the lot before once the present one is full.
func (w *work) confirmFull(ctx context.Context) error {
	if len(w.unsettled.glances) < cmp.Or(w.MaxUnsettled, maxUnsettled) {
		return nil
	}
	older := w.settling
	w.settling, w.unsettled = w.unsettled, unsettled{seq: w.seq}
	return w.confirm(ctx, older)
}

// confirmAll confirms what is left.
func (w *work) confirmAll(ctx context.Context) error {
	older, newer := w.settling, w.unsettled
	w.settling, w.unsettled = unsettled{}, unsettled{seq: w.seq}
	if err := w.confirm(ctx, older); err != nil {
		return err
	}
	return w.confirm(ctx, newer)
}

// confirm looks a second time at what is planned outright. A sale lowers the
// stock first and is noted in its order a moment later; in between the number
// in the shop and the sum of the orders belong to different moments, and making
// them agree would bring the sold piece back. When both are the same after
// Settle, they belong together. Where they are not, the plan is dropped and
// made anew.
func (w *work) confirm(ctx context.Context, u unsettled) error {
	if len(u.glances) == 0 || w.run.DryRun {
		return nil
	}
	if err := mysql.Pause(ctx, w.Settle-time.Since(u.last)); err != nil {
		return err
	}
	for part := range mysql.Chunks(u.glances, planPage) {
		moved, err := w.moved(ctx, part)
		if err != nil {
			return err
		}
		adopt := map[ledger.LinkID]commerce.Quantity{}
		var drop []ledger.LinkID
		for _, g := range part {
			switch {
			case g.adopt != nil && moved[g.link]:
				w.again = append(w.again, g.link)
			case g.adopt != nil:
				adopt[g.link] = *g.adopt
			case moved[g.link]:
				drop = append(drop, g.link)
			}
		}
		if err := w.Store.Adopt(ctx, w.lease, adopt); err != nil {
			return err
		}
		if len(drop) > 0 {
			w.recent.forget()
		}
		if err := w.Store.Drop(ctx, w.run.ID, u.seq, drop, "it was being sold"); err != nil {
			return err
		}
	}
	return nil
}

// moved tells which glances no longer hold. The orders are read before the
// shop's numbers: a sale in between is seen by its number.
func (w *work) moved(ctx context.Context, part []glance) (map[ledger.LinkID]bool, error) {
	ids := make([]ledger.LinkID, len(part))
	for i, g := range part {
		ids[i] = g.link
	}
	links, err := w.Store.Links(ctx, ids)
	if err != nil {
		return nil, err
	}
	sold, err := w.soldSince(ctx, links)
	if err != nil {
		return nil, err
	}
	products := make([]commerce.ProductID, len(links))
	for i, l := range links {
		products[i] = l.Product
	}
	holdings, err := w.Shop.Holdings(ctx, products)
	if err != nil {
		return nil, err
	}
	now := make(map[ledger.LinkID]glance, len(links))
	for _, l := range links {
		if h, ok := holdings[l.Product]; ok {
			now[l.ID] = glance{link: l.ID, stock: h.Stock, taken: inFlight(l, sold).Taken}
		}
	}
	moved := map[ledger.LinkID]bool{}
	for _, g := range part {
		n, ok := now[g.link]
		moved[g.link] = !ok || n.stock != g.stock || n.taken != g.taken
	}
	return moved, nil
}
