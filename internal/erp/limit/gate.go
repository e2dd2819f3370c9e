// Package limit keeps one login within what its ERP allows: so many requests in
// flight, no more of them in a time than are known to be allowed, and no more
// than the answers' own headers say are left.
//
// One operation may be several requests, so the gate stands before requests, as
// an http.RoundTripper, and not before operations. It holds all of them back
// before a budget is spent, instead of running into refusals. Callers that
// cannot wait are marked by First and overtake the others.
package limit

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"wpbridge/internal/erp"
)

// The reasons for not being let in, each inside an erp.RetryAfter.
var (
	// ErrQueue: the requests before this one took longer than the caller has.
	ErrQueue = errors.New("other requests of this login are still under way")
	// ErrBudget: the budget is spent and renewed only after the caller's deadline.
	ErrBudget = errors.New("the ERP's request budget is spent")
)

// Gate lets the requests of one login pass, those of each budget in a lane of
// their own. It is safe for concurrent use.
type Gate struct {
	mu    sync.Mutex
	lanes []*lane       // the first is for all that no other covers
	bound time.Duration // of one request, where it is not the transport's own
}

// NewGate returns a gate that lets one request pass at a time.
func NewGate() *Gate { return &Gate{lanes: []*lane{newLane(1, erp.Budget{})}} }

// Allow sets how many requests of each budget may be in flight, at least one,
// and the budgets known beforehand; one without a path covers all that the
// others do not. Requests in flight do not count against the new numbers.
func (g *Gate) Allow(n int, budgets ...erp.Budget) {
	lanes := []*lane{newLane(n, erp.Budget{})}
	for _, b := range budgets {
		if b.Path == "" {
			lanes[0] = newLane(n, b)
			continue
		}
		lanes = append(lanes, newLane(n, b))
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.lanes = lanes
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

// Remaining is how many requests the ERP will still take in the present window
// of the first budget; known is false where it has not said or the window is
// over.
func (g *Gate) Remaining() (n int, known bool) { return g.lane("").remaining() }

// lane picks the one with the longest matching path.
func (g *Gate) lane(path string) *lane {
	g.mu.Lock()
	defer g.mu.Unlock()
	best := g.lanes[0]
	for _, l := range g.lanes[1:] {
		if strings.HasPrefix(path, l.budget.Path) && len(l.budget.Path) > len(best.budget.Path) {
			best = l
		}
	}
	return best
}

// Enter waits for a turn and for budget for a request to this path of a URL,
// behind the callers of its rank that came before. The caller ends the turn by
// Leave. The error is an erp.RetryAfter where ctx leaves too little time, else
// ctx's own.
func (g *Gate) Enter(ctx context.Context, path string) (*Turn, error) {
	if ctx.Err() != nil {
		return nil, outOfTime(ctx, ErrQueue, 0)
	}
	l := g.lane(path)
	w := l.join(ctx)
	var err error
	select {
	case err = <-w.verdict:
	case <-ctx.Done():
		if waiting, wait, why := l.withdraw(w); waiting {
			return nil, outOfTime(ctx, why, wait)
		}
		err = <-w.verdict
	}
	if err != nil {
		return nil, err
	}
	return &Turn{lane: l}, nil
}

// Turn is one request let in.
type Turn struct {
	lane     *lane
	answered bool
}

// Answered takes up what the answer said, once.
func (t *Turn) Answered(a erp.Allowance) {
	t.answered = true
	t.lane.note(a)
}

// Leave ends the turn, once, when the answer's body is read or there is none.
func (t *Turn) Leave() {
	if !t.answered {
		t.lane.note(erp.Allowance{})
	}
	t.lane.leave()
}

func outOfTime(ctx context.Context, why error, wait time.Duration) error {
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return &erp.RetryAfter{Err: fmt.Errorf("%w: %w", why, context.Cause(ctx)), Wait: wait}
	}
	return context.Cause(ctx)
}
