package sitoosim

import (
	"cmp"
	"encoding/json"

	"github.com/shopspring/decimal"
)

// sum fills what is read only. A row's price and discount are with VAT, unless
// the option NetRows is set; VAT is rounded row by row.
func (s *Sim) sum(o *Order) {
	net, vat := decimal.Zero, decimal.Zero
	for i := range o.Rows {
		n, v := s.sumRow(&o.Rows[i], i)
		net, vat = net.Add(n), vat.Add(v)
	}
	zero := "0.00"
	o.Totals = Totals{
		Net: net.StringFixed(2), VAT: vat.StringFixed(2), FinalNet: net.StringFixed(2), FinalVAT: vat.StringFixed(2),
		DeliveryNet: zero, DeliveryVAT: zero, CheckoutNet: zero, CheckoutVAT: zero, RoundOff: zero, Gross: net.Add(vat).StringFixed(2),
	}
}

func (s *Sim) sumRow(r *OrderRow, i int) (net, vat decimal.Decimal) {
	r.ID, r.Type = i, cmp.Or(r.Type, 10)
	r.Product = nil
	if e := s.bySKU[r.SKU]; e != nil {
		id := e.id
		r.Product = &id
		r.VATRate = json.Number(cmp.Or(string(r.VATRate), e.VAT, "25"))
	}
	r.VATRate = json.Number(cmp.Or(string(r.VATRate), "0"))
	price, discount := amount(r.Price), amount(r.Discount)
	net, vat = s.split(price.Sub(discount), amount(string(r.VATRate)))
	original, _ := s.split(price, amount(string(r.VATRate)))
	count := decimal.NewFromInt(*r.Quantity)
	r.Net, r.VAT = net.StringFixed(2), vat.StringFixed(2)
	r.NetEach, r.OriginalEach = net.Div(count).StringFixed(2), original.Div(count).StringFixed(2)
	return net, vat
}

func (s *Sim) split(paid, rate decimal.Decimal) (net, vat decimal.Decimal) {
	hundred := decimal.NewFromInt(100)
	if s.opt.NetRows {
		return paid, paid.Mul(rate).Div(hundred).Round(2)
	}
	vat = paid.Mul(rate).Div(hundred.Add(rate)).Round(2)
	return paid.Sub(vat), vat
}

// amount is a checked text; empty is nothing.
func amount(text string) decimal.Decimal {
	d, _ := decimal.NewFromString(text)
	return d
}
