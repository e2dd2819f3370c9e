package flowiisim

import (
	"context"
	"encoding/json"
	"maps"
	"math"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// reply is an answer before anything goes wrong with it.
type reply struct {
	status int
	body   []byte
}

type object = map[string]any

func answer(x any) reply {
	b, err := json.Marshal(x)
	if err != nil {
		panic("flowiisim: " + err.Error()) // only what this package builds comes here
	}
	return reply{http.StatusOK, b}
}

func fail(status int, title string) reply {
	out := answer(object{"errors": []object{{"title": title}}})
	out.status = status
	return out
}

const quotaTitle = "Request quota exceeded, come back later"

// traffic counts requests, those of the present window and those by path.
type traffic struct {
	mu       sync.Mutex
	total    int
	byStatus map[int]int
	paths    []string
	window   int64
	spent    int
}

// ServeHTTP answers one request.
func (s *Sim) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.mux.ServeHTTP(w, r) }

func (s *Sim) api(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Date", s.opt.Now().UTC().Format(http.TimeFormat))
	s.enter(r)
	m := s.faults.roll()
	if m.kind == "drop-before" {
		s.leave(0)
		panic(http.ErrAbortHandler)
	}
	late := pause(r.Context(), m.delay)
	out := s.mangle(w.Header(), m, func() reply { return s.resource(r, m.spoil) })
	if m.kind == "drop-after" || late != nil {
		s.leave(0)
		panic(http.ErrAbortHandler)
	}
	s.leave(out.status)
	w.Header().Set("Content-Length", strconv.Itoa(len(out.body)))
	w.WriteHeader(out.status)
	_, _ = w.Write(out.body) // a client that went away is its own affair
}

// mangle lets the mishap replace or cut the answer.
func (s *Sim) mangle(h http.Header, m mishap, answer func() reply) reply {
	h.Set("Content-Type", "application/vnd.api+json; charset=utf-8")
	switch m.kind {
	case "", "drop-after":
		if !s.spend() {
			return fail(s.opt.QuotaStatus, quotaTitle)
		}
		return answer()
	case "html":
		h.Set("Content-Type", "text/html; charset=utf-8")
		return reply{http.StatusOK, []byte("<!DOCTYPE html><title>Maintenance</title><p>We are back soon.</p>")}
	case "truncate":
		out := answer()
		return reply{out.status, out.body[:len(out.body)*2/3]}
	case "429":
		return fail(http.StatusTooManyRequests, quotaTitle)
	case "429-after":
		h.Set("Retry-After", strconv.Itoa(int(math.Ceil(m.after.Seconds()))))
		return fail(http.StatusTooManyRequests, "Too many requests")
	}
	status, _ := strconv.Atoi(m.kind) // the remaining kinds are numbers
	return fail(status, http.StatusText(status))
}

// resource answers a request whose login it checks.
func (s *Sim) resource(r *http.Request, sp spoil) reply {
	path := strings.Trim(r.URL.Path, "/")
	if path == "token" {
		return s.token(r, sp)
	}
	bearer, _ := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	switch company := r.URL.Query().Get("companyId"); {
	case r.Header.Get("Api-Key") != s.opt.APIKey || !s.sessions.valid(bearer, s.opt.Now()):
		return fail(http.StatusUnauthorized, "Unauthorized")
	case r.Method != http.MethodGet:
		return fail(http.StatusMethodNotAllowed, "Method not allowed")
	case path == "companies":
		own := rows("company", entry{s.opt.Company, "Example s.r.o.", nil})
		return s.list(r, sp, len(own), func(i int) object { return own[i](sp) })
	case company == "":
		return fail(http.StatusBadRequest, "companyId is missing")
	case company != strconv.Itoa(s.opt.Company):
		return fail(http.StatusForbidden, "The user has no access to this company")
	}
	return s.route(r, strings.Split(path, "/"), sp)
}

func (s *Sim) enter(r *http.Request) {
	t := &s.traffic
	t.mu.Lock()
	defer t.mu.Unlock()
	t.total++
	t.paths = append(t.paths, strings.Trim(r.URL.Path, "/"))
	if len(t.paths) > 4096 {
		t.paths = t.paths[2048:]
	}
}

func (s *Sim) leave(status int) {
	s.traffic.mu.Lock()
	defer s.traffic.mu.Unlock()
	s.traffic.byStatus[status]++
}

// spend takes one request from the window's budget.
func (s *Sim) spend() bool {
	if s.opt.Budget == 0 {
		return true
	}
	t := &s.traffic
	t.mu.Lock()
	defer t.mu.Unlock()
	if now := s.opt.Now().UnixNano() / int64(s.opt.Window); now != t.window {
		t.window, t.spent = now, 0
	}
	t.spent++
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

// Requests counts the requests so far.
func (s *Sim) Requests() int {
	s.traffic.mu.Lock()
	defer s.traffic.mu.Unlock()
	return s.traffic.total
}

// Paths are the latest requests, such as "goods/93001", oldest first.
func (s *Sim) Paths() []string {
	s.traffic.mu.Lock()
	defer s.traffic.mu.Unlock()
	return append([]string(nil), s.traffic.paths...)
}

// Statuses counts the requests by the status of the answer, 0 for none.
func (s *Sim) Statuses() map[int]int {
	s.traffic.mu.Lock()
	defer s.traffic.mu.Unlock()
	return maps.Clone(s.traffic.byStatus)
}
