package reconcile_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/commerce"
	"wpbridge/internal/ledger"
	"wpbridge/internal/reconcile"
)

// held is a product that stands at 5 with a base of 8: 3 were sold.
func held(edit func(*reconcile.StockFact)) reconcile.StockFact {
	erp := commerce.Units(8)
	x := reconcile.StockFact{
		Link: ledger.Link{ID: 1, Tracked: true, Taken: true, Base: commerce.Units(8)}, ERP: &erp, Now: clock,
		InFlight: &reconcile.InFlight{Taken: commerce.Units(3)},
		Shop: &commerce.Holding{
			Product: 7, Kind: commerce.Simple, Managed: true, Rows: 1, Valid: true, Stored: true,
			Text: "5", Stock: commerce.Units(5), Backorders: "no", Status: "instock",
		},
	}
	edit(&x)
	return x
}

func TestPlan(t *testing.T) {
	t.Parallel()
	erp := func(n int64) func(*reconcile.StockFact) {
		return func(x *reconcile.StockFact) { *x.ERP = commerce.Units(n) }
	}
	since := func(ago time.Duration) func(*reconcile.StockFact) {
		return func(x *reconcile.StockFact) {
			x.Shop.Stock, x.Shop.Text = commerce.Units(9), "9"
			x.Link.Drift, x.Link.DriftSold, x.Link.DriftSince = commerce.Units(4), commerce.Units(3), clock.Add(-ago)
		}
	}
	for name, c := range map[string]struct {
		fact     func(*reconcile.StockFact)
		want     []string // "field before after reason"
		excluded string
	}{
		"as it should be":   {fact: func(*reconcile.StockFact) {}},
		"a receipt":         {fact: erp(10), want: []string{"stock 5 7 erp"}},
		"less than sold":    {fact: erp(1), want: []string{"stock 5 -2 erp"}},
		"young drift":       {fact: since(time.Minute)},
		"drift that lasts":  {fact: since(time.Hour), want: []string{"stock 9 5 drift"}},
		"not taken over":    {fact: func(x *reconcile.StockFact) { x.Link.Taken = false; *x.ERP = commerce.Units(20) }, want: []string{"stock 5 17 take-over"}},
		"NULL in the shop":  {fact: func(x *reconcile.StockFact) { x.Shop.Valid, x.Shop.Stored = false, false }, want: []string{"stock nil 5 drift"}},
		"deleted":           {fact: func(x *reconcile.StockFact) { x.ERP, x.Link.Gone, x.Shop.Backorders = nil, true, "yes" }, want: []string{"backorders yes no deleted", "stock 5 -3 deleted"}},
		"absent":            {fact: func(x *reconcile.StockFact) { x.ERP = nil }},
		"absent and new":    {fact: func(x *reconcile.StockFact) { x.ERP, x.Link.Taken = nil, false }, excluded: "the ERP says nothing about its stock"},
		"untracked":         {fact: func(x *reconcile.StockFact) { x.Link.Tracked = false }, excluded: "the ERP keeps no stock for this item"},
		"gone in the shop":  {fact: func(x *reconcile.StockFact) { x.Shop = nil }, excluded: "the product does not exist in the shop any more"},
		"external":          {fact: func(x *reconcile.StockFact) { x.Shop.Kind = commerce.External }, excluded: "the shop keeps no stock for external products"},
		"parent of holders": {fact: func(x *reconcile.StockFact) { x.Shop.Kind, x.Shop.Managed = commerce.Variable, false }, excluded: "the variations hold the stock"},
		"excluded":          {fact: func(x *reconcile.StockFact) { *x.ERP = commerce.Units(1); x.Rule.Excluded = true }, excluded: "excluded from update"},
		"kept back":         {fact: keep(nil, 2), want: []string{"stock 5 3 buffer"}},
		"given free":        {fact: keep(new(commerce.Units(2)), 0), excluded: "", want: []string{"stock 5 7 buffer"}},
		"both moved":        {fact: func(x *reconcile.StockFact) { keep(nil, 2)(x); *x.ERP = commerce.Units(20) }, want: []string{"stock 5 15 erp"}},
		"management off":    {fact: func(x *reconcile.StockFact) { x.Shop.Managed = false }, want: []string{"manage_stock no yes setting", "stock 5 5 drift"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := reconcile.StockPolicy{Enable: true, Patience: 10 * time.Minute, StatusOf: status}
			plan := p.Plan(held(c.fact))
			var got []string
			for _, ch := range plan.Changes {
				got = append(got, string(ch.Field)+" "+show(ch.Before)+" "+show(ch.After)+" "+string(ch.Reason))
			}
			require.Equal(t, c.want, got)
			require.Equal(t, c.excluded, plan.Excluded)
		})
	}
}

