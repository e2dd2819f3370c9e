package state

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"wpbridge/internal/commerce"
	"wpbridge/internal/ledger"
	"wpbridge/internal/mysql"
)

// Resolved is what a reading needs to know of a link at once.
type Resolved struct {
	ID      ledger.LinkID
	Code    commerce.Code
	Base    commerce.Quantity
	Taken   bool
	Tracked bool
}

// Resolve finds the links of these codes. Codes without a link are absent.
func (s *Store) Resolve(ctx context.Context, codes []commerce.Code) ([]Resolved, error) {
	args := make([][]byte, len(codes))
	for i, c := range codes {
		args[i] = []byte(c)
	}
	in, list := mysql.List(args)
	out := make([]Resolved, 0, len(codes))
	err := s.each(ctx, func(r *sql.Rows) error {
		var l Resolved
		var base decimalText
		if err := r.Scan(&l.ID, &l.Code, &base, &l.Tracked); err != nil {
			return err
		}
		l.Base, l.Taken = base.q, base.valid
		out = append(out, l)
		return nil
	}, `SELECT id, code, base, tracked FROM {wpbridge_link} WHERE code IN (`+in+`)`, list...)
	if err != nil {
		return nil, fmt.Errorf("resolve codes: %w", err)
	}
	return out, nil
}

// LinkSpan is the number of the last link; links are numbered from 1.
func (s *Store) LinkSpan(ctx context.Context) (last ledger.LinkID, linked int, err error) {
	if err := s.row(ctx, `SELECT COALESCE(MAX(id), 0), COUNT(*) FROM {wpbridge_link}`).Scan(&last, &linked); err != nil {
		return 0, 0, fmt.Errorf("count links: %w", err)
	}
	return last, linked, nil
}

// Suspects names the links whose number in the shop is not what was applied
// last: something was sold, or somebody else wrote it. The comparison runs
// inside the database, by primary keys, and locks nothing.
func (s *Store) Suspects(ctx context.Context, f func(ledger.LinkID)) error {
	err := s.each(ctx, func(r *sql.Rows) error {
		var id ledger.LinkID
		if err := r.Scan(&id); err != nil {
			return err
		}
		f(id)
		return nil
	}, `SELECT l.id FROM {wpbridge_link} l LEFT JOIN {postmeta} m ON m.meta_id = l.stock_row
		WHERE l.base IS NOT NULL AND (m.meta_id IS NULL OR m.post_id <> l.post_id OR m.meta_key <> '_stock'
		OR m.meta_value IS NULL OR m.meta_value = '' OR m.meta_value + 0 <> l.base + 0 OR l.drift IS NOT NULL)`)
	if err != nil {
		return fmt.Errorf("look for drift: %w", err)
	}
	return nil
}

// InStock counts the links whose ERP side was above zero when last applied.
func (s *Store) InStock(ctx context.Context) (n int, err error) {
	if err := s.row(ctx, `SELECT COUNT(*) FROM {wpbridge_link} WHERE base > 0`).Scan(&n); err != nil {
		return 0, fmt.Errorf("count products in stock: %w", err)
	}
	return n, nil
}

const linkColumns = `id, item_id, code, post_id, parent_id, sku, tracked, gone, stock_row, status_row, backorders_row, taken_mark, base, drift, drift_sold, drift_since`

// Links reads links by number, in that order.
func (s *Store) Links(ctx context.Context, ids []ledger.LinkID) ([]ledger.Link, error) {
	in, args := mysql.List(ids)
	return s.links(ctx, `WHERE id IN (`+in+`) ORDER BY id`, args...)
}

// LinksByItem reads the links of these ERP items.
func (s *Store) LinksByItem(ctx context.Context, items []commerce.ItemID) ([]ledger.Link, error) {
	list := make([][]byte, len(items))
	for i, v := range items {
		list[i] = []byte(v)
	}
	in, args := mysql.List(list)
	return s.links(ctx, `WHERE item_id IN (`+in+`) ORDER BY id`, args...)
}

// LinksBySKU reads the links a person means by a code: the shop's or the ERP's.
func (s *Store) LinksBySKU(ctx context.Context, sku string) ([]ledger.Link, error) {
	return s.links(ctx, `WHERE sku = ? OR code = ? ORDER BY id`, []byte(sku), []byte(sku))
}

