// Package reconcile decides: from what is and what should be it makes the list
// of changes, each with before and after. It is pure: no database, no network,
// no clock of its own. Planning again after applying yields nothing.
package reconcile

import (
	"time"

	"wpbridge/internal/commerce"
	"wpbridge/internal/ledger"
)

// StockPolicy is what the shop owner decided about stock.
type StockPolicy struct {
	Buffer     commerce.Quantity // kept back from sale
	Fractional bool              // the shop sells fractions; otherwise round down
	Enable     bool              // switch stock management on where it is off
	Backorders string            // no, notify or yes for all; empty leaves them
	Patience   time.Duration     // how long an unexplained difference must last
	// StatusOf is the shop's rule from quantity and back-orders to status.
	StatusOf func(q commerce.Quantity, backorders string) string
}

// InFlight is what shop orders have to do with one product.
type InFlight struct {
	// Taken is what the shop has taken from stock since the match (Σb).
	Taken commerce.Quantity
}

// StockFact is all that is known of one link at one moment.
type StockFact struct {
	Link ledger.Link
	Shop *commerce.Holding  // nil: the product is no more
	ERP  *commerce.Quantity // nil: the ERP says nothing of it, which is not zero
	// Contained is what ERP takes into account of shop orders already (Σa): only
	// exports that were acknowledged before the reading began count.
	Contained commerce.Quantity
	InFlight  *InFlight // nil: not looked at; then drift is not judged
	Now       time.Time
	Rule      ledger.Rule // what is wanted of just this link
	Before    ledger.Rule // what was when its base was applied
}

// StockPlan is what is to be done with one link.
type StockPlan struct {
	Changes []ledger.Change
	// Adopt says that the shop's number is right already and only Base is new.
	Adopt bool
	Base  commerce.Quantity
	// Drift is set where the note of an unexplained difference must change; its
	// DriftSince is zero where the difference is gone.
	Drift    *ledger.Link
	Excluded string // why nothing is done, in words
}

// Base is the ERP's side of a product's stock: what it can sell plus what it
// has already set aside for shop orders, less the buffer. Right stock is Base
// less what the shop has taken. An order that reaches the ERP moves from the one
// to the other: it changes nothing here.
func (p StockPolicy) Base(available, contained commerce.Quantity) commerce.Quantity {
	b := available + contained - p.Buffer
	if !p.Fractional {
		b = b.Floor()
	}
	return b
}

const excludedByRule = "excluded from update"

// under is the policy for a link of which something else is wanted.
func (p StockPolicy) under(r ledger.Rule) StockPolicy { return p.Buffered(r.Buffer) }

// Buffered is the policy with another buffer; nil leaves it.
func (p StockPolicy) Buffered(b *commerce.Quantity) StockPolicy {
	if b != nil {
		p.Buffer = *b
	}
	return p
}

// Plan decides about one link.
func (p StockPolicy) Plan(x StockFact) StockPlan {
	before := p.under(x.Before)
	p = p.under(x.Rule)
	if x.ERP == nil && x.Link.Gone {
		x.ERP = new(commerce.Quantity)
	} else {
		x.Link.Gone = false
	}
	if why := p.excluded(x); why != "" {
		return StockPlan{Excluded: why}
	}
	var f InFlight
	if x.InFlight != nil {
		f = *x.InFlight
	}
	base := x.Link.Base
	if x.ERP != nil {
		base = p.Base(*x.ERP, x.Contained)
		if x.Link.Gone {
			base = 0
		}
	}
	plan := StockPlan{Base: base}
	reason := ledger.FromERP
	switch {
	case x.Link.Gone:
		reason = ledger.Deleted
	case x.ERP != nil && p.Buffer != before.Buffer && before.Base(*x.ERP, x.Contained) == x.Link.Base:
		reason = ledger.Buffered
	}
	p.settings(x, base-f.Taken, &plan)
	p.quantity(x, f, reason, &plan)
	return plan
}

