package woo

import (
	"context"
	"database/sql"
	"fmt"
	"slices"

	"wpbridge/internal/commerce"
	"wpbridge/internal/ledger"
	"wpbridge/internal/mysql"
)

// Product is one entry of the catalogue as matching sees it.
type Product struct {
	ID, Parent commerce.ProductID
	Kind       commerce.Kind
	SKU        string
	GTIN       string // _global_unique_id
	Name       string
	Managed    bool
	Places     commerce.Places
}

// Catalogue calls f with pages of products and variations in the order of their
// ids, trash and drafts-in-the-making left out, never the whole at once.
func (s *Shop) Catalogue(ctx context.Context, size int, f func([]Product) error) error {
	for after := commerce.ProductID(0); ; {
		page, err := s.page(ctx, after, size)
		if err != nil {
			return fmt.Errorf("read catalogue after product %d: %w", after, err)
		}
		if len(page) == 0 {
			return nil
		}
		if err := f(page); err != nil {
			return err
		}
		after = page[len(page)-1].ID
	}
}

func (s *Shop) page(ctx context.Context, after commerce.ProductID, size int) ([]Product, error) {
	var page []Product
	at := map[commerce.ProductID]int{}
	err := mysql.Each(ctx, s.db, func(r *sql.Rows) error {
		var p Product
		var postType string
		var typeTerm sql.NullInt64
		if err := r.Scan(&p.ID, &postType, &p.Parent, &p.Name, &typeTerm); err != nil {
			return err
		}
		p.Kind = s.kindOf(postType, uint64(typeTerm.Int64))
		if p.Kind != commerce.Variation {
			p.Parent = 0
		}
		at[p.ID] = len(page)
		page = append(page, p)
		return nil
	}, s.sql(`SELECT p.ID, p.post_type, p.post_parent, p.post_title,
		(SELECT MIN(ty.term_taxonomy_id) FROM {term_relationships} ty WHERE ty.object_id = p.ID AND ty.term_taxonomy_id IN (`+s.typeTerms()+`))
		FROM {posts} p WHERE p.ID > ? AND p.post_type IN ('product','product_variation') AND p.post_status IN ('publish','private','draft','pending','future')
		ORDER BY p.ID LIMIT ?`), after, size)
	if err != nil || len(page) == 0 {
		return nil, err
	}
	ids := make([]commerce.ProductID, len(page))
	for i, p := range page {
		ids[i] = p.ID
	}
	return page, s.pageMetas(ctx, page, at, ids)
}

func (s *Shop) pageMetas(ctx context.Context, page []Product, at map[commerce.ProductID]int, ids []commerce.ProductID) error {
	in, args := mysql.List(ids)
	seen := map[string]bool{}
	return mysql.Each(ctx, s.db, func(r *sql.Rows) error {
		var post commerce.ProductID
		var id uint64
		var key, value string
		if err := r.Scan(&post, &id, &key, &value); err != nil {
			return err
		}
		p := &page[at[post]]
		mark := fmt.Sprint(post, key)
		if seen[mark] {
			p.place(key, 0)
			return nil // WooCommerce reads the row with the lowest id
		}
		seen[mark] = true
		p.place(key, id)
		switch key {
		case "_sku":
			p.SKU = value
		case "_global_unique_id":
			p.GTIN = value
		case "_manage_stock":
			p.Managed = value == "yes"
		}
		return nil
	}, s.sql(`SELECT post_id, meta_id, meta_key, COALESCE(meta_value, '') FROM {postmeta} WHERE post_id IN (`+in+`)
		AND meta_key IN ('_sku','_global_unique_id','_manage_stock','_stock','_stock_status','_backorders') ORDER BY post_id, meta_id`), args...)
}

// place notes where a row is; 0 where there is more than one.
func (p *Product) place(key string, id uint64) {
	own := p.Kind == commerce.Simple || p.Kind == commerce.Variation
	switch {
	case key == "_stock":
		p.Places.Stock = id
	case key == "_stock_status" && own:
		p.Places.Status = id
	case key == "_backorders" && own:
		p.Places.Backorders = id
	}
}

// Holdings reads the stock of these products as it is now. Products that do not
// exist any more are absent.
func (s *Shop) Holdings(ctx context.Context, ids []commerce.ProductID) (map[commerce.ProductID]commerce.Holding, error) {
	items, err := s.load(ctx, s.db, slices.Clone(ids))
	if err != nil {
		return nil, err
	}
	out := make(map[commerce.ProductID]commerce.Holding, len(items))
	for id, it := range items {
		out[id] = it.holding()
	}
	return out, nil
}

// QuickHoldings is Holdings for products known to manage their stock in one
// row whose place is known: by primary key, ten times as quick. Products of
// which that turns out not to be so are left out.
func (s *Shop) QuickHoldings(ctx context.Context, links []ledger.Link) (map[commerce.ProductID]commerce.Holding, error) {
	rows := make([]uint64, 0, len(links))
	of := make(map[uint64]*ledger.Link, len(links))
	for i := range links {
		if l := &links[i]; l.Places.Stock != 0 {
			rows = append(rows, l.Places.Stock)
			of[l.Places.Stock] = l
		}
	}
	out := make(map[commerce.ProductID]commerce.Holding, len(links))
	in, args := mysql.List(rows)
	err := mysql.Each(ctx, s.db, func(r *sql.Rows) error {
		var id uint64
		var post commerce.ProductID
		var key string
		var value sql.NullString
		if err := r.Scan(&id, &post, &key, &value); err != nil {
			return err
		}
		l := of[id]
		q, notNumber := commerce.ParseStored(value.String)
		if l.Product != post || key != "_stock" || notNumber != nil || !value.Valid {
			return nil //nolint:nilerr // what is no number is left to Holdings
		}
		kind := commerce.Simple
		if l.Parent != 0 {
			kind = commerce.Variation
		}
		out[post] = commerce.Holding{
			Product: post, Parent: l.Parent, Kind: kind, SKU: l.SKU, Managed: true,
			Text: value.String, Stored: true, Stock: q, Valid: true, Rows: 1, Places: l.Places,
		}
		return nil
	}, s.sql(`SELECT meta_id, post_id, meta_key, meta_value FROM {postmeta} WHERE meta_id IN (`+in+`)`), args...)
	if err != nil {
		return nil, fmt.Errorf("read stock: %w", err)
	}
	return out, nil
}
