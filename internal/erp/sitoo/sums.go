package sitoo

import (
	"cmp"
	"slices"

	"github.com/shopspring/decimal"
)

// share is the part of an order that becomes one row, with exact amounts.
type share struct {
	gross decimal.Decimal // VAT included, after discounts, at least 0
	full  decimal.Decimal // before discounts
	rate  decimal.Decimal // VAT in percent
	paid  decimal.Decimal // gross in whole cents: what the row comes to in Sitoo
}

// cent is the smallest amount that Sitoo knows.
func cent() decimal.Decimal { return decimal.New(1, -2) }

// settle gives every share whole cents so that together they are total. Each
// differs from its exact amount by less than a cent, unless total is something
// else than the sum of the shares. What is missing then is taken from the
// greatest shares; what is too much is left, and returned.
func settle(shares []*share, total decimal.Decimal) (moved, left decimal.Decimal) {
	sum := decimal.Zero
	for _, s := range shares {
		s.paid = s.gross.Round(2)
		sum = sum.Add(s.paid)
	}
	left = total.Sub(sum)
	if steps := left.Abs().Div(cent()); steps.LessThanOrEqual(decimal.NewFromInt(int64(len(shares)))) {
		moved = nudge(shares, left)
		left = left.Sub(moved)
	}
	if left.IsNegative() {
		taken := take(shares, left.Neg(), func(*share) bool { return true })
		moved, left = moved.Sub(taken), left.Add(taken)
	}
	return moved, left
}

// nudge moves one cent each at the shares that rounding changed most, in the
// direction of diff and by no more than it.
func nudge(shares []*share, diff decimal.Decimal) (moved decimal.Decimal) {
	step := cent()
	if diff.IsNegative() {
		step = step.Neg()
	}
	order := slices.Clone(shares)
	slices.SortStableFunc(order, func(a, b *share) int {
		return b.gross.Sub(b.paid).Mul(step).Cmp(a.gross.Sub(a.paid).Mul(step))
	})
	for _, s := range order {
		if moved.Equal(diff) {
			break
		}
		if s.gross.IsZero() || s.paid.Add(step).IsNegative() {
			continue
		}
		s.paid = s.paid.Add(step)
		moved = moved.Add(step)
	}
	return moved
}

// take lowers the shares that may by amount, the greatest first and none below
// nothing, and returns what it could take.
func take(shares []*share, amount decimal.Decimal, may func(*share) bool) decimal.Decimal {
	order := slices.Clone(shares)
	slices.SortStableFunc(order, func(a, b *share) int { return b.paid.Cmp(a.paid) })
	taken := decimal.Zero
	for _, s := range order {
		part := decimal.Min(s.paid, amount.Sub(taken))
		if part.IsPositive() && may(s) {
			s.paid = s.paid.Sub(part)
			taken = taken.Add(part)
		}
	}
	return taken
}

// deduct lowers the exact amounts by what a line with a negative amount takes
// off: of shares with its VAT rate first, so that the VAT comes out right.
func deduct(shares []*share, amount, rate decimal.Decimal) {
	order := slices.Clone(shares)
	slices.SortStableFunc(order, func(a, b *share) int {
		return cmp.Or(-boolCompare(a.rate.Equal(rate), b.rate.Equal(rate)), b.gross.Cmp(a.gross))
	})
	for _, s := range order {
		part := decimal.Min(s.gross, amount)
		s.gross, amount = s.gross.Sub(part), amount.Sub(part)
	}
}

func boolCompare(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

// withVAT is what Sitoo makes of an amount without VAT: rounded row by row.
func withVAT(net, rate decimal.Decimal) decimal.Decimal {
	return net.Add(net.Mul(rate).Div(decimal.NewFromInt(100)).Round(2))
}

// withoutVAT is the greatest amount in cents that with VAT is at most gross.
func withoutVAT(gross, rate decimal.Decimal) decimal.Decimal {
	net := gross.Div(decimal.NewFromInt(100).Add(rate)).Mul(decimal.NewFromInt(100)).Round(2)
	for withVAT(net, rate).GreaterThan(gross) && net.IsPositive() {
		net = net.Sub(cent())
	}
	return net
}
