package sitoo

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"wpbridge/internal/commerce"
)

// orderRow is a row of an order as it is sent. Price and Discount are of the
// whole row, and with VAT unless the setting order_prices_include_vat is no.
type orderRow struct {
	Name     string      `json:"productname"`
	SKU      string      `json:"sku,omitempty"`
	Quantity int64       `json:"quantity"`
	Each     string      `json:"decimalunitquantity,omitempty"` // of a fractional quantity, three decimals
	Unit     string      `json:"unitlabel,omitempty"`
	VAT      json.Number `json:"vatvalue"`
	Price    string      `json:"moneyrowprice"`
	Discount string      `json:"moneyrowdiscount,omitempty"`

	share share
}

// The names of rows that no line of the order stands for.
const (
	roundingName   = "Rounding"
	differenceName = "Difference to the shop's total"
)

// bill is the rows of an order or a refund under construction.
type bill struct {
	c        *client
	rows     []*orderRow
	negative []commerce.OrderLine
	out      decimal.Decimal // amounts left out, VAT included
	outVAT   decimal.Decimal
	notes    notes
}

// add takes a line up. Lines of nothing but their name are left out; a product
// that costs nothing is something: somebody has to hand it over.
func (b *bill) add(l commerce.OrderLine) {
	gross := l.Net.Add(l.VAT)
	switch {
	case l.Kind == commerce.ShippingLine && !b.c.orders.shippingRow:
		b.out, b.outVAT = b.out.Add(gross), b.outVAT.Add(l.VAT)
		if !gross.IsZero() {
			b.notes.add("shipping of %s is left out (sitoo.shipping_row is no)", gross.StringFixed(2))
		}
		return
	case gross.IsNegative():
		b.negative = append(b.negative, l)
		if l.Kind != commerce.ProductLine {
			return
		}
		l.Net, l.VAT, l.FullNet, l.FullVAT = decimal.Zero, decimal.Zero, decimal.Zero, decimal.Zero
	case gross.IsZero() && l.FullNet.IsZero() && (l.Kind != commerce.ProductLine || l.Quantity == 0):
		return
	}
	b.rows = append(b.rows, b.row(l))
}

func (b *bill) row(l commerce.OrderLine) *orderRow {
	r := &orderRow{Name: b.notes.label("product name", cmp.Or(l.Name, l.SKU, "Item")), SKU: b.sku(l), Quantity: 1}
	r.share = share{gross: l.Net.Add(l.VAT), full: l.FullNet.Add(l.FullVAT), rate: rateOf(l)}
	r.VAT = json.Number(r.share.rate.String())
	if l.Kind == commerce.ProductLine {
		b.count(r, l.Quantity)
	}
	return r
}

// sku is what links a row to a product in Sitoo. Without, it is free text.
func (b *bill) sku(l commerce.OrderLine) string {
	switch {
	case l.Kind == commerce.ShippingLine:
		sku, _ := byMethod(b.c.orders.shippingSKU, l)
		return sku
	case l.Kind == commerce.ProductLine && l.Item != "":
		return string(l.Code)
	}
	return ""
}

// count sets the quantity. Sitoo counts in whole numbers; of what comes in
// fractions a row holds one piece of that size.
func (b *bill) count(r *orderRow, q commerce.Quantity) {
	switch thousandths := decimal.New(int64(q), -6).Round(3); {
	case q == 0: // money without goods, such as a part of a price given back
		r.SKU = ""
	case q%commerce.One == 0:
		r.Quantity = int64(q / commerce.One)
	case thousandths.IsZero():
		b.notes.add("%s of %q is too little for Sitoo and moves no stock", q, r.Name)
		r.SKU = ""
	default:
		r.Each, r.Unit = thousandths.StringFixed(3), b.c.orders.unit
		if q%1000 != 0 {
			b.notes.add("quantity %s of %q is sent as %s", q, r.Name, r.Each)
		}
	}
}

