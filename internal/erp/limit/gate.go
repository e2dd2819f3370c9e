// Package limit keeps one login within what its ERP allows: so many requests in
// flight, and no more of them than the answers' own headers say are left.
//
// One operation may be several requests, so the gate stands before requests, as
// an http.RoundTripper, and not before operations. It holds all of them back
// before a budget is spent, instead of running into refusals.
package limit

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"golang.org/x/sync/semaphore"

	"wpbridge/internal/erp"
)

// longest bounds what headers may ask for: a wrong clock must not stop the shop
// for a day.
const longest = 10 * time.Minute

// The reasons for not being let in, each inside an erp.RetryAfter.
var (
	// ErrQueue: the requests before this one took longer than the caller has.
	ErrQueue = errors.New("other requests of this login are still under way")
	// ErrBudget: the budget is spent and renewed only after the caller's deadline.
	ErrBudget = errors.New("the ERP's request budget is spent")
)

// Gate lets the requests of one login pass. It is safe for concurrent use.
type Gate struct {
	mu      sync.Mutex
	turns   *semaphore.Weighted
	known   bool // left and renewed were stated
	left    int
	renewed time.Time // left means nothing after this
	closed  time.Time // nothing passes before this
	flying  int
	bound   time.Duration // of one request, where it is not the transport's own
}

// NewGate returns a gate that lets one request pass at a time.
func NewGate() *Gate { return &Gate{turns: semaphore.NewWeighted(1)} }

// Allow sets how many requests may be in flight, at least one. Requests already
// in flight do not count against the new number.
func (g *Gate) Allow(n int) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.turns = semaphore.NewWeighted(int64(max(n, 1)))
}

// Bound sets how long one request may take, in place of Transport.Timeout; 0
// leaves that as it is.
func (g *Gate) Bound(d time.Duration) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.bound = d
}

func (g *Gate) timeout(usual time.Duration) time.Duration {
	g.mu.Lock()
	defer g.mu.Unlock()
	return cmp.Or(g.bound, usual)
}

// Remaining is how many requests the ERP will still take in the present window;
// known is false where it has not said or the window is over.
func (g *Gate) Remaining() (n int, known bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.left, g.known && time.Now().Before(g.renewed)
}

// Enter waits for a turn and for budget. The caller calls leave, once, when its
// request is over. The error is an erp.RetryAfter where ctx leaves too little
// time, else ctx's own.
func (g *Gate) Enter(ctx context.Context) (leave func(), err error) {
	g.mu.Lock()
	turns := g.turns
	g.mu.Unlock()
	if err := turns.Acquire(ctx, 1); err != nil {
		return nil, outOfTime(ctx, ErrQueue, 0)
	}
	for {
		wait, why := g.take()
		if wait <= 0 {
			return func() { g.leave(); turns.Release(1) }, nil
		}
		if err := pause(ctx, wait, why); err != nil {
			turns.Release(1)
			return nil, err
		}
	}
}

// take uses up one request of the budget, or says how long to wait for one.
func (g *Gate) take() (time.Duration, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	now := time.Now()
	if wait := g.closed.Sub(now); wait > 0 {
		return wait, ErrBudget
	}
	if g.known && !now.Before(g.renewed) {
		g.known = false
	}
	if g.known && g.left <= 0 {
		return g.renewed.Sub(now), ErrBudget
	}
	g.left--
	g.flying++
	return 0, nil
}

func (g *Gate) leave() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.flying--
}

// Note takes up what an answer said. Requests still in flight, except the one
// answered, may not be counted in it yet.
func (g *Gate) Note(a erp.Allowance) {
	g.mu.Lock()
	defer g.mu.Unlock()
	now := time.Now()
	if a.Known {
		g.known, g.left, g.renewed = true, a.Remaining-max(g.flying-1, 0), now.Add(min(a.Renewed, longest))
	}
	if until := now.Add(min(a.Wait, longest)); until.After(g.closed) {
		g.closed = until
	}
}

// pause waits, unless the caller's deadline makes waiting pointless.
func pause(ctx context.Context, wait time.Duration, why error) error {
	if end, ok := ctx.Deadline(); ok && time.Until(end) < wait {
		return &erp.RetryAfter{Err: why, Wait: wait}
	}
	t := time.NewTimer(wait)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return outOfTime(ctx, why, wait)
	}
}

func outOfTime(ctx context.Context, why error, wait time.Duration) error {
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return &erp.RetryAfter{Err: fmt.Errorf("%w: %w", why, context.Cause(ctx)), Wait: wait}
	}
	return context.Cause(ctx)
}
