package state

import (
	"context"
	"database/sql"
	"fmt"

	"wpbridge/internal/commerce"
	"wpbridge/internal/mysql"
)

// Class is one class of findings of a match.
type Class string

// The classes.
const (
	Linked     Class = "linked"         // accepted before
	Matched    Class = "matched"        // new pair, stored by accepting
	Ambiguous  Class = "ambiguous"      // key on both sides, more than once on one
	Similar    Class = "similar"        // equal but for case or white space
	MissingERP Class = "missing_in_erp" // in the shop only
	MissingOwn Class = "missing_in_shop"
	NoKey      Class = "without_key"
	Unmanaged  Class = "unmanaged" // matched or linked, stock management off
	Renamed    Class = "renamed"   // linked, code or SKU changed since
	Broken     Class = "broken"    // linked, one side is gone
	DupShop    Class = "duplicate_in_shop"
	DupERP     Class = "duplicate_in_erp"
	NotStock   Class = "without_stock" // external, grouped, or parents of variations
)

// Classes lists all, in the order of the report.
func Classes() []Class {
	return []Class{Linked, Matched, Renamed, Broken, Ambiguous, DupShop, DupERP, Similar, MissingERP, MissingOwn, NoKey, NotStock, Unmanaged}
}

// Finding is one entry of a class.
type Finding struct {
	Product commerce.ProductID `json:"product_id,omitempty"`
	SKU     string             `json:"sku,omitempty"`
	Item    commerce.ItemID    `json:"item_id,omitempty"`
	Code    string             `json:"code,omitempty"`
	Name    string             `json:"name,omitempty"`
}

const (
	openProduct = `p.usable AND NOT EXISTS (SELECT 1 FROM {wpbridge_link} l WHERE l.post_id = p.post_id)`
	openItem    = `NOT EXISTS (SELECT 1 FROM {wpbridge_link} l WHERE l.item_id = i.item_id)`
	keyed       = `p.match_key <> ''`
	itemsOfKey  = `(SELECT COUNT(*) FROM {wpbridge_item} x WHERE x.match_key = p.match_key)`
	prodsOfKey  = `(SELECT COUNT(*) FROM {wpbridge_product} y WHERE y.match_key = p.match_key AND y.usable)`
	pair        = `{wpbridge_product} p JOIN {wpbridge_item} i ON i.match_key = p.match_key WHERE ` + openProduct + ` AND ` + openItem + ` AND ` + keyed
	newPair     = pair + ` AND ` + itemsOfKey + ` = 1 AND ` + prodsOfKey + ` = 1`
	linkedPair  = `{wpbridge_link} l LEFT JOIN {wpbridge_product} p ON p.post_id = l.post_id LEFT JOIN {wpbridge_item} i ON i.item_id = l.item_id`
	both        = `COALESCE(p.post_id, 0) AS post_id, COALESCE(p.sku, '') AS sku, COALESCE(i.item_id, '') AS item_id, COALESCE(i.code, '') AS code, COALESCE(p.name, i.name, '') AS name`
	shopOnly    = `p.post_id AS post_id, p.sku AS sku, '' AS item_id, '' AS code, p.name AS name`
	erpOnly     = `0 AS post_id, '' AS sku, i.item_id AS item_id, i.code AS code, i.name AS name`
	ofLink      = `l.post_id AS post_id, l.sku AS sku, l.item_id AS item_id, l.code AS code, COALESCE(p.name, i.name, '') AS name`
)

// classSQL is for each class what to select and from where.
func classSQL(c Class) (columns, from string) {
	switch c {
	case Linked:
		return both, linkedPair
	case Matched:
		return both, newPair
	case Ambiguous:
		return both, pair + ` AND (` + itemsOfKey + ` > 1 OR ` + prodsOfKey + ` > 1)`
	case Similar:
		return both, `{wpbridge_product} p JOIN {wpbridge_item} i ON i.fold_key = p.fold_key WHERE ` + openProduct + ` AND ` + openItem + ` AND ` + keyed + ` AND ` + itemsOfKey + ` = 0`
	case MissingERP:
		return shopOnly, `{wpbridge_product} p WHERE ` + openProduct + ` AND ` + keyed + ` AND NOT EXISTS (SELECT 1 FROM {wpbridge_item} i WHERE i.fold_key = p.fold_key)`
	case MissingOwn:
		return erpOnly, `{wpbridge_item} i WHERE ` + openItem + ` AND NOT EXISTS (SELECT 1 FROM {wpbridge_product} p WHERE p.fold_key = i.fold_key AND p.usable AND i.fold_key <> '')`
	case NoKey:
		return shopOnly, `{wpbridge_product} p WHERE ` + openProduct + ` AND p.match_key = ''`
	case NotStock:
		return shopOnly, `{wpbridge_product} p WHERE NOT p.usable`
	case Unmanaged:
		return both, `{wpbridge_product} p JOIN {wpbridge_item} i ON i.match_key = p.match_key WHERE p.usable AND NOT p.managed AND ` + keyed + ` AND ` + itemsOfKey + ` = 1 AND ` + prodsOfKey + ` = 1`
	case Renamed:
		return both, linkedPair + ` WHERE p.post_id IS NOT NULL AND i.item_id IS NOT NULL AND (p.sku <> l.sku OR i.code <> l.code)`
	case Broken:
		return ofLink, linkedPair + ` WHERE p.post_id IS NULL OR i.item_id IS NULL`
	case DupShop:
		return shopOnly, `{wpbridge_product} p WHERE p.usable AND ` + keyed + ` AND ` + prodsOfKey + ` > 1`
	case DupERP:
		return erpOnly, `{wpbridge_item} i WHERE i.match_key <> '' AND (SELECT COUNT(*) FROM {wpbridge_item} x WHERE x.match_key = i.match_key) > 1`
	}
	panic("state: unknown class " + string(c))
}

