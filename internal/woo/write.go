package woo

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"
	"time"

	"wpbridge/internal/commerce"
	"wpbridge/internal/mysql"
)

// writeBatch is how many rows one derived statement writes; with it a row lock
// is held for a few milliseconds.
const writeBatch = 500

// write carries differences out, each table in its own statements. Children's
// and parents' rows may go together: all values are known already.
func (s *Shop) write(ctx context.Context, d *differences) error {
	for _, step := range []func(context.Context, *differences) error{
		s.writeStatus, s.writePrices, s.writeLookup, s.writeVisibility, s.writeAttributes, s.writeDates,
	} {
		if err := step(ctx, d); err != nil {
			return err
		}
	}
	return nil
}

// exec runs one autocommit statement on the shop's tables.
func (s *Shop) exec(ctx context.Context, what, q string, args ...any) error {
	err := mysql.Retry(ctx, func() error {
		_, err := s.db.ExecContext(ctx, s.sql(q), args...)
		return err
	})
	if err != nil {
		return fmt.Errorf("write %s: %w", what, err)
	}
	return nil
}

func (s *Shop) writeStatus(ctx context.Context, d *differences) error {
	for _, status := range slices.Sorted(maps.Keys(d.statusRows)) {
		rows := d.statusRows[status]
		slices.Sort(rows)
		for part := range mysql.Chunks(rows, writeBatch) {
			in, args := mysql.List(part)
			if err := s.exec(ctx, "stock status", `UPDATE {postmeta} SET meta_value = ? WHERE meta_id IN (`+in+`) AND meta_key = '_stock_status'`, append([]any{status}, args...)...); err != nil {
				return err
			}
		}
	}
	for status, products := range d.statusNew {
		for part := range mysql.Chunks(products, writeBatch) {
			var v mysql.Values
			for _, p := range part {
				v.Add(p, "_stock_status", status)
			}
			if err := s.exec(ctx, "stock status", `INSERT INTO {postmeta} (post_id, meta_key, meta_value) VALUES `+v.String(), v.Args...); err != nil {
				return err
			}
		}
	}
	return nil
}

// writePrices replaces a parent's price rows in one transaction, so that no
// shopper sees a product without a price in between, as WooCommerce's own
// delete-then-add lets happen.
func (s *Shop) writePrices(ctx context.Context, d *differences) error {
	for _, p := range d.prices {
		err := mysql.WithTx(ctx, s.db, func(tx *sql.Tx) error {
			in, args := mysql.List(p.drop)
			if _, err := tx.ExecContext(ctx, s.sql(`DELETE FROM {postmeta} WHERE meta_id IN (`+in+`)`), args...); err != nil {
				return err
			}
			var v mysql.Values
			for _, price := range p.prices {
				v.Add(p.product, "_price", price)
			}
			if len(v.Args) == 0 {
				return nil
			}
			_, err := tx.ExecContext(ctx, s.sql(`INSERT INTO {postmeta} (post_id, meta_key, meta_value) VALUES `+v.String()), v.Args...)
			return err
		})
		if err != nil {
			return fmt.Errorf("write price range of product %d: %w", p.product, err)
		}
	}
	return nil
}

