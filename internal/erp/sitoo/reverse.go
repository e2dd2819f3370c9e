package sitoo

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp"
)

// reverse makes the return of a refund: an order that credits the first one, with
// negative quantities and amounts. It moves no stock: whether the goods came back
// fit for sale, staff see.
func (c *client) reverse(ctx context.Context, r erp.ActRequest) (erp.Document, error) {
	if r.Refund == nil {
		return erp.Document{}, fmt.Errorf("%w: the order has no refund to make a return of", erp.ErrRefused)
	}
	body, n, err := c.refundBody(r)
	if err != nil {
		return erp.Document{}, err
	}
	return c.make(ctx, body, erp.ReturnDocument, n)
}

func (c *client) refundBody(r erp.ActRequest) (orderBody, notes, error) {
	o, refund := r.Order, *r.Refund
	if err := checkReference(refund.Reference); err != nil {
		return orderBody{}, nil, err
	}
	b := bill{c: c}
	goods, vat := false, refund.VAT
	for _, l := range refundLines(o, refund) {
		b.add(l)
		goods = goods || l.Kind == commerce.ProductLine && l.Quantity != 0
	}
	if len(b.rows) == 0 {
		l, err := wholesale(o, refund)
		if err != nil {
			return orderBody{}, nil, err
		}
		b.add(l)
		vat = l.VAT
	}
	total := refund.Amount.Sub(b.out).Round(2)
	out := orderBody{
		ExternalID: refund.Reference, Date: unix(refund.Created), State: stateIDClosed, Type: orderTypeOrder, Currency: o.Currency, Rows: b.close(total, vat),
		Comment: b.notes.comment("comment", refund.Reason), Checkout: b.notes.label("order number", o.Number),
	}
	out.CreditOrderID, _ = strconv.ParseInt(r.Document.ID, 10, 64) // digits, as act has looked
	out.orderParty, _ = b.party(o)
	out.deliveryAddress = deliveryAddress{}
	out.Additional = b.tags(commerce.Order{Number: o.Number, Reference: o.Reference})
	out.pay(commerce.Order{Payment: o.Payment, Paid: refund.Created}, total, &b.notes, c.orders.payments)
	out.negate()
	if goods {
		b.notes.add("goods that came back must be put into stock in Sitoo")
	}
	return out, b.notes, nil
}

// refundLines are the refund's lines as if they were sold, with what only the
// lines of the order know.
func refundLines(o commerce.Order, refund commerce.Refund) []commerce.OrderLine {
	sold := map[uint64]commerce.OrderLine{}
	for _, l := range o.Lines {
		sold[l.ID] = l
	}
	out := make([]commerce.OrderLine, 0, len(refund.Lines))
	for _, l := range refund.Lines {
		first, known := sold[l.RefundsID]
		if known && l.Item == "" {
			l.Item, l.Code = first.Item, first.Code
		}
		if known && !l.Rate.Valid {
			l.Rate = first.Rate
		}
		l.Net, l.VAT = l.Net.Neg(), l.VAT.Neg()
		l.FullNet, l.FullVAT = l.Net, l.VAT
		if l.Quantity < 0 {
			l.Quantity = -l.Quantity
		}
		out = append(out, l)
	}
	return out
}

// wholesale is the one line of a refund that names none. Its VAT is the order's,
// where that has only one rate.
func wholesale(o commerce.Order, refund commerce.Refund) (commerce.OrderLine, error) {
	var rates []decimal.Decimal
	for _, l := range o.Lines {
		if rate := rateOf(l); !l.Net.IsZero() && (len(rates) == 0 || !rates[len(rates)-1].Equal(rate)) {
			rates = append(rates, rate)
		}
	}
	if len(rates) != 1 {
		return commerce.OrderLine{}, fmt.Errorf("%w: the refund of %s names no lines and the order has several rates of VAT: book it in Sitoo by hand", erp.ErrRefused, refund.Amount.StringFixed(2))
	}
	hundred := decimal.NewFromInt(100)
	net := refund.Amount.Mul(hundred).Div(hundred.Add(rates[0]))
	return commerce.OrderLine{
		Kind: commerce.FeeLine, Name: "Refund", Rate: decimal.NewNullDecimal(rates[0]),
		Net: net, VAT: refund.Amount.Sub(net), FullNet: net, FullVAT: refund.Amount.Sub(net),
	}, nil
}

// negate turns what reads like a sale into a return.
func (out *orderBody) negate() {
	for _, r := range out.Rows {
		r.Quantity, r.Price, r.Discount = -r.Quantity, minus(r.Price), minus(r.Discount)
	}
	for i := range out.Payments {
		out.Payments[i].Amount = minus(out.Payments[i].Amount)
	}
}

// minus is a positive amount with its sign turned; nothing stays as it is.
func minus(amount string) string {
	if strings.Trim(amount, "0.") == "" {
		return amount
	}
	return "-" + amount
}
