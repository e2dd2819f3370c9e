package shoptest

import (
	"context"
	"fmt"
	"strconv"
	"strings"
)

// Line is one position of an order; VariationID is zero for a simple product.
type Line struct {
	ProductID   int64
	VariationID int64
	Quantity    int64
	Total       string // net; "100" when empty
}

// sold is the id that the order line names as bought.
func (l Line) sold() int64 {
	if l.VariationID != 0 {
		return l.VariationID
	}
	return l.ProductID
}

// Order is an order in the shop's tables.
type Order struct {
	ID    int64
	Items []int64 // order_item_id of each line
	Lines []Line
}

// PlaceOrder writes an order with the status pending and nothing taken from
// stock, in the order tables or, in a shop with legacy orders, as posts.
func (s *Shop) PlaceOrder(ctx context.Context, lines ...Line) (Order, error) {
	legacy, err := s.legacyOrders(ctx)
	if err != nil {
		return Order{}, err
	}
	kind, status := "shop_order_placehold", "draft"
	if legacy {
		kind, status = "shop_order", "wc-pending"
	}
	order := Order{Lines: lines}
	order.ID, err = s.insert(ctx, `INSERT INTO {posts} (post_date, post_date_gmt, post_modified, post_modified_gmt, post_title, post_content,
		post_excerpt, to_ping, pinged, post_content_filtered, post_status, post_type, ping_status)
		VALUES (UTC_TIMESTAMP(), UTC_TIMESTAMP(), UTC_TIMESTAMP(), UTC_TIMESTAMP(), '', '', '', '', '', '', ?, ?, 'closed')`, status, kind)
	if err != nil {
		return Order{}, err
	}
	head := s.orderTables
	if legacy {
		head = s.orderMetas
	}
	if err := head(ctx, order.ID); err != nil {
		return Order{}, err
	}
	for _, line := range lines {
		item, err := s.orderItem(ctx, order.ID, line)
		if err != nil {
			return Order{}, err
		}
		order.Items = append(order.Items, item)
	}
	return order, nil
}

func (s *Shop) orderTables(ctx context.Context, id int64) error {
	_, err := s.insert(ctx, `INSERT INTO {wc_orders} (id, status, currency, type, tax_amount, total_amount, customer_id, billing_email,
		date_created_gmt, date_updated_gmt, parent_order_id, payment_method, payment_method_title)
		VALUES (?, 'wc-pending', 'RON', 'shop_order', 21, 121, 0, 'buyer@shop.test', UTC_TIMESTAMP(), UTC_TIMESTAMP(), 0, 'cod', 'Cash')`, id)
	if err != nil {
		return err
	}
	if _, err := s.insert(ctx, `INSERT INTO {wc_order_operational_data} (order_id, created_via, woocommerce_version, prices_include_tax,
		order_key, order_stock_reduced, recorded_sales, shipping_tax_amount, shipping_total_amount, discount_tax_amount, discount_total_amount)
		VALUES (?, 'checkout', '11.0.1', 1, ?, 0, 0, 0, 0, 0, 0)`, id, fmt.Sprintf("wc_order_%013d", id)); err != nil {
		return err
	}
	_, err = s.insert(ctx, `INSERT INTO {wc_order_addresses} (order_id, address_type, first_name, last_name, address_1, city, country, email)
		VALUES (?, 'billing', 'Ana', 'Pop', 'Strada Probei 1', 'Bucuresti', 'RO', 'buyer@shop.test')`, id)
	return err
}

func (s *Shop) orderMetas(ctx context.Context, id int64) error {
	return s.metas(ctx, "{postmeta} (post_id, meta_key, meta_value)", id,
		"_order_key", fmt.Sprintf("wc_order_%013d", id), "_created_via", "checkout", "_order_currency", "RON", "_order_total", "121",
		"_order_tax", "21", "_prices_include_tax", "yes", "_billing_first_name", "Ana", "_billing_last_name", "Pop",
		"_billing_country", "RO", "_billing_email", "buyer@shop.test", "_payment_method", "cod", "_order_stock_reduced", "no")
}

func (s *Shop) orderItem(ctx context.Context, order int64, line Line) (int64, error) {
	item, err := s.insert(ctx, `INSERT INTO {woocommerce_order_items} (order_item_name, order_item_type, order_id)
		VALUES (?, 'line_item', ?)`, "Item "+strconv.FormatInt(line.sold(), 10), order)
	if err != nil {
		return 0, err
	}
	total := line.Total
	if total == "" {
		total = "100"
	}
	return item, s.metas(ctx, "{woocommerce_order_itemmeta} (order_item_id, meta_key, meta_value)", item,
		"_product_id", strconv.FormatInt(line.ProductID, 10), "_variation_id", strconv.FormatInt(line.VariationID, 10),
		"_qty", strconv.FormatInt(line.Quantity, 10), "_tax_class", "", "_line_subtotal", total, "_line_subtotal_tax", "21",
		"_line_total", total, "_line_tax", "21", "_line_tax_data", `a:2:{s:5:"total";a:0:{}s:8:"subtotal";a:0:{}}`)
}

// SetOrderStatus moves an order, such as to wc-processing.
func (s *Shop) SetOrderStatus(ctx context.Context, id int64, status string) error {
	legacy, err := s.legacyOrders(ctx)
	if err != nil {
		return err
	}
	if legacy {
		return s.run(ctx, "UPDATE {posts} SET post_status = ?, post_modified_gmt = UTC_TIMESTAMP() WHERE ID = ?", status, id)
	}
	return s.run(ctx, "UPDATE {wc_orders} SET status = ?, date_updated_gmt = UTC_TIMESTAMP() WHERE id = ?", status, id)
}

func (s *Shop) legacyOrders(ctx context.Context) (bool, error) {
	var value string
	err := s.DB.QueryRowContext(ctx, s.named("SELECT COALESCE(MAX(option_value), 'no') FROM {options} WHERE option_name = 'woocommerce_custom_orders_table_enabled'")).Scan(&value)
	return value != "yes", err
}

// named puts the prefix before {table}.
func (s *Shop) named(query string) string {
	return strings.NewReplacer("{", s.Prefix, "}", "").Replace(query)
}

func (s *Shop) run(ctx context.Context, query string, args ...any) error {
	_, err := s.insert(ctx, query, args...)
	return err
}

func (s *Shop) insert(ctx context.Context, query string, args ...any) (int64, error) {
	result, err := s.DB.ExecContext(ctx, s.named(query), args...)
	if err != nil {
		return 0, fmt.Errorf("%.60s: %w", query, err)
	}
	return result.LastInsertId()
}

func (s *Shop) metas(ctx context.Context, into string, id int64, pairs ...string) error {
	var args []any
	for n := 0; n < len(pairs); n += 2 {
		args = append(args, id, pairs[n], pairs[n+1])
	}
	return s.run(ctx, "INSERT INTO "+into+" VALUES (?,?,?)"+strings.Repeat(",(?,?,?)", len(pairs)/2-1), args...)
}
