package shoptest

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"wpbridge/internal/auth"
)

// Plugin stands for the shop's PHP side: it answers as the plugin's REST routes
// do and remembers what it was told.
type Plugin struct {
	URL string

	mu      sync.Mutex
	as      Behaviour
	pings   int
	batches []Batch
}

// Behaviour is how a Plugin answers; its zero value is a healthy one.
type Behaviour struct {
	Secret string         // empty: whatever the token is signed with is wrong
	Says   map[string]any // laid over its answer to ping
	Plain  bool           // only ?rest_route=… leads to it
	Eats   bool           // the web server keeps the Authorization header
	// Instead answers in its place where it is not nil and returns true.
	Instead func(http.ResponseWriter, *http.Request) bool
}

// Batch is one call of the route changed.
type Batch struct {
	Batch, Hooks string
	Round        int
	Items        []struct {
		ID, Parent int
		Fields     []string
		Status     string
		SaleDates  bool `json:"sale_dates"`
	}
}

// NewPlugin starts one, with an address of its own.
func NewPlugin(t testing.TB, secret string) *Plugin {
	t.Helper()
	p := &Plugin{as: Behaviour{Secret: secret}}
	srv := httptest.NewServer(p)
	t.Cleanup(srv.Close)
	p.URL = srv.URL
	return p
}

// Behave changes how it answers from now on.
func (p *Plugin) Behave(change func(*Behaviour)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	change(&p.as)
}

// Heard returns what it was told since the last time, and how often it was pinged.
func (p *Plugin) Heard() (batches []Batch, pings int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	batches, pings = p.batches, p.pings
	p.batches, p.pings = nil, 0
	return batches, pings
}

// ServeHTTP implements http.Handler.
func (p *Plugin) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.as.Instead != nil && p.as.Instead(w, r) {
		return
	}
	route, pretty := strings.CutPrefix(r.URL.Path, "/wp-json")
	if p.as.Plain && pretty {
		http.NotFound(w, r)
		return
	}
	if !pretty {
		route = r.URL.Query().Get("rest_route")
	}
	if p.as.Eats {
		r.Header.Del("Authorization")
	}
	p.answer(w, r, route)
}

func (p *Plugin) answer(w http.ResponseWriter, r *http.Request, route string) {
	bearer := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
	token := bearer
	if token == "" {
		token = r.Header.Get("X-WPBridge-Token")
	}
	v := auth.Verifier{Secrets: []string{p.as.Secret}, Audience: auth.Plugin, Issuers: []string{auth.Sidecar}}
	if c, err := v.Verify(token); err != nil || !c.Allows("bridge") {
		reply(w, http.StatusUnauthorized, map[string]any{"code": "wpbridge_unauthorized", "message": "Only wpbridge may call this."})
		return
	}
	switch r.Method + " " + route {
	case "GET /wpbridge/v1/ping":
		p.pings++
		says := map[string]any{
			"plugin": "1.0.0", "wordpress": "6.9", "woocommerce": "11.0.1", "php": "8.2.1", "authorization": bearer != "",
			"product_data_store": "WC_Product_Data_Store_CPT", "options": map[string]string{}, "filters": []string{},
		}
		maps.Copy(says, p.as.Says)
		reply(w, http.StatusOK, says)
	case "POST /wpbridge/v1/changed":
		var b Batch
		if err := json.NewDecoder(r.Body).Decode(&b); err != nil {
			reply(w, http.StatusBadRequest, map[string]any{"code": "rest_invalid_json"})
			return
		}
		p.batches = append(p.batches, b)
		reply(w, http.StatusOK, map[string]any{"ok": true, "done": len(b.Items), "authorization": bearer != ""})
	default:
		reply(w, http.StatusNotFound, map[string]any{"code": "rest_no_route", "message": "No route was found."})
	}
}

func reply(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json; charset=UTF-8")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}
