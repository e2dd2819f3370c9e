package reconcile_test

import (
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"wpbridge/internal/commerce"
	"wpbridge/internal/ledger"
	"wpbridge/internal/reconcile"
)

// sale is one order of the product on its way through shop and ERP.
type sale struct {
	q         commerce.Quantity
	noted     bool // the shop has written down that it took it
	cancelled bool // in the shop, which has put it back
	inERP     bool // the ERP has set it aside
	// What the books say (state.Contained): a, since when, and whether a request is
	// under way.
	known commerce.Quantity
	since int
	open  bool
}

// trade is the model of the number with orders that are exported, whose answers
// get lost, and that are cancelled. Time is the number of steps.
type trade struct {
	model
	sales    []*sale
	received commerce.Quantity // all that ever came in, with what there was
	now      int
	begun    int                // when the reading under way began; 0: none is
	heard    *commerce.Quantity // what it says
}

func (m *trade) pick(t *rapid.T, which func(*sale) bool) *sale {
	var fit []*sale
	for _, s := range m.sales {
		if which(s) {
			fit = append(fit, s)
		}
	}
	if len(fit) == 0 {
		t.Skip("there is none")
	}
	return rapid.SampledFrom(fit).Draw(t, "order")
}

func (m *trade) receive(t *rapid.T) {
	q := quantities(0, 9).Draw(t, "receipt")
	m.erp += q
	m.received += q
}

// sell is the checkout: it sells no more than the shop says it has.
func (m *trade) sell(t *rapid.T) {
	q := commerce.Units(rapid.Int64Range(1, 3).Draw(t, "pieces"))
	if m.x.Shop.Stock < q {
		t.Skip("not enough")
	}
	m.x.Shop.Stock -= q
	m.sales = append(m.sales, &sale{q: q})
}

func (m *trade) note(t *rapid.T) {
	s := m.pick(t, func(s *sale) bool { return !s.noted && !s.cancelled })
	s.noted = true
	m.x.InFlight.Taken += s.q
}

func (m *trade) cancel(t *rapid.T) {
	s := m.pick(t, func(s *sale) bool { return s.noted && !s.cancelled })
	s.cancelled = true
	m.x.InFlight.Taken -= s.q
	m.x.Shop.Stock += s.q
}

// wanted is what the ERP should have set aside of an order.
func (s *sale) wanted() commerce.Quantity {
	if s.noted && !s.cancelled {
		return s.q
	}
	return 0
}

// begin writes down that a request is about to be sent.
func (m *trade) begin(t *rapid.T) {
	s := m.pick(t, func(s *sale) bool { return s.noted && !s.open && s.known != s.wanted() })
	s.open = true
}

// land is the request's effect in the ERP; it may come long before any answer.
func (m *trade) land(t *rapid.T) {
	s := m.pick(t, func(s *sale) bool { return s.open && s.inERP == (s.known > 0) })
	s.inERP = !s.inERP
	if s.inERP {
		m.erp -= s.q
	} else {
		m.erp += s.q
	}
}

// answer notes how the ERP says it stands: by its answer, or asked later.
func (m *trade) answer(t *rapid.T) { m.settle(m.pick(t, func(s *sale) bool { return s.open })) }

func (m *trade) settle(s *sale) {
	s.open = false
	is := commerce.Quantity(0)
	if s.inERP {
		is = s.q
	}
	if s.known != is {
		s.known, s.since = is, m.now
	}
}

// park gives up asking: the lesser of before and after counts.
func (m *trade) park(t *rapid.T) {
	s := m.pick(t, func(s *sale) bool { return s.open })
	s.open = false
	if s.known > 0 {
		s.known, s.since = 0, m.now
	}
}

// resolve is a person's answer to a parked one.
func (m *trade) resolve(t *rapid.T) {
	m.settle(m.pick(t, func(s *sale) bool { return !s.open && s.inERP != (s.known > 0) }))
}

