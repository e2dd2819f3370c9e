package job

import (
	"context"
	"fmt"
	"time"

	"wpbridge/internal/commerce"
	"wpbridge/internal/ledger"
	"wpbridge/internal/mysql"
)

const (
	// askAgain is how soon the ERP is asked again about an item that its stock list
	// goes on lacking: every full run of the day would only hear the same.
	askAgain = 20 * time.Hour
	// askAtOnce is how many items the ERP is asked about at a time. Where it has no
	// cheap way to tell, each time costs a reading of its whole list; what it
	// answers is held in memory.
	askAtOnce = 20_000
)

// findDeleted asks the ERP whether linked items that its list lacks still exist:
// at once when one is newly absent, then once a day. Only its word makes an item
// deleted; absence alone means nothing.
func (w *work) findDeleted(ctx context.Context, absent []ledger.LinkID, wanted *bits) error {
	if w.ERP.FindItems == nil {
		return nil
	}
	lately, err := w.askedLately(ctx, absent)
	if err != nil {
		return err
	}
	var ask []ledger.LinkID
	for part := range mysql.Chunks(absent, planPage) {
		links, err := w.Store.Links(ctx, part)
		if err != nil {
			return err
		}
		for _, l := range links {
			if l.Gone {
				wanted.set(uint32(l.ID)) // its product must stay as it is
			}
			if !lately.has(uint32(l.ID)) {
				ask = append(ask, l.ID)
			}
		}
	}
	for part := range mysql.Chunks(ask, askAtOnce) {
		if err := w.askAbout(ctx, part, wanted); err != nil {
			return err
		}
	}
	return nil
}

// askedLately is which links were asked about of late. Links that are not absent
// any more are forgotten, so that they are asked about at once the next time.
func (w *work) askedLately(ctx context.Context, absent []ledger.LinkID) (*bits, error) {
	still, lately := newBits(w.deleted.size()), newBits(w.deleted.size())
	for _, id := range absent {
		still.set(uint32(id))
	}
	var back []ledger.LinkID
	err := w.Store.Asked(ctx, askAgain, func(id ledger.LinkID, recent bool) {
		switch {
		case int(id) >= still.size() || !still.has(uint32(id)):
			back = append(back, id)
		case recent:
			lately.set(uint32(id))
		}
	})
	if err != nil || w.run.DryRun {
		return lately, err
	}
	return lately, w.Store.ForgetAsked(ctx, back)
}

func (w *work) askAbout(ctx context.Context, ids []ledger.LinkID, wanted *bits) error {
	items := make([]commerce.ItemID, 0, len(ids))
	for part := range mysql.Chunks(ids, planPage) {
		links, err := w.Store.Links(ctx, part)
		if err != nil {
			return err
		}
		for _, l := range links {
			items = append(items, l.Item)
		}
	}
	found, err := w.ERP.FindItems(ctx, items)
	if err != nil {
		return fmt.Errorf("ask %s for items its stock list lacks: %w", w.ERP.Name, err)
	}
	exists := make(map[commerce.ItemID]commerce.Item, len(found))
	for _, it := range found {
		exists[it.ID] = it
	}
	for part := range mysql.Chunks(ids, planPage) {
		links, err := w.Store.Links(ctx, part)
		if err != nil {
			return err
		}
		if err := w.noteItems(ctx, links, exists, wanted); err != nil {
			return err
		}
	}
	if w.run.DryRun {
		return nil
	}
	return w.Store.NoteAsked(ctx, ids)
}

// noteItems takes the ERP's word on items its stock list lacks: those it does
// not know any more are deleted, and their products want planning.
func (w *work) noteItems(ctx context.Context, links []ledger.Link, exists map[commerce.ItemID]commerce.Item, wanted *bits) error {
	for _, l := range links {
		if it, ok := exists[l.Item]; ok {
			if err := w.follow(ctx, l, it); err != nil {
				return err
			}
			continue
		}
		wanted.set(uint32(l.ID))
		w.deleted.set(uint32(l.ID))
		if !l.Gone && !w.run.DryRun {
			w.Log.WarnContext(ctx, "the ERP has deleted a linked item; its product can not be ordered any more", "run_id", w.run.ID, "sku", l.SKU)
			if err := w.Store.NoteItem(ctx, l.ID, l.Code, l.Tracked, true); err != nil {
				return err
			}
		}
	}
	return nil
}
