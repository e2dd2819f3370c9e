// Package limit keeps one login within what its ERP allows: so many requests in
// flight, and no more of them than the answers' own headers say are left.
//
// One operation may be several requests, so the gate stands before requests, as
// an http.RoundTripper, and not before operations. It holds all of them back
// before a budget is spent, instead of running into refusals. Callers that
// cannot wait are marked by First and overtake the others.
package limit

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"wpbridge/internal/erp"
)

// longest bounds what headers may ask for: a wrong clock must not stop the shop
// for a day.
const longest = 10 * time.Minute

// spare is the share of a budget, one part in so many, that is left to callers
// that go first.
const spare = 10

// The reasons for not being let in, each inside an erp.RetryAfter.
var (
	// ErrQueue: the requests before this one took longer than the caller has.
	ErrQueue = errors.New("other requests of this login are still under way")
	// ErrBudget: the budget is spent and renewed only after the caller's deadline.
	ErrBudget = errors.New("the ERP's request budget is spent")
)

// Gate lets the requests of one login pass. It is safe for concurrent use.
type Gate struct {
	mu     sync.Mutex
	most   int // in flight at a time
	flying int
	queue  [ranks][]*waiter
	alarm  *time.Timer // moves the queue when the budget is renewed
	budget budget
}

// waiter is one caller in the queue. Its verdict is nil for "pass".
type waiter struct {
	rank    rank
	end     time.Time // of the caller's time; zero: none
	verdict chan error
	why     error // what it waits for
	wait    time.Duration
}

// NewGate returns a gate that lets one request pass at a time.
func NewGate() *Gate { return &Gate{most: 1} }

// Allow sets how many requests may be in flight, at least one.
func (g *Gate) Allow(n int) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.most = max(n, 1)
	g.move()
}

// Remaining is how many requests the ERP will still take in the present window;
// known is false where it has not said or the window is over.
func (g *Gate) Remaining() (n int, known bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.budget.left, g.budget.known && time.Now().Before(g.budget.renewed)
}

// Enter waits for a turn and for budget, behind the callers of its rank that
// came before. The caller calls leave, once, when its request is over. The error
// is an erp.RetryAfter where ctx leaves too little time, else ctx's own in an
// erp.NotSent.
func (g *Gate) Enter(ctx context.Context) (leave func(), err error) {
	if ctx.Err() != nil {
		return nil, outOfTime(ctx, ErrQueue, 0)
	}
	w := g.join(ctx)
	select {
	case err = <-w.verdict:
	case <-ctx.Done():
		if waiting, wait, why := g.withdraw(w); waiting {
			return nil, outOfTime(ctx, why, wait)
		}
		err = <-w.verdict
	}
	if err != nil {
		return nil, err
	}
	return g.leave, nil
}

func (g *Gate) join(ctx context.Context) *waiter {
	w := &waiter{rank: rankOf(ctx), verdict: make(chan error, 1), why: ErrQueue}
	w.end, _ = ctx.Deadline()
	g.mu.Lock()
	defer g.mu.Unlock()
	g.queue[w.rank] = append(g.queue[w.rank], w)
	g.move()
	return w
}

// withdraw takes w out of the queue; waiting is false where it was decided on
// at the same moment.
func (g *Gate) withdraw(w *waiter) (waiting bool, wait time.Duration, why error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	i := slices.Index(g.queue[w.rank], w)
	if i < 0 {
		return false, 0, nil
	}
	g.queue[w.rank] = slices.Delete(g.queue[w.rank], i, i+1)
	return true, w.wait, w.why
}

func (g *Gate) leave() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.flying--
	g.move()
}

// Note takes up what an answer said. Requests still in flight, except the one
// answered, may not be counted in it yet.
func (g *Gate) Note(a erp.Allowance) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.budget.note(a, max(g.flying-1, 0))
	g.move()
}

// move lets pass whoever may, the first rank before the others.
func (g *Gate) move() {
	for r := range g.queue {
		for len(g.queue[r]) > 0 && g.flying < g.most {
			if wait := g.budget.wait(rank(r)); wait > 0 {
				g.hold(rank(r), wait)
				break
			}
			w := g.queue[r][0]
			g.queue[r] = g.queue[r][1:]
			g.budget.left--
			g.flying++
			w.verdict <- nil
		}
	}
}

// hold makes a rank wait for budget, but for those whose time is up before.
func (g *Gate) hold(r rank, wait time.Duration) {
	renewed := time.Now().Add(wait)
	g.queue[r] = slices.DeleteFunc(g.queue[r], func(w *waiter) bool {
		if !w.end.IsZero() && w.end.Before(renewed) {
			w.verdict <- &erp.RetryAfter{Err: ErrBudget, Wait: wait}
			return true
		}
		w.why, w.wait = ErrBudget, wait
		return false
	})
	if g.alarm != nil {
		g.alarm.Stop()
	}
	g.alarm = time.AfterFunc(wait, func() {
		g.mu.Lock()
		defer g.mu.Unlock()
		g.move()
	})
}

func outOfTime(ctx context.Context, why error, wait time.Duration) error {
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return &erp.RetryAfter{Err: fmt.Errorf("%w: %w", why, context.Cause(ctx)), Wait: wait}
	}
	return &erp.NotSent{Err: context.Cause(ctx)}
}
