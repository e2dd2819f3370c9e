package smartbillsim

import (
	"math"
	"net/http"
	"strconv"
	"sync"
	"time"

	"wpbridge/internal/erp/simkit"
)

const (
	dailyV3 = 50_000
	longest = 600 * time.Second
)

// today counts the calls of one day.
type today struct {
	mu    sync.Mutex
	day   int64
	calls int
}

func (t *today) add(now time.Time) int {
	t.mu.Lock()
	defer t.mu.Unlock()
	if day := now.Unix() / 86400; day != t.day {
		t.day, t.calls = day, 0
	}
	t.calls++
	return t.calls
}

// quotaV1 blocks the token at the first call too many.
func quotaV1(o Options) simkit.Quota {
	return simkit.Quota{Calls: o.Budget, Window: o.Window, Sliding: o.Sliding, Penalty: func(int) time.Duration { return o.Lockout }}
}

// quotaV3 doubles the pause with each call too many.
func quotaV3(o Options) simkit.Quota {
	return simkit.Quota{Calls: o.BudgetV3, Window: o.Window, Sliding: o.Sliding, Penalty: func(n int) time.Duration {
		return min(5*time.Second<<min(n-1, 10), longest)
	}}
}

// spendV1 takes one call of the V1 token.
func (s *Sim) spendV1(h http.Header) bool {
	left, reset, ok := s.quotaV1.Spend(s.opt.Now())
	h.Set("X-RateLimit-Limit", strconv.Itoa(s.opt.Budget))
	h.Set("X-RateLimit-Remaining", strconv.Itoa(left))
	h.Set("X-RateLimit-Reset", strconv.FormatInt(int64(math.Ceil(float64(reset.UnixNano())/1e9)), 10))
	return ok
}

// spendV3 takes one call of the V3 token.
func (s *Sim) spendV3(h http.Header) bool {
	now := s.opt.Now()
	calls := s.today.add(now)
	_, barred, ok := s.quotaV3.Spend(now)
	h.Set("X-RateLimit-Daily-Limit", strconv.Itoa(dailyV3))
	h.Set("X-RateLimit-Daily-Remaining", strconv.Itoa(max(dailyV3-calls, 0)))
	if !ok {
		h.Set("Retry-After", strconv.Itoa(int(math.Ceil(barred.Sub(now).Seconds()))))
	}
	return ok && calls <= dailyV3
}

// Calls lets another program make n calls with the V1 token.
func (s *Sim) Calls(n int) {
	for range n {
		s.spendV1(http.Header{})
	}
}

// Breaches is how often the V1 token and the V3 token were blocked.
func (s *Sim) Breaches() (v1, v3 int) { return s.quotaV1.Breaches(), s.quotaV3.Breaches() }