func (s *Shop) writeLookup(ctx context.Context, d *differences) error {
	if err := s.insertLookup(ctx, d.lookupsNew); err != nil {
		return err
	}
	for part := range mysql.Chunks(d.quantities, writeBatch) {
		var v mysql.Values
		for _, q := range part {
			v.Add(q.product, q.stock.String())
		}
		if err := s.exec(ctx, "product lookup table", `INSERT INTO {wc_product_meta_lookup} (product_id, stock_quantity) VALUES `+v.String()+`
			ON DUPLICATE KEY UPDATE stock_quantity = VALUES(stock_quantity)`, v.Args...); err != nil {
			return err
		}
	}
	for part := range mysql.Chunks(slices.Sorted(maps.Keys(d.lookups)), writeBatch) {
		var v mysql.Values
		for _, id := range part {
			l := d.lookups[id]
			var quantity any
			if l.quantity.Valid {
				quantity = l.quantity.String
			}
			v.Add(id, quantity, l.status, numeric(l.min), numeric(l.max), l.onSale)
		}
		if err := s.exec(ctx, "product lookup table", `INSERT INTO {wc_product_meta_lookup} (product_id, stock_quantity, stock_status, min_price, max_price, onsale) VALUES `+v.String()+`
			ON DUPLICATE KEY UPDATE stock_quantity = VALUES(stock_quantity), stock_status = VALUES(stock_status), min_price = VALUES(min_price), max_price = VALUES(max_price), onsale = VALUES(onsale)`, v.Args...); err != nil {
			return err
		}
	}
	return nil
}

func numeric(text string) string { return number(text).String() }

// insertLookup creates missing lookup rows whole, from the metas. The table has
// no AUTO_INCREMENT, so INSERT … SELECT takes no table lock.
func (s *Shop) insertLookup(ctx context.Context, ids []commerce.ProductID) error {
	for part := range mysql.Chunks(ids, writeBatch) {
		in, args := mysql.List(part)
		if err := s.exec(ctx, "product lookup table", `INSERT IGNORE INTO {wc_product_meta_lookup}
			(product_id, sku, `+"`virtual`"+`, downloadable, rating_count, average_rating, total_sales, tax_status, tax_class)
			SELECT p.ID, COALESCE(MAX(IF(m.meta_key = '_sku', m.meta_value, NULL)), ''),
			COALESCE(MAX(m.meta_key = '_virtual' AND m.meta_value = 'yes'), 0), COALESCE(MAX(m.meta_key = '_downloadable' AND m.meta_value = 'yes'), 0),
			COALESCE(MAX(IF(m.meta_key = '_wc_review_count', m.meta_value + 0, NULL)), 0), COALESCE(MAX(IF(m.meta_key = '_wc_average_rating', m.meta_value + 0, NULL)), 0),
			COALESCE(MAX(IF(m.meta_key = 'total_sales', m.meta_value + 0, NULL)), 0),
			COALESCE(MAX(IF(m.meta_key = '_tax_status', m.meta_value, NULL)), 'taxable'), COALESCE(MAX(IF(m.meta_key = '_tax_class', m.meta_value, NULL)), '')
			FROM {posts} p LEFT JOIN {postmeta} m ON m.post_id = p.ID WHERE p.ID IN (`+in+`) GROUP BY p.ID`, args...); err != nil {
			return err
		}
	}
	return nil
}

func (s *Shop) writeAttributes(ctx context.Context, d *differences) error {
	if !s.settings.attributeLookup {
		return nil
	}
	for available, products := range d.stock {
		for part := range mysql.Chunks(products, writeBatch) {
			in, args := mysql.List(part)
			if err := s.exec(ctx, "attribute lookup table", `UPDATE {wc_product_attributes_lookup} SET in_stock = ? WHERE product_id IN (`+in+`)`, append([]any{available}, args...)...); err != nil {
				return err
			}
		}
	}
	return nil
}

// writeDates stamps both dates: site-local from the site's own time zone, not
// the database server's.
func (s *Shop) writeDates(ctx context.Context, d *differences) error {
	now := s.now()
	local, gmt := now.In(s.settings.Location).Format(time.DateTime), now.UTC().Format(time.DateTime)
	for part := range mysql.Chunks(slices.Sorted(maps.Keys(d.dated)), writeBatch) {
		in, args := mysql.List(part)
		if err := s.exec(ctx, "product dates", `UPDATE {posts} SET post_modified = ?, post_modified_gmt = ? WHERE ID IN (`+in+`)`, append([]any{local, gmt}, args...)...); err != nil {
			return err
		}
	}
	return nil
}
