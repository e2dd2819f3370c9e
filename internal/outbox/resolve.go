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

// ErrNothingAsked says that there is no question about an order to answer. Its
// text is for people.
var ErrNothingAsked = errors.New("there is no question open")

// Answer is a person's answer about a parked or failed export: one of Exists and
// Resend is given.
type Answer struct {
	Kind   string // which export, where an order has several open; empty: the only one
	Exists string // the number that it has in the ERP
	Resend bool   // it does not exist: send it again
}

// Resolve takes a person's answer. It returns the export as it is then.
func (e *Engine) Resolve(ctx context.Context, id commerce.OrderID, a Answer) (state.Export, error) {
	x, err := e.open(ctx, id, a.Kind)
	if err != nil {
		return x, err
	}
	if a.Resend {
		ok, err := e.Store.Requeue(ctx, x, true, byHand)
		if err == nil && !ok {
			err = fmt.Errorf("order %d: %w: somebody has answered it", id, ErrNothingAsked)
		}
		if err != nil {
			return x, err
		}
	} else if err := e.exists(ctx, x, a.Exists); err != nil {
		return x, err
	}
	rows, err := e.Store.ExportsOf(ctx, []commerce.OrderID{id})
	for _, r := range rows {
		if r.ID == x.ID {
			return r, err
		}
	}
	return x, err
}

// open is the export that is asked about.
func (e *Engine) open(ctx context.Context, id commerce.OrderID, kind string) (state.Export, error) {
	rows, err := e.Store.ExportsOf(ctx, []commerce.OrderID{id})
	if err != nil {
		return state.Export{}, err
	}
	if len(rows) == 0 {
		return state.Export{}, fmt.Errorf("order %d: %w", id, state.ErrNoExport)
	}
	open := of(rows, func(x state.Export) bool {
		return (x.State == state.Parked || x.State == state.Failed) && (kind == "" || x.Kind == kind)
	})
	switch len(open) {
	case 1:
		return open[0], nil
	case 0:
		return state.Export{}, fmt.Errorf("order %d: %w: it is %s", id, ErrNothingAsked, rows[0].State)
	}
	return state.Export{}, fmt.Errorf("order %d: %w about a single thing: say whether %s or %s is meant", id, ErrNothingAsked, open[0].Kind, open[1].Kind)
}

// exists notes a document that a person has found.
func (e *Engine) exists(ctx context.Context, x state.Export, number string) error {
	o, err := e.order(ctx, x.Order)
	if errors.Is(err, woo.ErrNoOrder) {
		o, err = commerce.Order{ID: x.Order, Reference: x.Reference}, nil
	}
	if err != nil {
		return err
	}
	c := &claim{drain: &drain{Engine: e}, Export: x}
	doc := c.named(ctx, o, number)
	r, _, err := c.request(ctx, o)
	if err != nil {
		return err
	}
	a := state.Acknowledgement{Document: exported(doc), Outcome: state.Known, Note: "noted by a person"}
	if isDocument(x) && o.Status != "" {
		a.Total, a.Note = decimal.NewNullDecimal(o.Total), join(a.Note, difference(o, doc))
	}
	if r.lines != nil {
		if a.Lines, err = r.lines(ctx); err != nil {
			return err
		}
	}
	if err := e.Store.Acknowledge(ctx, x, 0, a); err != nil {
		return err
	}
	return c.after(ctx, x.Order)
}

// named is the document of this number, as far as the ERP tells of it.
func (c *claim) named(ctx context.Context, o commerce.Order, number string) erp.Document {
	doc := erp.Document{ID: number, Number: number}
	q, err := c.search(ctx, o)
	if err != nil || c.ERP.FindOrder == nil {
		return doc
	}
	found, err := c.ERP.FindOrder(ctx, q)
	if err != nil {
		return doc // the person's word is enough
	}
	for _, d := range found.Documents {
		if d.Number == number || d.ID == number {
			return d
		}
	}
	return doc
}