func (p StockPolicy) excluded(x StockFact) string {
	switch {
	case x.Shop == nil:
		return "the product does not exist in the shop any more"
	case x.Rule.Excluded:
		return excludedByRule
	case x.Shop.Kind == commerce.External || x.Shop.Kind == commerce.Grouped:
		return "the shop keeps no stock for " + string(x.Shop.Kind) + " products"
	case !x.Link.Tracked:
		return "the ERP keeps no stock for this item"
	case x.ERP == nil && !x.Link.Taken:
		return "the ERP says nothing about its stock"
	case !x.Shop.Managed && x.Shop.Kind == commerce.Variable:
		return "the variations hold the stock"
	case !x.Shop.Managed && !p.Enable:
		return "stock management is off and stock.manage is respect"
	}
	return ""
}

// settings plans what surrounds the number: management, back-orders and, where
// management was off, the status that was then set by hand.
func (p StockPolicy) settings(x StockFact, quantity commerce.Quantity, plan *StockPlan) {
	backorders := x.Shop.Backorders
	if !x.Shop.Managed {
		plan.add(x, ledger.Manage, new("no"), new("yes"), ledger.ByPolicy)
	}
	want := p.Backorders
	if x.Link.Gone {
		want = "no"
	}
	if want != "" && want != backorders {
		reason := ledger.ByPolicy
		if x.Link.Gone {
			reason = ledger.Deleted
		}
		plan.add(x, ledger.Backorders, new(backorders), new(want), reason)
		backorders = want
	}
	if after := p.StatusOf(quantity, backorders); !x.Shop.Managed && after != x.Shop.Status {
		plan.add(x, ledger.Status, new(x.Shop.Status), new(after), ledger.ByPolicy)
	}
}

// quantity plans the number itself: a step for every move of the ERP's side, for
// the reason given, and the right number outright only on take-over and where an
// unexplained difference has lasted.
func (p StockPolicy) quantity(x StockFact, f InFlight, moved ledger.Reason, plan *StockPlan) {
	right := plan.Base - f.Taken
	sane := x.Shop.Sane()
	switch {
	case !x.Link.Taken && sane && x.Shop.Stock == right:
		plan.Adopt = true
	case !x.Link.Taken:
		plan.stock(x, right, ledger.TakeOver)
	case !sane:
		plan.stock(x, right, ledger.Repair)
	case p.lasting(x, f, plan):
		plan.stock(x, right, ledger.Repair)
	case plan.Base != x.Link.Base:
		plan.stock(x, x.Shop.Stock+plan.Base-x.Link.Base, moved)
	}
}

// lasting judges drift: the shop's number is not what the last applied base and
// the orders explain. It is transient while an order is being placed, so it
// counts only once it has stayed the same, without any sale, for Patience.
func (p StockPolicy) lasting(x StockFact, f InFlight, plan *StockPlan) bool {
	if x.InFlight == nil {
		return false
	}
	l := x.Link
	drift := x.Shop.Stock - (l.Base - f.Taken)
	switch {
	case drift == 0 && l.DriftSince.IsZero():
		return false
	case drift == 0:
		l.DriftSince = time.Time{}
	case l.DriftSince.IsZero() || l.Drift != drift || l.DriftSold != f.Taken:
		l.Drift, l.DriftSold, l.DriftSince = drift, f.Taken, x.Now
		if p.Patience > 0 {
			break
		}
		return true
	default:
		return x.Now.Sub(l.DriftSince) >= p.Patience
	}
	plan.Drift = &l
	return false
}

func (s *StockPlan) stock(x StockFact, after commerce.Quantity, reason ledger.Reason) {
	var before *string
	if x.Shop.Valid && x.Shop.Managed {
		before = new(x.Shop.Stock.String())
	} else if x.Shop.Stored {
		before = &x.Shop.Text
	}
	s.add(x, ledger.Stock, before, new(after.String()), reason)
	c := &s.Changes[len(s.Changes)-1]
	base := s.Base
	c.BaseAfter = &base
	if x.Link.Taken {
		old := x.Link.Base
		c.BaseBefore = &old
	}
}

func (s *StockPlan) add(x StockFact, field ledger.Field, before, after *string, reason ledger.Reason) {
	s.Changes = append(s.Changes, ledger.Change{
		Link: x.Link.ID, Product: x.Shop.Product, Parent: x.Shop.Parent, SKU: x.Shop.SKU,
		Field: field, Before: before, After: after, Reason: reason, Places: x.Shop.Places,
	})
}
