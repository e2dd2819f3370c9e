package erptest

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"github.com/shopspring/decimal"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp"
)

var (
	_ erp.OrderWriter   = (*Fake)(nil)
	_ erp.OrderFinder   = (*Fake)(nil)
	_ erp.DocumentActor = (*Fake)(nil)
	_ erp.OrderReader   = (*Fake)(nil)
)

// book is the orders' side of a fake.
type book struct {
	// Blind: it keeps no reference, so that a search finds candidates at best.
	Blind bool

	documents []erp.Document
	lines     map[string][]commerce.OrderLine // by document id
	incoming  []stamped[erp.Incoming]
	faults    []fault
}

// fault strikes one call that creates something.
type fault struct {
	err    error
	stored bool // the document is made all the same
}

// FailWrite lets the next WriteOrder or Act end with err, after it has taken
// effect (stored) or before. Faults strike in the order in which they were given;
// a nil error is a call that works.
func (f *Fake) FailWrite(err error, stored bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.faults = append(f.faults, fault{err, stored})
}

// AddLevel adds q to the first level of a code: goods come in.
func (f *Fake) AddLevel(code commerce.Code, q commerce.Quantity) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.move([]commerce.OrderLine{{Code: code, Item: "any", Quantity: q}}, 1)
}

// Made is what was made, in that order, with our references even where the ERP
// does not show them.
func (f *Fake) Made() []erp.Document {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.documents)
}

// AddIncoming adds an order that began in the ERP.
func (f *Fake) AddIncoming(in erp.Incoming) {
	f.mu.Lock()
	defer f.mu.Unlock()
	put(f, &f.incoming, in, func(x erp.Incoming) bool { return x.ID == in.ID })
}

// WriteOrder makes a document, and lowers the first level of each item where
// Facts say that it does.
func (f *Fake) WriteOrder(ctx context.Context, r erp.WriteRequest) (erp.Document, error) {
	defer f.mu.Unlock()
	if err := f.enter(ctx, erp.OpWriteOrder); err != nil {
		return erp.Document{}, err
	}
	return f.struck(func() (erp.Document, error) {
		d := f.record(erp.Document{Kind: r.Kind, Reference: r.Order.Reference, State: "open", Total: decimal.NewNullDecimal(r.Order.Total)}, r.Order.Lines)
		if f.Facts.Contains(r.Kind) {
			f.move(r.Order.Lines, -1)
		}
		return d, nil
	})
}

// FindOrder finds what WriteOrder and Act made.
func (f *Fake) FindOrder(ctx context.Context, r erp.FindRequest) (erp.Found, error) {
	defer f.mu.Unlock()
	if err := f.enter(ctx, erp.OpFindOrder); err != nil {
		return erp.Found{}, err
	}
	want := r.Order.Reference
	if r.Refund != nil {
		want = r.Refund.Reference
	}
	out := erp.Found{Sure: !f.Blind}
	for _, d := range f.documents {
		if d.Kind == r.Kind && (f.Blind || d.Reference == want) {
			out.Documents = append(out.Documents, f.seen(d))
		}
	}
	return out, nil
}

// Act cancels a document, or makes one that returns what was refunded.
func (f *Fake) Act(ctx context.Context, r erp.ActRequest) (erp.Document, error) {
	defer f.mu.Unlock()
	if err := f.enter(ctx, erp.OpAct); err != nil {
		return erp.Document{}, err
	}
	i := slices.IndexFunc(f.documents, func(d erp.Document) bool { return d.ID == r.Document.ID || d.Number == r.Document.ID })
	if i < 0 {
		return erp.Document{}, fmt.Errorf("document %q: %w", r.Document.ID, erp.ErrNotFound)
	}
	return f.struck(func() (erp.Document, error) {
		d := &f.documents[i]
		contains := f.Facts.Contains(d.Kind)
		switch {
		case r.Action == erp.Cancel && d.State == erp.Cancelled:
			return erp.Document{}, fmt.Errorf("%w: %s is cancelled", erp.ErrRefused, d.Number)
		case r.Action == erp.Cancel:
			d.State = erp.Cancelled
			if contains {
				f.move(f.lines[d.ID], 1)
			}
		case r.Action == erp.Reverse:
			if contains {
				f.move(r.Refund.Lines, -1) // of negative quantities
			}
			return f.record(erp.Document{Kind: erp.ReturnDocument, Reference: r.Refund.Reference, State: "closed"}, r.Refund.Lines), nil
		default:
			d.State = "closed"
		}
		return f.seen(*d), nil
	})
}

// ReadOrders reads the orders of AddIncoming.
func (f *Fake) ReadOrders(ctx context.Context, q erp.Query) (erp.Page[erp.Incoming], error) {
	defer f.mu.Unlock()
	if err := f.enter(ctx, erp.OpReadOrders); err != nil {
		return erp.Page[erp.Incoming]{}, err
	}
	return page(f, f.incoming, q, func(x stamped[erp.Incoming]) int { return x.at })
}

// struck does what is asked, or what the next fault says.
func (f *Fake) struck(do func() (erp.Document, error)) (erp.Document, error) {
	if len(f.faults) == 0 {
		return do()
	}
	next := f.faults[0]
	f.faults = f.faults[1:]
	if next.err == nil {
		return do()
	}
	if next.stored {
		_, _ = do() // nobody hears of it
	}
	return erp.Document{}, next.err
}

func (f *Fake) record(d erp.Document, lines []commerce.OrderLine) erp.Document {
	d.ID = strconv.Itoa(len(f.documents) + 1)
	d.Number = "D-" + d.ID
	f.documents = append(f.documents, d)
	if f.lines == nil {
		f.lines = map[string][]commerce.OrderLine{}
	}
	f.lines[d.ID] = lines
	return f.seen(d)
}

// seen is a document as the ERP shows it.
func (f *Fake) seen(d erp.Document) erp.Document {
	if f.Blind {
		d.Reference = ""
	}
	return d
}

// move adds the lines' quantities, times sign, to the first level of their code.
func (f *Fake) move(lines []commerce.OrderLine, sign commerce.Quantity) {
	for _, l := range lines {
		for i := range f.levels {
			if v := f.levels[i].value; !f.levels[i].gone && v.Code == l.Code && l.Item != "" {
				v.Available += sign * l.Quantity
				put(f, &f.levels, v, func(x commerce.StockLevel) bool { return x.Code == v.Code && x.Location == v.Location })
				break
			}
		}
	}
}
