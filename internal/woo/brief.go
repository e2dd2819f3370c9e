package woo

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"

	"wpbridge/internal/commerce"
	"wpbridge/internal/ledger"
	"wpbridge/internal/mysql"
)

// A step of stock is decided by three of the twenty-odd rows that a product has
// in wp_postmeta, and whoever asks for them by product reads all. Where the link
// knows their places, the step is written without reading anything: the guard of
// upsert says when a row is not what it was. What follows from it is then found
// in brief, by primary key, the lookup row vouching for the rest. Most steps do
// not even turn the status; such a product is quiet, and only number and date
// follow. What the lookup row or a place got wrong the sweep that follows every
// run finds, for it reads in full.

// plain tells whether a change is a mere step of a product that nothing but its
// number decides about. Where out-of-stock products are hidden, a variation's
// status decides about its parent's prices too.
func (s *Shop) plain(c ledger.Change) bool {
	return c.Field == ledger.Stock && (c.Reason == ledger.FromERP || c.Reason == ledger.Buffered) && c.Places.Known() && c.Before != nil && c.After != nil &&
		(c.Parent == 0 || !s.settings.HideOutOfStock)
}

// loadChunk is load for the products of a chunk; those of plain steps are made
// up from the plan.
func (s *Shop) loadChunk(ctx context.Context, changes []ledger.Change) (map[commerce.ProductID]*item, error) {
	made := make(map[commerce.ProductID]*item, len(changes))
	var missing []commerce.ProductID
	for group := range ledger.ByProduct(changes) {
		c := group[0]
		if len(group) > 1 || !s.plain(c) {
			missing = append(missing, c.Product)
			continue
		}
		it := &item{id: c.Product, parent: c.Parent, kind: commerce.Simple, brief: true, places: c.Places}
		if c.Parent != 0 {
			it.kind = commerce.Variation
		}
		it.metas = map[string][]row{"_stock": {{id: c.Places.Stock, text: *c.Before}}}
		made[it.id] = it
	}
	full, err := s.load(ctx, s.db, missing)
	maps.Copy(made, full)
	return made, err
}

// look finds what follows from the numbers of brief items, which stand already.
func (s *Shop) look(ctx context.Context, items map[commerce.ProductID]*item) error {
	var brief []commerce.ProductID
	for id, it := range items {
		if it.brief {
			brief = append(brief, id)
		}
	}
	slices.Sort(brief)
	if err := s.vouched(ctx, brief, items); err != nil {
		return err
	}
	var loud []*item
	for _, id := range brief {
		it := items[id]
		q, number := it.stock()
		it.quiet = number && it.lookup != nil && it.lookup.status == inStock && !it.hidden && q > s.settings.NoStockAmount
		if number && it.lookup != nil && !it.quiet {
			loud = append(loud, it)
		}
	}
	if err := s.loadPlaces(ctx, loud, items); err != nil {
		return err
	}
	brief = slices.DeleteFunc(brief, func(id commerce.ProductID) bool { return items[id].complete() })
	for _, id := range brief {
		delete(items, id)
	}
	full, err := s.load(ctx, s.db, brief)
	maps.Copy(items, full)
	return err
}

// vouched reads the lookup rows of these products; of those that do not speak of
// managed stock it reads none.
func (s *Shop) vouched(ctx context.Context, ids []commerce.ProductID, items map[commerce.ProductID]*item) error {
	in, args := mysql.List(ids)
	err := mysql.Each(ctx, s.db, func(r *sql.Rows) error {
		var id commerce.ProductID
		var l lookup
		var hidden bool
		if err := r.Scan(&id, &l.status, &l.quantity, &l.min, &l.max, &l.onSale, &hidden); err != nil {
			return err
		}
		items[id].lookup, items[id].hidden = &l, hidden
		return nil
	}, s.sql(`SELECT l.product_id, l.stock_status, l.stock_quantity, l.min_price, l.max_price, l.onsale, t.object_id IS NOT NULL
		FROM {wc_product_meta_lookup} l LEFT JOIN {term_relationships} t ON t.object_id = l.product_id AND t.term_taxonomy_id = `+fmt.Sprint(s.settings.outOfStockTerm)+`
		WHERE l.product_id IN (`+in+`) AND l.stock_quantity IS NOT NULL AND l.stock_status IS NOT NULL AND l.min_price IS NOT NULL AND l.max_price IS NOT NULL AND l.onsale IS NOT NULL`), args...)
	if err != nil {
		return fmt.Errorf("read lookup rows: %w", err)
	}
	return nil
}

// loadPlaces reads the rows that decide about the status, each only if it still
// is what it was.
func (s *Shop) loadPlaces(ctx context.Context, loud []*item, items map[commerce.ProductID]*item) error {
	rows := make([]uint64, 0, 2*len(loud))
	for _, it := range loud {
		rows = append(rows, it.places.Status, it.places.Backorders)
	}
	slices.Sort(rows)
	in, args := mysql.List(rows)
	err := mysql.Each(ctx, s.db, func(r *sql.Rows) error {
		var post commerce.ProductID
		var id uint64
		var key string
		var value sql.NullString
		if err := r.Scan(&post, &id, &key, &value); err != nil {
			return err
		}
		if it := items[post]; it != nil && (key == "_stock_status" && id == it.places.Status || key == "_backorders" && id == it.places.Backorders) {
			it.metas[key] = []row{{id, value.String, !value.Valid}}
		}
		return nil
	}, s.sql(`SELECT post_id, meta_id, meta_key, meta_value FROM {postmeta} WHERE meta_id IN (`+in+`)`), args...)
	if err != nil {
		return fmt.Errorf("read stock status: %w", err)
	}
	return nil
}

// complete tells whether all that a brief look asks for was found.
func (it *item) complete() bool {
	return it.quiet || it.lookup != nil && len(it.metas["_stock_status"]) == 1 && len(it.metas["_backorders"]) == 1
}
