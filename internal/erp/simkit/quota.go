package simkit

import (
	"math"
	"sync"
	"time"
)

// Quota is how many calls a system takes in a window, and what it does about one
// too many. It is safe for concurrent use; its fields are set before the first
// call.
type Quota struct {
	Calls  int // none: no limit
	Window time.Duration
	// Sliding windows end one after each call, others all at the same times.
	Sliding bool
	// Penalty is for how long the given breach, counted from 1, bars every call;
	// nil: only as long as the window lasts.
	Penalty func(breach int) time.Duration

	mu       sync.Mutex
	spent    []time.Time // in the present window
	barred   time.Time
	breaches int
}

// Spend takes one call and says what is left until when; ok is false for a call
// that must be refused.
func (q *Quota) Spend(now time.Time) (left int, reset time.Time, ok bool) {
	if q.Calls <= 0 {
		return math.MaxInt16, now.Add(q.Window), true
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	if now.Before(q.barred) {
		return 0, q.barred, false
	}
	for len(q.spent) > 0 && !now.Before(q.ends(q.spent[0])) {
		q.spent = q.spent[1:]
	}
	if len(q.spent) == q.Calls {
		q.breaches++
		q.barred = q.ends(q.spent[0])
		if q.Penalty != nil {
			q.barred, q.spent = now.Add(q.Penalty(q.breaches)), nil
		}
		return 0, q.barred, false
	}
	q.spent = append(q.spent, now)
	return q.Calls - len(q.spent), q.ends(q.spent[0]), true
}

// ends is when a call stops counting.
func (q *Quota) ends(call time.Time) time.Time {
	if q.Sliding {
		return call.Add(q.Window)
	}
	return time.Unix(0, (call.UnixNano()/int64(q.Window)+1)*int64(q.Window))
}

// Breaches is how often a call was one too many.
func (q *Quota) Breaches() int {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.breaches
}
