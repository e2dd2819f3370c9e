package reconcile_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"wpbridge/internal/commerce"
	"wpbridge/internal/ledger"
	"wpbridge/internal/reconcile"
)

var clock = time.Date(2026, 1, 15, 12, 0, 0, 0, time.UTC)

func status(q commerce.Quantity, backorders string) string {
	switch {
	case q > 0:
		return "instock"
	case backorders == "yes" || backorders == "notify":
		return "onbackorder"
	}
	return "outofstock"
}

func quantities(low, high int64) *rapid.Generator[commerce.Quantity] {
	return rapid.Custom(func(t *rapid.T) commerce.Quantity {
		return commerce.Quantity(rapid.Int64Range(low*4, high*4).Draw(t, "quarters")) * commerce.One / 4
	})
}

func policies() *rapid.Generator[reconcile.StockPolicy] {
	return rapid.Custom(func(t *rapid.T) reconcile.StockPolicy {
		return reconcile.StockPolicy{
			Buffer: quantities(0, 5).Draw(t, "buffer"), Fractional: rapid.Bool().Draw(t, "fractional"), Enable: true,
			Backorders: rapid.SampledFrom([]string{"", "no", "notify", "yes"}).Draw(t, "backorders"), StatusOf: status,
		}
	})
}

// facts are of products in any state, however odd.
func facts() *rapid.Generator[reconcile.StockFact] {
	return rapid.Custom(func(t *rapid.T) reconcile.StockFact {
		x := reconcile.StockFact{
			Link:     ledger.Link{ID: 1, Tracked: true, Taken: rapid.Bool().Draw(t, "taken"), Base: quantities(-3, 30).Draw(t, "base"), Gone: rapid.Bool().Draw(t, "gone")},
			InFlight: &reconcile.InFlight{Taken: quantities(0, 9).Draw(t, "sold")}, Contained: quantities(0, 9).Draw(t, "contained"), Now: clock,
		}
		if rapid.Bool().Draw(t, "own buffer") {
			x.Rule.Buffer = new(quantities(0, 5).Draw(t, "kept back"))
		}
		x.Rule.Excluded = rapid.IntRange(0, 9).Draw(t, "excluded") == 0
		if rapid.Bool().Draw(t, "known") {
			q := quantities(-5, 40).Draw(t, "erp")
			x.ERP = &q
		}
		h := commerce.Holding{
			Product: 7, Kind: rapid.SampledFrom([]commerce.Kind{commerce.Simple, commerce.Variation, commerce.Variable}).Draw(t, "kind"),
			Managed: rapid.Bool().Draw(t, "managed"), Rows: 1, Backorders: "no", Status: "instock",
		}
		if rapid.Bool().Draw(t, "stored") {
			h.Stored, h.Valid, h.Stock = true, true, quantities(-5, 40).Draw(t, "stock")
			h.Text = h.Stock.String()
		}
		x.Shop = &h
		return x
	})
}

// apply does to the shop and the link what a plan says.
func apply(x reconcile.StockFact, plan reconcile.StockPlan) reconcile.StockFact {
	shop := *x.Shop
	for _, c := range plan.Changes {
		switch c.Field {
		case ledger.Manage:
			shop.Managed = true
		case ledger.Backorders:
			shop.Backorders = *c.After
		case ledger.Status:
			shop.Status = *c.After
		case ledger.Stock:
			shop.Stock, _ = commerce.ParseQuantity(*c.After)
			shop.Text, shop.Valid, shop.Stored = *c.After, true, true
			x.Link.Taken, x.Link.Base = true, *c.BaseAfter
			x.Link.DriftSince = time.Time{}
		}
	}
	if plan.Adopt {
		x.Link.Taken, x.Link.Base = true, plan.Base
	}
	x.Shop = &shop
	return x
}

func TestPlanningAfterApplyingFindsNothing(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p, x := policies().Draw(t, "policy"), facts().Draw(t, "fact")
		plan := p.Plan(x)
		after := apply(x, plan)
		again := p.Plan(after)
		require.Empty(t, again.Changes)
		require.False(t, again.Adopt)
		if plan.Excluded == "" && x.ERP != nil {
			if x.Rule.Buffer != nil {
				p.Buffer = *x.Rule.Buffer
			}
			require.Equal(t, p.Base(*x.ERP, x.Contained)-x.InFlight.Taken, after.Shop.Stock)
		}
	})
}

// level is one entry of a reading.
type level struct {
	location string
	id       ledger.LinkID
	q        commerce.Quantity
}

func TestPagesAndRepetitionsMakeNoDifference(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		const last = 20
		truth := rapid.SliceOfDistinct(rapid.Custom(func(t *rapid.T) level {
			return level{rapid.SampledFrom([]string{"1", "2", "3"}).Draw(t, "location"), ledger.LinkID(rapid.IntRange(1, last).Draw(t, "link")), quantities(-2, 20).Draw(t, "level")}
		}), func(l level) [2]any { return [2]any{l.location, l.id} }).Draw(t, "truth")

		// Told page by page in any order, some entries twice, the first time as they were before.
		told := rapid.Permutation(truth).Draw(t, "order")
		var early []level
		if len(truth) > 0 {
			early = rapid.SliceOfN(rapid.Custom(func(t *rapid.T) level {
				l := rapid.SampledFrom(truth).Draw(t, "again")
				l.q += quantities(0, 3).Draw(t, "stale by")
				return l
			}), 0, 10).Draw(t, "early")
		}
		whole, pages := reconcile.NewReading(last), reconcile.NewReading(last)
		base := commerce.Units(3)
		for _, l := range truth {
			whole.Set(l.location, l.id, l.q, &base)
		}
		for _, l := range append(early, told...) {
			pages.Set(l.location, l.id, l.q, &base)
		}
		var p reconcile.StockPolicy
		require.Equal(t, sorted(whole, p), sorted(pages, p))
		for id := ledger.LinkID(1); id <= last; id++ {
			require.Equal(t, whole.Total(id), pages.Total(id))
		}
	})
}

func sorted(r *reconcile.Reading, p reconcile.StockPolicy) [2][]ledger.LinkID {
	var out [2][]ledger.LinkID
	r.Sort(p, nil, nil, func(id ledger.LinkID) { out[0] = append(out[0], id) }, func(id ledger.LinkID) { out[1] = append(out[1], id) })
	return out
}
