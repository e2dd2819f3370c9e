package woo

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"wpbridge/internal/commerce"
	"wpbridge/internal/mysql"
)

// loadPosts reads orders that are posts; the rest of them is in their metas.
func (p *orderPage) loadPosts(ctx context.Context, column, kind string, ids []commerce.OrderID) error {
	in, args := mysql.List(ids)
	err := mysql.Each(ctx, p.q, func(r *sql.Rows) error {
		it := &paper{metas: map[string]string{}}
		h := &it.head
		if err := r.Scan(&it.id, &it.parent, &h.Status, &h.Note, &h.Created, &h.Modified); err != nil {
			return err
		}
		h.Status = strings.TrimPrefix(h.Status, "wc-")
		p.add(it)
		return nil
	}, p.sql(`SELECT p.ID, IF(p.post_type = '`+refundType+`', p.post_parent, 0), p.post_status, p.post_excerpt, p.post_date_gmt, p.post_modified_gmt
		FROM {posts} p WHERE `+column+` IN (`+in+`) AND p.post_type = ?`), append(args, kind)...)
	if err != nil {
		return fmt.Errorf("posts of %s: %w", kind, err)
	}
	return nil
}

var (
	postFields    = []string{"_order_currency", "_order_total", "_order_tax", "_order_shipping_tax", "_prices_include_tax", "_customer_user", "_payment_method", "_payment_method_title", "_transaction_id", "_order_stock_reduced", "_date_paid", "_paid_date", "_date_completed", "_completed_date"}
	addressFields = []string{"first_name", "last_name", "company", "address_1", "address_2", "city", "state", "postcode", "country", "email", "phone"}
)

func postKeys() []string {
	keys := slices.Clone(postFields)
	for _, f := range addressFields {
		keys = append(keys, "_billing_"+f, "_shipping_"+f)
	}
	return keys
}

// readPost moves metas to where they belong.
func (p *orderPage) readPost(it *paper) {
	h, m := &it.head, it.metas
	h.Currency, h.PricesIncludeVAT, h.Taken = m["_order_currency"], m["_prices_include_tax"] == "yes", m["_order_stock_reduced"] == "yes"
	it.totals = paperTotals{total: m["_order_total"], cartVAT: m["_order_tax"], shippingVAT: m["_order_shipping_tax"]}
	h.Customer.ID, _ = strconv.ParseUint(m["_customer_user"], 10, 64) // a guest's is 0 or empty
	h.Customer.Email = m["_billing_email"]
	h.Payment = commerce.Payment{Method: m["_payment_method"], Title: m["_payment_method_title"], Transaction: m["_transaction_id"]}
	h.Billing, h.Shipping = postAddress(m, "_billing_"), postAddress(m, "_shipping_")
	h.Paid = p.postTime(cmp.Or(m["_date_paid"], m["_paid_date"]))
	h.Completed = p.postTime(cmp.Or(m["_date_completed"], m["_completed_date"]))
}

func postAddress(m map[string]string, prefix string) commerce.Address {
	return commerce.Address{
		First: m[prefix+"first_name"], Last: m[prefix+"last_name"], Company: m[prefix+"company"],
		Line1: m[prefix+"address_1"], Line2: m[prefix+"address_2"], City: m[prefix+"city"], State: m[prefix+"state"],
		Postcode: m[prefix+"postcode"], Country: m[prefix+"country"], Email: m[prefix+"email"], Phone: m[prefix+"phone"],
	}
}

// postTime reads seconds since 1970, or the shop's own time where WooCommerce
// before 3.0 wrote it.
func (p *orderPage) postTime(text string) time.Time {
	if n, err := strconv.ParseInt(text, 10, 64); err == nil {
		return time.Unix(n, 0).UTC()
	}
	t, err := time.ParseInLocation(time.DateTime, text, p.settings.Location)
	if err != nil {
		return time.Time{}
	}
	return t.UTC()
}