// keep has n kept back, after as much as before said.
func keep(before *commerce.Quantity, n int64) func(*reconcile.StockFact) {
	return func(x *reconcile.StockFact) {
		x.Before.Buffer, x.Rule.Buffer = before, new(commerce.Units(n))
		if before != nil {
			x.Link.Base -= *before
			x.InFlight.Taken -= *before
		}
	}
}

func show(s *string) string {
	if s == nil {
		return "nil"
	}
	return *s
}

func TestGuard(t *testing.T) {
	t.Parallel()
	stock := func(before, after string) ledger.Change {
		return ledger.Change{Field: ledger.Stock, Before: &before, After: &after}
	}
	price := func(before, after string) ledger.Change {
		return ledger.Change{Field: ledger.Regular, Before: &before, After: &after}
	}
	for name, c := range map[string]struct {
		changes []ledger.Change
		inStock int
		held    bool
	}{
		"half go to zero":         {[]ledger.Change{stock("4", "0"), stock("4", "5")}, 2, false},
		"more than half":          {[]ledger.Change{stock("4", "0"), stock("4", "-1"), stock("4", "1")}, 3, true},
		"few of many":             {[]ledger.Change{stock("4", "0"), stock("4", "0")}, 40, false},
		"were at zero before":     {[]ledger.Change{stock("0", "-1"), stock("-2", "0")}, 0, false},
		"a price within bounds":   {[]ledger.Change{price("10", "3")}, 0, false},
		"a tenth":                 {[]ledger.Change{price("10", "1")}, 0, true},
		"ten times as much":       {[]ledger.Change{price("1", "10")}, 0, true},
		"the first price it gets": {[]ledger.Change{{Field: ledger.Regular, After: new("10")}}, 0, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			g := reconcile.NewGuard(reconcile.Limits{MaxZeroedPercent: 50, MaxPriceJumpPercent: 70})
			g.Watch(c.changes)
			require.Equal(t, c.held, g.Verdict(c.inStock) != "", g.Verdict(c.inStock))
			never := reconcile.NewGuard(reconcile.Limits{MaxZeroedPercent: 100, MaxPriceJumpPercent: 100})
			never.Watch(c.changes)
			require.Empty(t, never.Verdict(c.inStock))
		})
	}
}

func TestPlanUndo(t *testing.T) {
	t.Parallel()
	eight, ten := commerce.Units(8), commerce.Units(10)
	done := []ledger.Change{{Field: ledger.Stock, Before: new("5"), After: new("7"), BaseBefore: &eight, BaseAfter: &ten}}
	now := func(stock string, base *commerce.Quantity) *reconcile.Current {
		return &reconcile.Current{Values: map[ledger.Field]*string{ledger.Stock: &stock}, Base: base}
	}

	back, why := reconcile.PlanUndo(done, now("7.000", &ten))
	require.Empty(t, why)
	require.Equal(t, []ledger.Change{{Field: ledger.Stock, Before: new("7"), After: new("5"), BaseBefore: &ten, BaseAfter: &eight, Reason: ledger.Reverting}}, back)

	for want, current := range map[string]*reconcile.Current{
		"its stock is 6 now, not 7 as the run left it": now("6", &ten),
		"a newer run has changed its stock":            now("7", &eight),
		"the product does not exist any more":          nil,
	} {
		back, why := reconcile.PlanUndo(done, current)
		require.Empty(t, back)
		require.Equal(t, want, why)
	}
}
