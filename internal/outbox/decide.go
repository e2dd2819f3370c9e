package outbox

import (
	"fmt"
	"slices"

	"wpbridge/internal/commerce"
	"wpbridge/internal/state"
)

// look is all that is decided on.
type look struct {
	order   commerce.Order
	rows    []state.Export // of the order
	wanted  bool           // it is to be exported by itself: its status says so, and it is no history
	asked   bool           // a person asks for it now
	changed bool           // not as it was when it was last looked at
	kind    string         // what it becomes
}

// plan is what is to be done about an order.
type plan struct {
	add    []state.Export
	again  []state.Export // at rest, to be pending again
	hasten []state.Export
	skip   []state.Export
	why    string            // they are skipped
	notes  map[uint64]string // for people, by export
	no     string            // why what was asked for is not done
}

// void tells whether an order in this status is not to be delivered: whatever
// the ERP has of it is to be taken back.
func void(status string) bool {
	return slices.Contains([]string{"cancelled", "failed", "trash"}, status)
}

func isDocument(x state.Export) bool {
	return x.Kind != state.CancelKind && x.Kind != state.ReverseKind
}

func of(rows []state.Export, which func(state.Export) bool) (out []state.Export) {
	for _, x := range rows {
		if which(x) {
			out = append(out, x)
		}
	}
	return out
}

// decide says what is to be done about an order. Deciding again once it is done
// finds nothing.
func (l look) decide() plan {
	p := plan{notes: map[uint64]string{}}
	documents := of(l.rows, isDocument)
	l.document(documents, &p)
	for _, x := range documents {
		if x.State == state.Sent {
			l.follow(x, &p)
		}
	}
	return p
}

// document decides whether the order itself is sent.
func (l look) document(documents []state.Export, p *plan) {
	own := of(documents, func(x state.Export) bool { return x.Kind == l.kind })
	over := void(l.order.Status) || l.order.Status == "refunded"
	switch {
	case over:
		p.skip = of(documents, func(x state.Export) bool { return x.State == state.Pending })
		p.why = "the order was " + l.order.Status + " in the shop before it was sent"
		if l.asked && len(documents) == 0 {
			p.no = "the order is " + l.order.Status + " in the shop"
		}
	case l.asked && len(own) == 0, l.wanted && len(documents) == 0:
		p.add = append(p.add, l.export(l.kind, l.order.Reference, 0))
	default:
		for _, x := range documents {
			l.repeat(x, p)
		}
	}
}

// repeat decides about a document that is in the outbox already.
func (l look) repeat(x state.Export, p *plan) {
	switch {
	case x.State == state.Pending && l.asked:
		p.hasten = append(p.hasten, x)
	case x.State == state.Failed && (l.asked || l.wanted && l.changed):
		p.again = append(p.again, x)
	case x.State == state.Skipped && (l.asked || l.wanted):
		p.again = append(p.again, x)
	case x.State == state.Parked && l.asked:
		p.no = "a person is asked about it: " + x.Error
	}
}

// follow decides what becomes of a document that the ERP has.
func (l look) follow(x state.Export, p *plan) {
	cancels := of(l.rows, func(r state.Export) bool { return r.Kind == state.CancelKind })
	switch {
	case void(l.order.Status) && len(cancels) == 0:
		p.add = append(p.add, l.export(state.CancelKind, x.Reference, 0))
	case !void(l.order.Status) && len(cancels) > 0 && cancels[0].State == state.Pending && cancels[0].Tries == 0:
		p.skip, p.why = append(p.skip, cancels[0]), "the order was taken up again"
	case void(l.order.Status) && len(cancels) > 0 && cancels[0].State == state.Skipped:
		p.again = append(p.again, cancels[0])
	case !void(l.order.Status) && len(cancels) > 0 && cancels[0].State == state.Sent:
		p.notes[x.ID] = "the order was taken up again in the shop after its document was cancelled: make a new one in the ERP"
	}
	if len(cancels) == 0 && !void(l.order.Status) {
		l.refunds(p)
		if t := x.Total; t.Valid && len(l.order.Refunds) == 0 && !t.Decimal.Equal(l.order.Total) {
			p.notes[x.ID] = fmt.Sprintf("the order was changed in the shop after it was sent: its total was %s, now it is %s", t.Decimal, l.order.Total)
		}
	}
	if l.asked {
		p.again = append(p.again, of(l.rows, func(r state.Export) bool { return !isDocument(r) && r.State == state.Failed })...)
	}
}

func (l look) refunds(p *plan) {
	for _, r := range l.order.Refunds {
		if !slices.ContainsFunc(l.rows, func(x state.Export) bool { return x.Kind == state.ReverseKind && x.Refund == r.ID }) {
			p.add = append(p.add, l.export(state.ReverseKind, r.Reference, r.ID))
		}
	}
}

func (l look) export(kind, reference string, refund commerce.OrderID) state.Export {
	x := state.Export{Order: l.order.ID, Kind: kind, Refund: refund, Reference: reference, Priority: usual, Manual: l.asked}
	if l.asked {
		x.Priority = byHand
	}
	return x
}
