package app

import (
	"context"
	"sync"
	"time"

	"wpbridge/internal/commerce"
	"wpbridge/internal/httpapi"
	"wpbridge/internal/outbox"
	"wpbridge/internal/state"
)

// drainEvery is how often the service looks whether something of the outbox has
// become due.
const drainEvery = 5 * time.Second

var _ httpapi.Orders = (*orders)(nil)

// orders is the outbox of the service: it is emptied all the time.
type orders struct {
	*state.Store
	service *Service

	mu    sync.Mutex
	busy  bool
	again bool // something was added meanwhile
}

// keep empties the outbox whenever something is due, until ctx ends.
func (o *orders) keep(ctx context.Context) error {
	tick := time.NewTicker(drainEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
		due, err := o.ExportDue(ctx)
		if err != nil && ctx.Err() == nil {
			o.service.Log.WarnContext(ctx, "orders", "err", err)
		}
		if due {
			o.kick()
		}
	}
}

// kick has the outbox emptied, by this process once at a time.
func (o *orders) kick() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.again = true
	if o.busy {
		return
	}
	o.busy = o.service.runs.crew.do(o.empty) == nil // when the service stops, the next one sends
}

func (o *orders) empty(ctx context.Context) {
	for o.more() {
		e, err := o.engine(ctx)
		if err == nil {
			_, err = e.Work(ctx)
		}
		if err != nil && ctx.Err() == nil {
			o.service.Log.WarnContext(ctx, "orders wait", "err", err)
		}
	}
}

// more tells whether there was a kick since it was last asked; if not, the
// emptying is over.
func (o *orders) more() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	more := o.again
	o.again, o.busy = false, more
	return more
}

func (o *orders) engine(ctx context.Context) (*outbox.Engine, error) {
	r, err := o.service.runner(ctx, true)
	if err != nil {
		return nil, err
	}
	return r.Outbox, nil
}

// Export implements httpapi.Orders.
func (o *orders) Export(ctx context.Context, id commerce.OrderID) ([]state.Export, error) {
	e, err := o.engine(ctx)
	if err != nil {
		return nil, err
	}
	defer o.kick()
	return e.Export(ctx, id)
}

// Notice implements httpapi.Orders.
func (o *orders) Notice(ctx context.Context, id commerce.OrderID) ([]state.Export, error) {
	e, err := o.engine(ctx)
	if err != nil {
		return nil, err
	}
	if _, err := e.Enqueue(ctx, id); err != nil {
		return nil, err
	}
	o.kick()
	return o.ExportsOf(ctx, []commerce.OrderID{id})
}

// Resolve implements httpapi.Orders.
func (o *orders) Resolve(ctx context.Context, id commerce.OrderID, a outbox.Answer) (state.Export, error) {
	e, err := o.engine(ctx)
	if err != nil {
		return state.Export{}, err
	}
	defer o.kick()
	return e.Resolve(ctx, id, a)
}
