package site_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/auth"
	"wpbridge/internal/shoptest/site"
)

// sidecar stands in for the program: it lets in whom the program would, answers
// from a table, and keeps what it was asked.
type sidecar struct {
	*httptest.Server
	answers map[string]string // by method and path

	mu    sync.Mutex
	calls []call
}

type call struct {
	line, body string
	header     http.Header
}

func newSidecar(t *testing.T, answers map[string]string) *sidecar {
	t.Helper()
	s := &sidecar{answers: answers}
	s.Server = httptest.NewServer(http.HandlerFunc(s.serve))
	t.Cleanup(s.Close)
	return s
}

func (s *sidecar) serve(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	s.mu.Lock()
	s.calls = append(s.calls, call{r.Method + " " + r.URL.RequestURI(), string(body), r.Header})
	s.mu.Unlock()
	if r.URL.Path != "/healthz" && !strings.HasPrefix(r.URL.Path, "/v1/webhooks/") {
		v := auth.Verifier{Secrets: []string{site.Secret}, Audience: auth.Sidecar, Issuers: []string{auth.Plugin}}
		token, _ := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
		if c, err := v.Verify(token); err != nil || !c.Allows("admin") {
			write(w, http.StatusUnauthorized, `{"code":"unauthorized","status":401,"title":"Unauthorized","detail":"token refused"}`)
			return
		}
	}
	s.mu.Lock()
	answer, known := s.answers[r.Method+" "+r.URL.Path]
	s.mu.Unlock()
	if !known {
		write(w, http.StatusNotFound, `{"code":"not_found","status":404,"title":"Not found","detail":"nothing here"}`)
		return
	}
	write(w, http.StatusOK, answer)
}

func write(w http.ResponseWriter, status int, body string) {
	kind := "application/json"
	if !strings.HasPrefix(body, "{") {
		kind = "text/csv; charset=utf-8"
	}
	w.Header().Set("Content-Type", kind)
	w.WriteHeader(status)
	_, _ = io.WriteString(w, body)
}

// say gives another answer from now on.
func (s *sidecar) say(line, answer string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.answers[line] = answer
}

// asked returns what came in since the last time.
func (s *sidecar) asked() []call {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := s.calls
	s.calls = nil
	return out
}

// bridgeToken is a token as the sidecar makes it for its calls to the shop.
func bridgeToken(t *testing.T, secret string, scopes ...string) string {
	t.Helper()
	token, err := auth.Sign(secret, auth.Claims{Issuer: auth.Sidecar, Audience: auth.Plugin, Scopes: scopes}, time.Minute, time.Now())
	require.NoError(t, err)
	return token
}
