package outbox

import (
	"context"
	"errors"
	"fmt"

	"github.com/shopspring/decimal"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp"
	"wpbridge/internal/state"
	"wpbridge/internal/woo"
)

// manyTries is how often an order is sent that makes the ERP fail, though the
// ERP works otherwise.
const manyTries = 8

// request is what the ERP is asked to make.
type request struct {
	what  string // as the attempt is called: write or act
	order commerce.Order
	call  func(context.Context) (erp.Document, error)
	// lines are what the ERP has set aside once it is done; nil: it changes nothing.
	lines func(context.Context) ([]state.ExportLine, error)
}

// send makes one attempt.
func (c *claim) send(ctx context.Context) error {
	o, err := c.order(ctx, c.Order)
	if errors.Is(err, woo.ErrNoOrder) {
		return c.settle(ctx, 0, state.Turn{State: state.Skipped, Words: "the order does not exist in the shop any more"})
	}
	if err != nil {
		return c.unreadable(ctx, err)
	}
	if isDocument(c.Export) && (void(o.Status) || o.Status == "refunded") {
		return c.settle(ctx, 0, state.Turn{State: state.Skipped, Words: "the order was " + o.Status + " in the shop before it was sent"})
	}
	r, question, err := c.request(ctx, o)
	if err != nil {
		return errors.Join(err, c.letGo(ctx, err.Error()))
	}
	if question != "" {
		return c.settle(ctx, 0, state.Turn{State: state.Parked, Words: question})
	}
	return c.attempt(ctx, r)
}

// unreadable tells an order that cannot be read from a database that is away.
func (c *claim) unreadable(ctx context.Context, cause error) error {
	if ctx.Err() != nil || noDatabase(cause) {
		return errors.Join(cause, c.letGo(ctx, c.Error))
	}
	return c.settle(ctx, 0, state.Turn{State: state.Failed, Words: "the order cannot be read: " + cause.Error()})
}

// attempt writes down that the request is about to be sent, sends it, and notes
// the answer.
func (c *claim) attempt(ctx context.Context, r request) error {
	lines, err := r.lines(ctx)
	if err != nil {
		return errors.Join(err, c.letGo(ctx, err.Error()))
	}
	attempt, err := c.Store.BeginAttempt(ctx, c.Export, r.what, lines)
	if errors.Is(err, state.ErrLeaseLost) {
		return nil // somebody else has it now
	}
	if err != nil {
		// It may be written down all the same; nothing was sent.
		return errors.Join(err, c.settle(ctx, 0, state.Turn{State: state.Pending, Wait: c.backOff(1), Unseen: true, Words: err.Error()}))
	}
	c.Tries++
	call, cancel := c.bounded(ctx)
	defer cancel()
	doc, err := r.call(call)
	switch {
	case err == nil:
		return c.made(ctx, attempt, r, doc, state.Made)
	case errors.Is(err, erp.ErrRefused):
		if d, ok := c.there(call, r.order); ok {
			return c.made(ctx, attempt, r, d, state.Known)
		}
		return c.settle(ctx, attempt, state.Turn{State: state.Failed, Outcome: state.Refused, Words: err.Error()})
	case erp.Ambiguous(err):
		return c.settle(ctx, attempt, state.Turn{State: state.Sending, Doubt: c.times().Doubt, Outcome: state.Lost, Words: err.Error()})
	}
	if err := c.settle(ctx, attempt, state.Turn{State: state.Pending, Unseen: true, Outcome: state.NotTaken, Words: err.Error()}); err != nil {
		return err
	}
	return c.halt(ctx, err)
}

// made notes the document.
func (c *claim) made(ctx context.Context, attempt uint64, r request, doc erp.Document, how state.Outcome) error {
	a := state.Acknowledgement{Document: exported(doc), Outcome: how, Note: doc.Note}
	if isDocument(c.Export) && r.order.Status != "" { // of an order that is gone, no total is known
		a.Total = decimal.NewNullDecimal(r.order.Total)
		a.Note = join(doc.Note, difference(r.order, doc))
	}
	err := c.persist(ctx, func(ctx context.Context) (err error) {
		if a.Lines, err = r.lines(ctx); err != nil {
			return err
		}
		return c.Store.Acknowledge(ctx, c.Export, attempt, a)
	})
	if err != nil {
		return err
	}
	c.count(Tally{Sent: 1})
	c.Log.InfoContext(ctx, "order sent", "order_id", uint64(c.Order), "kind", c.Kind, "document", doc.Number, "outcome", how)
	if c.failing.Swap(false) {
		if err := c.Store.Resume(ctx, state.OrdersPause); err != nil {
			return err
		}
	}
	return c.after(ctx, c.Order)
}

