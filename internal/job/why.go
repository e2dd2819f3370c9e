package job

import (
	"context"
	"fmt"

	"wpbridge/internal/commerce"
	"wpbridge/internal/ledger"
	"wpbridge/internal/state"
)

const historyLength = 20

// Why explains a product's stock: the number and where it comes from.
type Why struct {
	SKU       string             `json:"sku"`
	Product   commerce.ProductID `json:"product_id"`
	Code      commerce.Code      `json:"code"`
	Item      commerce.ItemID    `json:"item_id"`
	Stock     string             `json:"stock"` // as stored in the shop
	Status    string             `json:"status"`
	TakenOver bool               `json:"taken_over"`
	Base      commerce.Quantity  `json:"base"` // the ERP's side when last applied
	Sold      commerce.Quantity  `json:"sold"` // taken by shop orders since the match
	Expected  commerce.Quantity  `json:"expected"`
	Drift     commerce.Quantity  `json:"drift"`
	Deleted   bool               `json:"deleted_in_erp"`
	Excluded  bool               `json:"excluded_from_update"`
	Buffer    commerce.Quantity  `json:"buffer"` // kept back from sale
	History   []state.Entry      `json:"history"`
}

// Why looks a product up by the shop's SKU or the ERP's code.
func (r *Runner) Why(ctx context.Context, sku string) ([]Why, error) {
	links, err := r.Store.LinksBySKU(ctx, sku)
	if err != nil {
		return nil, err
	}
	if len(links) == 0 {
		return nil, fmt.Errorf("%w has the SKU or code %q; `wpbridge match` shows what is not linked and why", ErrNotLinked, sku)
	}
	out := make([]Why, 0, len(links))
	for _, l := range links {
		w, err := r.explain(ctx, l)
		if err != nil {
			return nil, err
		}
		out = append(out, w)
	}
	return out, nil
}

func (r *Runner) explain(ctx context.Context, l ledger.Link) (Why, error) {
	w := Why{SKU: l.SKU, Product: l.Product, Code: l.Code, Item: l.Item, TakenOver: l.Taken, Base: l.Base, Deleted: l.Gone, Buffer: r.Stock.Buffer}
	rules, err := r.Shop.Rules(ctx)
	if err != nil {
		return w, err
	}
	rule := rules.Of(l.Product, l.Parent)
	w.Excluded = rule.ExcludeUpdate
	if rule.Buffer != nil {
		w.Buffer = *rule.Buffer
	}
	holdings, err := r.Shop.Holdings(ctx, []commerce.ProductID{l.Product})
	if err != nil {
		return w, err
	}
	taken, err := r.Shop.TakenSince(ctx, l.TakenMark)
	if err != nil {
		return w, err
	}
	for _, t := range taken[l.Product] {
		w.Sold += t.Quantity
	}
	h := holdings[l.Product]
	w.Stock, w.Status = h.Text, h.Status
	if l.Taken {
		w.Expected = l.Base - w.Sold
		w.Drift = h.Stock - w.Expected
	}
	w.History, err = r.Store.History(ctx, l.Product, historyLength)
	return w, err
}
