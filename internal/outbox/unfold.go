package outbox

import (
	"context"
	"errors"

	"wpbridge/internal/commerce"
	"wpbridge/internal/state"
)

// stockJob is whose lease guards the links' bases.
const stockJob = "stock"

// unfold lets old lines of an order count again which the shop gives back, before
// the ERP is told so. It needs the bases for itself: later says that a stock run
// is at work, and the order is to be looked at again.
func (e *Engine) unfold(ctx context.Context, o commerce.Order, rows []state.Export) (later bool, err error) {
	back, left, err := e.takenBack(ctx, o, rows)
	if err != nil || len(back) == 0 {
		return false, err
	}
	lease, held, err := e.Store.Acquire(ctx, stockJob)
	if errors.Is(err, state.ErrBusy) {
		return true, e.Store.LookAgain(ctx, o.ID)
	}
	if err != nil {
		return false, err
	}
	for _, l := range back {
		if err == nil {
			err = e.Store.Unfold(held, lease, l, left[l.Line].Quantity)
		}
	}
	return false, errors.Join(err, lease.Release(ctx))
}

// takenBack are the folded lines for which the shop has taken less by now.
func (e *Engine) takenBack(ctx context.Context, o commerce.Order, rows []state.Export) (back []state.ExportLine, left map[uint64]commerce.Taken, err error) {
	if len(rows) == 0 {
		return nil, nil, nil
	}
	folded, err := e.Store.FoldedLines(ctx, o.ID)
	if err != nil || len(folded) == 0 {
		return nil, nil, err
	}
	ids := make([]uint64, len(folded))
	for i, l := range folded {
		ids[i] = l.Line
	}
	if left, err = e.Shop.TakenBy(ctx, ids); err != nil {
		return nil, nil, err
	}
	for _, l := range folded {
		if left[l.Line].Quantity < l.Goal {
			back = append(back, l)
		}
	}
	return back, left, nil
}
