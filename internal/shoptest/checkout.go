package shoptest

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"
)

// Reserve holds an order's lines for some minutes by the one statement with
// which WooCommerce does it; false when there is not enough left.
func (s *Shop) Reserve(ctx context.Context, order Order, minutes int) (bool, error) {
	legacy, err := s.legacyOrders(ctx)
	if err != nil {
		return false, err
	}
	join, status := "{wc_orders} o ON r.order_id = o.id", "o.status"
	if legacy {
		join, status = "{posts} o ON r.order_id = o.ID", "o.post_status"
	}
	for _, line := range order.Lines {
		holder, err := s.holder(ctx, line)
		if err != nil {
			return false, err
		}
		result, err := s.DB.ExecContext(ctx, s.named(`INSERT INTO {wc_reserved_stock} (order_id, product_id, stock_quantity, timestamp, expires)
			SELECT ?, ?, ?, NOW(), (NOW() + INTERVAL ? MINUTE) FROM DUAL
			WHERE (SELECT COALESCE(MAX(meta_value), 0) FROM {postmeta} m WHERE m.meta_key = '_stock' AND m.post_id = ? FOR UPDATE)
			- (SELECT COALESCE(SUM(r.stock_quantity), 0) FROM {wc_reserved_stock} r LEFT JOIN `+join+` WHERE `+status+`
				IN ('wc-checkout-draft', 'wc-pending') AND r.expires > NOW() AND r.product_id = ? AND r.order_id != ? LOCK IN SHARE MODE) >= ?
			ON DUPLICATE KEY UPDATE expires = VALUES(expires), stock_quantity = VALUES(stock_quantity)`),
			order.ID, holder, line.Quantity, minutes, holder, holder, order.ID, line.Quantity)
		if err != nil {
			return false, fmt.Errorf("reserve %d: %w", holder, err)
		}
		if n, err := result.RowsAffected(); err != nil || n == 0 {
			return false, err
		}
	}
	return true, nil
}

// Reduce takes an order's lines from stock as WooCommerce does, statement by
// statement, each on its own and in its order: decrement, lookup row, status,
// and only then _reduced_stock. WooCommerce ignores a failed decrement; Reduce
// reports it after going on just the same.
func (s *Shop) Reduce(ctx context.Context, order Order) error {
	var failed error
	for n, line := range order.Lines {
		holder, err := s.holder(ctx, line)
		if err != nil {
			return err
		}
		if holder == 0 {
			continue
		}
		if err := s.Decrement(ctx, holder, line.Quantity); err != nil && failed == nil {
			failed = err
		}
		if err := s.refresh(ctx, holder); err != nil && failed == nil {
			failed = err
		}
		if err := s.metas(ctx, "{woocommerce_order_itemmeta} (order_item_id, meta_key, meta_value)", order.Items[n],
			"_reduced_stock", strconv.FormatInt(line.Quantity, 10)); err != nil {
			return err
		}
	}
	if err := s.markReduced(ctx, order.ID); err != nil {
		return err
	}
	if err := s.run(ctx, "DELETE FROM {wc_reserved_stock} WHERE order_id = ?", order.ID); err != nil {
		return err
	}
	return failed
}

// Decrement is WooCommerce's own statement for a sale; a negative quantity is a return.
func (s *Shop) Decrement(ctx context.Context, holder, quantity int64) error {
	return s.run(ctx, fmt.Sprintf("UPDATE {postmeta} SET meta_value = meta_value %+f WHERE post_id = ? AND meta_key='_stock'", float64(-quantity)), holder)
}

func (s *Shop) markReduced(ctx context.Context, id int64) error {
	legacy, err := s.legacyOrders(ctx)
	if err != nil {
		return err
	}
	if legacy {
		return s.run(ctx, "UPDATE {postmeta} SET meta_value = 'yes' WHERE post_id = ? AND meta_key = '_order_stock_reduced'", id)
	}
	return s.run(ctx, "UPDATE {wc_order_operational_data} SET order_stock_reduced = 1 WHERE order_id = ?", id)
}

// holder is the product whose stock a line takes from; zero when none is managed.
func (s *Shop) holder(ctx context.Context, line Line) (int64, error) {
	for _, id := range []int64{line.VariationID, line.ProductID} {
		var managed bool
		err := s.DB.QueryRowContext(ctx, s.named("SELECT COUNT(*) > 0 FROM {postmeta} WHERE post_id = ? AND meta_key = '_manage_stock' AND meta_value = 'yes'"), id).Scan(&managed)
		if err != nil || managed {
			return id, err
		}
	}
	return 0, nil
}

// refresh derives lookup row and status from what the stock is now, with the
// gap between reading and writing that WooCommerce has too.
func (s *Shop) refresh(ctx context.Context, holder int64) error {
	var stock, backorders, old sql.NullString
	err := s.DB.QueryRowContext(ctx, s.named(`SELECT MAX(CASE meta_key WHEN '_stock' THEN meta_value END),
		MAX(CASE meta_key WHEN '_backorders' THEN meta_value END), MAX(CASE meta_key WHEN '_stock_status' THEN meta_value END)
		FROM {postmeta} WHERE post_id = ?`), holder).Scan(&stock, &backorders, &old)
	if err != nil {
		return fmt.Errorf("read stock of %d: %w", holder, err)
	}
	status := "instock"
	if !number(stock.String).IsPositive() {
		status = "onbackorder"
		if backorders.String == "no" || backorders.String == "" {
			status = "outofstock"
		}
	}
	if err := s.run(ctx, "UPDATE {wc_product_meta_lookup} SET stock_quantity = ?, stock_status = ? WHERE product_id = ?", stock.String, status, holder); err != nil {
		return err
	}
	if err := s.run(ctx, "UPDATE {posts} SET post_modified_gmt = UTC_TIMESTAMP() WHERE ID = ?", holder); err != nil || status == old.String {
		return err
	}
	if err := s.run(ctx, "UPDATE {postmeta} SET meta_value = ? WHERE post_id = ? AND meta_key = '_stock_status'", status, holder); err != nil {
		return err
	}
	const outOfStock = "(SELECT tt.term_taxonomy_id FROM {term_taxonomy} tt JOIN {terms} t ON t.term_id = tt.term_id WHERE tt.taxonomy = 'product_visibility' AND t.name = 'outofstock')"
	if status == "outofstock" {
		return s.run(ctx, "INSERT IGNORE INTO {term_relationships} (object_id, term_taxonomy_id) VALUES (?, "+outOfStock+")", holder)
	}
	return s.run(ctx, "DELETE FROM {term_relationships} WHERE object_id = ? AND term_taxonomy_id = "+outOfStock, holder)
}
