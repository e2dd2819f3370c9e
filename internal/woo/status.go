package woo

import "wpbridge/internal/commerce"

// The stock statuses WooCommerce knows without extensions.
const (
	inStock     = "instock"
	outOfStock  = "outofstock"
	onBackorder = "onbackorder"
)

// StatusOf is WooCommerce's rule for a product that manages its stock
// (WC_Product::validate_props).
func (s Settings) StatusOf(quantity commerce.Quantity, backorders string) string {
	switch {
	case quantity > s.NoStockAmount:
		return inStock
	case backorders == "notify" || backorders == "yes":
		return onBackorder
	}
	return outOfStock
}

// aggregate is WooCommerce's rule for a variable product that does not manage
// stock itself: any child in stock, else any on back-order, else out.
func aggregate(children []string) string {
	result := outOfStock
	for _, c := range children {
		switch c {
		case inStock:
			return inStock
		case onBackorder:
			result = onBackorder
		}
	}
	return result
}

// settle fills f.status: what every product of the family group should say.
// Holders follow their quantity, children of a managing parent follow it, and a
// parent that manages nothing follows its children.
func (f *family) settle(s Settings) {
	for id, it := range f.items {
		f.status[id] = it.meta("_stock_status")
		if it.managed() && it.kind != commerce.External && it.kind != commerce.Grouped {
			q, _ := it.stock()
			f.status[id] = s.StatusOf(q, it.meta("_backorders"))
		}
	}
	for parent, children := range f.children {
		p := f.items[parent]
		if p == nil || p.kind != commerce.Variable {
			continue
		}
		if p.managed() {
			f.inherit(parent, children)
			continue
		}
		f.status[parent] = aggregate(f.enabled(children))
	}
}

// inherit hands a managing parent's status to the children without stock of
// their own. WooCommerce then leaves their visibility and dates alone.
func (f *family) inherit(parent commerce.ProductID, children []commerce.ProductID) {
	for _, c := range children {
		if it := f.items[c]; it != nil && !it.managed() {
			f.status[c] = f.status[parent]
			f.inherits[c] = true
		}
	}
}

// enabled are the statuses of the children that count: published or private.
func (f *family) enabled(children []commerce.ProductID) []string {
	var out []string
	for _, c := range children {
		if it := f.items[c]; it != nil && (it.postStatus == "publish" || it.postStatus == "private") {
			out = append(out, f.status[c])
		}
	}
	return out
}
