package limit

import (
	"context"
	"slices"
	"time"

	"wpbridge/internal/erp"
)

// waiter is one caller in the queue. Its verdict is nil for "pass".
type waiter struct {
	rank    rank
	end     time.Time // of the caller's time; zero: none
	verdict chan error
	why     error // what it waits for
	wait    time.Duration
}

func (l *lane) join(ctx context.Context) *waiter {
	w := &waiter{rank: rankOf(ctx), verdict: make(chan error, 1), why: ErrQueue}
	w.end, _ = ctx.Deadline()
	l.mu.Lock()
	defer l.mu.Unlock()
	l.queue[w.rank] = append(l.queue[w.rank], w)
	l.move()
	return w
}

// withdraw takes w out of the queue; waiting is false where it was decided on
// at the same moment.
func (l *lane) withdraw(w *waiter) (waiting bool, wait time.Duration, why error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	i := slices.Index(l.queue[w.rank], w)
	if i < 0 {
		return false, 0, nil
	}
	l.queue[w.rank] = slices.Delete(l.queue[w.rank], i, i+1)
	return true, w.wait, w.why
}

// move lets pass whoever may, the first rank before the others. Callers hold the
// lock.
func (l *lane) move() {
	for r := range ranks {
		for len(l.queue[r]) > 0 && l.open < l.turns {
			if wait := l.wait(r); wait > 0 {
				l.hold(r, wait)
				break
			}
			w := l.queue[r][0]
			l.queue[r] = l.queue[r][1:]
			l.open++
			l.unanswered++
			w.verdict <- nil
		}
	}
}

// hold makes a rank wait for budget, but for those whose time is up before.
func (l *lane) hold(r rank, wait time.Duration) {
	renewed := time.Now().Add(wait)
	l.queue[r] = slices.DeleteFunc(l.queue[r], func(w *waiter) bool {
		if !w.end.IsZero() && w.end.Before(renewed) {
			w.verdict <- &erp.RetryAfter{Err: ErrBudget, Wait: wait}
			return true
		}
		w.why, w.wait = ErrBudget, wait
		return false
	})
	if l.alarms[r] != nil {
		l.alarms[r].Stop()
	}
	l.alarms[r] = time.AfterFunc(wait, func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		l.move()
	})
}
