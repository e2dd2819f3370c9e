package outbox

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"wpbridge/internal/erp"
	"wpbridge/internal/state"
)

// backOff is how long to wait after so many failures in a row, never twice the
// same.
func (e *Engine) backOff(tries int) time.Duration {
	t := e.times()
	d := t.First << min(max(tries-1, 0), 20)
	if d > t.Longest || d <= 0 {
		d = t.Longest
	}
	return d*3/4 + rand.N(d/2+1)
}

// halt lets everything wait, because the ERP is not there for anybody.
func (c *claim) halt(ctx context.Context, cause error) error {
	if ctx.Err() != nil {
		return context.Cause(ctx) // we ended it ourselves
	}
	c.failing.Store(true)
	wait := c.backOff
	var later *erp.RetryAfter
	switch {
	case errors.Is(cause, erp.ErrUnauthorized):
		wait = func(int) time.Duration { return c.times().Longest }
	case errors.As(cause, &later) && later.Wait > 0:
		wait = func(tries int) time.Duration { return max(later.Wait, c.backOff(tries)) }
	}
	if err := c.persist(ctx, func(ctx context.Context) error { return c.Store.Pause(ctx, state.OrdersPause, cause.Error(), wait) }); err != nil {
		return err
	}
	p, err := c.Store.Paused(context.WithoutCancel(ctx), state.OrdersPause)
	if err != nil {
		return err
	}
	c.Log.WarnContext(ctx, "orders wait for the ERP", "err", cause, "wait", p.Left.String())
	if p.Left > c.times().Patient {
		return fmt.Errorf("send orders: %w", cause)
	}
	return nil
}

// dead tells an error that says nothing about the order at hand.
func dead(err error) bool {
	var later *erp.RetryAfter
	var unsent *erp.NotSent
	return erp.Temporary(err) || errors.Is(err, erp.ErrUnauthorized) || errors.As(err, &later) || errors.As(err, &unsent)
}
