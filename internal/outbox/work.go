package outbox

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp"
	"wpbridge/internal/mysql"
	"wpbridge/internal/state"
)

// Work sends what is due, as many at a time as the ERP allows, until nothing is.
// Where the ERP does not answer, refuses the login or asks to come back later,
// everything waits: a short while here, a longer one for the next call, whose
// caller gets the ERP's error.
func (e *Engine) Work(ctx context.Context) (Tally, error) {
	d := &drain{Engine: e}
	if e.ERP.WriteOrder == nil {
		return d.tally, nil
	}
	p, err := e.Store.Paused(ctx, state.OrdersPause)
	if err != nil {
		return d.tally, err
	}
	d.failing.Store(p.Tries > 0)
	if err := e.lookAgain(ctx); err != nil {
		return d.tally, err
	}
	var g errgroup.Group
	for range max(1, e.ERP.Traits.Concurrency) {
		g.Go(func() error {
			err := d.loop(ctx)
			if err != nil {
				d.over.Store(true)
			}
			return err
		})
	}
	err = g.Wait()
	return d.tally, err
}

// Retry lets the next Work try at once, whatever pause there is.
func (e *Engine) Retry(ctx context.Context) error { return e.Store.Lift(ctx, state.OrdersPause) }

// drain is one emptying of the outbox.
type drain struct {
	*Engine
	over    atomic.Bool // nothing more is begun
	failing atomic.Bool // the ERP was not there the last time
	mu      sync.Mutex
	tally   Tally
}

func (d *drain) count(t Tally) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.tally.Add(t)
	d.progress("send", d.tally.Sent+d.tally.Failed+d.tally.Parked, 0)
}

func (d *drain) loop(ctx context.Context) error {
	t := d.times()
	for !d.over.Load() && ctx.Err() == nil {
		begun := time.Now()
		x, ok, err := d.Store.Claim(ctx, t.Call+t.Doubt)
		if err != nil {
			return err
		}
		if !ok {
			if again, err := d.awaitPause(ctx); err != nil || !again {
				return err
			}
			continue
		}
		c := &claim{drain: d, Export: x, end: begun.Add(t.Call), lease: begun.Add(t.Call + t.Doubt)}
		if err := c.handle(ctx); err != nil {
			return err
		}
	}
	return context.Cause(ctx)
}

// awaitPause waits a short pause out; false where there is none, so that there
// is nothing to do.
func (d *drain) awaitPause(ctx context.Context) (bool, error) {
	p, err := d.Store.Paused(ctx, state.OrdersPause)
	if err != nil || p.Left == 0 {
		return false, err
	}
	if p.Left > d.times().Patient {
		return false, nil
	}
	return true, mysql.Pause(ctx, p.Left)
}

// claim is one export that is ours for a while.
type claim struct {
	*drain
	state.Export
	end   time.Time // no request of ours goes on beyond it
	lease time.Time // nobody else touches the export before it
}

func (c *claim) handle(ctx context.Context) error {
	if c.State == state.Sending {
		return c.ask(ctx)
	}
	return c.send(ctx)
}

// bounded is the time for a request. When the program is to end, a request
// under way may still finish within Grace: cut off, its effect would be unknown.
func (c *claim) bounded(ctx context.Context) (context.Context, context.CancelFunc) {
	call, cancel := context.WithDeadlineCause(context.WithoutCancel(ctx), c.end, errSlow)
	grace := c.times().Grace
	stop := context.AfterFunc(ctx, func() {
		timer := time.AfterFunc(grace, cancel)
		context.AfterFunc(call, func() { timer.Stop() })
	})
	return call, func() { stop(); cancel() }
}

var errSlow = errors.New("the ERP took too long")

// persist writes down what must not be forgotten, for as long as the lease goes:
// a database that restarts is back by then.
func (c *claim) persist(ctx context.Context, f func(context.Context) error) error {
	ctx, cancel := context.WithDeadline(context.WithoutCancel(ctx), c.lease)
	defer cancel()
	const pace = 200 * time.Millisecond
	for {
		err := f(ctx)
		if err == nil || !mysql.Lost(err) && !mysql.Retryable(err) || mysql.Pause(ctx, pace) != nil {
			return err
		}
	}
}

// settle notes how it goes on.
func (c *claim) settle(ctx context.Context, attempt uint64, t state.Turn) error {
	err := c.persist(ctx, func(ctx context.Context) error { return c.Store.Settle(ctx, c.Export, attempt, t) })
	if err != nil {
		return err
	}
	var n Tally
	switch t.State {
	case state.Failed:
		n.Failed = 1
	case state.Parked:
		n.Parked = 1
	case state.Skipped:
		n.Skipped = 1
	default:
		n.Waiting = 1
	}
	c.count(n)
	c.Log.InfoContext(ctx, "order not sent", "order_id", uint64(c.Order), "kind", c.Kind, "state", t.State, "outcome", t.Outcome)
	return nil
}

// letGo gives the export back as it was.
func (c *claim) letGo(ctx context.Context, words string) error {
	return c.settle(ctx, 0, state.Turn{State: c.State, Wait: c.backOff(1), Words: words})
}

func documentKind(x state.Export) erp.DocumentKind { return erp.DocumentKind(x.Kind) }

// lookAgain looks at orders whose document came to be without that being done.
func (e *Engine) lookAgain(ctx context.Context) error {
	ids, err := e.Store.ToLook(ctx, findPage)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if err := e.after(ctx, id); err != nil {
			return err
		}
	}
	return nil
}

// after looks at an order again once the ERP has its document: it may have been
// cancelled in the shop meanwhile.
func (e *Engine) after(ctx context.Context, id commerce.OrderID) error {
	if err := e.Store.Looked(ctx, id); err != nil { // before: what comes up meanwhile counts
		return err
	}
	_, _, err := e.consider(ctx, id, want{})
	if err != nil && (ctx.Err() != nil || noDatabase(err)) {
		return errors.Join(err, e.Store.LookAgain(context.WithoutCancel(ctx), id))
	}
	return nil // one that cannot be read is looked at when it changes
}

// noDatabase tells an error that says nothing about an order itself.
func noDatabase(err error) bool { return mysql.Lost(err) || mysql.Retryable(err) }
