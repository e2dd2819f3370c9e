package e2e_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"wpbridge/internal/auth"
	"wpbridge/internal/live"
)

// sidecar answers the plugin's stock checks over HTTP.
type sidecar struct {
	server  *httptest.Server
	checker atomic.Pointer[live.Checker]
	mute    atomic.Bool // takes calls and never answers
	carts   atomic.Int64
	orders  atomic.Int64
	spent   atomic.Int64 // nanoseconds inside the checker
}

func startSidecar(t *testing.T, c *live.Checker) *sidecar {
	t.Helper()
	s := &sidecar{}
	s.checker.Store(c)
	s.server = httptest.NewServer(http.HandlerFunc(s.serve))
	t.Cleanup(s.server.Close)
	return s
}

func (s *sidecar) url() string { return s.server.URL }

// die ends the sidecar as if it had never been started.
func (s *sidecar) die() { s.server.Close() }

// asked is how many checks there were so far.
func (s *sidecar) asked() int64 { return s.carts.Load() + s.orders.Load() }

func (s *sidecar) serve(w http.ResponseWriter, r *http.Request) {
	q, err := request(r)
	if err != nil {
		http.Error(w, err.Error(), http.StatusUnauthorized)
		return
	}
	if q.Moment == live.Order {
		s.orders.Add(1)
	} else {
		s.carts.Add(1)
	}
	if s.mute.Load() {
		<-r.Context().Done()
		return
	}
	begin := time.Now()
	a, err := s.checker.Load().Check(r.Context(), q)
	s.spent.Add(int64(time.Since(begin)))
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(a)
}

func request(r *http.Request) (q live.Request, err error) {
	token, _ := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	v := auth.Verifier{Secrets: []string{secret}, Audience: auth.Sidecar, Issuers: []string{auth.Plugin}}
	c, err := v.Verify(token)
	switch {
	case err != nil:
		return q, err
	case !c.Allows("checkout") || r.URL.Path != "/v1/checkout/check" || r.Method != http.MethodPost:
		return q, errors.New("not a stock check")
	}
	return q, json.NewDecoder(r.Body).Decode(&q)
}
