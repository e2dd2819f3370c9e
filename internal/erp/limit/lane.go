package limit

import (
	"sync"
	"time"

	"wpbridge/internal/erp"
)

const (
	// longest bounds what headers may ask for: a wrong clock must not stop the
	// shop for a day.
	longest = 10 * time.Minute
	// slack is how far two answers may differ about the end of one window: their
	// stamps are whole seconds.
	slack = 2 * time.Second
	// spare is the share of a budget, one part in so many, that is left to callers
	// that go first.
	spare = 10
)

// lane holds the turns and the budget of one kind of requests.
//
// Two budgets bind it. The one known beforehand counts what passed here, in any
// span of its length. The one that answers state counts what other programs
// spend as well. Answers may overtake each other: the lowest number stated for
// the present window contains every request answered so far, so only those still
// without an answer come off it.
type lane struct {
	turns  int        // requests in flight at a time
	budget erp.Budget // no Calls: none is known beforehand

	mu         sync.Mutex
	queue      [ranks][]*waiter
	alarms     [ranks]*time.Timer // move the queue when the budget is renewed
	open       int                // requests that have not left
	unanswered int                // of these
	left       []time.Time        // when the last ones left, oldest first
	known      bool               // low and renewed were stated
	low        int
	high       int       // the largest number stated so far
	renewed    time.Time // low means nothing after this
	closed     time.Time // nothing passes before this
}

func newLane(n int, b erp.Budget) *lane {
	n = max(n, 1)
	if b.Calls > 0 {
		n = min(n, most(b))
	}
	return &lane{turns: n, budget: b}
}

// most is how many requests of a budget are ours.
func most(b erp.Budget) int { return max(b.Calls-b.Reserve, 1) }

func (l *lane) remaining() (int, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.low - l.unanswered, l.known && time.Now().Before(l.renewed)
}

// wait is how long a caller of this rank must hold back for both budgets; 0: not
// at all.
func (l *lane) wait(r rank) time.Duration {
	now := time.Now()
	return max(l.closed.Sub(now), l.full(now, r), l.spent(now, r), 0)
}

// kept is how much of a budget this rank must leave.
func kept(r rank, budget int) int {
	if r == first {
		return 0
	}
	return budget / spare
}

// full is how long the budget known beforehand asks to wait. A request counts
// from its beginning to Per after its end: the ERP counted it in between.
func (l *lane) full(now time.Time, r rank) time.Duration {
	if l.budget.Calls <= 0 {
		return 0
	}
	for len(l.left) > 0 && !now.Before(l.left[0].Add(l.budget.Per)) {
		l.left = l.left[1:]
	}
	ours := most(l.budget)
	if len(l.left) == 0 || l.open+len(l.left) < ours-kept(r, ours) {
		return 0
	}
	return l.left[0].Add(l.budget.Per).Sub(now)
}

// spent is how long the budget that answers stated asks to wait.
func (l *lane) spent(now time.Time, r rank) time.Duration {
	l.known = l.known && now.Before(l.renewed)
	if !l.known || l.low-l.unanswered > l.budget.Reserve+kept(r, l.high) {
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
	l.move()
}

// state joins a stated number with those before, by the window it belongs to.
func (l *lane) state(remaining int, now, renewed time.Time) {
	l.high = max(l.high, remaining)
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
	defer l.mu.Unlock()
	l.open--
	if l.budget.Calls > 0 {
		l.left = append(l.left, time.Now())
	}
	l.move()
}