func (m *trade) beginReading(*rapid.T) { m.begun, m.heard = m.now, nil }

func (m *trade) hear(t *rapid.T) {
	if m.begun == 0 || m.heard != nil {
		t.Skip("nothing is being read")
	}
	m.heard = new(m.erp)
}

// planReading ends a reading. It is not used when an order was on its way, but
// after long enough it is, with what is certain.
func (m *trade) planReading(t *rapid.T) {
	if m.heard == nil {
		t.Skip("nothing was read")
	}
	x, contained, unsure := m.x, commerce.Quantity(0), false
	for _, s := range m.sales {
		if s.open || s.since > m.begun {
			unsure = true
			continue
		}
		contained += s.known
	}
	shop, taken := *m.x.Shop, *m.x.InFlight
	x.ERP, x.Contained, x.Shop, x.InFlight = m.heard, contained, &shop, nil
	if rapid.Bool().Draw(t, "full") {
		x.InFlight = &taken
	}
	if unsure && rapid.IntRange(0, 3).Draw(t, "patience") > 0 {
		x.ERP = nil
	}
	plan := m.policy.Plan(x)
	m.plan, m.before, m.begun, m.heard = &plan, shop.Stock, 0, nil
}

// check is what must hold at any time: the shop never offers what is not there.
func (m *trade) check(t *rapid.T) {
	m.now++
	there := m.received
	for _, s := range m.sales {
		if !s.cancelled {
			there -= s.q
		}
	}
	require.LessOrEqual(t, m.x.Shop.Stock, there, "the shop offers more than there is")
	require.GreaterOrEqual(t, there, commerce.Quantity(0), "more was sold than there was")
}

// TestOrdersOnTheirWayNeverMakeTheShopSellTooMuch lets orders be sold, exported,
// lost, found, parked and cancelled between the halves of syncs, in any order;
// once all has come to rest, one more sync makes the number right.
func TestOrdersOnTheirWayNeverMakeTheShopSellTooMuch(t *testing.T) {
	t.Parallel()
	for n := range 10 { // what matters needs many steps in the right order
		t.Run(strconv.Itoa(n), rapid.MakeCheck(anyTrade))
	}
}

func anyTrade(t *rapid.T) {
	start := commerce.Units(rapid.Int64Range(0, 20).Draw(t, "start"))
	m := &trade{received: start, model: model{
		policy: reconcile.StockPolicy{Enable: true, Fractional: rapid.Bool().Draw(t, "fractional"), Patience: time.Hour, StatusOf: status},
		erp:    start,
		x: reconcile.StockFact{
			Link: ledger.Link{ID: 1, Tracked: true, Taken: true, Base: start}, Now: clock, InFlight: &reconcile.InFlight{},
			Shop: &commerce.Holding{Product: 7, Kind: commerce.Simple, Managed: true, Rows: 1, Valid: true, Stored: true, Stock: start, Status: "instock"},
		},
	}}
	t.Repeat(map[string]func(*rapid.T){
		"": m.check, "receive": m.receive, "sell": m.sell, "note": m.note, "cancel": m.cancel,
		"begin": m.begin, "land": m.land, "answer": m.answer, "park": m.park, "resolve": m.resolve,
		"begin reading": m.beginReading, "hear": m.hear, "plan": m.planReading, "write": m.write,
	})
	m.rest(t)
	require.Equal(t, m.policy.Base(m.received, 0)-m.x.InFlight.Taken, m.x.Shop.Stock)
}

// rest brings all that is under way to its end and syncs once more.
func (m *trade) rest(t *rapid.T) {
	if m.plan != nil {
		m.write(t)
	}
	for _, s := range m.sales {
		if !s.noted && !s.cancelled {
			s.noted = true
			m.x.InFlight.Taken += s.q
		}
		m.settle(s)
	}
	m.now++
	m.beginReading(t)
	m.hear(t)
	m.planReading(t)
	m.write(t)
}
