package shoptest

import (
	"context"

	"github.com/shopspring/decimal"
)

// writer puts down the rows of one product; the first error is kept.
type writer struct {
	*filler
	ctx context.Context //nolint:containedctx // lives for the rows of one product
	id  int
	err error
}

func (f *filler) product(ctx context.Context, id int) *writer {
	return &writer{filler: f, ctx: ctx, id: id}
}

// next turns to another product, such as a variation of this one.
func (w *writer) next(id int) *writer {
	w.id = id
	return w
}

func (w *writer) keep(err error) {
	if w.err == nil {
		w.err = err
	}
}

func (w *writer) done() error {
	if w.err != nil {
		return w.err
	}
	return w.commitNow(w.ctx)
}

func (w *writer) post(kind, title, slug, excerpt string, parent int) {
	comments := "open"
	if kind == "product_variation" {
		comments = "closed"
	}
	w.keep(w.posts.add(w.ctx, w.id, 1, createdLocal, createdGMT, "", title, excerpt, "publish", comments, "closed",
		slug, "", "", createdLocal, createdGMT, "", parent, "http://shop.test/product/"+slug+"/", kind))
}

// meta adds pairs of key and value.
func (w *writer) meta(pairs ...string) {
	for n := 0; n < len(pairs); n += 2 {
		w.keep(w.metas.add(w.ctx, w.id, pairs[n], pairs[n+1]))
	}
}

func (w *writer) nullMeta(key string) { w.keep(w.metas.add(w.ctx, w.id, key, null{})) }

func (w *writer) common(taxClass string) {
	w.meta("total_sales", "0", "_tax_status", "taxable", "_tax_class", taxClass)
}

func (w *writer) files() {
	w.meta("_virtual", "no", "_downloadable", "no", "_download_limit", "-1", "_download_expiry", "-1")
}

func (w *writer) ratings(stockStatus string) {
	w.meta("_stock_status", stockStatus, "_wc_average_rating", "0", "_wc_review_count", "0")
}

// lookup adds the row of wc_product_meta_lookup; a negative stock is an unmanaged one.
func (w *writer) lookup(sku, low, high string, stock int, stockStatus, taxClass string) {
	var quantity any = stock
	if stock < 0 {
		quantity = null{}
	}
	w.keep(w.filler.lookup.add(w.ctx, w.id, sku, "", 0, 0, low, high, 0, quantity, stockStatus, 0, "0", 0, "taxable", taxClass))
}

func (w *writer) relate(termTaxonomyIDs ...int) {
	for _, id := range termTaxonomyIDs {
		w.keep(w.relations.add(w.ctx, w.id, id))
	}
}

func (w *writer) transient(name, value string) {
	w.keep(w.options.add(w.ctx, "_transient_timeout_"+name, "4102444800", "off"))
	w.keep(w.options.add(w.ctx, "_transient_"+name, value, "off"))
}

func number(s string) decimal.Decimal {
	d, err := decimal.NewFromString(s)
	if err != nil {
		return decimal.Zero
	}
	return d
}
