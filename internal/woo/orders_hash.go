package woo

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"hash"
	"strings"

	"wpbridge/internal/commerce"
	"wpbridge/internal/mysql"
)

// contents are the statements that give everything an order says, each row led by
// the id of the order or refund that it belongs to. What changes with a save that
// changes nothing is left out: stamps of change, versions, caches. Of free metas
// those of the addresses count, where companies' numbers are.
type contents struct {
	refunds string // of the orders, with their ids in the second column
	parts   []string
}

var (
	rowContents = contents{
		refunds: `SELECT parent_order_id, id, date_created_gmt, total_amount, tax_amount FROM {wc_orders} WHERE parent_order_id IN (?) AND type = 'shop_order_refund' ORDER BY id`,
		parts: append([]string{
			`SELECT id, status, currency, total_amount, tax_amount, customer_id, billing_email, payment_method, payment_method_title, transaction_id, customer_note, date_created_gmt FROM {wc_orders} WHERE id IN (?) ORDER BY id`,
			`SELECT order_id, prices_include_tax, order_stock_reduced, date_paid_gmt, date_completed_gmt, shipping_tax_amount, shipping_total_amount, discount_tax_amount, discount_total_amount
				FROM {wc_order_operational_data} WHERE order_id IN (?) ORDER BY order_id`,
			`SELECT order_id, address_type, first_name, last_name, company, address_1, address_2, city, state, postcode, country, email, phone FROM {wc_order_addresses} WHERE order_id IN (?) ORDER BY order_id, address_type`,
			`SELECT order_id, meta_key, meta_value FROM {wc_orders_meta} WHERE order_id IN (?) AND ` + addressMetas + ` ORDER BY order_id, id`,
		}, itemContents...),
	}
	postContents = contents{
		refunds: `SELECT post_parent, ID, post_date_gmt FROM {posts} WHERE post_parent IN (?) AND post_type = 'shop_order_refund' ORDER BY ID`,
		parts: append([]string{
			`SELECT ID, post_status, post_excerpt, post_date_gmt FROM {posts} WHERE ID IN (?) ORDER BY ID`,
			`SELECT post_id, meta_key, meta_value FROM {postmeta} WHERE post_id IN (?) AND (` + addressMetas + ` OR meta_key LIKE '\_cart\_discount%' OR meta_key LIKE '\_payment\_method%'
				OR meta_key IN ('_order_currency','_order_total','_order_tax','_order_shipping','_order_shipping_tax','_order_stock_reduced','_prices_include_tax','_customer_user','_transaction_id','_date_paid','_date_completed'))
				ORDER BY post_id, meta_id`,
		}, itemContents...),
	}
	itemContents = []string{
		`SELECT order_id, order_item_id, order_item_type, order_item_name FROM {woocommerce_order_items} WHERE order_id IN (?) ORDER BY order_item_id`,
		`SELECT i.order_id, m.order_item_id, m.meta_key, m.meta_value FROM {woocommerce_order_items} i JOIN {woocommerce_order_itemmeta} m ON m.order_item_id = i.order_item_id
			WHERE i.order_id IN (?) ORDER BY m.order_item_id, m.meta_id`,
	}
)

const addressMetas = `(meta_key LIKE '\_billing\_%' OR meta_key LIKE '\_shipping\_%' OR meta_key LIKE 'billing\_%' OR meta_key LIKE 'shipping\_%' OR meta_key IN ('_refund_amount','_refund_reason'))`

// orderHash sums up what orders say.
type orderHash struct {
	orderStore
	sums map[commerce.OrderID]hash.Hash // by order, and by its refunds too
	ids  []commerce.OrderID             // the keys of sums
}

// hash fills in the stubs' hashes, for all of them with the same few statements.
func (s orderStore) hash(ctx context.Context, stubs []OrderStub) error {
	h := orderHash{orderStore: s, sums: map[commerce.OrderID]hash.Hash{}}
	for _, stub := range stubs {
		if id := stub.Order(); h.sums[id] == nil {
			h.sums[id] = sha256.New()
			h.ids = append(h.ids, id)
		}
	}
	from := rowContents
	if s.legacy {
		from = postContents
	}
	if err := h.add(ctx, from.refunds, true); err != nil {
		return fmt.Errorf("hash refunds: %w", err)
	}
	for _, query := range from.parts {
		if err := h.add(ctx, query, false); err != nil {
			return fmt.Errorf("hash orders: %w", err)
		}
	}
	for i := range stubs {
		stubs[i].Hash = hex.EncodeToString(h.sums[stubs[i].Order()].Sum(nil)[:16])
	}
	return nil
}

// add feeds every row to the order that it belongs to. With refunds, the ids in
// the second column belong to the order from then on.
func (h *orderHash) add(ctx context.Context, query string, refunds bool) error {
	in, args := mysql.List(h.ids)
	rows, err := h.q.QueryContext(ctx, h.sql(strings.Replace(query, "?", in, 1)), args...)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	columns, err := rows.Columns()
	if err != nil {
		return err
	}
	var id, refund commerce.OrderID
	values := make([]sql.RawBytes, len(columns))
	into := []any{&id}
	for i := range values[1:] {
		into = append(into, &values[i+1])
	}
	if refunds {
		into[1] = &refund
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return err
		}
		sum := h.sums[id]
		if refunds {
			h.sums[refund] = sum
			h.ids = append(h.ids, refund)
		}
		write(sum, values)
	}
	return rows.Err()
}

// write adds a row so that no other row reads the same.
func write(to hash.Hash, row []sql.RawBytes) {
	var length [8]byte
	for _, value := range row {
		n := uint64(len(value)) + 1
		if value == nil {
			n = 0
		}
		binary.BigEndian.PutUint64(length[:], n)
		_, _ = to.Write(length[:])
		_, _ = to.Write(value)
	}
}
