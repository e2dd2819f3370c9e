package woo

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"wpbridge/internal/commerce"
	"wpbridge/internal/mysql"
)

// number reads an id; what is none is 0.
func (it *orderItem) number(key string) uint64 {
	n, _ := strconv.ParseUint(it.metas[key], 10, 64)
	return n
}

// product gives the line of a product. Its SKU is the product's present one, a
// variation without its own has its parent's; a product that was deleted since
// has none.
func (it *orderItem) product(skus map[commerce.ProductID]string) (commerce.OrderLine, error) {
	l := commerce.OrderLine{Kind: commerce.ProductLine, Product: commerce.ProductID(it.number("_product_id")), RefundsID: it.number("_refunded_item_id")}
	if v := commerce.ProductID(it.number("_variation_id")); v != 0 {
		l.Product, l.Parent = v, l.Product
	}
	l.SKU = cmp.Or(skus[l.Product], skus[l.Parent])
	a, err := it.amounts("_line_total", "_line_tax", "_line_subtotal", "_line_subtotal_tax")
	if err != nil {
		return l, err
	}
	l.Net, l.VAT, l.FullNet, l.FullVAT = a[0], a[1], a[2], a[3]
	if l.Quantity, err = it.quantity("_qty"); err != nil {
		return l, err
	}
	l.Taken, err = it.quantity("_reduced_stock")
	return l, err
}

// loadSKUs reads the present SKUs of what was sold.
func (p *orderPage) loadSKUs(ctx context.Context) error {
	p.skus = map[commerce.ProductID]string{}
	ids := map[uint64]bool{}
	for _, paper := range p.papers {
		for _, it := range paper.items {
			if it.kind == "line_item" {
				ids[it.number("_product_id")], ids[it.number("_variation_id")] = true, true
			}
		}
	}
	delete(ids, 0)
	if len(ids) == 0 {
		return nil
	}
	in, args := mysql.List(slices.Sorted(maps.Keys(ids)))
	err := mysql.Each(ctx, p.q, func(r *sql.Rows) error {
		var id commerce.ProductID
		var sku string
		if err := r.Scan(&id, &sku); err != nil {
			return err
		}
		p.skus[id] = cmp.Or(p.skus[id], sku)
		return nil
	}, p.sql(`SELECT post_id, COALESCE(meta_value, '') FROM {postmeta} WHERE post_id IN (`+in+`) AND meta_key = '_sku' ORDER BY post_id, meta_id`), args...)
	if err != nil {
		return fmt.Errorf("SKUs: %w", err)
	}
	return nil
}
