package reconcile

import (
	"slices"

	"wpbridge/internal/commerce"
	"wpbridge/internal/ledger"
)

// Current is what the shop and the link say of one product now, by field; a nil
// text is no such row.
type Current struct {
	Values map[ledger.Field]*string
	Base   *commerce.Quantity
}

// PlanUndo turns one product's applied changes round, or says why the product
// is left alone: somebody has touched it since.
func PlanUndo(done []ledger.Change, now *Current) (changes []ledger.Change, why string) {
	if now == nil {
		return nil, "the product does not exist any more"
	}
	for _, c := range done {
		if !equal(c.Field, now.Values[c.Field], c.After) {
			return nil, "its " + string(c.Field) + " is " + show(now.Values[c.Field]) + " now, not " + show(c.After) + " as the run left it"
		}
		if c.Field == ledger.Stock && !sameBase(now.Base, c.BaseAfter) {
			return nil, "a newer run has changed its stock"
		}
	}
	for _, c := range slices.Backward(done) {
		c.Before, c.After = c.After, c.Before
		c.BaseBefore, c.BaseAfter = c.BaseAfter, c.BaseBefore
		c.Reason, c.State, c.Note, c.Stale = ledger.Reverting, ledger.Planned, "", false
		changes = append(changes, c)
	}
	// Management goes back before the number, as it came.
	slices.SortStableFunc(changes, func(a, b ledger.Change) int { return rank(a.Field) - rank(b.Field) })
	return changes, ""
}

func rank(f ledger.Field) int {
	return slices.Index([]ledger.Field{ledger.Manage, ledger.Backorders, ledger.Status, ledger.Stock, ledger.Regular, ledger.Sale, ledger.SaleFrom, ledger.SaleTo}, f)
}

func equal(f ledger.Field, a, b *string) bool {
	if a == nil || b == nil {
		return a == nil && b == nil
	}
	if f == ledger.Stock {
		x, y := quantity(a), quantity(b)
		return *a == *b || x != nil && y != nil && *x == *y
	}
	return *a == *b
}

func sameBase(a, b *commerce.Quantity) bool {
	return (a == nil) == (b == nil) && (a == nil || *a == *b)
}

func show(s *string) string {
	if s == nil {
		return "not set"
	}
	return *s
}
