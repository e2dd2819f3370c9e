package job

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"wpbridge/internal/commerce"
	"wpbridge/internal/ledger"
	"wpbridge/internal/reconcile"
)

// fewRules is how many links may be asked about one by one because something
// else is wanted of them; beyond it a full reading is quicker.
const fewRules = 500

// rules are what the shop's owner wants of single links, now and when the job
// last applied it; only links of which anything is wanted are in the maps.
type rules struct {
	now, before map[ledger.LinkID]ledger.Rule
}

// heed reads the rules. Where they differ from those applied last, the link has
// to be planned again although the ERP does not mention it.
func (w *work) heed(ctx context.Context) error {
	before, err := w.Store.Rules(ctx, w.run.Job)
	if err != nil {
		return err
	}
	if w.run.Job == Stock {
		if w.orders.again, err = w.Store.Reread(ctx); err != nil {
			return err
		}
	}
	w.rules = rules{now: map[ledger.LinkID]ledger.Rule{}, before: before}
	shop, err := w.Shop.Rules(ctx)
	if err != nil {
		return err
	}
	for _, wrong := range shop.Wrong() {
		w.Log.WarnContext(ctx, "a wish for a product cannot be understood and is left out of account", "run_id", w.run.ID, "error", wrong)
	}
	if shop.Empty() {
		return nil
	}
	return w.Store.LinkProducts(ctx, func(id ledger.LinkID, product, parent commerce.ProductID) {
		r := shop.Of(product, parent)
		rule := ledger.Rule{Excluded: r.ExcludeUpdate, Buffer: r.Buffer}
		if w.run.Job == Prices {
			rule.Buffer = nil // has nothing to do with prices
		}
		if rule.Excluded || rule.Buffer != nil {
			w.rules.now[id] = rule
		}
	})
}

// changed lists what is wanted of the links of which something else was wanted
// before.
func (r rules) changed() map[ledger.LinkID]ledger.Rule {
	out := map[ledger.LinkID]ledger.Rule{}
	for _, side := range []map[ledger.LinkID]ledger.Rule{r.now, r.before} {
		for id := range side {
			if !r.now[id].Equal(r.before[id]) {
				out[id] = r.now[id]
			}
		}
	}
	return out
}

// reopened are the links to be planned although the ERP may not mention them:
// the rule has changed, and they are not excluded, or the reading before could
// not be used for them.
func (w *work) reopened() []ledger.LinkID {
	changed := w.rules.changed()
	maps.DeleteFunc(changed, func(_ ledger.LinkID, r ledger.Rule) bool { return r.Excluded })
	for id := range w.orders.again {
		changed[id] = ledger.Rule{}
	}
	return slices.Sorted(maps.Keys(changed))
}

// needFull tells whether a full reading is the way to the reopened links.
func (w *work) needFull() bool {
	canAsk := w.run.Job == Stock && w.ERP.CheckStock != nil || w.run.Job == Prices && w.ERP.FindItems != nil
	n := len(w.reopened())
	return n > fewRules || n > 0 && !canAsk
}

// askStock asks the ERP for the levels of the reopened links that the reading
// does not mention, and adds them to it.
func (w *work) askStock(ctx context.Context, reading *reconcile.Reading) error {
	links, err := w.unmentioned(ctx, func(id ledger.LinkID) bool { return int(id) >= reading.Size() || reading.Total(id) != nil })
	if err != nil || len(links) == 0 {
		return err
	}
	codes := make([]commerce.Code, len(links))
	for i, l := range links {
		codes[i] = l.Code
	}
	levels, err := w.ERP.CheckStock(ctx, codes)
	if err != nil {
		return fmt.Errorf("ask %s for products whose buffer, exclusion or orders changed: %w", w.ERP.Name, err)
	}
	seen := newBits(reading.Size())
	err = w.resolve(ctx, levels, reading, seen)
	w.run.Matched += seen.count()
	return err
}

// askPrices is askStock for items with their prices, which it plans at once.
func (w *work) askPrices(ctx context.Context, seen *bits) error {
	links, err := w.unmentioned(ctx, func(id ledger.LinkID) bool { return int(id) >= seen.size() || seen.has(uint32(id)) })
	if err != nil || len(links) == 0 {
		return err
	}
	ids := make([]commerce.ItemID, len(links))
	for i, l := range links {
		ids[i] = l.Item
	}
	items, err := w.ERP.FindItems(ctx, ids)
	if err != nil {
		return fmt.Errorf("ask %s for products that are excluded no more: %w", w.ERP.Name, err)
	}
	return w.pricePage(ctx, items, seen)
}

func (w *work) unmentioned(ctx context.Context, mentioned func(ledger.LinkID) bool) ([]ledger.Link, error) {
	ids := slices.DeleteFunc(w.reopened(), mentioned)
	if len(ids) == 0 {
		return nil, nil
	}
	return w.Store.Links(ctx, ids)
}

// noteRules notes the rules as applied, once the run is.
func (w *work) noteRules(ctx context.Context) error {
	return w.Store.NoteRules(ctx, w.run.Job, w.rules.changed())
}
