package sitoo_test

import (
	"strconv"
	"time"

	"github.com/shopspring/decimal"

	"wpbridge/internal/commerce"
)

// builder makes orders that read like the shop's. Amounts of a line are without
// VAT unless said otherwise.
type builder struct {
	commerce.Order
	total bool // is given
}

func dec(s string) decimal.Decimal { return decimal.RequireFromString(s) }

// order is one of a guest from Stockholm, placed and paid by card at the turn of
// the millennium, when the clocks of test bubbles start.
func order(id uint64) *builder {
	at := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
	here := commerce.Address{
		First: "Åsa", Last: "Öberg", Line1: "Storgatan 1", City: "Stockholm", Postcode: "111 22", Country: "SE",
		Email: "asa@example.se", Phone: "+46 70 000 00 00",
	}
	number := strconv.FormatUint(id, 10)
	return &builder{Order: commerce.Order{
		ID: commerce.OrderID(id), Number: number, Reference: "shop-" + number, Status: "processing", Created: at, Modified: at, Paid: at,
		Currency: "SEK", Customer: commerce.Customer{Email: here.Email}, Billing: here, Shipping: here,
		Payment: commerce.Payment{Method: "stripe", Title: "Card", Transaction: "pi_" + number},
	}}
}

// line adds a line: full is its amount before discounts, net after.
func (b *builder) line(kind commerce.LineKind, name, quantity, full, net, rate string) *commerce.OrderLine {
	q, err := commerce.ParseQuantity(quantity)
	if err != nil {
		panic(err)
	}
	percent := dec(rate).Shift(-2)
	b.Lines = append(b.Lines, commerce.OrderLine{
		ID: uint64(len(b.Lines) + 1), Kind: kind, Name: name, Quantity: q, Rate: decimal.NewNullDecimal(dec(rate)),
		FullNet: dec(full), FullVAT: dec(full).Mul(percent), Net: dec(net), VAT: dec(net).Mul(percent),
	})
	return &b.Lines[len(b.Lines)-1]
}

// product adds a linked product.
func (b *builder) product(sku, quantity, full, net, rate string) *builder {
	l := b.line(commerce.ProductLine, "Item "+sku, quantity, full, net, rate)
	l.SKU, l.Code, l.Item, l.Product = sku, commerce.Code(sku), commerce.ItemID(sku[len(sku)-1:]), 1
	return b
}

// priced adds linked products whose price, for one and with VAT, is whole cents.
func (b *builder) priced(sku, quantity, price, rate string) *builder {
	gross := dec(price).Mul(dec(quantity))
	net := gross.Mul(dec("100")).Div(dec("100").Add(dec(rate)))
	return b.product(sku, quantity, net.String(), net.String(), rate)
}

// shipping adds shipping with 25 % VAT.
func (b *builder) shipping(method, instance, name, net string) *builder {
	l := b.line(commerce.ShippingLine, name, "1", net, net, "25")
	l.Method, l.Instance = method, instance
	return b
}

func (b *builder) fee(name, net, rate string) *builder {
	b.line(commerce.FeeLine, name, "1", net, net, rate)
	return b
}

func (b *builder) with(f func(*commerce.Order)) *builder { f(&b.Order); return b }

// roundedByLine rounds as WooCommerce does where it is not set to round at the
// subtotal.
func (b *builder) roundedByLine() *builder {
	for i := range b.Lines {
		l := &b.Lines[i]
		l.Net, l.VAT = l.Net.Round(2), l.VAT.Round(2)
		l.FullNet, l.FullVAT = l.FullNet.Round(2), l.FullVAT.Round(2)
	}
	return b
}

// totals sets what the shop says that the order comes to.
func (b *builder) totals(total, vat string) *builder {
	b.Total, b.VAT, b.total = dec(total), dec(vat), true
	return b
}

// done is the order with its totals, unless they are given.
func (b *builder) done() commerce.Order {
	if b.total {
		return b.Order
	}
	for _, l := range b.Lines {
		b.Total, b.VAT = b.Total.Add(l.Net).Add(l.VAT), b.VAT.Add(l.VAT)
	}
	b.Total, b.VAT = b.Total.Round(2), b.VAT.Round(2)
	return b.Order
}
