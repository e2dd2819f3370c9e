package woo

import (
	"github.com/shopspring/decimal"

	"wpbridge/internal/commerce"
)

// noise is the digit behind which amounts mean nothing: WooCommerce stores them
// with six, rounded one by one, so that their sums are off in the sixth.
const noise = 5

// settle rounds the lines' amounts, which WooCommerce stores with all decimals,
// to the currency's digits so that they add up to the order's totals, and returns
// what remains.
//
//   - Each amount stays, or goes to one of its two neighbours. What is whole
//     stays: the net of a line where prices are entered without VAT, the gross
//     where they are entered with it.
//   - WooCommerce that rounds per line has rounded VAT per line, and counts each
//     net rounded: rounding each line by itself gives its totals (alone).
//   - WooCommerce that rounds at the subtotal adds all decimals up and rounds the
//     sum. Then the sums from the first line to each line are rounded, and a line
//     gets the difference of two of them (inStep): no cent is lost or made.
//   - What even that does not cover is no matter of cents in lines: an extension
//     changed the total. The lines are left as they are and the rest is returned.
func settle(lines []commerce.OrderLine, total commerce.Amount, digits int32) commerce.Amount {
	settled := settleAmounts(lines, total, digits)
	for i := range lines {
		l, full := &lines[i], settled[i]
		if !l.Discount().IsZero() {
			full = alone(l.Full(), digits)
		}
		l.Net, l.VAT, l.FullNet, l.FullVAT = settled[i].Net, settled[i].VAT, full.Net, full.VAT
	}
	return rest(settled, total)
}

func settleAmounts(lines []commerce.OrderLine, total commerce.Amount, digits int32) []commerce.Amount {
	amounts, separate := make([]commerce.Amount, len(lines)), make([]commerce.Amount, len(lines))
	wholeVAT := true
	for i, l := range lines {
		amounts[i], separate[i] = l.Amount(), alone(l.Amount(), digits)
		wholeVAT = wholeVAT && whole(l.VAT, digits)
	}
	if rest(separate, total).IsZero() {
		return separate
	}
	if stepped := inStep(amounts, digits); !wholeVAT || rest(stepped, total).IsZero() {
		return stepped
	}
	return separate
}

func whole(d decimal.Decimal, digits int32) bool {
	return d.Round(noise).Equal(d.Round(digits))
}

// alone rounds one line.
func alone(a commerce.Amount, digits int32) commerce.Amount {
	vat := a.VAT.Round(digits)
	if !whole(a.Net, digits) && whole(a.Gross(), digits) {
		return commerce.Amount{Net: a.Gross().Round(digits).Sub(vat), VAT: vat}
	}
	return commerce.Amount{Net: a.Net.Round(digits), VAT: vat}
}

// inStep rounds the running sums of VAT and of gross. Lines with a whole net go
// first, where both sums have the same fraction and so the net stays; then those
// with a whole gross, which then stays; then those with neither.
func inStep(amounts []commerce.Amount, digits int32) []commerce.Amount {
	out := make([]commerce.Amount, len(amounts))
	var exact, given struct{ gross, vat decimal.Decimal }
	for group := range 3 {
		for i, a := range amounts {
			if groupOf(a, digits) != group {
				continue
			}
			exact.gross, exact.vat = exact.gross.Add(a.Gross()), exact.vat.Add(a.VAT)
			gross, vat := halfUp(exact.gross, digits).Sub(given.gross), halfUp(exact.vat, digits).Sub(given.vat)
			given.gross, given.vat = given.gross.Add(gross), given.vat.Add(vat)
			out[i] = commerce.Amount{Net: gross.Sub(vat), VAT: vat}
		}
	}
	return out
}

func groupOf(a commerce.Amount, digits int32) int {
	switch {
	case whole(a.Net, digits):
		return 0
	case whole(a.Gross(), digits):
		return 1
	default:
		return 2
	}
}

// halfUp rounds a half towards plus infinity, so that a whole amount added
// before or after makes no difference.
func halfUp(d decimal.Decimal, digits int32) decimal.Decimal {
	return d.Round(noise).Add(decimal.New(5, -digits-1)).RoundFloor(digits)
}

func rest(amounts []commerce.Amount, total commerce.Amount) commerce.Amount {
	for _, a := range amounts {
		total.Net, total.VAT = total.Net.Sub(a.Net), total.VAT.Sub(a.VAT)
	}
	return total
}