func exported(d erp.Document) state.ExportDocument {
	return state.ExportDocument{ID: d.ID, Number: d.Number, URL: d.URL, State: d.State, Total: d.Total}
}

// difference says in words by how much the ERP's total differs.
func difference(o commerce.Order, d erp.Document) string {
	if !d.Total.Valid || d.Total.Decimal.Equal(o.Total) {
		return ""
	}
	return fmt.Sprintf("the ERP's total is %s, the shop's %s: a difference of %s %s", d.Total.Decimal, o.Total, d.Total.Decimal.Sub(o.Total), o.Currency)
}

func join(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + "; " + b
}

// request makes the request that an export stands for, or the question to a
// person where the ERP cannot be asked.
func (c *claim) request(ctx context.Context, o commerce.Order) (r request, question string, err error) {
	if isDocument(c.Export) {
		return c.writing(o), "", nil
	}
	doc, kind, err := c.document(ctx)
	if err != nil {
		return r, "", err
	}
	a := erp.ActRequest{Action: erp.Cancel, Document: doc, Order: o}
	if c.Kind == state.ReverseKind {
		if a.Action, a.Refund = erp.Reverse, refund(o, c.Refund); a.Refund == nil {
			return r, fmt.Sprintf("refund %d does not exist in the shop any more: was it to be booked in the ERP?", c.Refund), nil
		}
	}
	r = request{what: "act", order: o, call: func(ctx context.Context) (erp.Document, error) { return c.ERP.Act(ctx, a) }, lines: none}
	if c.ERP.Traits.Contains(kind) {
		r.lines = func(ctx context.Context) ([]state.ExportLine, error) { return c.givenBack(ctx, c.Order, a.Refund) }
	}
	if c.ERP.Act == nil {
		question = byHandWords(c.ERP.Name, a)
	}
	return r, question, nil
}

func (c *claim) writing(o commerce.Order) request {
	w := erp.WriteRequest{Kind: documentKind(c.Export), Order: o}
	r := request{what: "write", order: o, call: func(ctx context.Context) (erp.Document, error) { return c.ERP.WriteOrder(ctx, w) }, lines: none}
	if c.ERP.Traits.Contains(w.Kind) {
		r.lines = func(ctx context.Context) ([]state.ExportLine, error) { return c.contained(ctx, o) }
	}
	return r
}

func none(context.Context) ([]state.ExportLine, error) { return nil, nil }

func refund(o commerce.Order, id commerce.OrderID) *commerce.Refund {
	for i := range o.Refunds {
		if o.Refunds[i].ID == id {
			return &o.Refunds[i]
		}
	}
	return nil
}

// document is the order's document in the ERP.
func (e *Engine) documentOf(ctx context.Context, id commerce.OrderID) (erp.Document, erp.DocumentKind, error) {
	rows, err := e.Store.ExportsOf(ctx, []commerce.OrderID{id})
	if err != nil {
		return erp.Document{}, "", err
	}
	for _, x := range rows {
		if d := x.Document; isDocument(x) && x.State == state.Sent {
			return erp.Document{ID: d.ID, Number: d.Number, Kind: documentKind(x), Reference: x.Reference, URL: d.URL, State: d.State, Total: d.Total}, documentKind(x), nil
		}
	}
	return erp.Document{}, "", fmt.Errorf("order %d has no document in the ERP: %w", id, state.ErrNoExport)
}

func (c *claim) document(ctx context.Context) (erp.Document, erp.DocumentKind, error) {
	return c.documentOf(ctx, c.Order)
}

func byHandWords(name string, a erp.ActRequest) string {
	if a.Action == erp.Cancel {
		return fmt.Sprintf("the order was %s in the shop, and %s cannot be told so: cancel %s there, then note here that it is done", a.Order.Status, name, a.Document.Number)
	}
	return fmt.Sprintf("%s %s was refunded in the shop, and %s cannot be told so: book the return of %s there, then note its number here", a.Refund.Amount, a.Order.Currency, name, a.Document.Number)
}
