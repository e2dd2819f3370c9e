package sitoosim

import (
	"context"
	"crypto/subtle"
	"maps"
	"math"
	"net/http"
	"strconv"
	"sync"
	"time"
)

// reply is an answer before anything goes wrong with it.
type reply struct {
	status int
	body   []byte
}

func fail(status int, text string) reply {
	b := append([]byte(`{"statuscode":`), strconv.Itoa(status)...)
	b = appendString(append(b, `,"errortext":`...), text)
	return reply{status, append(b, '}')}
}

// traffic counts requests, those in flight and those of the present window.
type traffic struct {
	mu       sync.Mutex
	inFlight int
	total    int
	byStatus map[int]int
	window   int64
	spent    int
}

// ServeHTTP answers one request. A request stops counting as in flight just
// before its answer is sent: the client must be able to ask again at once.
func (s *Sim) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.mux.ServeHTTP(w, r) }

func (s *Sim) api(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Date", s.opt.Now().UTC().Format(http.TimeFormat))
	crowded := s.enter()
	m := s.faults.roll()
	if m.kind == faultDropBefore {
		s.leave(0)
		panic(http.ErrAbortHandler)
	}
	late := pause(r.Context(), m.delay)
	out := s.answer(w.Header(), r, m, crowded)
	s.leave(out.status)
	if m.kind == faultDropAfter || late != nil {
		panic(http.ErrAbortHandler)
	}
	w.Header().Set("Content-Length", strconv.Itoa(len(out.body)))
	w.WriteHeader(out.status)
	_, _ = w.Write(out.body) // a client that went away is its own affair
}

func (s *Sim) answer(h http.Header, r *http.Request, m mishap, crowded bool) reply {
	h.Set("Content-Type", "application/json; charset=utf-8")
	if !s.allowed(r) {
		return fail(http.StatusUnauthorized, "Unauthorized")
	}
	if crowded {
		return fail(http.StatusTooManyRequests, "Too many connections")
	}
	if !s.spend(h) {
		return fail(http.StatusTooManyRequests, "Too Many Requests")
	}
	return mangle(h, m, func() reply { return s.resource(r, m.spoil) })
}

// mangle lets the mishap replace or cut the answer.
func mangle(h http.Header, m mishap, answer func() reply) reply {
	switch m.kind {
	case "", faultDropAfter:
		return answer()
	case faultHTML:
		h.Set("Content-Type", "text/html; charset=utf-8")
		return reply{http.StatusOK, []byte("<!DOCTYPE html><title>Maintenance</title><p>We are back soon.</p>")}
	case faultTruncate:
		out := answer()
		return reply{out.status, out.body[:len(out.body)*2/3]}
	case fault429After:
		h.Set("Retry-After", strconv.Itoa(int(math.Ceil(m.after.Seconds()))))
		return fail(http.StatusTooManyRequests, "Too Many Requests")
	}
	status, _ := strconv.Atoi(m.kind) // the remaining kinds are numbers
	return fail(status, http.StatusText(status))
}

func (s *Sim) allowed(r *http.Request) bool {
	id, password, _ := r.BasicAuth()
	a := subtle.ConstantTimeCompare([]byte(id), []byte(s.opt.APIID))
	b := subtle.ConstantTimeCompare([]byte(password), []byte(s.opt.Password))
	return a&b == 1
}

func (s *Sim) enter() (crowded bool) {
	t := &s.traffic
	t.mu.Lock()
	defer t.mu.Unlock()
	t.total++
	t.inFlight++
	return t.inFlight > 1
}

func (s *Sim) leave(status int) {
	t := &s.traffic
	t.mu.Lock()
	defer t.mu.Unlock()
	t.inFlight--
	t.byStatus[status]++
}

// spend takes one request from the window's budget and says what is left of it.
func (s *Sim) spend(h http.Header) bool {
	if s.opt.Budget == 0 {
		return true
	}
	t, slot := &s.traffic, int64(s.opt.Window)
	t.mu.Lock()
	defer t.mu.Unlock()
	if now := s.opt.Now().UnixNano() / slot; now != t.window {
		t.window, t.spent = now, 0
	}
	t.spent++
	end := time.Unix(0, (t.window+1)*slot)
	h.Set("X-Rate-Limit-Remaining", strconv.Itoa(max(s.opt.Budget-t.spent, 0)))
	h.Set("X-Rate-Limit-Reset", strconv.FormatInt(int64(math.Ceil(float64(end.UnixNano())/1e9)), 10))
	return t.spent <= s.opt.Budget
}

func pause(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return nil
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Requests counts the API requests so far; Statuses counts them by the status
// of their answer, 0 for dropped ones.
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
