package woo

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"wpbridge/internal/commerce"
	"wpbridge/internal/mysql"
)

// Rule is what the shop's owner wants of one product otherwise than of all.
type Rule struct {
	ExcludeUpdate   bool               // stock and prices are not written
	ExcludeCheck    bool               // the checkout does not ask the ERP about it
	Buffer          *commerce.Quantity // kept back from sale; nil: as for all
	WhenUnreachable string             // refuse or allow; empty: as for all
}

// Rules are the owner's wishes for single products and for categories with all
// below them. The nearest that says something wins: variation, product, the
// deepest category; of categories equally deep the more careful one.
type Rules struct {
	own        map[commerce.ProductID]*wishes
	categories map[commerce.ProductID]*wishes
	wrong      []string
}

// The meta keys of products; a category's are the same without the first _.
const (
	metaExcludeUpdate   = "_wpbridge_exclude_update"
	metaExcludeCheck    = "_wpbridge_exclude_check"
	metaBuffer          = "_wpbridge_buffer"
	metaWhenUnreachable = "_wpbridge_when_unreachable"
)

// Ranks of a wish: a category's is its depth.
const (
	rankProduct = 1 << 20
	rankOwn     = 1 << 21
)

// Rules reads all there are. That is one short read where there are none.
func (s *Shop) Rules(ctx context.Context) (*Rules, error) {
	r := &Rules{own: map[commerce.ProductID]*wishes{}, categories: map[commerce.ProductID]*wishes{}}
	keys, args := mysql.List([]string{metaExcludeUpdate, metaExcludeCheck, metaBuffer, metaWhenUnreachable})
	err := mysql.Each(ctx, s.db, func(rows *sql.Rows) error {
		var id commerce.ProductID
		var key, value string
		if err := rows.Scan(&id, &key, &value); err != nil {
			return err
		}
		if r.own[id] == nil {
			r.own[id] = &wishes{}
		}
		r.note(fmt.Sprintf("product %d", id), r.own[id], key, value, rankOwn)
		return nil
	}, s.sql(`SELECT post_id, meta_key, COALESCE(meta_value, '') FROM {postmeta} WHERE meta_key IN (`+keys+`) ORDER BY meta_id DESC`), args...)
	if err != nil {
		return nil, fmt.Errorf("read exclusions of products: %w", err)
	}
	if err := s.categoryRules(ctx, r); err != nil {
		return nil, fmt.Errorf("read exclusions of categories: %w", err)
	}
	return r, nil
}

// categoryRules spreads what categories say over the products below them.
func (s *Shop) categoryRules(ctx context.Context, r *Rules) error {
	said, err := s.termWishes(ctx, r)
	if err != nil || len(said) == 0 {
		return err
	}
	tree, err := s.termTree(ctx, "product_cat")
	if err != nil {
		return err
	}
	all := tree.spread(said)
	var terms []uint64
	for term := range all {
		terms = append(terms, term)
	}
	slices.Sort(terms)
	for part := range mysql.Chunks(terms, loadBatch) {
		in, args := mysql.List(part)
		err := mysql.Each(ctx, s.db, func(rows *sql.Rows) error {
			var id commerce.ProductID
			var term uint64
			if err := rows.Scan(&id, &term); err != nil {
				return err
			}
			r.categories[id] = r.categories[id].with(all[term])
			return nil
		}, s.sql(`SELECT r.object_id, tt.term_id FROM {term_relationships} r JOIN {term_taxonomy} tt ON tt.term_taxonomy_id = r.term_taxonomy_id
			WHERE tt.taxonomy = 'product_cat' AND tt.term_id IN (`+in+`)`), args...)
		if err != nil {
			return err
		}
	}
	return nil
}

// termWishes reads what categories say themselves.
func (s *Shop) termWishes(ctx context.Context, r *Rules) (map[uint64]*wishes, error) {
	said := map[uint64]*wishes{}
	keys, args := mysql.List([]string{metaExcludeUpdate[1:], metaExcludeCheck[1:], metaBuffer[1:], metaWhenUnreachable[1:]})
	err := mysql.Each(ctx, s.db, func(rows *sql.Rows) error {
		var term uint64
		var key, value string
		if err := rows.Scan(&term, &key, &value); err != nil {
			return err
		}
		if said[term] == nil {
			said[term] = &wishes{}
		}
		r.note(fmt.Sprintf("category %d", term), said[term], "_"+key, value, 1)
		return nil
	}, s.sql(`SELECT term_id, meta_key, COALESCE(meta_value, '') FROM {termmeta} WHERE meta_key IN (`+keys+`) ORDER BY meta_id DESC`), args...)
	return said, err
}

// spread gives every term at or below one that says something its wishes, each
// with the depth at which it is said.
func (t tree) spread(said map[uint64]*wishes) map[uint64]*wishes {
	out := map[uint64]*wishes{}
	for term, w := range said {
		up := map[uint64]bool{}
		t.ancestors(term, up)
		deep := w.ranked(len(up))
		for _, below := range t.below(term) {
			out[below] = out[below].with(deep)
		}
	}
	return out
}

// Empty reports whether nothing is said of any product.
func (r *Rules) Empty() bool { return len(r.own)+len(r.categories) == 0 }

// Wrong lists wishes that could not be understood and are as if not there.
func (r *Rules) Wrong() []string { return r.wrong }

// Of is the rule for a product; parent is 0 but for variations.
func (r *Rules) Of(product, parent commerce.ProductID) Rule {
	w := r.own[product]
	if parent != 0 {
		if above := r.own[parent]; above != nil {
			w = w.with(above.ranked(rankProduct))
		}
		return w.with(r.categories[parent]).rule()
	}
	return w.with(r.categories[product]).rule()
}

// note takes one row in. Rows come the lowest id last, as WordPress reads that.
func (r *Rules) note(whose string, w *wishes, key, value string, rank int) {
	err := w.set(key, strings.TrimSpace(value), rank)
	if err != nil {
		r.wrong = append(r.wrong, fmt.Sprintf("%s: %s is %q: %v", whose, key, value, err))
	}
}

var (
	errYesNo   = errors.New("must be yes or no")
	errPolicy  = errors.New("must be refuse or allow")
	errReserve = errors.New("must be a quantity such as 0, 2 or 0.5")
)
