package reconcile_test

import (
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"wpbridge/internal/commerce"
	"wpbridge/internal/ledger"
	"wpbridge/internal/reconcile"
)

func TestPlanPrice(t *testing.T) {
	t.Parallel()
	d := decimal.RequireFromString
	for name, c := range map[string]struct {
		shop commerce.ShopPrice
		erp  commerce.Price
		want []string
		why  string
	}{
		"the same":                  {shop: commerce.ShopPrice{Regular: new("10.00")}, erp: commerce.Price{Regular: d("10"), IncludesVAT: true}},
		"another":                   {shop: commerce.ShopPrice{Regular: new("10")}, erp: commerce.Price{Regular: d("12.5"), IncludesVAT: true}, want: []string{"regular_price 10 12.50"}},
		"the shop's own sale stays": {shop: commerce.ShopPrice{Regular: new("10"), Sale: new("8")}, erp: commerce.Price{Regular: d("9"), IncludesVAT: true}, want: []string{"regular_price 10 9.00"}},
		"no reduction any more":     {shop: commerce.ShopPrice{Regular: new("10"), Sale: new("8")}, erp: commerce.Price{Regular: d("7"), IncludesVAT: true}, want: []string{"regular_price 10 7.00", "sale_price 8 "}},
		"the ERP's sale":            {shop: commerce.ShopPrice{Regular: new("10")}, erp: commerce.Price{Regular: d("10"), Sale: decimal.NewNullDecimal(d("6")), IncludesVAT: true}, want: []string{"sale_price nil 6.00"}},
		"VAT is added":              {shop: commerce.ShopPrice{Regular: new("1")}, erp: commerce.Price{Regular: d("10"), VATPercent: decimal.NewNullDecimal(d("21"))}, want: []string{"regular_price 1 12.10"}},
		"VAT is unknown":            {shop: commerce.ShopPrice{Regular: new("1")}, erp: commerce.Price{Regular: d("10")}, why: "the shop and the ERP store prices on different sides of VAT, and the ERP names no VAT rate for the item"},
		"negative":                  {shop: commerce.ShopPrice{Regular: new("1")}, erp: commerce.Price{Regular: d("-1"), IncludesVAT: true}, why: "the ERP's price is negative"},
		"a parent":                  {shop: commerce.ShopPrice{Kind: commerce.Variable}, erp: commerce.Price{Regular: d("1"), IncludesVAT: true}, why: "the variations hold the price"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			changes, why := reconcile.PricePolicy{ShopIncludesVAT: true, Decimals: 2}.PlanPrice(ledger.Link{ID: 1}, ledger.Rule{}, &c.shop, &c.erp)
			var got []string
			for _, ch := range changes {
				got = append(got, string(ch.Field)+" "+show(ch.Before)+" "+show(ch.After))
			}
			require.Equal(t, c.want, got)
			require.Equal(t, c.why, why)
		})
	}
}
