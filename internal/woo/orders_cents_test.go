package woo_test

import (
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"wpbridge/internal/commerce"
	"wpbridge/internal/woo"
)

// draft is an order as WooCommerce would work it out.
type draft struct {
	inclusive, atSubtotal bool
	lines                 []commerce.OrderLine
	entered               []entry
	total                 commerce.Amount
}

// entry is what a line was entered with.
type entry struct {
	price     decimal.Decimal
	inclusive bool
	rates     int
}

func cents(n int64) decimal.Decimal { return decimal.New(n, -2) }

// add works out a line of a price for all pieces: net and VAT with six decimals,
// VAT per rate in cents unless the shop rounds at the subtotal.
func (d *draft) add(price decimal.Decimal, inclusive bool, rates ...decimal.Decimal) {
	hundred := decimal.NewFromInt(100)
	sum := decimal.Sum(decimal.Zero, rates...)
	net := price
	if inclusive {
		net = price.Mul(hundred).DivRound(hundred.Add(sum), 12)
	}
	var vat decimal.Decimal
	for _, rate := range rates {
		part := net.Mul(rate).DivRound(hundred, 12)
		if !d.atSubtotal {
			part = taxRound(part, d.inclusive)
		}
		vat = vat.Add(part)
	}
	net, vat = net.Round(6), vat.Round(6)
	d.entered = append(d.entered, entry{price, inclusive, len(rates)})
	d.lines = append(d.lines, commerce.OrderLine{Net: net, VAT: vat, FullNet: net, FullVAT: vat})
}

// taxRound is wc_round_tax_total: a half goes down where prices include VAT.
func taxRound(d decimal.Decimal, inclusive bool) decimal.Decimal {
	if inclusive {
		return d.Round(6).Sub(decimal.New(5, -3)).RoundCeil(2)
	}
	return d.Round(2)
}

// sum is how WooCommerce adds up.
func (d *draft) sum() {
	var nets, vats decimal.Decimal
	for _, l := range d.lines {
		if d.atSubtotal {
			nets = nets.Add(l.Net)
		} else {
			nets = nets.Add(l.Net.Round(2))
		}
		vats = vats.Add(l.VAT)
	}
	vat := vats.Round(5).Round(2)
	d.total = commerce.Amount{Net: nets.Add(vats).Round(5).Round(2).Sub(vat), VAT: vat}
}

func drafts(t *rapid.T, fine bool) draft {
	d := draft{inclusive: rapid.Bool().Draw(t, "inclusive"), atSubtotal: rapid.Bool().Draw(t, "at subtotal")}
	n := rapid.IntRange(1, 12).Draw(t, "lines")
	for i := range n {
		price := cents(rapid.Int64Range(0, 100_000).Draw(t, "price"))
		if i == 1 {
			price = cents(rapid.Int64Range(-2000, 0).Draw(t, "discount")) // a negative fee, entered without VAT, too
		}
		if fine {
			price = decimal.New(rapid.Int64Range(-1_000_000, 100_000_000).Draw(t, "fine price"), -5)
		}
		rates := rapid.SliceOfN(rapid.SampledFrom([]string{"0", "5", "11", "19", "21", "9.975", "6.25"}), 0, 2).Draw(t, "rates")
		parsed := make([]decimal.Decimal, len(rates))
		for i, r := range rates {
			parsed[i] = decimal.RequireFromString(r)
		}
		d.add(price, d.inclusive && i > 1, parsed...) // the first is shipping, never entered with VAT
	}
	d.sum()
	return d
}

// TestSettledLinesAddUp: whatever was bought at whole prices, the rounded lines
// add up to WooCommerce's totals, each within a cent of its own value, and what
// was entered stays as it was.
func TestSettledLinesAddUp(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d := drafts(t, false)
		if d.total.VAT.IsNegative() || d.total.Gross().IsNegative() {
			t.Skip("no checkout leaves the customer a credit")
		}
		exact := append([]commerce.OrderLine(nil), d.lines...)
		rest := woo.Settle(d.lines, d.total, 2)
		require.True(t, rest.IsZero(), "%v remains of %v", rest, d)
		for i, l := range d.lines {
			near(t, exact[i].VAT, l.VAT)
			near(t, exact[i].Net, l.Net)
			near(t, exact[i].Amount().Gross(), l.Amount().Gross())
			require.Equal(t, l.Amount(), l.Full())
			switch e := d.entered[i]; {
			case !e.inclusive:
				require.True(t, e.price.Equal(l.Net), "%s became %s", e.price, l.Net)
			case d.atSubtotal || e.rates < 2: // else WooCommerce itself rounds each rate, away from the price
				require.True(t, e.price.Equal(l.Amount().Gross()), "%s became %s", e.price, l.Amount().Gross())
			}
		}
	})
}

// TestSettledSumsOfFinePrices: with prices of many decimals and several rates a
// cent may remain, and it is named; the sums hold.
func TestSettledSumsOfFinePrices(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d := drafts(t, true)
		rest := woo.Settle(d.lines, d.total, 2)
		sum := commerce.SumOf(d.lines)
		require.True(t, sum.Net.Add(rest.Net).Equal(d.total.Net))
		require.True(t, sum.VAT.Add(rest.VAT).Equal(d.total.VAT))
		require.True(t, rest.Gross().Abs().LessThanOrEqual(cents(1)), "%v remains of %v", rest, d)
	})
}

func near(t require.TestingT, exact, got decimal.Decimal) {
	require.True(t, exact.Sub(got).Abs().LessThan(decimal.RequireFromString("0.010001")), "%s became %s", exact, got)
	require.True(t, got.Equal(got.Round(2)), "%s is not in whole cents", got)
}

// TestSettleLeavesWhatIsNoMatterOfCents: a gift card is not taken off the lines.
func TestSettleLeavesWhatIsNoMatterOfCents(t *testing.T) {
	t.Parallel()
	for _, atSubtotal := range []bool{false, true} {
		d := draft{inclusive: true, atSubtotal: atSubtotal}
		for range 3 {
			d.add(cents(999), true, decimal.NewFromInt(21))
		}
		d.sum()
		paid := d.total
		paid.Net = paid.Net.Sub(decimal.NewFromInt(20))
		rest := woo.Settle(d.lines, paid, 2)
		require.Equal(t, "-20", rest.Gross().String())
		require.Equal(t, "29.97", commerce.SumOf(d.lines).Gross().String())
	}
}
