package woo

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"github.com/shopspring/decimal"

	"wpbridge/internal/commerce"
)

// paper is an order or a refund as the tables have it, from either store.
type paper struct {
	id, parent commerce.OrderID // parent: of a refund
	head       commerce.Order   // what needs no working out
	totals     paperTotals
	metas      map[string]string // the first row of each key, as WooCommerce reads them
	items      []*orderItem
	rates      map[string]decimal.NullDecimal // percent by rate id
	refunds    []*paper
}

// paperTotals are a paper's sums as stored, to be parsed.
type paperTotals struct {
	total, cartVAT, shippingVAT string
}

// numberKeys is where the usual extensions that number orders keep the number.
// WooCommerce itself asks a filter; who uses another extension sees the id.
var numberKeys = []string{"_order_number_formatted", "_order_number", "_alg_wc_full_custom_order_number", "_alg_wc_custom_order_number"}

func (p *paper) number() string {
	for _, k := range numberKeys {
		if n := p.metas[k]; n != "" {
			return n
		}
	}
	return strconv.FormatUint(uint64(p.id), 10)
}

// order turns a paper and its refunds into an order.
func (p *orderPage) order(from *paper) (commerce.Order, error) {
	o := from.head
	o.ID, o.Number = from.id, from.number()
	if p.options.Reference != nil {
		o.Reference = p.options.Reference(from.id)
	}
	for _, k := range p.options.MetaKeys {
		if v, ok := from.metas[k]; ok {
			if o.Meta == nil {
				o.Meta = map[string]string{}
			}
			o.Meta[k] = v
		}
	}
	if !shipsTo(o.Shipping) {
		o.Shipping = o.Billing
	}
	sums, err := p.sums(from)
	if err != nil {
		return o, err
	}
	o.Total, o.VAT = sums.total, sums.vat
	if o.Lines, o.Coupons, err = p.lines(from, from.rates, sums.digits); err != nil {
		return o, err
	}
	o.Rounding = settle(o.Lines, commerce.Amount{Net: o.Total.Sub(o.VAT), VAT: o.VAT}, sums.digits)
	o.Refunds, err = p.refunds(from)
	return o, err
}

// shipsTo is when WooCommerce shows a shipping address.
func shipsTo(a commerce.Address) bool { return a.Line1 != "" || a.Line2 != "" }

func (p *orderPage) refunds(of *paper) ([]commerce.Refund, error) {
	slices.SortFunc(of.refunds, func(a, b *paper) int { return cmp.Compare(a.id, b.id) })
	var out []commerce.Refund
	for _, from := range of.refunds {
		r, err := p.refund(from, of)
		if err != nil {
			return nil, fmt.Errorf("refund %d: %w", from.id, err)
		}
		out = append(out, r)
	}
	return out, nil
}

// refund turns everything positive before amounts are settled, so that a refund
// is rounded as its order was.
func (p *orderPage) refund(from, of *paper) (commerce.Refund, error) {
	sums, err := p.sums(from)
	if err != nil {
		return commerce.Refund{}, err
	}
	r := commerce.Refund{ID: from.id, Created: from.head.Created, Reason: from.metas["_refund_reason"], Amount: sums.total.Neg(), VAT: sums.vat.Neg()}
	rates := of.rates
	if len(from.rates) > 0 {
		rates = from.rates
	}
	if r.Lines, _, err = p.lines(from, rates, sums.digits); err != nil {
		return r, err
	}
	negate(r.Lines)
	r.Rest = settle(r.Lines, commerce.Amount{Net: r.Amount.Sub(r.VAT), VAT: r.VAT}, sums.digits)
	negate(r.Lines)
	r.Rest = commerce.Amount{Net: r.Rest.Net.Neg(), VAT: r.Rest.VAT.Neg()}
	for i := range r.Lines {
		if r.Lines[i].Kind != commerce.ProductLine {
			r.Lines[i].Quantity = -commerce.One
		}
	}
	return r, nil
}

func negate(lines []commerce.OrderLine) {
	for i := range lines {
		l := &lines[i]
		l.Net, l.VAT, l.FullNet, l.FullVAT = l.Net.Neg(), l.VAT.Neg(), l.FullNet.Neg(), l.FullVAT.Neg()
	}
}

type orderSums struct {
	total, vat decimal.Decimal
	digits     int32 // that the order's amounts have
}

// mostDigits is how many decimals of a total are taken for meant.
const mostDigits = 4

// sums are the paper's totals as WooCommerce gives them: VAT is rounded once, as
// a whole. An order from when the shop had more decimals keeps them.
func (p *orderPage) sums(from *paper) (orderSums, error) {
	var parsed [3]decimal.Decimal
	for i, text := range []string{from.totals.total, from.totals.cartVAT, from.totals.shippingVAT} {
		var err error
		if parsed[i], err = money(text); err != nil {
			return orderSums{}, fmt.Errorf("its totals: %w", err)
		}
	}
	digits := p.digits
	for d := digits + 1; d <= mostDigits; d++ {
		if !parsed[0].Round(d).Equal(parsed[0].Round(digits)) {
			digits = d
		}
	}
	return orderSums{total: parsed[0].Round(digits), vat: parsed[1].Add(parsed[2]).Round(digits), digits: digits}, nil
}

// money reads a stored amount; what is not there is nothing.
func money(text string) (decimal.Decimal, error) {
	if text == "" {
		return decimal.Zero, nil
	}
	d, err := decimal.NewFromString(text)
	if err != nil {
		return d, fmt.Errorf("%q is no amount of money", text)
	}
	return d, nil
}
