package woo

import (
	"context"
	"database/sql"
	"fmt"

	"wpbridge/internal/commerce"
	"wpbridge/internal/mysql"
)

// TakenBy tells what the shop has taken from stock for order lines by now. Lines
// for which it has taken nothing are absent.
func (s *Shop) TakenBy(ctx context.Context, lines []uint64) (map[uint64]commerce.Taken, error) {
	out := make(map[uint64]commerce.Taken, len(lines))
	if len(lines) == 0 {
		return out, nil
	}
	in, args := mysql.List(lines)
	err := mysql.Each(ctx, s.db, func(r *sql.Rows) error {
		var line uint64
		var t commerce.Taken
		var text string
		err := r.Scan(&line, &t.Row, &text)
		if err == nil {
			t.Quantity, err = commerce.ParseStored(text)
		}
		out[line] = t
		return err
	}, s.sql(`SELECT order_item_id, meta_id, meta_value FROM {woocommerce_order_itemmeta} WHERE order_item_id IN (`+in+`) AND meta_key = '_reduced_stock' AND meta_value <> '' ORDER BY meta_id`), args...)
	if err != nil {
		return nil, fmt.Errorf("read what order lines took from stock: %w", err)
	}
	return out, nil
}
