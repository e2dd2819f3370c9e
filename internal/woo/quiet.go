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

// Most steps change nothing but a number: a simple product that was in stock
// and still is. Its other rows in wp_postmeta, some twenty that have to be read
// to find five, then decide nothing. Such a product is quiet: only its _stock
// row is read, by primary key, and only number and date are written. The lookup
// row vouches for the rest; where it is wrong, the sweep that follows every run
// says so.

// loadChunk is load for the products of a chunk, the quiet ones only so far.
func (s *Shop) loadChunk(ctx context.Context, changes []ledger.Change) (map[commerce.ProductID]*item, error) {
	ids := products(changes)
	items := make(map[commerce.ProductID]*item, len(ids))
	for part := range mysql.Chunks(ids, loadBatch) {
		if err := s.loadPosts(ctx, s.db, part, items); err != nil {
			return nil, fmt.Errorf("read products: %w", err)
		}
	}
	if err := s.loadQuiet(ctx, changes, items); err != nil {
		return nil, fmt.Errorf("read stock: %w", err)
	}
	full := slices.DeleteFunc(ids, func(id commerce.ProductID) bool { return items[id] == nil || items[id].quiet })
	for part := range mysql.Chunks(full, loadBatch) {
		if err := s.loadMetas(ctx, s.db, part, items); err != nil {
			return nil, fmt.Errorf("read product meta: %w", err)
		}
	}
	return items, nil
}

// loadQuiet finds the quiet products of a chunk and reads their numbers.
func (s *Shop) loadQuiet(ctx context.Context, changes []ledger.Change, items map[commerce.ProductID]*item) error {
	var rows []uint64
	of := map[uint64]*item{}
	for group := range ledger.ByProduct(changes) {
		c, it := group[0], items[group[0].Product]
		if len(group) == 1 && c.Field == ledger.Stock && c.Reason == ledger.FromERP && c.StockRow != 0 && it != nil && it.steady() {
			rows, of[c.StockRow] = append(rows, c.StockRow), it
		}
	}
	if len(rows) == 0 {
		return nil
	}
	slices.Sort(rows)
	in, args := mysql.List(rows)
	return mysql.Each(ctx, s.db, func(r *sql.Rows) error {
		var post commerce.ProductID
		var id uint64
		var key string
		var value sql.NullString
		if err := r.Scan(&post, &id, &key, &value); err != nil {
			return err
		}
		it := of[id]
		if it.id != post || key != "_stock" {
			return nil
		}
		it.metas[key] = []row{{id, value.String, !value.Valid}}
		if it.quiet = s.enough(it); !it.quiet {
			delete(it.metas, key) // to be read with the others
		}
		return nil
	}, s.sql(`SELECT post_id, meta_id, meta_key, meta_value FROM {postmeta} WHERE meta_id IN (`+in+`)`), args...)
}

// steady tells whether, by the lookup table, the product manages stock of its
// own that nobody else depends on, and can be bought.
func (it *item) steady() bool {
	return it.kind == commerce.Simple && !it.hidden && it.lookup != nil && it.lookup.quantity.Valid && it.lookup.status == inStock
}

func (s *Shop) enough(it *item) bool {
	q, ok := it.stock()
	return ok && q > s.settings.NoStockAmount
}

// wake reads in full the quiet products that are out of stock after all.
func (s *Shop) wake(ctx context.Context, items map[commerce.ProductID]*item) error {
	var ids []commerce.ProductID
	for id, it := range items {
		if it.quiet && !s.enough(it) {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	full, err := s.load(ctx, s.db, ids)
	for _, id := range ids {
		delete(items, id)
	}
	maps.Copy(items, full)
	return err
}
