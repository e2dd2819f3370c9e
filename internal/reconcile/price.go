package reconcile

import (
	"github.com/shopspring/decimal"

	"wpbridge/internal/commerce"
	"wpbridge/internal/ledger"
)

// PricePolicy is what decides how an ERP's price becomes the shop's.
type PricePolicy struct {
	ShopIncludesVAT bool
	Decimals        int32 // the shop's price decimals
}

// PlanPrice decides about one link's prices; why is set where nothing can be
// done. A sale price that the shop's owner set stays, unless the ERP sends one
// of its own or it is no reduction any more.
func (p PricePolicy) PlanPrice(l ledger.Link, rule ledger.Rule, shop *commerce.ShopPrice, price *commerce.Price) (changes []ledger.Change, why string) {
	switch {
	case shop == nil:
		return nil, "the product does not exist in the shop any more"
	case rule.Excluded:
		return nil, excludedByRule
	case price == nil:
		return nil, "the ERP gives no price"
	case shop.Kind == commerce.Variable || shop.Kind == commerce.Grouped:
		return nil, "the variations hold the price"
	}
	regular, err := p.convert(price.Regular, price)
	if err != "" {
		return nil, err
	}
	add := func(f ledger.Field, before, after *string) {
		changes = append(changes, ledger.Change{Link: l.ID, Product: shop.Product, Parent: shop.Parent, SKU: shop.SKU, Field: f, Before: before, After: after, Reason: ledger.FromERP})
	}
	if !same(shop.Regular, regular) {
		add(ledger.Regular, shop.Regular, p.text(regular))
	}
	if !price.Sale.Valid {
		if sale := numberOf(shop.Sale); sale != nil && sale.GreaterThanOrEqual(regular) {
			add(ledger.Sale, shop.Sale, new("")) // as WooCommerce itself blanks it
		}
		return changes, ""
	}
	sale, err := p.convert(price.Sale.Decimal, price)
	switch {
	case err != "":
		return nil, err
	case sale.GreaterThanOrEqual(regular):
		if shop.Sale != nil {
			add(ledger.Sale, shop.Sale, nil)
		}
	case !same(shop.Sale, sale):
		add(ledger.Sale, shop.Sale, p.text(sale))
	}
	return changes, ""
}

// convert brings a price to the shop's side of VAT.
func (p PricePolicy) convert(d decimal.Decimal, price *commerce.Price) (decimal.Decimal, string) {
	if d.IsNegative() {
		return d, "the ERP's price is negative"
	}
	if price.IncludesVAT == p.ShopIncludesVAT {
		return d, ""
	}
	if !price.VATPercent.Valid {
		return d, "the shop and the ERP store prices on different sides of VAT, and the ERP names no VAT rate for the item"
	}
	factor := price.VATPercent.Decimal.Shift(-2).Add(decimal.NewFromInt(1))
	if p.ShopIncludesVAT {
		return d.Mul(factor).Round(p.Decimals), ""
	}
	return d.DivRound(factor, p.Decimals+2), ""
}

// text is a price as the shop stores it: with the shop's decimals, more only
// where the value has more.
func (p PricePolicy) text(d decimal.Decimal) *string {
	if d.Equal(d.Round(p.Decimals)) {
		return new(d.StringFixed(p.Decimals))
	}
	return new(d.String())
}

func same(have *string, want decimal.Decimal) bool {
	n := numberOf(have)
	return n != nil && n.Equal(want)
}

func numberOf(s *string) *decimal.Decimal {
	if s == nil {
		return nil
	}
	d, err := decimal.NewFromString(*s)
	if err != nil {
		return nil
	}
	return &d
}
