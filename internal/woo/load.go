package woo

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"wpbridge/internal/commerce"
	"wpbridge/internal/mysql"
)

// loadBatch is how many products one statement reads.
const loadBatch = 1000

// row is one row of wp_postmeta.
type row struct {
	id   uint64
	text string
	null bool
}

// item is a product as all tables that interest us have it.
type item struct {
	id, parent commerce.ProductID
	kind       commerce.Kind
	postStatus string
	sku        string
	metas      map[string][]row // in meta_id order, as WooCommerce reads them
	hidden     bool             // carries the outofstock visibility term
	lookup     *lookup          // nil: no row
	brief      bool             // of metas only what a step needs is read; see brief.go
	quiet      bool             // brief, and in stock before and after: only _stock is read
	places     commerce.Places  // where a brief item's rows are
}

// lookup is the part of a wc_product_meta_lookup row that we own.
type lookup struct {
	quantity sql.NullString
	status   string
	min, max string
	onSale   bool
}

const metaKeys = `'_stock','_stock_status','_manage_stock','_backorders','_sku','_price','_regular_price','_sale_price','_sale_price_dates_from','_sale_price_dates_to'`

// load reads products with everything their stock and price depend on. Ids that
// are no product any more are absent.
func (s *Shop) load(ctx context.Context, q mysql.Queryer, ids []commerce.ProductID) (map[commerce.ProductID]*item, error) {
	out := make(map[commerce.ProductID]*item, len(ids))
	for part := range mysql.Chunks(ids, loadBatch) {
		if err := s.loadPosts(ctx, q, part, out); err != nil {
			return nil, fmt.Errorf("read products: %w", err)
		}
		if err := s.loadMetas(ctx, q, part, out); err != nil {
			return nil, fmt.Errorf("read product meta: %w", err)
		}
	}
	return out, nil
}

func (s *Shop) loadPosts(ctx context.Context, q mysql.Queryer, ids []commerce.ProductID, out map[commerce.ProductID]*item) error {
	in, args := mysql.List(ids)
	return mysql.Each(ctx, q, func(r *sql.Rows) error {
		it := &item{metas: map[string][]row{}}
		var postType string
		var term, typeTerm sql.NullInt64
		var qty, status, lo, hi sql.NullString
		var onSale sql.NullBool
		if err := r.Scan(&it.id, &postType, &it.parent, &it.postStatus, &term, &typeTerm, &status, &qty, &lo, &hi, &onSale); err != nil {
			return err
		}
		it.hidden = term.Valid
		it.kind = s.kindOf(postType, uint64(typeTerm.Int64))
		if postType != "product_variation" {
			it.parent = 0
		}
		if status.Valid {
			it.lookup = &lookup{qty, status.String, lo.String, hi.String, onSale.Bool}
		}
		out[it.id] = it
		return nil
	}, s.sql(`SELECT p.ID, p.post_type, p.post_parent, p.post_status, tr.term_taxonomy_id,
		(SELECT MIN(ty.term_taxonomy_id) FROM {term_relationships} ty WHERE ty.object_id = p.ID AND ty.term_taxonomy_id IN (`+s.typeTerms()+`)),
		IF(l.product_id IS NULL, NULL, COALESCE(l.stock_status, '')), l.stock_quantity, l.min_price, l.max_price, l.onsale
		FROM {posts} p
		LEFT JOIN {term_relationships} tr ON tr.object_id = p.ID AND tr.term_taxonomy_id = `+fmt.Sprint(s.settings.outOfStockTerm)+`
		LEFT JOIN {wc_product_meta_lookup} l ON l.product_id = p.ID
		WHERE p.ID IN (`+in+`) AND p.post_type IN ('product','product_variation')`), args...)
}

func (s *Shop) typeTerms() string {
	ids := []string{"0"}
	for id := range s.settings.types {
		ids = append(ids, fmt.Sprint(id))
	}
	return strings.Join(ids, ",")
}

func (s *Shop) kindOf(postType string, typeTerm uint64) commerce.Kind {
	if postType == "product_variation" {
		return commerce.Variation
	}
	if k, ok := s.settings.types[typeTerm]; ok {
		return k
	}
	return commerce.Simple
}

func (s *Shop) loadMetas(ctx context.Context, q mysql.Queryer, ids []commerce.ProductID, out map[commerce.ProductID]*item) error {
	in, args := mysql.List(ids)
	return mysql.Each(ctx, q, func(r *sql.Rows) error {
		var post commerce.ProductID
		var id uint64
		var key string
		var value sql.NullString
		if err := r.Scan(&post, &id, &key, &value); err != nil {
			return err
		}
		if it := out[post]; it != nil {
			it.metas[key] = append(it.metas[key], row{id, value.String, !value.Valid})
			if key == "_sku" {
				it.sku = value.String
			}
		}
		return nil
	}, s.sql(`SELECT post_id, meta_id, meta_key, meta_value FROM {postmeta} WHERE post_id IN (`+in+`) AND meta_key IN (`+metaKeys+`) ORDER BY post_id, meta_id`), args...)
}

// meta is the value WooCommerce would read: of the row with the lowest id.
func (it *item) meta(key string) string {
	if rows := it.metas[key]; len(rows) > 0 {
		return rows[0].text
	}
	return ""
}

func (it *item) managed() bool { return it.brief || it.meta("_manage_stock") == "yes" }

// stock is the quantity, and whether it is one.
func (it *item) stock() (commerce.Quantity, bool) {
	rows := it.metas["_stock"]
	if len(rows) == 0 || rows[0].null {
		return 0, false
	}
	q, err := commerce.ParseStored(rows[0].text)
	return q, err == nil
}

func (it *item) holding() commerce.Holding {
	h := commerce.Holding{
		Product: it.id, Parent: it.parent, Kind: it.kind, SKU: it.sku, Managed: it.managed(),
		Rows: len(it.metas["_stock"]), Backorders: it.meta("_backorders"), Status: it.meta("_stock_status"),
	}
	h.Stock, h.Valid = it.stock()
	if h.Rows > 0 {
		h.Text, h.Stored = it.metas["_stock"][0].text, !it.metas["_stock"][0].null
	}
	h.Places.Stock = it.place("_stock")
	if it.kind == commerce.Simple || it.kind == commerce.Variation {
		h.Places.Status, h.Places.Backorders = it.place("_stock_status"), it.place("_backorders")
	}
	return h
}

// place is the meta id of a key's only row.
func (it *item) place(key string) uint64 {
	if rows := it.metas[key]; len(rows) == 1 {
		return rows[0].id
	}
	return 0
}
