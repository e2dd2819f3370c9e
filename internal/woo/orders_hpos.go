package woo

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"wpbridge/internal/commerce"
	"wpbridge/internal/mysql"
)

// The types of orders that are read.
const (
	orderType  = "shop_order"
	refundType = "shop_order_refund"
)

// loadOrders reads the orders' own rows.
func (p *orderPage) loadOrders(ctx context.Context, ids []commerce.OrderID) error {
	if p.legacy {
		return p.loadPosts(ctx, "p.ID", orderType, ids)
	}
	return p.loadRows(ctx, "o.id", orderType, ids)
}

// loadRefunds reads the rows of the orders' refunds.
func (p *orderPage) loadRefunds(ctx context.Context, ids []commerce.OrderID) error {
	if p.legacy {
		return p.loadPosts(ctx, "p.post_parent", refundType, ids)
	}
	return p.loadRows(ctx, "o.parent_order_id", refundType, ids)
}

// add takes a paper up, a refund at its order; of an order that is none, it is
// left out.
func (p *orderPage) add(it *paper) {
	if it.parent != 0 {
		of := p.papers[it.parent]
		if of == nil {
			return
		}
		of.refunds = append(of.refunds, it)
	}
	p.papers[it.id] = it
}

func (p *orderPage) loadRows(ctx context.Context, column, kind string, ids []commerce.OrderID) error {
	in, args := mysql.List(ids)
	err := mysql.Each(ctx, p.q, func(r *sql.Rows) error {
		it := &paper{metas: map[string]string{}}
		h, t := &it.head, &it.totals
		var inclusive, taken sql.NullBool
		var created, updated, paid, completed sql.NullTime
		if err := r.Scan(&it.id, &it.parent, &h.Status, &h.Currency, &t.total, &t.cartVAT, &t.shippingVAT, &h.Customer.ID, &h.Customer.Email,
			&created, &updated, &paid, &completed, &h.Payment.Method, &h.Payment.Title, &h.Payment.Transaction, &h.Note, &inclusive, &taken); err != nil {
			return err
		}
		h.Status = strings.TrimPrefix(h.Status, "wc-")
		h.Created, h.Modified, h.Paid, h.Completed = created.Time, updated.Time, paid.Time, completed.Time
		h.PricesIncludeVAT, h.Taken = inclusive.Bool, taken.Bool
		p.add(it)
		return nil
	}, p.sql(`SELECT o.id, IF(o.type = '`+refundType+`', o.parent_order_id, 0), COALESCE(o.status, ''), COALESCE(o.currency, ''), COALESCE(o.total_amount, 0), COALESCE(o.tax_amount, 0), COALESCE(d.shipping_tax_amount, 0),
		COALESCE(o.customer_id, 0), COALESCE(o.billing_email, ''), o.date_created_gmt, o.date_updated_gmt, d.date_paid_gmt, d.date_completed_gmt,
		COALESCE(o.payment_method, ''), COALESCE(o.payment_method_title, ''), COALESCE(o.transaction_id, ''), COALESCE(o.customer_note, ''), d.prices_include_tax, d.order_stock_reduced
		FROM {wc_orders} o LEFT JOIN {wc_order_operational_data} d ON d.order_id = o.id
		WHERE `+column+` IN (`+in+`) AND o.type = ?`), append(args, kind)...)
	if err != nil {
		return fmt.Errorf("rows of %s: %w", kind, err)
	}
	return nil
}

// loadAddresses reads the addresses that have a table of their own.
func (p *orderPage) loadAddresses(ctx context.Context, ids []commerce.OrderID) error {
	if p.legacy {
		return nil // they are metas
	}
	in, args := mysql.List(ids)
	err := mysql.Each(ctx, p.q, func(r *sql.Rows) error {
		var id commerce.OrderID
		var kind string
		var a commerce.Address
		if err := r.Scan(&id, &kind, &a.First, &a.Last, &a.Company, &a.Line1, &a.Line2, &a.City, &a.State, &a.Postcode, &a.Country, &a.Email, &a.Phone); err != nil {
			return err
		}
		switch kind {
		case "billing":
			p.papers[id].head.Billing = a
		case "shipping":
			p.papers[id].head.Shipping = a
		}
		return nil
	}, p.sql(`SELECT order_id, COALESCE(address_type, ''), `+orEmpty("first_name", "last_name", "company", "address_1", "address_2", "city", "state", "postcode", "country", "email", "phone")+`
		FROM {wc_order_addresses} WHERE order_id IN (`+in+`)`), args...)
	if err != nil {
		return fmt.Errorf("addresses: %w", err)
	}
	return nil
}

func orEmpty(columns ...string) string {
	return "COALESCE(" + strings.Join(columns, ", ''), COALESCE(") + ", '')"
}