func (s *Store) links(ctx context.Context, where string, args ...any) ([]ledger.Link, error) {
	var out []ledger.Link
	err := s.each(ctx, func(r *sql.Rows) error {
		var l ledger.Link
		var base, drift, sold decimalText
		var since sql.NullTime
		if err := r.Scan(&l.ID, &l.Item, &l.Code, &l.Product, &l.Parent, &l.SKU, &l.Tracked, &l.Gone, &l.Places.Stock, &l.Places.Status, &l.Places.Backorders, &l.TakenMark, &base, &drift, &sold, &since); err != nil {
			return err
		}
		l.Base, l.Taken, l.Drift, l.DriftSold = base.q, base.valid, drift.q, sold.q
		if since.Valid {
			l.DriftSince = since.Time
		}
		out = append(out, l)
		return nil
	}, `SELECT `+linkColumns+` FROM {wpbridge_link} `+where, args...)
	if err != nil {
		return nil, fmt.Errorf("read links: %w", err)
	}
	return out, nil
}

// LinksOfProducts reads the links of these products, by product.
func (s *Store) LinksOfProducts(ctx context.Context, products []commerce.ProductID) (map[commerce.ProductID]LinkedItem, error) {
	in, args := mysql.List(products)
	out := map[commerce.ProductID]LinkedItem{}
	err := s.each(ctx, func(r *sql.Rows) error {
		var l LinkedItem
		err := r.Scan(&l.Product, &l.Item, &l.Code, &l.Mark)
		out[l.Product] = l
		return err
	}, `SELECT post_id, item_id, code, taken_mark FROM {wpbridge_link} WHERE post_id IN (`+in+`)`, args...)
	if err != nil {
		return nil, fmt.Errorf("read the links of products: %w", err)
	}
	return out, nil
}

// LinkedItem is the ERP's item of a product.
type LinkedItem struct {
	Product commerce.ProductID
	Item    commerce.ItemID
	Code    commerce.Code
	Mark    uint64 // see ledger.Link.TakenMark
}

// NoteDrift remembers since when a product's number has been unexplained; a
// zero time forgets it.
func (s *Store) NoteDrift(ctx context.Context, l ledger.Link) error {
	var drift, sold, since any
	if !l.DriftSince.IsZero() {
		drift, sold, since = l.Drift.String(), l.DriftSold.String(), l.DriftSince.UTC()
	}
	if _, err := s.exec(ctx, s.db, `UPDATE {wpbridge_link} SET drift = ?, drift_sold = ?, drift_since = ? WHERE id = ?`, drift, sold, since, l.ID); err != nil {
		return fmt.Errorf("note drift of %q: %w", l.SKU, err)
	}
	return nil
}

// NotePlaces remembers where a product's rows are.
func (s *Store) NotePlaces(ctx context.Context, id ledger.LinkID, p commerce.Places) error {
	if _, err := s.exec(ctx, s.db, `UPDATE {wpbridge_link} SET stock_row = ?, status_row = ?, backorders_row = ? WHERE id = ?`, p.Stock, p.Status, p.Backorders, id); err != nil {
		return fmt.Errorf("note where a product's rows are: %w", err)
	}
	return nil
}

// NoteItem follows what the ERP now says of a linked item.
func (s *Store) NoteItem(ctx context.Context, id ledger.LinkID, code commerce.Code, tracked, gone bool) error {
	if _, err := s.exec(ctx, s.db, `UPDATE {wpbridge_link} SET code = ?, tracked = ?, gone = ? WHERE id = ?`, []byte(code), tracked, gone, id); err != nil {
		return fmt.Errorf("note item %q: %w", code, err)
	}
	return nil
}

// Now is the database's clock, which all machines share.
func (s *Store) Now(ctx context.Context) (time.Time, error) {
	var t time.Time
	if err := s.row(ctx, `SELECT UTC_TIMESTAMP(6)`).Scan(&t); err != nil {
		return t, fmt.Errorf("read the database's clock: %w", err)
	}
	return t.UTC(), nil
}

// decimalText scans a DECIMAL column that may be NULL.
type decimalText struct {
	q     commerce.Quantity
	valid bool
}

// Scan implements sql.Scanner.
func (d *decimalText) Scan(v any) error {
	b, ok := v.([]byte)
	if !ok {
		*d = decimalText{}
		return nil
	}
	q, err := commerce.ParseStored(string(b))
	*d = decimalText{q, err == nil}
	return err
}

func (d decimalText) ptr() *commerce.Quantity {
	if !d.valid {
		return nil
	}
	return &d.q
}
