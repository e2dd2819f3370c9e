package commerce

import (
	"errors"
	"fmt"

	"github.com/shopspring/decimal"
)

// Amount is what the line costs.
func (l OrderLine) Amount() Amount { return Amount{Net: l.Net, VAT: l.VAT} }

// Full is what the line would cost without discounts.
func (l OrderLine) Full() Amount { return Amount{Net: l.FullNet, VAT: l.FullVAT} }

// Discount is what the line costs less than Full, VAT apart.
func (l OrderLine) Discount() Amount {
	return Amount{Net: l.FullNet.Sub(l.Net), VAT: l.FullVAT.Sub(l.VAT)}
}

// SumOf adds lines up.
func SumOf(lines []OrderLine) Amount {
	var sum Amount
	for _, l := range lines {
		sum.Net, sum.VAT = sum.Net.Add(l.Net), sum.VAT.Add(l.VAT)
	}
	return sum
}

// Check reports whether the order adds up: its lines and Rounding to Total and
// VAT, and each refund's lines and Rest to its Amount and VAT. The error names
// every sum that is wrong.
func (o Order) Check() error {
	what := fmt.Sprintf("order %d", o.ID)
	faults := []error{
		agree(what+", VAT included", SumOf(o.Lines).Gross(), o.Rounding.Gross(), o.Total),
		agree(what+", VAT", SumOf(o.Lines).VAT, o.Rounding.VAT, o.VAT),
	}
	for _, r := range o.Refunds {
		what := fmt.Sprintf("refund %d of order %d", r.ID, o.ID)
		faults = append(faults, agree(what+", VAT included", SumOf(r.Lines).Gross(), r.Rest.Gross(), r.Amount.Neg()),
			agree(what+", VAT", SumOf(r.Lines).VAT, r.Rest.VAT, r.VAT.Neg()))
	}
	return errors.Join(faults...)
}

func agree(what string, lines, rest, total decimal.Decimal) error {
	if lines.Add(rest).Equal(total) {
		return nil
	}
	return fmt.Errorf("%s: the lines add up to %s and the rest is %s, but the total is %s", what, lines, rest, total)
}
