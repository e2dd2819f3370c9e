package job

import (
	"context"
	"fmt"

	"wpbridge/internal/commerce"
	"wpbridge/internal/ledger"
	"wpbridge/internal/mysql"
)

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

// noteItems takes the ERP's word on items its stock list lacks: those it does
// not know any more are deleted, and their products want planning.
func (w *work) noteItems(ctx context.Context, links []ledger.Link, found []commerce.Item, wanted *bits) error {
	exists := make(map[commerce.ItemID]commerce.Item, len(found))
	for _, it := range found {
		exists[it.ID] = it
	}
	for _, l := range links {
		it, ok := exists[l.Item]
		if ok {
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
