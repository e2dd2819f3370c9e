package woo

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"

	"wpbridge/internal/commerce"
	"wpbridge/internal/mysql"
)

// writeVisibility adds and removes the outofstock term and brings the counts
// that depend on it up to date.
func (s *Shop) writeVisibility(ctx context.Context, d *differences) error {
	if len(d.flipped) == 0 {
		return nil
	}
	term := s.settings.outOfStockTerm
	for part := range mysql.Chunks(d.hide, writeBatch) {
		var v mysql.Values
		for _, id := range part {
			v.Add(id, term, 0)
		}
		if err := s.exec(ctx, "visibility", `INSERT IGNORE INTO {term_relationships} (object_id, term_taxonomy_id, term_order) VALUES `+v.String(), v.Args...); err != nil {
			return err
		}
	}
	for part := range mysql.Chunks(d.show, writeBatch) {
		in, args := mysql.List(part)
		if err := s.exec(ctx, "visibility", `DELETE FROM {term_relationships} WHERE term_taxonomy_id = ? AND object_id IN (`+in+`)`, append([]any{term}, args...)...); err != nil {
			return err
		}
	}
	if s.settings.HideOutOfStock {
		return s.recountCategories(ctx, d)
	}
	return nil
}

// Recount brings the number of out-of-stock products up to date: once at the
// end of a run, since it reads every such product.
func (s *Shop) Recount(ctx context.Context) error {
	var have, want int64
	term := s.settings.outOfStockTerm
	err := s.db.QueryRowContext(ctx, s.sql(`SELECT tt.count, (SELECT COUNT(*) FROM {term_relationships} r JOIN {posts} p ON p.ID = r.object_id
		WHERE r.term_taxonomy_id = tt.term_taxonomy_id AND p.post_status = 'publish' AND p.post_type IN ('product','product_variation'))
		FROM {term_taxonomy} tt WHERE tt.term_taxonomy_id = ?`), term).Scan(&have, &want)
	if err != nil {
		return fmt.Errorf("count out-of-stock products: %w", err)
	}
	if have == want {
		return nil
	}
	return s.exec(ctx, "visibility count", `UPDATE {term_taxonomy} SET count = ? WHERE term_taxonomy_id = ?`, want, term)
}

// countedTaxonomies carry product_count_… in their termmeta.
var countedTaxonomies = []string{"product_cat", "product_tag", "product_brand"}

// recountCategories brings product_count_… of the flipped products' terms and
// all ancestors up to date, as WooCommerce does where it hides what is out of
// stock (_wc_term_recount).
func (s *Shop) recountCategories(ctx context.Context, d *differences) error {
	products := slices.DeleteFunc(slices.Clone(d.flipped), func(id commerce.ProductID) bool { return d.kinds[id] == commerce.Variation })
	for _, taxonomy := range countedTaxonomies {
		tree, err := s.termTree(ctx, taxonomy)
		if err != nil {
			return err
		}
		terms := map[uint64]bool{}
		for part := range mysql.Chunks(products, loadBatch) {
			if err := s.termsOf(ctx, taxonomy, part, func(term uint64) { tree.ancestors(term, terms) }); err != nil {
				return err
			}
		}
		for _, term := range slices.Sorted(maps.Keys(terms)) {
			if err := s.recountTerm(ctx, taxonomy, term, tree.below(term)); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *Shop) termsOf(ctx context.Context, taxonomy string, ids []commerce.ProductID, f func(uint64)) error {
	in, args := mysql.List(ids)
	err := mysql.Each(ctx, s.db, func(r *sql.Rows) error {
		var term uint64
		if err := r.Scan(&term); err != nil {
			return err
		}
		f(term)
		return nil
	}, s.sql(`SELECT DISTINCT tt.term_id FROM {term_relationships} r JOIN {term_taxonomy} tt ON tt.term_taxonomy_id = r.term_taxonomy_id
		WHERE tt.taxonomy = ? AND r.object_id IN (`+in+`)`), append([]any{taxonomy}, args...)...)
	if err != nil {
		return fmt.Errorf("read terms of products: %w", err)
	}
	return nil
}

// recountTerm counts the published products of a term or anything below it that
// the catalogue shows.
func (s *Shop) recountTerm(ctx context.Context, taxonomy string, term uint64, withBelow []uint64) error {
	in, args := mysql.List(withBelow)
	var n int64
	err := s.db.QueryRowContext(ctx, s.sql(`SELECT COUNT(DISTINCT p.ID) FROM {term_relationships} r JOIN {term_taxonomy} tt ON tt.term_taxonomy_id = r.term_taxonomy_id
		JOIN {posts} p ON p.ID = r.object_id
		WHERE tt.taxonomy = ? AND tt.term_id IN (`+in+`) AND p.post_status = 'publish' AND p.post_type = 'product'
		AND NOT EXISTS (SELECT 1 FROM {term_relationships} x WHERE x.object_id = p.ID AND x.term_taxonomy_id IN (?, ?))`),
		append(append([]any{taxonomy}, args...), s.settings.outOfStockTerm, s.settings.excludeTerm)...).Scan(&n)
	if err != nil {
		return fmt.Errorf("count products of a category: %w", err)
	}
	return s.setTermMeta(ctx, term, "product_count_"+taxonomy, n)
}

func (s *Shop) setTermMeta(ctx context.Context, term uint64, key string, n int64) error {
	var id, have sql.NullInt64
	err := s.db.QueryRowContext(ctx, s.sql(`SELECT MIN(meta_id), MIN(meta_value + 0) FROM {termmeta} WHERE term_id = ? AND meta_key = ?`), term, key).Scan(&id, &have)
	switch {
	case err != nil:
		return fmt.Errorf("read %s: %w", key, err)
	case !id.Valid:
		return s.exec(ctx, key, `INSERT INTO {termmeta} (term_id, meta_key, meta_value) VALUES (?, ?, ?)`, term, key, n)
	case have.Int64 != n:
		return s.exec(ctx, key, `UPDATE {termmeta} SET meta_value = ? WHERE meta_id = ?`, n, id.Int64)
	}
	return nil
}
