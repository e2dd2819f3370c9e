package sitoo

import (
	"cmp"
	"fmt"
	"maps"
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp"
)

// The numbers by which Sitoo knows states and kinds.
const (
	stateIDOpen      = 0
	stateIDClosed    = 10
	stateIDCancelled = 20

	paymentPending    = 10
	paymentSuccessful = 20

	orderTypeOrder = 10
)

// Keys of additional data. Sitoo advises to tag web orders by keys of one's own;
// the last one is its own.
const (
	tagWebOrder        = "weborder"
	tagPayment         = "weborder-payment"
	tagShipping        = "weborder-shipping"
	tagCoupons         = "weborder-coupons"
	tagPickupWarehouse = "delivery-pickup-warehouseid"
)

// orderBody is an order as it is sent.
type orderBody struct {
	ExternalID    string `json:"externalid"`
	CreditOrderID int64  `json:"creditorderid,omitempty"`
	Date          int64  `json:"orderdate,omitempty"`
	State         int    `json:"orderstateid"`
	PaymentState  int    `json:"paymentstateid"`
	Type          int    `json:"ordertypeid"`
	Currency      string `json:"currencycode,omitempty"`
	Warehouse     int64  `json:"warehouseid,omitempty"`
	Reserved      int64  `json:"datereserved,omitempty"` // until when
	orderParty
	Comment    string            `json:"comment,omitempty"`
	Internal   string            `json:"commentinternal,omitempty"`
	Checkout   string            `json:"checkoutref,omitempty"`
	Rows       []*orderRow       `json:"orderitems"`
	Payments   []orderPayment    `json:"payments,omitempty"`
	Additional map[string]string `json:"additionaldata,omitempty"`
}

type orderPayment struct {
	Name       string `json:"name"`
	Amount     string `json:"moneyamount"`
	ExternalID string `json:"externalid,omitempty"`
}

// body is the order as Sitoo gets it.
func (c *client) body(o commerce.Order) (orderBody, notes, error) {
	if err := checkReference(o.Reference); err != nil {
		return orderBody{}, nil, err
	}
	b := bill{c: c}
	for _, l := range o.Lines {
		b.add(l)
	}
	total := o.Total.Sub(b.out).Round(2)
	out := orderBody{
		ExternalID: o.Reference, Date: unix(o.Created), State: stateIDOpen, Type: orderTypeOrder,
		Currency: o.Currency, Rows: b.close(total, o.VAT), Comment: b.notes.comment("comment", o.Note),
		Checkout: b.notes.label("order number", o.Number),
	}
	if len(out.Rows) == 0 {
		return out, nil, fmt.Errorf("%w: the order has no lines", erp.ErrRefused)
	}
	out.orderParty, out.Internal = b.party(o)
	out.Additional = b.tags(o)
	b.place(&out, o)
	out.pay(o, total, &b.notes, c.orders.payments)
	return out, b.notes, nil
}

// place says where the goods are, until when they are reserved, and whether the
// customer comes for them.
func (b *bill) place(out *orderBody, o commerce.Order) {
	warehouse, collected := b.collected(o)
	if collected {
		out.deliveryAddress = deliveryAddress{} // an address would make Sitoo ship it
		out.Internal = ""
		out.Additional[tagPickupWarehouse] = warehouse
		if b.c.orders.collectDone {
			out.State = stateIDClosed
		}
	}
	out.Warehouse, _ = strconv.ParseInt(warehouse, 10, 64) // checked with the settings
	if out.State == stateIDOpen {
		out.Reserved = b.c.reservedUntil(o, time.Now())
	}
}

// reservedUntil is the end of the reservation, 0 for none. What has left the shop
// is reserved as well, until Sitoo is told of the delivery; but not what left it
// so long ago that Sitoo will have heard of it.
func (c *client) reservedUntil(o commerce.Order, now time.Time) int64 {
	from := now
	if !o.Completed.IsZero() {
		from = o.Completed
	}
	if end := from.Add(c.orders.reserve); end.After(now) {
		return end.Unix()
	}
	return 0
}

// collected tells whether the customer comes for the goods, and the warehouse
// that they are taken from.
func (b *bill) collected(o commerce.Order) (warehouse string, yes bool) {
	for _, l := range o.Lines {
		if l.Kind != commerce.ShippingLine {
			continue
		}
		if w, ok := byMethod(b.c.orders.collect, l); ok {
			return cmp.Or(w, b.c.orders.warehouse), true
		}
	}
	return b.c.orders.warehouse, false
}

// pay sets what has been paid. What has not been paid yet names its method in the
// additional data only: a payment in Sitoo is money received.
func (out *orderBody) pay(o commerce.Order, total decimal.Decimal, n *notes, names map[string]string) {
	name := cmp.Or(names[o.Payment.Method], n.label("payment name", cmp.Or(o.Payment.Title, o.Payment.Method)))
	if name != "" {
		out.Additional[tagPayment] = name
	}
	out.PaymentState = paymentSuccessful
	switch {
	case !total.IsPositive():
	case o.Paid.IsZero():
		out.PaymentState = paymentPending
	default:
		out.Payments = []orderPayment{{
			Name: cmp.Or(name, "Web"), Amount: total.StringFixed(2), ExternalID: n.label("transaction number", o.Payment.Transaction),
		}}
	}
}

// tags are the additional data: the settings' own, the meta values, and what has
// no place elsewhere.
func (b *bill) tags(o commerce.Order) map[string]string {
	out := maps.Clone(b.c.orders.tags)
	for key, value := range o.Meta {
		if value = b.notes.label(key, value); value != "" {
			out[key] = value
		}
	}
	var codes, methods []string
	for _, coupon := range o.Coupons {
		codes = append(codes, coupon.Code)
	}
	for _, l := range o.Lines {
		if l.Kind == commerce.ShippingLine {
			methods = append(methods, l.Name)
		}
	}
	out[tagWebOrder] = b.notes.label("order number", cmp.Or(o.Number, o.Reference))
	for key, value := range map[string]string{tagCoupons: strings.Join(codes, ", "), tagShipping: strings.Join(methods, ", ")} {
		if value = b.notes.label(key, value); value != "" {
			out[key] = value
		}
	}
	return out
}

func unix(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.Unix()
}

// What an externalid may hold.
const (
	maxReference     = 40
	referenceLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"
)

func checkReference(s string) error {
	if s != "" && len(s) <= maxReference && strings.Trim(s, referenceLetters) == "" {
		return nil
	}
	return fmt.Errorf("%w: the reference %q must be up to %d letters, digits, - and _, which is what Sitoo takes", erp.ErrRefused, s, maxReference)
}
