package job

import (
	"context"
	"time"

	"wpbridge/internal/commerce"
	"wpbridge/internal/ledger"
	"wpbridge/internal/reconcile"
)

// longUnsure is how long a product may go without a usable reading, because
// orders with it are on their way all the time. After that the ERP is taken to
// have set aside only what is certain: too little is never sold twice.
const longUnsure = 10 * time.Minute

// orders are what a stock run needs to know of orders in the ERP.
type orders struct {
	contained map[ledger.LinkID]commerce.Quantity // Σa
	again     map[ledger.LinkID]time.Duration     // links that a reading could not be used for, since when
	settled   []ledger.LinkID                     // of these, those for which this one can
}

// setAside finds out what the reading takes into account of shop orders. An
// order counts if the ERP has acknowledged it before the reading began, and had
// time to settle. Of a product with an order that was on its way just then
// nobody knows: the reading is not used for it, and it is asked for again.
func (w *work) setAside(ctx context.Context, reading *reconcile.Reading, begun time.Time) error {
	known, err := w.Store.Contained(ctx, begun.Add(-w.ERP.Traits.Settle))
	if err != nil {
		return err
	}
	w.orders.contained = make(map[ledger.LinkID]commerce.Quantity, len(known))
	var unsure []ledger.LinkID
	for id, c := range known {
		w.orders.contained[id] = c.Quantity
		if c.Unsure && w.orders.again[id] < longUnsure && reading.Drop(id) {
			unsure = append(unsure, id)
		}
	}
	for id := range w.orders.again {
		if !known[id].Unsure {
			w.orders.settled = append(w.orders.settled, id)
		}
	}
	if len(unsure) == 0 || w.run.DryRun {
		return nil
	}
	w.Log.InfoContext(ctx, "products left to the next run: orders with them are on their way to the ERP", "run_id", w.run.ID, "products", len(unsure))
	return w.Store.NoteReread(ctx, unsure)
}
