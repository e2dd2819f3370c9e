package job

import (
	"cmp"
	"context"
	"time"

	"golang.org/x/sync/errgroup"

	"wpbridge/internal/commerce"
	"wpbridge/internal/ledger"
	"wpbridge/internal/reconcile"
)

// planLinks plans page by page. While one page is read and planned, the one
// before is written into the journal.
func (w *work) planLinks(ctx context.Context, reading *reconcile.Reading, wanted *bits) error {
	journal, alive := errgroup.WithContext(ctx)
	journal.SetLimit(1)
	err := w.planPages(alive, reading, wanted, func(changes []ledger.Change) {
		w.number(changes)
		journal.Go(func() error { return w.Store.Plan(alive, w.run.ID, changes) })
	})
	return cmp.Or(journal.Wait(), err)
}

// planPages hands what is planned to journal. What orders took is read after
// the shop's numbers and only when a full run or a take-over needs it.
func (w *work) planPages(ctx context.Context, reading *reconcile.Reading, wanted *bits, journal func([]ledger.Change)) error {
	for _, ids := range wanted.pages(planPage) {
		links, err := w.Store.Links(ctx, ids)
		if err != nil {
			return err
		}
		holdings, err := w.holdings(ctx, links)
		if err != nil {
			return err
		}
		sold, err := w.sold(ctx, links, holdings)
		if err != nil {
			return err
		}
		changes, err := w.planPage(ctx, reading, links, holdings, sold)
		if err != nil {
			return err
		}
		journal(changes)
		if err := w.confirmFull(ctx); err != nil {
			return err
		}
		w.Progress("plan", int(ids[len(ids)-1]), reading.Size())
	}
	return nil
}

func (w *work) planPage(ctx context.Context, reading *reconcile.Reading, links []ledger.Link, holdings map[commerce.ProductID]commerce.Holding, sold map[commerce.ProductID][]commerce.Taken) ([]ledger.Change, error) {
	now, err := w.Store.Now(ctx)
	if err != nil {
		return nil, err
	}
	var changes []ledger.Change
	for _, l := range links {
		l.Gone = l.Gone || w.deleted.has(uint32(l.ID)) // a preview has not stored it
		x := fact(l, reading, holdings, sold, now)
		x.Contained = w.orders.contained[l.ID]
		x.Rule, x.Before = w.rules.now[l.ID], w.rules.before[l.ID]
		plan := w.Stock.Plan(x)
		if plan.Excluded != "" {
			w.run.Exclude(plan.Excluded)
			w.Log.DebugContext(ctx, "product left alone", "run_id", w.run.ID, "sku", l.SKU, "reason", plan.Excluded)
		}
		w.unsettled.add(x, plan)
		if len(plan.Changes) > 0 {
			changes = append(changes, plan.Changes...)
			w.planned++
		}
		if err := w.noteDrift(ctx, plan.Drift); err != nil {
			return nil, err
		}
	}
	return changes, nil
}

func fact(l ledger.Link, reading *reconcile.Reading, holdings map[commerce.ProductID]commerce.Holding, sold map[commerce.ProductID][]commerce.Taken, now time.Time) reconcile.StockFact {
	x := reconcile.StockFact{Link: l, ERP: reading.Total(l.ID), Now: now}
	if h, ok := holdings[l.Product]; ok {
		x.Shop = &h
	}
	if sold != nil {
		f := inFlight(l, sold)
		x.InFlight = &f
	}
	return x
}

func inFlight(l ledger.Link, sold map[commerce.ProductID][]commerce.Taken) (f reconcile.InFlight) {
	for _, t := range sold[l.Product] {
		if t.Row > l.TakenMark {
			f.Taken += t.Quantity
		}
	}
	return f
}

// holdings reads the shop's side: by primary key where that suffices.
func (w *work) holdings(ctx context.Context, links []ledger.Link) (map[commerce.ProductID]commerce.Holding, error) {
	var quick []ledger.Link
	if w.Stock.Backorders == "" {
		for _, l := range links {
			if l.Taken && !l.Gone {
				quick = append(quick, l)
			}
		}
	}
	out, err := w.Shop.QuickHoldings(ctx, quick)
	if err != nil {
		return nil, err
	}
	var slow []commerce.ProductID
	for _, l := range links {
		if _, ok := out[l.Product]; !ok {
			slow = append(slow, l.Product)
		}
	}
	more, err := w.Shop.Holdings(ctx, slow)
	if err != nil {
		return nil, err
	}
	for _, l := range links {
		if h, ok := more[l.Product]; ok {
			out[l.Product] = h
			if h.Places != l.Places && !w.run.DryRun {
				if err := w.Store.NotePlaces(ctx, l.ID, h.Places); err != nil {
					return nil, err
				}
			}
		}
	}
	return out, nil
}

// sold is nil where only steps are planned, which need no order to be looked at.
func (w *work) sold(ctx context.Context, links []ledger.Link, holdings map[commerce.ProductID]commerce.Holding) (map[commerce.ProductID][]commerce.Taken, error) {
	need := w.run.Full
	for _, l := range links {
		h := holdings[l.Product]
		need = need || !l.Taken || !h.Sane() // then the right number is planned, not a step
	}
	if !need {
		return nil, nil
	}
	return w.soldSince(ctx, links)
}

// soldSince reads what orders took since the earliest of these links was made.
func (w *work) soldSince(ctx context.Context, links []ledger.Link) (map[commerce.ProductID][]commerce.Taken, error) {
	var mark uint64
	for i, l := range links {
		if i == 0 || l.TakenMark < mark {
			mark = l.TakenMark
		}
	}
	return w.Shop.TakenSince(ctx, mark)
}

func (w *work) noteDrift(ctx context.Context, l *ledger.Link) error {
	if l == nil {
		return nil
	}
	if !l.DriftSince.IsZero() {
		w.run.Drifting++
		w.Log.WarnContext(ctx, "stock in the shop is not what its orders explain", "run_id", w.run.ID, "sku", l.SKU, "difference", l.Drift.String())
	}
	if w.run.DryRun {
		return nil
	}
	return w.Store.NoteDrift(ctx, *l)
}
