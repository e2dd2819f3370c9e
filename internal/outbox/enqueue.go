package outbox

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"wpbridge/internal/commerce"
	"wpbridge/internal/state"
	"wpbridge/internal/woo"
)

// ErrNotNow says why an order that a person asked for is not exported. Its text
// is for people.
var ErrNotNow = errors.New("not exported")

// want is how an order came to be looked at.
type want struct {
	asked     bool         // by a person
	automatic bool         // orders are exported by themselves
	floor     *state.Floor // nil: history does not matter
	hash      string       // as the sweep saw it; empty: not known
	changed   bool         // since it was last looked at
}

// Enqueue looks at these orders at once: what the shop's plugin calls when they
// have changed. It returns how many exports were added.
func (e *Engine) Enqueue(ctx context.Context, ids ...commerce.OrderID) (int, error) {
	floor, err := e.floor(ctx)
	if err != nil {
		return 0, err
	}
	added := 0
	for _, id := range ids {
		n, _, err := e.consider(ctx, id, want{automatic: e.Automatic, floor: &floor})
		if err != nil && !errors.Is(err, woo.ErrNoOrder) {
			return added, err
		}
		added += n
	}
	return added, nil
}

// Export puts an order into the outbox because a person wants it, be it history
// or of another status. What failed is tried again; what the ERP has stays.
// ErrNotNow: it is not exported, and why; woo.ErrNoOrder.
func (e *Engine) Export(ctx context.Context, id commerce.OrderID) ([]state.Export, error) {
	_, no, err := e.consider(ctx, id, want{asked: true, automatic: true})
	if err != nil {
		return nil, fmt.Errorf("export order %d: %w", id, err)
	}
	if no != "" {
		return nil, fmt.Errorf("order %d: %w: %s", id, ErrNotNow, no)
	}
	return e.Store.ExportsOf(ctx, []commerce.OrderID{id})
}

// ExportAll puts every order of the exported statuses into the outbox, history
// included, behind all others. It returns how many were added.
func (e *Engine) ExportAll(ctx context.Context) (int, error) {
	added := 0
	for above := commerce.OrderID(0); ; {
		ids, err := e.Shop.OrderIDs(ctx, e.Statuses, time.Time{}, time.Time{}, above, findPage)
		if err != nil || len(ids) == 0 {
			return added, err
		}
		above = ids[len(ids)-1]
		list, err := e.historic(ctx, ids)
		if err != nil {
			return added, err
		}
		n, err := e.Store.AddExports(ctx, list)
		if added += n; err != nil {
			return added, err
		}
		e.progress("find", added, 0)
	}
}

// historic are the exports of those of the orders that have no document yet.
func (e *Engine) historic(ctx context.Context, ids []commerce.OrderID) ([]state.Export, error) {
	rows, err := e.Store.ExportsOf(ctx, ids)
	if err != nil {
		return nil, err
	}
	known := map[commerce.OrderID]bool{}
	for _, x := range rows {
		known[x.Order] = true
	}
	var out []state.Export
	for _, id := range ids {
		o := commerce.Order{ID: id}
		if err := e.refer(ctx, &o); err != nil {
			return nil, err
		}
		if !known[id] {
			out = append(out, state.Export{Order: id, Kind: string(e.Document), Reference: o.Reference, Priority: historic, Manual: true})
		}
	}
	return out, nil
}

// consider looks at one order and does what is to be done; no says why a
// person's wish is not met.
func (e *Engine) consider(ctx context.Context, id commerce.OrderID, w want) (added int, no string, err error) {
	o, err := e.order(ctx, id)
	if err != nil {
		return 0, "", err
	}
	rows, err := e.Store.ExportsOf(ctx, []commerce.OrderID{id})
	if err != nil {
		return 0, "", err
	}
	if later, err := e.unfold(ctx, o, rows); err != nil || later {
		return 0, "", err
	}
	l := look{order: o, rows: rows, asked: w.asked, changed: w.changed, kind: string(e.Document)}
	if l.wanted = w.automatic && slices.Contains(e.Statuses, o.Status); l.wanted && len(rows) == 0 {
		past, err := e.past(ctx, o, w.floor)
		if err != nil {
			return 0, "", err
		}
		l.wanted = !past
	}
	p := l.decide()
	added, err = e.carryOut(ctx, p, rows, w)
	if err == nil && w.hash != "" {
		err = e.Store.NoteLook(ctx, id, w.hash)
	}
	if err == nil {
		err = e.recount(ctx, o, rows)
	}
	return added, p.no, err
}

func (e *Engine) carryOut(ctx context.Context, p plan, rows []state.Export, w want) (int, error) {
	added, err := e.Store.AddExports(ctx, p.add)
	if err != nil {
		return 0, err
	}
	priority := usual
	if w.asked {
		priority = byHand
	}
	for _, x := range p.again {
		if _, err := e.Store.Requeue(ctx, x, w.asked, priority); err != nil {
			return added, err
		}
	}
	for _, x := range p.hasten {
		if err := e.Store.Hasten(ctx, x, w.asked, priority); err != nil {
			return added, err
		}
	}
	for _, x := range p.skip {
		if _, err := e.Store.Skip(ctx, x, p.why); err != nil {
			return added, err
		}
	}
	for _, x := range rows {
		if note := p.notes[x.ID]; note != "" && note != x.Note {
			if err := e.Store.NoteExport(ctx, x.ID, note); err != nil {
				return added, err
			}
		}
	}
	return added, nil
}

// recount follows what the shop took for the lines of a document after the ERP
// had it: an order exported before it was taken from stock counts from then on.
func (e *Engine) recount(ctx context.Context, o commerce.Order, rows []state.Export) error {
	contains := func(x state.Export) bool {
		return isDocument(x) && x.State == state.Sent && e.ERP.Traits.Contains(documentKind(x))
	}
	if !slices.ContainsFunc(rows, contains) || slices.ContainsFunc(rows, func(x state.Export) bool { return !isDocument(x) }) {
		return nil
	}
	lines, err := e.contained(ctx, o)
	if err != nil {
		return err
	}
	return e.Store.Recount(ctx, lines)
}
