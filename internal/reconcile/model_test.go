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

// model is a shop, an ERP and a sync between them, cut into the smallest steps
// that can interleave.
type model struct {
	policy reconcile.StockPolicy
	erp    commerce.Quantity
	x      reconcile.StockFact
	pace   []commerce.Quantity // sales that lowered the stock and are not noted yet
	plan   *reconcile.StockPlan
	before commerce.Quantity
}

func (m *model) receipt(t *rapid.T) { m.erp += quantities(-4, 9).Draw(t, "receipt") }

// keep changes what is kept back from sale of just this product.
func (m *model) keep(t *rapid.T) { m.x.Rule.Buffer = new(quantities(0, 4).Draw(t, "kept back")) }

func (m *model) lower(t *rapid.T) {
	q := commerce.Units(rapid.Int64Range(1, 3).Draw(t, "sale"))
	m.x.Shop.Stock -= q
	m.pace = append(m.pace, q)
}

func (m *model) noteSale(t *rapid.T) {
	if len(m.pace) == 0 {
		t.Skip("no sale under way")
	}
	m.x.InFlight.Taken += m.pace[0]
	m.pace = m.pace[1:]
}

// read reads both sides and plans; full runs judge drift.
func (m *model) read(t *rapid.T) {
	x := m.x
	erp, shop, sold := m.erp, *m.x.Shop, *m.x.InFlight
	x.ERP, x.Shop, x.InFlight = &erp, &shop, nil
	if rapid.Bool().Draw(t, "full") {
		x.InFlight = &sold
	}
	plan := m.policy.Plan(x)
	m.plan, m.before = &plan, shop.Stock
}

// write carries a plan out as the shop's writer does: steps are added.
func (m *model) write(t *rapid.T) {
	if m.plan == nil {
		t.Skip("nothing planned")
	}
	for _, c := range m.plan.Changes {
		after, err := commerce.ParseQuantity(*c.After)
		require.NoError(t, err)
		require.NotEqual(t, ledger.Repair, c.Reason, "a sale under way was taken for drift")
		m.x.Shop.Stock += after - m.before
		m.x.Link.Base = *c.BaseAfter
	}
	if d := m.plan.Drift; d != nil {
		m.x.Link.Drift, m.x.Link.DriftSold, m.x.Link.DriftSince = d.Drift, d.DriftSold, d.DriftSince
	}
	m.plan = nil
}

// TestAnyInterleavingEndsRight lets sales, receipts and the halves of syncs
// follow each other in any order; once all has come to rest, one more sync
// makes the stock the ERP's less what was sold.
func TestAnyInterleavingEndsRight(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		start := commerce.Units(rapid.Int64Range(0, 20).Draw(t, "start"))
		m := &model{
			policy: reconcile.StockPolicy{Enable: true, Fractional: rapid.Bool().Draw(t, "fractional"), Patience: time.Hour, StatusOf: status},
			erp:    start,
			x: reconcile.StockFact{
				Link: ledger.Link{ID: 1, Tracked: true, Taken: true, Base: start}, Now: clock, InFlight: &reconcile.InFlight{},
				Shop: &commerce.Holding{Product: 7, Kind: commerce.Simple, Managed: true, Rows: 1, Valid: true, Stored: true, Stock: start, Status: "instock"},
			},
		}
		t.Repeat(map[string]func(*rapid.T){
			"receipt": m.receipt, "keep": m.keep, "lower": m.lower, "note": m.noteSale, "read": m.read, "write": m.write,
		})
		if m.plan != nil {
			m.write(t)
		}
		for len(m.pace) > 0 {
			m.noteSale(t)
		}
		m.read(t)
		m.write(t)
		if m.x.Rule.Buffer != nil {
			m.policy.Buffer = *m.x.Rule.Buffer
		}
		require.Equal(t, m.policy.Base(m.erp, 0)-m.x.InFlight.Taken, m.x.Shop.Stock)
	})
}
