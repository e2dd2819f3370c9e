package limit

import (
	"sync"
	"time"

	"golang.org/x/sync/semaphore"

	"wpbridge/internal/erp"
)

const (
	// longest bounds what headers may ask for: a wrong clock must not stop the
	// shop for a day.
	longest = 10 * time.Minute
	// slack is how far two answers may differ about the end of one window: their
	// stamps are whole seconds.
	slack = 2 * time.Second
)

// lane holds the turns and the budget of one kind of requests.
//
// Two budgets bind it. The one known beforehand counts what passed here, in any
// span of its length. The one that answers state counts what other programs
// spend as well. Answers may overtake each other: the lowest number stated for
// the present window contains every request answered so far, so only those still
// without an answer come off it.
type lane struct {
	turns  *semaphore.Weighted
	budget erp.Budget // no Calls: none is known beforehand

	mu         sync.Mutex
	open       int         // requests that have not left
	unanswered int         // of these
	left       []time.Time // when the last ones left, oldest first
	known      bool        // low and renewed were stated
	low        int
	renewed    time.Time // low means nothing after this
	closed     time.Time // nothing passes before this
}

func newLane(n int, b erp.Budget) *lane {
	n = max(n, 1)
	if b.Calls > 0 {
		n = min(n, most(b))
	}
	return &lane{turns: semaphore.NewWeighted(int64(n)), budget: b}
}

// most is how many requests of a budget are ours.
func most(b erp.Budget) int { return max(b.Calls-b.Reserve, 1) }

func (l *lane) remaining() (int, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.low - l.unanswered, l.known && time.Now().Before(l.renewed)
}

// take uses up one request of both budgets, or says how long to wait for one.
func (l *lane) take() time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := time.Now()
	if wait := max(l.closed.Sub(now), l.full(now), l.spent(now)); wait > 0 {
		return wait
	}
	l.open++
	l.unanswered++
	return 0
}

// full is how long the budget known beforehand asks to wait. A request counts
// from its beginning to Per after its end: the ERP counted it in between.
func (l *lane) full(now time.Time) time.Duration {
	if l.budget.Calls <= 0 {
		return 0
	}
	for len(l.left) > 0 && !now.Before(l.left[0].Add(l.budget.Per)) {
		l.left = l.left[1:]
	}
	if len(l.left) == 0 || l.open+len(l.left) < most(l.budget) {
		return 0
	}
	return l.left[0].Add(l.budget.Per).Sub(now)
}

// spent is how long the budget that answers stated asks to wait.
func (l *lane) spent(now time.Time) time.Duration {
	l.known = l.known && now.Before(l.renewed)
	if !l.known || l.low-l.unanswered > l.budget.Reserve {
		return 0
	}
	return l.renewed.Sub(now)
}

// note takes up the end of a request's wait for its answer. Where nothing was
// stated the request may have been counted.
func (l *lane) note(a erp.Allowance) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.unanswered--
	now := time.Now()
	if a.Known {
		l.state(a.Remaining, now, now.Add(min(a.Renewed, longest)))
	} else {
		l.low--
	}
	if until := now.Add(min(a.Wait, longest)); until.After(l.closed) {
		l.closed = until
	}
}

// state joins a stated number with those before, by the window it belongs to.
func (l *lane) state(remaining int, now, renewed time.Time) {
	switch {
	case !renewed.After(now):
		// A window that is over.
	case !l.known || !now.Before(l.renewed) || renewed.After(l.renewed.Add(slack)):
		l.known, l.low, l.renewed = true, remaining, renewed
	default:
		l.low = min(l.low, remaining)
		if renewed.After(l.renewed) {
			l.renewed = renewed
		}
	}
}

func (l *lane) leave() {
	l.mu.Lock()
	l.open--
	if l.budget.Calls > 0 {
		l.left = append(l.left, time.Now())
	}
	l.mu.Unlock()
	l.turns.Release(1)
}
