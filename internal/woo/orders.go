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

// TakenMark is the present end of the order lines: a line taken from stock
// later has a greater Row.
func (s *Shop) TakenMark(ctx context.Context) (uint64, error) {
	var id uint64
	err := s.db.QueryRowContext(ctx, s.sql(`SELECT COALESCE(MAX(meta_id), 0) FROM {woocommerce_order_itemmeta}`)).Scan(&id)
	if err != nil {
		return 0, fmt.Errorf("read the end of the order lines: %w", err)
	}
	return id, nil
}

// TakenSince returns what order lines took after a mark, by the product that
// holds the stock. Both order stores share these tables, and an order in the
// bin keeps what it took. Plain reads: no row of an order is ever locked.
func (s *Shop) TakenSince(ctx context.Context, mark uint64) (map[commerce.ProductID][]commerce.Taken, error) {
	lines := map[commerce.ProductID][]commerce.Taken{}
	err := mysql.Each(ctx, s.db, func(r *sql.Rows) error {
		var t commerce.Taken
		var product commerce.ProductID
		var text string
		if err := r.Scan(&t.Row, &product, &text); err != nil {
			return err
		}
		q, err := commerce.ParseStored(text)
		if err != nil {
			return fmt.Errorf("order item meta %d: %w", t.Row, err)
		}
		t.Quantity = q
		lines[product] = append(lines[product], t)
		return nil
	}, s.sql(`SELECT r.meta_id, CAST(COALESCE(NULLIF(v.meta_value, '0'), p.meta_value) AS UNSIGNED), COALESCE(r.meta_value, '0')
		FROM {woocommerce_order_itemmeta} r
		JOIN {woocommerce_order_itemmeta} p ON p.order_item_id = r.order_item_id AND p.meta_key = '_product_id'
		LEFT JOIN {woocommerce_order_itemmeta} v ON v.order_item_id = r.order_item_id AND v.meta_key = '_variation_id'
		WHERE r.meta_key = '_reduced_stock' AND r.meta_id > ? AND r.meta_value <> ''`), mark)
	if err != nil {
		return nil, fmt.Errorf("read order lines: %w", err)
	}
	return s.byHolder(ctx, lines)
}

// byHolder moves the lines of variations without stock of their own to the
// parent that holds it for them.
func (s *Shop) byHolder(ctx context.Context, lines map[commerce.ProductID][]commerce.Taken) (map[commerce.ProductID][]commerce.Taken, error) {
	items, err := s.load(ctx, s.db, slices.Sorted(maps.Keys(lines)))
	if err != nil {
		return nil, err
	}
	out := make(map[commerce.ProductID][]commerce.Taken, len(lines))
	for product, taken := range lines {
		if it := items[product]; it != nil && it.kind == commerce.Variation && !it.managed() {
			product = it.parent
		}
		out[product] = append(out[product], taken...)
	}
	return out, nil
}
