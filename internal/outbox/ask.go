package outbox

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp"
	"wpbridge/internal/state"
	"wpbridge/internal/woo"
)

// ask finds out what became of an attempt of which nobody knows the end.
func (c *claim) ask(ctx context.Context) error {
	o, err := c.order(ctx, c.Order)
	if errors.Is(err, woo.ErrNoOrder) {
		o, err = commerce.Order{ID: c.Order, Reference: c.Reference}, nil
	}
	if err != nil {
		return errors.Join(err, c.letGo(ctx, c.Error))
	}
	if c.ERP.FindOrder == nil {
		return c.park(ctx, nil)
	}
	q, err := c.search(ctx, o)
	if err != nil {
		return errors.Join(err, c.letGo(ctx, c.Error))
	}
	call, cancel := c.bounded(ctx)
	defer cancel()
	found, err := c.ERP.FindOrder(call, q)
	if err != nil {
		return c.unanswered(ctx, err)
	}
	return c.answered(ctx, o, found)
}

// there looks, when the ERP refuses what was sent before, whether that is why: an
// earlier request may have arrived after all.
func (c *claim) there(ctx context.Context, o commerce.Order) (erp.Document, bool) {
	if c.Tries < 2 || c.ERP.FindOrder == nil || c.Kind == state.CancelKind {
		return erp.Document{}, false
	}
	q, err := c.search(ctx, o)
	if err != nil {
		return erp.Document{}, false
	}
	found, err := c.ERP.FindOrder(ctx, q)
	if docs := c.ours(found); err == nil && len(docs) == 1 {
		return docs[0], true
	}
	return erp.Document{}, false // the refusal stands, in the ERP's words
}

func (c *claim) search(ctx context.Context, o commerce.Order) (erp.FindRequest, error) {
	q := erp.FindRequest{Kind: documentKind(c.Export), Order: o}
	if c.Asked != nil {
		q.Since = *c.Asked
	}
	switch c.Kind {
	case state.ReverseKind:
		q.Kind, q.Refund = erp.ReturnDocument, refund(o, c.Refund)
		if q.Refund == nil {
			q.Refund = &commerce.Refund{ID: c.Refund, Reference: c.Reference}
		}
	case state.CancelKind:
		_, kind, err := c.document(ctx)
		if err != nil {
			return q, err
		}
		q.Kind = kind
	}
	return q, nil
}

func (c *claim) unanswered(ctx context.Context, cause error) error {
	words := c.words() + "; the ERP could not be asked: " + cause.Error()
	if err := c.noteAsked(ctx, state.Unsure, cause.Error()); err != nil {
		return err
	}
	if !dead(cause) {
		return c.park(ctx, nil)
	}
	if err := c.settle(ctx, 0, state.Turn{State: state.Sending, Words: words}); err != nil {
		return err
	}
	return c.halt(ctx, cause)
}

func (c *claim) noteAsked(ctx context.Context, o state.Outcome, words string) error {
	return c.persist(ctx, func(ctx context.Context) error { return c.Store.NoteAsked(ctx, c.Export, o, words) })
}

// answered lets the ERP's word decide.
func (c *claim) answered(ctx context.Context, o commerce.Order, f erp.Found) error {
	docs := c.ours(f)
	switch {
	case c.Kind == state.CancelKind:
		return c.cancelled(ctx, o, docs, f)
	case len(docs) == 1:
		return c.found(ctx, o, docs[0])
	case len(docs) == 0 && f.Sure:
		return c.absent(ctx)
	case len(docs) == 0:
		docs = f.Documents
	}
	if err := c.noteAsked(ctx, state.Unsure, numbers(docs)); err != nil {
		return err
	}
	return c.park(ctx, docs)
}

// ours are the documents found that are surely ours.
func (c *claim) ours(f erp.Found) []erp.Document {
	var out []erp.Document
	for _, d := range f.Documents {
		if d.Reference == c.Reference {
			out = append(out, d)
		}
	}
	if len(out) == 0 && f.Sure {
		return f.Documents
	}
	return out
}

// cancelled decides about a lost cancellation: the document itself tells.
func (c *claim) cancelled(ctx context.Context, o commerce.Order, docs []erp.Document, f erp.Found) error {
	switch {
	case len(docs) == 1 && docs[0].State == erp.Cancelled:
		return c.found(ctx, o, docs[0])
	case len(docs) == 0 && f.Sure:
		return c.found(ctx, o, erp.Document{Note: "the ERP does not know the document any more"})
	case len(docs) == 1 && f.Sure:
		return c.absent(ctx)
	}
	if err := c.noteAsked(ctx, state.Unsure, numbers(docs)); err != nil {
		return err
	}
	return c.park(ctx, docs)
}

func (c *claim) found(ctx context.Context, o commerce.Order, d erp.Document) error {
	if err := c.noteAsked(ctx, state.Known, d.Number); err != nil {
		return err
	}
	r, _, err := c.request(ctx, o)
	if err != nil {
		return errors.Join(err, c.letGo(ctx, c.Error))
	}
	if r.lines == nil {
		r.lines = none
	}
	return c.made(ctx, 0, r, d, state.Known)
}

// absent lets an export be sent again. While the lost request may still be at
// work, "there is none" means nothing.
func (c *claim) absent(ctx context.Context) error {
	if err := c.noteAsked(ctx, state.None, ""); err != nil {
		return err
	}
	switch {
	case c.Doubted:
		return c.settle(ctx, 0, state.Turn{State: state.Sending, Wait: c.times().Doubt / 4, Words: c.words()})
	case c.Tries >= manyTries:
		return c.settle(ctx, 0, state.Turn{State: state.Failed, Words: fmt.Sprintf("sent %d times; each time the ERP broke off and made nothing: %s", c.Tries, c.words())})
	}
	return c.settle(ctx, 0, state.Turn{State: state.Pending, Wait: c.backOff(c.Tries), Words: c.words()})
}

// words are what was last said of it, without what was added by asking.
func (c *claim) words() string {
	said, _, _ := strings.Cut(c.Error, "; the ERP could not be asked: ")
	return said
}

// park asks a person.
func (c *claim) park(ctx context.Context, candidates []erp.Document) error {
	if c.Doubted { // it may still turn up
		return c.settle(ctx, 0, state.Turn{State: state.Sending, Wait: c.times().Doubt / 4, Words: c.words()})
	}
	q := fmt.Sprintf("the answer of %s got lost", c.ERP.Name)
	if c.Asked != nil {
		q += " at " + c.Asked.Format(time.DateTime) + " UTC"
	}
	if said := c.words(); said != "" {
		q += " (" + said + ")"
	}
	switch {
	case len(candidates) == 1:
		q += fmt.Sprintf("; it may be %s there: is it?", numbers(candidates))
	case len(candidates) > 1:
		q += fmt.Sprintf("; it may be one of %s there: which one?", numbers(candidates))
	default:
		q += fmt.Sprintf("; is there a document for order %d there?", c.Order)
	}
	return c.settle(ctx, 0, state.Turn{State: state.Parked, Words: q})
}

func numbers(docs []erp.Document) string {
	out := make([]string, len(docs))
	for i, d := range docs {
		out[i] = d.Number
	}
	return strings.Join(out, ", ")
}