// Count counts a class.
func (s *Store) Count(ctx context.Context, c Class) (n int, err error) {
	return s.CountLike(ctx, c, "")
}

// Findings lists a page of a class.
func (s *Store) Findings(ctx context.Context, c Class, offset, limit int) ([]Finding, error) {
	return s.FindingsLike(ctx, c, "", offset, limit)
}

// CountLike counts those of a class that have a text in SKU, code or name.
func (s *Store) CountLike(ctx context.Context, c Class, text string) (n int, err error) {
	from, args := findings(c, text)
	if err := s.row(ctx, `SELECT COUNT(*) FROM `+from, args...).Scan(&n); err != nil {
		return 0, fmt.Errorf("count %s: %w", c, err)
	}
	return n, nil
}

// FindingsLike lists a page of those of a class that have a text in SKU, code
// or name.
func (s *Store) FindingsLike(ctx context.Context, c Class, text string, offset, limit int) ([]Finding, error) {
	from, args := findings(c, text)
	var out []Finding
	err := s.each(ctx, func(r *sql.Rows) error {
		var f Finding
		if err := r.Scan(&f.Product, &f.SKU, &f.Item, &f.Code, &f.Name); err != nil {
			return err
		}
		out = append(out, f)
		return nil
	}, `SELECT f.* FROM `+from+` ORDER BY 1, 3 LIMIT ? OFFSET ?`, append(args, limit, offset)...)
	if err != nil {
		return nil, fmt.Errorf("list %s: %w", c, err)
	}
	return out, nil
}

func findings(c Class, text string) (from string, args []any) {
	columns, table := classSQL(c)
	from = `(SELECT ` + columns + ` FROM ` + table + `) f`
	if text == "" {
		return from, nil
	}
	like := "%" + escapeLike(text) + "%"
	return from + ` WHERE CONVERT(f.sku USING utf8mb4) LIKE ? OR CONVERT(f.code USING utf8mb4) LIKE ? OR f.name LIKE ?`, []any{like, like, like}
}

// Accept stores the new pairs, lets links follow renamed items and products,
// and drops links whose product is gone. takenMark is where the shop's order
// lines end now.
func (s *Store) Accept(ctx context.Context, takenMark uint64) error {
	err := mysql.WithTx(ctx, s.db, func(tx *sql.Tx) error {
		for _, q := range []struct {
			text string
			args []any
		}{
			{`INSERT INTO {wpbridge_link} (item_id, code, post_id, parent_id, sku, tracked, stock_row, status_row, backorders_row, taken_mark)
				SELECT i.item_id, i.code, p.post_id, p.parent_id, p.sku, i.tracked, p.stock_row, p.status_row, p.backorders_row, ? FROM ` + newPair + ` ORDER BY p.post_id`, []any{takenMark}},
			{`UPDATE {wpbridge_link} l JOIN {wpbridge_product} p ON p.post_id = l.post_id SET l.sku = p.sku, l.parent_id = p.parent_id,
				l.stock_row = p.stock_row, l.status_row = p.status_row, l.backorders_row = p.backorders_row`, nil},
			{`UPDATE {wpbridge_link} l JOIN {wpbridge_item} i ON i.item_id = l.item_id SET l.code = i.code, l.tracked = i.tracked, l.gone = 0`, nil},
			{`DELETE l FROM {wpbridge_link} l LEFT JOIN {wpbridge_product} p ON p.post_id = l.post_id WHERE p.post_id IS NULL`, nil},
		} {
			if _, err := s.exec(ctx, tx, q.text, q.args...); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("store the match: %w", err)
	}
	return nil
}
