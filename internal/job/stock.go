package job

import (
	"context"
	"fmt"
	"time"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp"
	"wpbridge/internal/ledger"
	"wpbridge/internal/mysql"
	"wpbridge/internal/reconcile"
	"wpbridge/internal/state"
)

const planPage = 1000

// planStock reads the ERP's levels, finds the links that ask for something and
// plans them. Without a mark the reading is full.
func (w *work) planStock(ctx context.Context) error {
	last, linked, since, err := w.outset(ctx)
	if err != nil {
		return err
	}
	reading := reconcile.NewReading(last)
	w.deleted = newBits(reading.Size())
	if err := w.readStock(ctx, reading, since); err != nil {
		return err
	}
	if w.run.Full && w.run.Read == 0 {
		w.hold(fmt.Sprintf("the ERP answered with an empty stock list although %d products are linked", linked))
		return nil
	}
	wanted, err := w.wanted(ctx, reading)
	if err != nil {
		return err
	}
	if err := w.planLinks(ctx, reading, wanted); err != nil {
		return err
	}
	if err := w.confirm(ctx); err != nil {
		return err
	}
	w.replan = func(ctx context.Context, ids []ledger.LinkID) error {
		moved := newBits(reading.Size())
		for _, id := range ids {
			moved.set(uint32(id))
		}
		w.planned -= moved.count()
		if err := w.planLinks(ctx, reading, moved); err != nil {
			return err
		}
		return w.confirm(ctx)
	}
	return w.judge(ctx)
}

// outset is from where a reading starts: the links there are, and the stored
// mark; none makes the run a full one.
func (w *work) outset(ctx context.Context) (last ledger.LinkID, linked int, since erp.Mark, err error) {
	if last, linked, err = w.Store.LinkSpan(ctx); err != nil {
		return 0, 0, "", err
	}
	if linked == 0 {
		return 0, 0, "", ErrNoMatch
	}
	if w.run.Full {
		return last, linked, "", nil
	}
	mark, err := w.Store.Mark(ctx, w.markName())
	w.run.Full = mark == ""
	return last, linked, erp.Mark(mark), err
}

// readStock pages through the ERP's levels and hangs each on its link.
func (w *work) readStock(ctx context.Context, reading *reconcile.Reading, since erp.Mark) error {
	seen := newBits(reading.Size())
	for page, q := (erp.Page[commerce.StockLevel]{}), (erp.Query{Since: since}); ; q.Page = page.Next {
		var err error
		if page, err = w.ERP.ReadStock(ctx, q); err != nil {
			return fmt.Errorf("read stock from %s: %w", w.ERP.Name, err)
		}
		w.run.Read += len(page.Items)
		w.Progress("read", w.run.Read, page.Total)
		if err := w.resolve(ctx, page.Items, reading, seen); err != nil {
			return err
		}
		if page.Next == "" {
			w.run.Mark = string(page.Mark)
			w.run.Matched = seen.count()
			return nil
		}
	}
}

func (w *work) resolve(ctx context.Context, levels []commerce.StockLevel, reading *reconcile.Reading, seen *bits) error {
	codes := make([]commerce.Code, len(levels))
	for i, l := range levels {
		codes[i] = l.Code
	}
	links, err := w.Store.Resolve(ctx, codes)
	if err != nil {
		return err
	}
	byCode := make(map[commerce.Code]*state.Resolved, len(links))
	for i := range links {
		byCode[links[i].Code] = &links[i]
	}
	for _, level := range levels {
		l := byCode[level.Code]
		if l == nil {
			w.run.Unmatched++
			continue
		}
		var base *commerce.Quantity
		if l.Taken {
			base = &l.Base
		}
		reading.Set(level.Location, l.ID, level.Available, base)
		seen.set(uint32(l.ID))
	}
	return nil
}

// wanted picks the links to look at: those whose total moved, in a full run
// also those whose number in the shop is unexpected and those the ERP has
// deleted.
func (w *work) wanted(ctx context.Context, reading *reconcile.Reading) (*bits, error) {
	wanted := newBits(reading.Size())
	var absent []ledger.LinkID
	reading.Sort(w.Stock, func(id ledger.LinkID) { wanted.set(uint32(id)) }, func(id ledger.LinkID) {
		if w.run.Full {
			absent = append(absent, id)
		}
	})
	if !w.run.Full {
		return wanted, nil
	}
	if err := w.findDeleted(ctx, absent, wanted); err != nil {
		return nil, err
	}
	return wanted, w.Store.Suspects(ctx, func(id ledger.LinkID) { wanted.set(uint32(id)) })
}

// planLinks plans page by page. What orders took is read after the shop's
// numbers and only when a full run or a take-over needs it.
func (w *work) planLinks(ctx context.Context, reading *reconcile.Reading, wanted *bits) error {
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
		if err := w.planPage(ctx, reading, links, holdings, sold); err != nil {
			return err
		}
		w.Progress("plan", int(ids[len(ids)-1]), reading.Size())
	}
	return nil
}

func (w *work) planPage(ctx context.Context, reading *reconcile.Reading, links []ledger.Link, holdings map[commerce.ProductID]commerce.Holding, sold map[commerce.ProductID][]commerce.Taken) error {
	now, err := w.Store.Now(ctx)
	if err != nil {
		return err
	}
	var changes []ledger.Change
	for _, l := range links {
		l.Gone = l.Gone || w.deleted.has(uint32(l.ID)) // a preview has not stored it
		x := fact(l, reading, holdings, sold, now)
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
			return err
		}
	}
	return w.note(ctx, changes)
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
			if h.StockRow != l.StockRow && !w.run.DryRun {
				if err := w.Store.NoteStockRow(ctx, l.ID, h.StockRow); err != nil {
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

// judge lets the guard decide about the whole plan.
func (w *work) judge(ctx context.Context) error {
	inStock := 0
	if w.run.Job == Stock && w.guard.Zeroed > 0 {
		var err error
		if inStock, err = w.Store.InStock(ctx); err != nil {
			return err
		}
	}
	if why := w.guard.Verdict(inStock); why != "" {
		w.hold(why)
	}
	return nil
}

// findDeleted asks the ERP whether linked items that its list lacks still exist.
// Only its word makes an item deleted; absence alone means nothing.
func (w *work) findDeleted(ctx context.Context, absent []ledger.LinkID, wanted *bits) error {
	if w.ERP.FindItems == nil {
		return nil
	}
	for part := range mysql.Chunks(absent, planPage) {
		links, err := w.Store.Links(ctx, part)
		if err != nil {
			return err
		}
		ids := make([]commerce.ItemID, len(links))
		for i, l := range links {
			ids[i] = l.Item
		}
		if len(ids) == 0 {
			continue
		}
		found, err := w.ERP.FindItems(ctx, ids)
		if err != nil {
			return fmt.Errorf("ask %s for items its stock list lacks: %w", w.ERP.Name, err)
		}
		if err := w.noteItems(ctx, links, found, wanted); err != nil {
			return err
		}
	}
	return nil
}
