package reconcile

import (
	"fmt"

	"github.com/shopspring/decimal"

	"wpbridge/internal/commerce"
	"wpbridge/internal/ledger"
)

// Limits are the bounds beyond which a run is held for a person; 100 never holds.
type Limits struct {
	MaxZeroedPercent    int
	MaxPriceJumpPercent int
}

// Guard watches a plan grow.
type Guard struct {
	limits    Limits
	positive  int // products that had stock before
	Zeroed    int
	jumps     int
	jumpFirst ledger.Change
}

// NewGuard starts with these limits.
func NewGuard(l Limits) *Guard { return &Guard{limits: l} }

// Watch takes planned changes in.
func (g *Guard) Watch(changes []ledger.Change) {
	for _, c := range changes {
		switch c.Field {
		case ledger.Stock:
			g.stock(c)
		case ledger.Regular, ledger.Sale:
			g.price(c)
		}
	}
}

func (g *Guard) stock(c ledger.Change) {
	before, after := quantity(c.Before), quantity(c.After)
	if before == nil || *before <= 0 {
		return
	}
	g.positive++
	if after == nil || *after <= 0 {
		g.Zeroed++
	}
}

// price measures a jump against the larger of both prices, so that ten times
// as much and a tenth are the same 90 %.
func (g *Guard) price(c ledger.Change) {
	before, after := numberOf(c.Before), numberOf(c.After)
	if before == nil || after == nil || g.limits.MaxPriceJumpPercent >= 100 {
		return
	}
	most := decimal.Max(*before, *after)
	if most.Sign() <= 0 {
		return
	}
	jump := after.Sub(*before).Abs().Shift(2).Div(most)
	if jump.GreaterThan(decimal.NewFromInt(int64(g.limits.MaxPriceJumpPercent))) {
		if g.jumps == 0 {
			g.jumpFirst = c
		}
		g.jumps++
	}
}

// Verdict is why the run must be held, in words; empty lets it pass. inStock is
// how many linked products had stock before the run.
func (g *Guard) Verdict(inStock int) string {
	of := max(inStock, g.positive)
	if g.limits.MaxZeroedPercent < 100 && g.Zeroed*100 > of*g.limits.MaxZeroedPercent {
		return fmt.Sprintf("%d of %d products in stock would go to zero, more than guard.max_zeroed_percent = %d %%", g.Zeroed, of, g.limits.MaxZeroedPercent)
	}
	if g.jumps > 0 {
		return fmt.Sprintf("%d prices would move by more than guard.max_price_jump_percent = %d %%, first %q from %s to %s",
			g.jumps, g.limits.MaxPriceJumpPercent, g.jumpFirst.SKU, *g.jumpFirst.Before, *g.jumpFirst.After)
	}
	return ""
}

func quantity(s *string) *commerce.Quantity {
	if s == nil {
		return nil
	}
	q, err := commerce.ParseStored(*s)
	if err != nil {
		return nil
	}
	return &q
}
