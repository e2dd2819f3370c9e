package woo

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"

	"wpbridge/internal/commerce"
	"wpbridge/internal/mysql"
)

// Bought is one line of a cart as the checkout names it.
type Bought struct {
	Product   commerce.ProductID
	Variation commerce.ProductID // 0: none
}

// Checkable is what a stock check must know of one line.
type Checkable struct {
	Product commerce.ProductID // the variation where there is one
	Parent  commerce.ProductID // of a variation
	// Holder is the product whose number counts for the line: Product or Parent;
	// 0 where nobody keeps a number.
	Holder     commerce.ProductID
	SKU        string // as WooCommerce shows it
	Backorders bool   // more may be sold than there is
}

// Checkables looks the lines' products up, by primary key, and answers in the
// order of the lines. A product that does not exist has no holder.
func (s *Shop) Checkables(ctx context.Context, lines []Bought) ([]Checkable, error) {
	items, err := s.loadBought(ctx, lines)
	if err != nil {
		return nil, fmt.Errorf("read the products of the cart: %w", err)
	}
	out := make([]Checkable, len(lines))
	for i, l := range lines {
		out[i] = checkable(items, l)
	}
	return out, nil
}

func checkable(items map[commerce.ProductID]*item, l Bought) Checkable {
	it := items[cmp.Or(l.Variation, l.Product)]
	if it == nil {
		return Checkable{}
	}
	above := it // what the variation leaves open, its parent says
	if it.parent != 0 && items[it.parent] != nil {
		above = items[it.parent]
	}
	c := Checkable{Product: it.id, Parent: it.parent, SKU: cmp.Or(it.sku, above.sku)}
	for _, h := range []*item{it, above} {
		if h.managed() {
			backorders := h.meta("_backorders")
			c.Holder, c.Backorders = h.id, backorders == "yes" || backorders == "notify"
			break
		}
	}
	return c
}

// loadBought reads the lines' products and the parents of their variations.
func (s *Shop) loadBought(ctx context.Context, lines []Bought) (map[commerce.ProductID]*item, error) {
	ids := make([]commerce.ProductID, 0, 2*len(lines))
	for _, l := range lines {
		ids = append(ids, l.Product)
		if l.Variation != 0 {
			ids = append(ids, l.Variation)
		}
	}
	items := make(map[commerce.ProductID]*item, len(ids))
	if err := s.loadHolders(ctx, ids, items); err != nil {
		return nil, err
	}
	var parents []commerce.ProductID // the caller named another product, or only the variation
	for _, it := range items {
		if it.parent != 0 && items[it.parent] == nil {
			parents = append(parents, it.parent)
		}
	}
	if len(parents) == 0 {
		return items, nil
	}
	return items, s.loadHolders(ctx, parents, items)
}

// loadHolders reads of products just what tells who holds their stock.
func (s *Shop) loadHolders(ctx context.Context, ids []commerce.ProductID, out map[commerce.ProductID]*item) error {
	slices.Sort(ids)
	in, args := mysql.List(slices.Compact(ids))
	return mysql.Each(ctx, s.db, func(r *sql.Rows) error {
		var id, parent commerce.ProductID
		var postType string
		var key, value sql.NullString
		if err := r.Scan(&id, &postType, &parent, &key, &value); err != nil {
			return err
		}
		it := out[id]
		if it == nil {
			it = &item{id: id, metas: map[string][]row{}}
			if postType == "product_variation" {
				it.parent = parent
			}
			out[id] = it
		}
		it.metas[key.String] = append(it.metas[key.String], row{text: value.String, null: !value.Valid})
		it.sku = it.meta("_sku")
		return nil
	}, s.sql(`SELECT p.ID, p.post_type, p.post_parent, m.meta_key, m.meta_value FROM {posts} p
		LEFT JOIN {postmeta} m ON m.post_id = p.ID AND m.meta_key IN ('_manage_stock','_backorders','_sku')
		WHERE p.ID IN (`+in+`) AND p.post_type IN ('product','product_variation') ORDER BY p.ID, m.meta_id`), args...)
}
