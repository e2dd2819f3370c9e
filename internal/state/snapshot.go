package state

import (
	"context"
	"fmt"
	"strings"

	"wpbridge/internal/commerce"
	"wpbridge/internal/mysql"
)

// Side is one of the two catalogues that are matched.
type Side string

// The sides.
const (
	ERPSide  Side = "erp"
	ShopSide Side = "shop"
)

// ItemRow is an ERP item as the match sees it.
type ItemRow struct {
	Item commerce.Item
	Key  string // what it is matched by; empty never matches
}

// ProductRow is a shop product as the match sees it.
type ProductRow struct {
	Product, Parent commerce.ProductID
	Kind            commerce.Kind
	SKU, Key, Name  string
	Managed         bool
	Places          commerce.Places
	Usable          bool // holds stock of its own, or could
}

// Snapshot is a new picture of both catalogues in our own tables.
type Snapshot struct {
	store *Store
	seen  int64
}

// NewSnapshot starts one; rows of the one before stay until Close.
func (s *Store) NewSnapshot(ctx context.Context) (*Snapshot, error) {
	now, err := s.Now(ctx)
	if err != nil {
		return nil, err
	}
	return &Snapshot{s, now.UnixMicro()}, nil
}

// Items adds a page of ERP items.
func (n *Snapshot) Items(ctx context.Context, rows []ItemRow) error {
	for part := range mysql.Chunks(rows, planBatch) {
		var v mysql.Values
		for _, r := range part {
			v.Add([]byte(r.Item.ID), []byte(r.Item.Code), key(r.Key), key(fold(r.Key)), cut(r.Item.Name), []byte(r.Item.ParentID), r.Item.Active, r.Item.StockTracked, n.seen)
		}
		if _, err := n.store.exec(ctx, n.store.db, `REPLACE INTO {wpbridge_item} (item_id, code, match_key, fold_key, name, parent_id, active, tracked, seen) VALUES `+v.String(), v.Args...); err != nil {
			return fmt.Errorf("store items for matching: %w", err)
		}
	}
	return nil
}

// Products adds a page of shop products.
func (n *Snapshot) Products(ctx context.Context, rows []ProductRow) error {
	for part := range mysql.Chunks(rows, planBatch) {
		var v mysql.Values
		for _, r := range part {
			v.Add(r.Product, r.Parent, r.Kind, []byte(r.SKU), key(r.Key), key(fold(r.Key)), cut(r.Name), r.Managed, r.Places.Stock, r.Places.Status, r.Places.Backorders, r.Usable, n.seen)
		}
		if _, err := n.store.exec(ctx, n.store.db, `REPLACE INTO {wpbridge_product} (post_id, parent_id, kind, sku, match_key, fold_key, name, managed, stock_row, status_row, backorders_row, usable, seen) VALUES `+v.String(), v.Args...); err != nil {
			return fmt.Errorf("store products for matching: %w", err)
		}
	}
	return nil
}

// Close drops what was not seen this time.
func (n *Snapshot) Close(ctx context.Context) error {
	for _, table := range []string{"wpbridge_item", "wpbridge_product"} {
		if _, err := n.store.exec(ctx, n.store.db, `DELETE FROM {`+table+`} WHERE seen <> ?`, n.seen); err != nil {
			return fmt.Errorf("clear old rows for matching: %w", err)
		}
	}
	return nil
}

// fold is what two keys have in common that differ only by case or white space.
func fold(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), " ")) }

// key is a key as stored; one too long for its column never matches rather
// than match something else that begins the same.
func key(s string) []byte {
	if len(s) > 255 {
		return []byte{}
	}
	return []byte(s)
}

func cut(s string) string { return cutTo(s, 255) }

func cutTo(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most])
	}
	return s
}