// rateOf is a line's VAT in percent. Where several rates come together, or the
// named one does not explain the amount, it is worked out from the amounts.
func rateOf(l commerce.OrderLine) decimal.Decimal {
	hundred := decimal.NewFromInt(100)
	if l.Rate.Valid && l.Net.Mul(l.Rate.Decimal).Div(hundred).Sub(l.VAT).Abs().LessThanOrEqual(decimal.New(2, -2)) {
		return l.Rate.Decimal
	}
	net, vat := l.Net, l.VAT
	if net.IsZero() {
		net, vat = l.FullNet, l.FullVAT // given away, but with its VAT
	}
	if net.IsZero() || vat.IsZero() {
		return decimal.Zero
	}
	return vat.Mul(hundred).Div(net).Round(4)
}

// close makes the rows come to total, and gives them their prices.
func (b *bill) close(total, vat decimal.Decimal) []*orderRow {
	shares := make([]*share, len(b.rows))
	for i, r := range b.rows {
		shares[i] = &r.share
	}
	for _, l := range b.negative {
		amount := l.Net.Add(l.VAT).Neg()
		deduct(shares, amount, rateOf(l))
		b.notes.add("%q of -%s is sent as a discount of the rows", l.Name, amount.StringFixed(2))
	}
	moved, left := settle(shares, total)
	if !moved.IsZero() {
		b.notes.add("rows changed by %s so that they come to %s", moved.StringFixed(2), total.StringFixed(2))
	}
	if !left.IsZero() {
		b.extra(differenceName, left)
	}
	b.price(total)
	b.compare(vat)
	return b.rows
}

func (b *bill) extra(name string, amount decimal.Decimal) {
	b.rows = append(b.rows, &orderRow{Name: name, Quantity: 1, VAT: "0", share: share{gross: amount, full: amount, paid: amount}})
	b.notes.add("a row %q of %s makes up the total", name, amount.StringFixed(2))
}

// price writes the amounts. Without VAT not every amount can be met; what lacks
// becomes a row of its own.
func (b *bill) price(total decimal.Decimal) {
	sum := decimal.Zero
	for _, r := range b.rows {
		s := &r.share
		paid, full := s.paid, s.full
		if !b.c.orders.gross {
			paid = withoutVAT(s.paid, s.rate)
			full = s.full.Mul(decimal.NewFromInt(100)).Div(decimal.NewFromInt(100).Add(s.rate))
			s.paid = withVAT(paid, s.rate)
		}
		sum = sum.Add(s.paid)
		r.set(paid, full.Round(2))
	}
	if lacks := total.Sub(sum); lacks.IsPositive() {
		b.extra(roundingName, lacks)
		b.rows[len(b.rows)-1].set(lacks, lacks)
	}
}

// set writes price and discount. A cent of rounding is no discount.
func (r *orderRow) set(paid, full decimal.Decimal) {
	discount := full.Sub(paid)
	if discount.LessThanOrEqual(decimal.Zero) || r.share.full.Equal(r.share.gross) && discount.LessThanOrEqual(cent()) {
		r.Price = paid.StringFixed(2)
		return
	}
	r.Price, r.Discount = full.StringFixed(2), discount.StringFixed(2)
}

// compare notes where the VAT in the rows is not the shop's, by more than
// rounding row by row makes.
func (b *bill) compare(shop decimal.Decimal) {
	sum := decimal.Zero
	for _, r := range b.rows {
		hundred := decimal.NewFromInt(100)
		sum = sum.Add(r.share.paid.Mul(r.share.rate).Div(hundred.Add(r.share.rate)).Round(2))
	}
	shop = shop.Sub(b.outVAT)
	if sum.Sub(shop).Abs().GreaterThan(cent().Mul(decimal.NewFromInt(int64(len(b.rows) + 1)))) {
		b.notes.add("VAT is %s in Sitoo and %s in the shop", sum.StringFixed(2), shop.StringFixed(2))
	}
}

// notes are what a person should know about a document.
type notes []string

func (n *notes) add(format string, a ...any) { *n = append(*n, fmt.Sprintf(format, a...)) }

// String is one sentence after the other, each once.
func (n notes) String() string {
	var once []string
	for _, s := range n {
		if !slices.Contains(once, s) {
			once = append(once, s)
		}
	}
	return strings.Join(once, "; ")
}
