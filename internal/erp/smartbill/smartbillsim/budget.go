package smartbillsim

import (
	"maps"
	"math"
	"net/http"
	"strconv"
	"sync"
	"time"
)

// traffic counts requests.
type traffic struct {
	mu       sync.Mutex
	total    int
	byStatus map[int]int
	v1, v3   budget
	day      int64
	today    int
}

// budget is so many calls in a window, and what happened to it.
type budget struct {
	calls    int // negative: no limit
	window   time.Duration
	sliding  bool
	spent    []time.Time // in the present window
	blocked  time.Time
	breaches int
}

// spend takes one call and says what is left until when. A call too many blocks
// for penalty.
func (b *budget) spend(now time.Time, penalty func(breaches int) time.Duration) (left int, reset time.Time, ok bool) {
	if b.calls < 0 {
		return math.MaxInt16, now.Add(b.window), true
	}
	if now.Before(b.blocked) {
		return 0, b.blocked, false
	}
	for len(b.spent) > 0 && !now.Before(b.ends(b.spent[0])) {
		b.spent = b.spent[1:]
	}
	b.spent = append(b.spent, now)
	if len(b.spent) > b.calls {
		b.breaches++
		b.blocked, b.spent = now.Add(penalty(b.breaches)), nil
		return 0, b.blocked, false
	}
	return b.calls - len(b.spent), b.ends(b.spent[0]), true
}

// ends is when a call stops counting.
func (b *budget) ends(call time.Time) time.Time {
	if b.sliding {
		return call.Add(b.window)
	}
	return time.Unix(0, (call.UnixNano()/int64(b.window)+1)*int64(b.window))
}

// spendV1 takes one call of the V1 token.
func (s *Sim) spendV1(h http.Header) bool {
	t := &s.traffic
	t.mu.Lock()
	defer t.mu.Unlock()
	left, reset, ok := t.v1.spend(s.opt.Now(), func(int) time.Duration { return s.opt.Lockout })
	h.Set("X-RateLimit-Limit", strconv.Itoa(s.opt.Budget))
	h.Set("X-RateLimit-Remaining", strconv.Itoa(left))
	h.Set("X-RateLimit-Reset", unix(reset))
	return ok
}

const (
	dailyV3 = 50_000
	longest = 600 * time.Second
)

// spendV3 takes one call of the V3 token. Each call too many doubles the pause.
func (s *Sim) spendV3(h http.Header) bool {
	t := &s.traffic
	t.mu.Lock()
	defer t.mu.Unlock()
	now := s.opt.Now()
	if day := now.Unix() / 86400; day != t.day {
		t.day, t.today = day, 0
	}
	t.today++
	_, _, ok := t.v3.spend(now, func(n int) time.Duration { return min(5*time.Second<<min(n-1, 10), longest) })
	h.Set("X-RateLimit-Daily-Limit", strconv.Itoa(dailyV3))
	h.Set("X-RateLimit-Daily-Remaining", strconv.Itoa(max(dailyV3-t.today, 0)))
	if !ok {
		h.Set("Retry-After", strconv.Itoa(int(math.Ceil(t.v3.blocked.Sub(now).Seconds()))))
	}
	return ok && t.today <= dailyV3
}

func unix(t time.Time) string {
	return strconv.FormatInt(int64(math.Ceil(float64(t.UnixNano())/1e9)), 10)
}

// Calls lets another program make n calls with the V1 token.
func (s *Sim) Calls(n int) {
	for range n {
		s.spendV1(http.Header{})
	}
}

// Breaches is how often the V1 token and the V3 token were blocked.
func (s *Sim) Breaches() (v1, v3 int) {
	s.traffic.mu.Lock()
	defer s.traffic.mu.Unlock()
	return s.traffic.v1.breaches, s.traffic.v3.breaches
}

// Requests counts the API requests so far.
func (s *Sim) Requests() int {
	s.traffic.mu.Lock()
	defer s.traffic.mu.Unlock()
	return s.traffic.total
}

// Statuses counts the requests by the status of the answer, 0 for none.
func (s *Sim) Statuses() map[int]int {
	s.traffic.mu.Lock()
	defer s.traffic.mu.Unlock()
	return maps.Clone(s.traffic.byStatus)
}

func (s *Sim) enter() {
	s.traffic.mu.Lock()
	defer s.traffic.mu.Unlock()
	s.traffic.total++
}

func (s *Sim) leave(status int) {
	s.traffic.mu.Lock()
	defer s.traffic.mu.Unlock()
	s.traffic.byStatus[status]++
}
