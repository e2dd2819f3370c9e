package job

import (
	"context"
	"fmt"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp"
	"wpbridge/internal/ledger"
	"wpbridge/internal/reconcile"
)

// planPrices reads the ERP's items page by page and plans each page's prices.
// On the way it keeps what the links know of their items up to date.
func (w *work) planPrices(ctx context.Context) error {
	last, linked, since, err := w.outset(ctx)
	if err != nil {
		return err
	}
	seen := newBits(int(last) + 1)
	for page, q := (erp.Page[commerce.Item]{}), (erp.Query{Since: since, Bare: true}); ; q.Page = page.Next {
		if page, err = w.ERP.ReadItems(ctx, q); err != nil {
			return fmt.Errorf("read items from %s: %w", w.ERP.Name, err)
		}
		w.run.Read += len(page.Items)
		w.Progress("read", w.run.Read, page.Total)
		if err := w.pricePage(ctx, page.Items, seen); err != nil {
			return err
		}
		if page.Next == "" {
			w.run.Mark = string(page.Mark)
			break
		}
	}
	if !w.run.Full {
		if err := w.askPrices(ctx, seen); err != nil {
			return err
		}
	}
	if w.run.Full && w.run.Read == 0 {
		w.hold(fmt.Sprintf("the ERP answered with an empty item list although %d products are linked", linked))
		return nil
	}
	return w.judge(ctx)
}

func (w *work) pricePage(ctx context.Context, items []commerce.Item, seen *bits) error {
	byItem := make(map[commerce.ItemID]commerce.Item, len(items))
	ids := make([]commerce.ItemID, 0, len(items))
	for _, it := range items {
		if _, twice := byItem[it.ID]; !twice {
			ids = append(ids, it.ID)
		}
		byItem[it.ID] = it
	}
	links, err := w.Store.LinksByItem(ctx, ids)
	if err != nil {
		return err
	}
	w.run.Unmatched += len(ids) - len(links)
	fresh := links[:0]
	for _, l := range links {
		if int(l.ID) < seen.size() && !seen.has(uint32(l.ID)) { // an item may come twice in a reading
			seen.set(uint32(l.ID))
			fresh = append(fresh, l)
		}
	}
	w.run.Matched += len(fresh)
	return w.planPricesOf(ctx, fresh, byItem)
}

func (w *work) planPricesOf(ctx context.Context, links []ledger.Link, items map[commerce.ItemID]commerce.Item) error {
	products := make([]commerce.ProductID, len(links))
	for i, l := range links {
		products[i] = l.Product
	}
	shop, err := w.Shop.Prices(ctx, products)
	if err != nil {
		return err
	}
	var changes []ledger.Change
	for _, l := range links {
		it := items[l.Item]
		if err := w.follow(ctx, l, it); err != nil {
			return err
		}
		var have *commerce.ShopPrice
		if p, ok := shop[l.Product]; ok {
			have = &p
		}
		more, why := w.Price.PlanPrice(l, w.rules.now[l.ID], have, it.Price)
		if why != "" {
			w.run.Exclude(why)
			w.Log.DebugContext(ctx, "product left alone", "run_id", w.run.ID, "sku", l.SKU, "reason", why)
		}
		if len(more) > 0 {
			w.planned++
			changes = append(changes, more...)
		}
	}
	return w.note(ctx, changes)
}

// follow keeps a link with its item when the ERP renames it, stops keeping
// stock for it, or has it again.
func (w *work) follow(ctx context.Context, l ledger.Link, it commerce.Item) error {
	if w.run.DryRun || l.Code == it.Code && l.Tracked == it.StockTracked && !l.Gone {
		return nil
	}
	if l.Code != it.Code {
		w.Log.InfoContext(ctx, "the ERP renamed a linked item", "run_id", w.run.ID, "from", l.Code, "to", it.Code, "sku", l.SKU)
	}
	return w.Store.NoteItem(ctx, l.ID, it.Code, it.StockTracked, false)
}

// PricePolicy is the policy a shop's settings ask for.
func PricePolicy(includesTax bool, decimals int) reconcile.PricePolicy {
	return reconcile.PricePolicy{ShopIncludesVAT: includesTax, Decimals: int32(decimals)}
}
