package commerce

import (
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
)

func d(s string) decimal.Decimal { return decimal.RequireFromString(s) }

func order() Order {
	return Order{
		ID: 7, Total: d("136.25"), VAT: d("21.2"),
		Lines: []OrderLine{
			{Net: d("100.00"), VAT: d("21.00"), FullNet: d("120.00"), FullVAT: d("25.20")},
			{Net: d("15.00"), VAT: d("0.20")},
		},
		Rounding: Amount{Net: d("0.05")},
		Refunds: []Refund{{
			ID: 9, Amount: d("60"), VAT: d("10.5"), Rest: Amount{Net: d("0.5")},
			Lines: []OrderLine{{Net: d("-50"), VAT: d("-10.5")}},
		}},
	}
}

func TestCheck(t *testing.T) {
	t.Parallel()
	require.NoError(t, order().Check())
	for name, tc := range map[string]struct {
		change func(*Order)
		says   []string
	}{
		"total":      {func(o *Order) { o.Total = d("136.24") }, []string{"order 7, VAT included: the lines add up to 136.2 and the rest is 0.05, but the total is 136.24"}},
		"VAT":        {func(o *Order) { o.VAT = d("21") }, []string{"order 7, VAT: the lines add up to 21.2"}},
		"line":       {func(o *Order) { o.Lines[1].VAT = d("0.3") }, []string{"order 7, VAT included", "order 7, VAT:"}},
		"rounding":   {func(o *Order) { o.Rounding = Amount{} }, []string{"the rest is 0, but the total is 136.25"}},
		"refund":     {func(o *Order) { o.Refunds[0].Amount = d("61") }, []string{"refund 9 of order 7, VAT included", "but the total is -61"}},
		"refund VAT": {func(o *Order) { o.Refunds[0].VAT = d("10") }, []string{"refund 9 of order 7, VAT:"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := order()
			tc.change(&o)
			err := o.Check()
			require.Error(t, err)
			for _, words := range tc.says {
				require.ErrorContains(t, err, words)
			}
		})
	}
}

func TestDiscount(t *testing.T) {
	t.Parallel()
	off := order().Lines[0].Discount()
	require.Equal(t, "20", off.Net.String())
	require.Equal(t, "24.2", off.Gross().String())
	require.False(t, off.IsZero())
	require.True(t, Amount{}.IsZero())
}
