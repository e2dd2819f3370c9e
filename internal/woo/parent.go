package woo

import (
	"slices"

	"wpbridge/internal/commerce"
)

// priceRows is the new set of _price rows of a variable parent, ascending, and
// the meta ids of the rows that go.
type priceRows struct {
	product commerce.ProductID
	prices  []string
	drop    []uint64
}

// priceOf returns what a product's lookup row should say of its price, and for
// a variable parent notes the _price rows it should have.
func (s *Shop) priceOf(it *item, f *family, d *differences) (lo, hi string, onSale bool) {
	if it.brief {
		return it.lookup.min, it.lookup.max, it.lookup.onSale
	}
	prices := it.prices()
	if children, known := f.children[it.id]; known && it.kind == commerce.Variable {
		prices = s.parentPrices(it, children, f, d)
	}
	if len(prices) == 0 {
		return "0", "0", false
	}
	return prices[0], prices[len(prices)-1], it.kind != commerce.Variable && it.onSaleByText(prices[0])
}

// parentPrices gives a variable parent one _price row for each distinct price
// of the children that shoppers see, ascending, and no prices of its own.
func (s *Shop) parentPrices(it *item, children []commerce.ProductID, f *family, d *differences) []string {
	var prices []string
	for _, c := range children {
		child := f.items[c]
		if child != nil && child.brief {
			return it.prices() // no price has moved
		}
		if child == nil || child.postStatus != "publish" || (s.settings.HideOutOfStock && f.hiddenAfter(child)) {
			continue
		}
		for _, p := range child.prices() {
			if p != "" && !slices.Contains(prices, p) {
				prices = append(prices, p)
			}
		}
	}
	slices.SortStableFunc(prices, func(a, b string) int { return number(a).Cmp(number(b)) })
	drop := it.surplus()
	if slices.Equal(it.prices(), prices) && len(drop) == 0 {
		return prices
	}
	for _, r := range it.metas["_price"] {
		drop = append(drop, r.id)
	}
	slices.Sort(drop)
	d.prices = append(d.prices, priceRows{it.id, prices, drop})
	d.dated[it.id] = true
	return prices
}

// hiddenAfter tells whether a child will carry the outofstock term.
func (f *family) hiddenAfter(child *item) bool {
	if f.inherits[child.id] {
		return child.hidden
	}
	return f.status[child.id] == outOfStock
}

// surplus are the rows a variable parent must not have.
func (it *item) surplus() []uint64 {
	var ids []uint64
	for _, key := range []string{"_regular_price", "_sale_price"} {
		for _, r := range it.metas[key] {
			ids = append(ids, r.id)
		}
	}
	return ids
}

func (it *item) prices() []string {
	var out []string
	for _, r := range it.metas["_price"] {
		out = append(out, r.text)
	}
	return out
}

// onSaleByText is the lookup table's notion: the sale price is the active one.
func (it *item) onSaleByText(active string) bool {
	sale := it.meta("_sale_price")
	return sale != "" && active != "" && number(sale).Equal(number(active))
}
