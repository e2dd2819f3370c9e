package outbox

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"wpbridge/internal/commerce"
	"wpbridge/internal/state"
	"wpbridge/internal/woo"
)

const (
	findPage = 500
	// behindID is how far below the last order seen the next sweep by id begins:
	// ids are given out before their rows appear.
	behindID = 500
	// beforeFloor is how much earlier than the first match the first sweep begins.
	beforeFloor = 10 * time.Minute
)

const placeMark = "orders-place"

// place is how far both sweeps have come.
type place struct {
	After woo.OrderPlace   `json:"after"`
	Above commerce.OrderID `json:"above"`
}

// Find looks for orders that are new or have changed since it last looked, and
// fills the outbox. With asked, new orders are exported even where that is not
// automatic. state.ErrNoFloor: nothing was matched yet.
//
// What was there before the first match is history: it is exported only on
// demand. Not history is an order that was paid, or taken from stock, after it.
func (e *Engine) Find(ctx context.Context, asked bool) (Tally, error) {
	floor, err := e.floor(ctx)
	if err != nil {
		return Tally{}, err
	}
	s := sweep{Engine: e, floor: floor, automatic: e.Automatic || asked}
	if err := s.load(ctx); err != nil {
		return s.tally, err
	}
	if err := s.changed(ctx); err != nil {
		return s.tally, fmt.Errorf("look for orders: %w", err)
	}
	if err := s.above(ctx); err != nil {
		return s.tally, fmt.Errorf("look for orders: %w", err)
	}
	return s.tally, nil
}

// floor is where orders begin. A match from before there was one counts from now.
func (e *Engine) floor(ctx context.Context) (state.Floor, error) {
	floor, err := e.Store.Floor(ctx)
	if !errors.Is(err, state.ErrNoFloor) {
		return floor, err
	}
	if _, linked, counting := e.Store.LinkSpan(ctx); counting != nil || linked == 0 {
		return floor, errors.Join(counting, err)
	}
	mark, err := e.Shop.TakenMark(ctx)
	if err != nil {
		return floor, err
	}
	if err := e.Store.KeepFloor(ctx, mark); err != nil {
		return floor, err
	}
	return e.Store.Floor(ctx)
}

// sweep is one look at the shop's orders.
type sweep struct {
	*Engine
	floor     state.Floor
	automatic bool
	at        place
	tally     Tally
}

func (s *sweep) load(ctx context.Context) error {
	s.at = place{After: woo.OrderPlace{Modified: s.floor.At.Add(-beforeFloor)}, Above: commerce.OrderID(s.floor.Post)}
	text, err := s.Store.Mark(ctx, placeMark)
	if err != nil || text == "" {
		return err
	}
	if err := json.Unmarshal([]byte(text), &s.at); err != nil {
		return fmt.Errorf("read how far orders were looked through: %w", err)
	}
	return nil
}

func (s *sweep) save(ctx context.Context) error {
	b, err := json.Marshal(s.at)
	if err != nil {
		return fmt.Errorf("note how far orders were looked through: %w", err)
	}
	return s.Store.SetMark(ctx, placeMark, string(b))
}

// changed goes through the orders by when they were changed. A row may appear
// with a stamp a little in the past, so each sweep begins a little earlier; what
// comes twice is known by its hash.
func (s *sweep) changed(ctx context.Context) error {
	at := s.at.After.Before(s.times().Overlap)
	for {
		stubs, next, err := s.Shop.OrdersAfter(ctx, at, findPage)
		if err != nil {
			return err
		}
		if err := s.page(ctx, stubs); err != nil {
			return err
		}
		if next.Modified.After(s.at.After.Modified) {
			s.at.After = next
			if err := s.save(ctx); err != nil {
				return err
			}
		}
		if at = next; len(stubs) < findPage {
			return nil
		}
	}
}

// above goes through the newest ids: an importer may give an order any date.
func (s *sweep) above(ctx context.Context) error {
	at := max(s.at.Above-min(s.at.Above, behindID), commerce.OrderID(s.floor.Post))
	for {
		stubs, err := s.Shop.OrdersAbove(ctx, at, findPage)
		if err != nil {
			return err
		}
		if err := s.page(ctx, stubs); err != nil {
			return err
		}
		if len(stubs) > 0 {
			at = stubs[len(stubs)-1].ID
		}
		if len(stubs) < findPage {
			s.at.Above = max(s.at.Above, at)
			return s.save(ctx)
		}
	}
}

func (s *sweep) page(ctx context.Context, stubs []woo.OrderStub) error {
	ids := make([]commerce.OrderID, len(stubs))
	for i, x := range stubs {
		ids[i] = x.Order()
	}
	rows, err := s.Store.ExportsOf(ctx, ids)
	if err != nil {
		return err
	}
	known := map[commerce.OrderID][]state.Export{}
	for _, x := range rows {
		known[x.Order] = append(known[x.Order], x)
	}
	for _, x := range stubs {
		if err := s.stub(ctx, x, known[x.Order()]); err != nil {
			return err
		}
	}
	s.tally.Read += len(stubs)
	s.progress("find", s.tally.Read, 0)
	return nil
}

func (s *sweep) stub(ctx context.Context, x woo.OrderStub, rows []state.Export) error {
	fresh := len(rows) == 0 || rows[0].Hash != x.Hash
	if !fresh || len(rows) == 0 && (x.Parent != 0 || !s.automatic || !slices.Contains(s.Statuses, x.Status)) {
		return nil
	}
	o := want{automatic: s.automatic, floor: &s.floor, hash: x.Hash}
	o.changed = len(rows) > 0 && rows[0].Hash != ""
	added, _, err := s.consider(ctx, x.Order(), o)
	if err != nil && ctx.Err() == nil && !noDatabase(err) {
		added, err = s.unreadable(ctx, x, err)
	}
	s.tally.Added += added
	return err
}

// unreadable lets an order that cannot be read be seen in the outbox, where
// sending it will fail for the same reason, and the sweep go on.
func (s *sweep) unreadable(ctx context.Context, x woo.OrderStub, cause error) (int, error) {
	if errors.Is(cause, woo.ErrNoOrder) || x.Parent != 0 || !slices.Contains(s.Statuses, x.Status) {
		return 0, nil
	}
	s.Log.WarnContext(ctx, "an order cannot be read", "order_id", uint64(x.ID), "err", cause)
	o := commerce.Order{ID: x.ID}
	if err := s.refer(ctx, &o); err != nil {
		return 0, err
	}
	return s.Store.AddExports(ctx, []state.Export{{Order: x.ID, Kind: string(s.Document), Reference: o.Reference, Priority: usual, Hash: x.Hash}})
}

// past tells whether an order was over when the first match was accepted: then
// the ERP is taken to know it.
func (e *Engine) past(ctx context.Context, o commerce.Order, f *state.Floor) (bool, error) {
	if f == nil || !o.Created.Before(f.At) || o.Paid.After(f.At) {
		return false, nil
	}
	ids := make([]uint64, 0, len(o.Lines))
	for _, l := range o.Lines {
		ids = append(ids, l.ID)
	}
	taken, err := e.Shop.TakenBy(ctx, ids)
	for _, t := range taken {
		if t.Row > f.Taken {
			return false, err
		}
	}
	return true, err
}
