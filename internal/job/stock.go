package job

import (
	"context"
	"fmt"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp"
	"wpbridge/internal/ledger"
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
	if err := w.levels(ctx, reading, since); err != nil {
		return err
	}
	if w.run.Full && w.run.Read == 0 {
		w.hold(fmt.Sprintf("the ERP answered with an empty stock list although %d products are linked", linked))
		return nil
	}
	if !w.run.Full && len(w.asked.Only) == 0 {
		if err := w.askStock(ctx, reading); err != nil {
			return err
		}
	}
	wanted, err := w.wanted(ctx, reading)
	if err != nil {
		return err
	}
	if err := w.planLinks(ctx, reading, wanted); err != nil {
		return err
	}
	if err := w.confirmAll(ctx); err != nil {
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
		return w.confirmAll(ctx)
	}
	return w.judge(ctx)
}

// outset is from where a reading starts: the links there are and what is wanted
// of them, and the stored mark; none makes the run a full one.
func (w *work) outset(ctx context.Context) (last ledger.LinkID, linked int, since erp.Mark, err error) {
	if err := w.heed(ctx); err != nil {
		return 0, 0, "", err
	}
	if last, linked, err = w.Store.LinkSpan(ctx); err != nil {
		return 0, 0, "", err
	}
	if linked == 0 {
		return 0, 0, "", ErrNoMatch
	}
	if len(w.asked.Only) > 0 {
		return last, linked, "", nil
	}
	if w.run.Full = w.run.Full || w.needFull(); w.run.Full {
		return last, linked, "", nil
	}
	mark, err := w.Store.Mark(ctx, w.markName())
	w.run.Full = mark == ""
	return last, linked, erp.Mark(mark), err
}

// levels fills the reading: with all that changed, or with what was named.
func (w *work) levels(ctx context.Context, reading *reconcile.Reading, since erp.Mark) error {
	only := w.asked.Only
	if len(only) == 0 {
		return w.readStock(ctx, reading, since)
	}
	levels := w.asked.Stated
	if w.ERP.CheckStock != nil {
		var err error
		if levels, err = w.ERP.CheckStock(ctx, only); err != nil {
			return fmt.Errorf("ask %s for the stock of %d items: %w", w.ERP.Name, len(only), err)
		}
	}
	seen := newBits(reading.Size())
	if err := w.resolve(ctx, levels, reading, seen); err != nil {
		return err
	}
	w.run.Read, w.run.Matched = len(levels), seen.count()
	return nil
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
	reading.Sort(w.Stock, w.rules.now, func(id ledger.LinkID) { wanted.set(uint32(id)) }, func(id ledger.LinkID) {
		if w.run.Full {
			absent = append(absent, id)
		}
	})
	for id, r := range w.rules.now {
		if r.Excluded && int(id) < reading.Size() && reading.Total(id) != nil {
			wanted.set(uint32(id)) // to be counted, whether its number moved or not
		}
	}
	if !w.run.Full {
		return wanted, nil
	}
	if err := w.findDeleted(ctx, absent, wanted); err != nil {
		return nil, err
	}
	return wanted, w.Store.Suspects(ctx, func(id ledger.LinkID) { wanted.set(uint32(id)) })
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
