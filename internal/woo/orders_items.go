package woo

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"wpbridge/internal/commerce"
	"wpbridge/internal/mysql"
)

// orderItem is a line of whatever kind as the tables have it.
type orderItem struct {
	id    uint64
	kind  string // line_item, shipping, fee, coupon, tax
	name  string
	metas map[string]string // the first row of each key
}

const itemKeys = `'_product_id','_variation_id','_qty','_line_subtotal','_line_subtotal_tax','_line_total','_line_tax','_line_tax_data','_reduced_stock','_refunded_item_id',` +
	`'method_id','instance_id','cost','total_tax','taxes','discount_amount','discount_amount_tax','rate_id','rate_percent'`

// loadItems reads the lines, which both stores keep in the same tables.
func (p *orderPage) loadItems(ctx context.Context, ids []commerce.OrderID) error {
	in, args := mysql.List(ids)
	items := map[uint64]*orderItem{}
	err := mysql.Each(ctx, p.q, func(r *sql.Rows) error {
		it := &orderItem{metas: make(map[string]string, 12)}
		var of commerce.OrderID
		if err := r.Scan(&it.id, &of, &it.kind, &it.name); err != nil {
			return err
		}
		items[it.id] = it
		p.papers[of].items = append(p.papers[of].items, it)
		return nil
	}, p.sql(`SELECT order_item_id, order_id, order_item_type, order_item_name FROM {woocommerce_order_items} WHERE order_id IN (`+in+`) ORDER BY order_item_id`), args...)
	if err != nil {
		return fmt.Errorf("lines: %w", err)
	}
	err = mysql.Each(ctx, p.q, func(r *sql.Rows) error {
		var of uint64
		var key string
		var value sql.NullString
		if err := r.Scan(&of, &key, &value); err != nil {
			return err
		}
		if _, twice := items[of].metas[key]; !twice {
			items[of].metas[key] = value.String
		}
		return nil
	}, p.sql(`SELECT m.order_item_id, m.meta_key, m.meta_value FROM {woocommerce_order_items} i JOIN {woocommerce_order_itemmeta} m ON m.order_item_id = i.order_item_id
		WHERE i.order_id IN (`+in+`) AND m.meta_key IN (`+itemKeys+`) ORDER BY m.order_item_id, m.meta_id`), args...)
	if err != nil {
		return fmt.Errorf("line metas: %w", err)
	}
	return nil
}

// lines turns items into lines with unrounded amounts, and into coupons.
func (p *orderPage) lines(from *paper, rates map[string]decimal.NullDecimal, digits int32) (lines []commerce.OrderLine, coupons []commerce.AppliedCoupon, err error) {
	for _, it := range from.items {
		var line commerce.OrderLine
		switch it.kind {
		case "line_item":
			line, err = it.product(p.skus)
		case "shipping":
			line, err = it.shipping()
		case "fee":
			line, err = it.fee()
		case "coupon":
			var c commerce.AppliedCoupon
			c, err = it.coupon(digits)
			coupons = append(coupons, c)
		}
		if err != nil {
			return nil, nil, fmt.Errorf("line %d: %w", it.id, err)
		}
		if line.Kind != "" {
			line.ID, line.Name, line.Rate = it.id, it.name, it.rate(rates)
			lines = append(lines, line)
		}
	}
	return lines, coupons, nil
}

// amounts parses the metas of these keys.
func (it *orderItem) amounts(keys ...string) ([]decimal.Decimal, error) {
	out := make([]decimal.Decimal, len(keys))
	for i, k := range keys {
		d, err := money(it.metas[k])
		if err != nil {
			return nil, fmt.Errorf("%s: %w", k, err)
		}
		out[i] = d
	}
	return out, nil
}

func (it *orderItem) quantity(key string) (commerce.Quantity, error) {
	text := it.metas[key]
	if text == "" {
		return 0, nil
	}
	q, err := commerce.ParseStored(text)
	if err != nil {
		return 0, fmt.Errorf("%s: %w", key, err)
	}
	return q, nil
}

func (it *orderItem) shipping() (commerce.OrderLine, error) {
	l := commerce.OrderLine{Kind: commerce.ShippingLine, Quantity: commerce.One, RefundsID: it.number("_refunded_item_id")}
	a, err := it.amounts("cost", "total_tax")
	if err != nil {
		return l, err
	}
	l.Net, l.VAT = a[0], a[1]
	if _, said := it.metas["total_tax"]; !said { // as WooCommerce 2 left it
		l.VAT = it.sumOfTaxes()
	}
	l.FullNet, l.FullVAT = l.Net, l.VAT
	// WooCommerce before 3.4 wrote both in one: flat_rate:3.
	method, instance, _ := strings.Cut(it.metas["method_id"], ":")
	l.Method, l.Instance = method, it.metas["instance_id"]
	if l.Instance == "" {
		l.Instance = instance
	}
	return l, nil
}

func (it *orderItem) fee() (commerce.OrderLine, error) {
	l := commerce.OrderLine{Kind: commerce.FeeLine, Quantity: commerce.One, RefundsID: it.number("_refunded_item_id")}
	a, err := it.amounts("_line_total", "_line_tax")
	if err != nil {
		return l, err
	}
	l.Net, l.VAT, l.FullNet, l.FullVAT = a[0], a[1], a[0], a[1]
	return l, nil
}

func (it *orderItem) coupon(digits int32) (commerce.AppliedCoupon, error) {
	a, err := it.amounts("discount_amount", "discount_amount_tax")
	if err != nil {
		return commerce.AppliedCoupon{}, err
	}
	off := alone(commerce.Amount{Net: a[0], VAT: a[1]}, digits)
	return commerce.AppliedCoupon{Code: it.name, Net: off.Net, VAT: off.VAT}, nil
}
