package httpapi

import (
	"cmp"
	"net/http"
	"strings"
	"time"

	"github.com/gin-gonic/gin"
)

// The scopes of tokens.
const (
	scopeCheckout = "checkout"
	scopeCron     = "cron"
	scopeAdmin    = "admin"
)

// How long a call may take.
const (
	usual  = 15 * time.Second
	asking = 30 * time.Second // the ERP is asked
	long   = 60 * time.Second
)

type route struct {
	method string
	path   string   // {name} stands for one segment
	scopes []string // one of them is needed; none: open to everybody
	once   bool     // it changes something: a token is good for one call
	time   time.Duration
	handle func(*gin.Context) error
}

// room is how large a body may be.
func (r route) room() int64 {
	if r.path == webhookPath {
		return maxPush
	}
	return maxBody
}

func (r route) within() time.Duration { return cmp.Or(r.time, usual) }

// routes is the whole surface.
func (a *api) routes() []route {
	const get, post = http.MethodGet, http.MethodPost
	admin := []string{scopeAdmin}
	return []route{
		{get, "/healthz", nil, false, 0, a.health},
		{get, "/readyz", nil, false, 0, a.ready},
		{get, "/v1/openapi.yaml", admin, false, 0, a.openapi},
		// A check changes nothing, and a customer waits for it: its token is not noted.
		{post, "/v1/checkout/check", []string{scopeCheckout}, false, 0, a.checkCheckout},
		// The business system brings its own proof of who it is.
		{post, webhookPath, nil, false, 0, a.webhook},
		{get, "/v1/status", admin, false, 0, a.status},
		{get, "/v1/check", admin, false, asking, a.check},
		{get, "/v1/connectors", admin, false, 0, a.connectors},
		{get, "/v1/config", admin, false, 0, a.config},
		{post, "/v1/erp/check", admin, true, asking, a.checkERP},
		{get, "/v1/reference/{kind}", admin, false, asking, a.reference},
		{post, "/v1/reference/{kind}", admin, true, asking, a.referenceOf},
		{post, "/v1/jobs/{job}/runs", []string{scopeCron, scopeAdmin}, true, 0, a.start},
		{get, "/v1/runs", admin, false, 0, a.listRuns},
		{get, "/v1/runs/{id}", admin, false, 0, a.showRun},
		{get, "/v1/runs/{id}/changes", admin, false, 0, a.listChanges},
		{get, "/v1/runs/{id}/changes.csv", admin, false, long, a.exportChanges},
		{post, "/v1/runs/{id}/undo", admin, true, 0, a.undo},
		{post, "/v1/runs/{id}/approve", admin, true, 0, a.approve},
		{post, "/v1/runs/{id}/cancel", admin, true, 0, a.cancel},
		{get, "/v1/match", admin, false, asking, a.match},
		{post, "/v1/match/accept", admin, true, 0, a.acceptMatch},
		{get, "/v1/match/{class}", admin, false, asking, a.listClass},
		{get, "/v1/unmatched", admin, false, asking, a.listUnmatched},
		{get, "/v1/products/{sku}/history", admin, false, 0, a.history},
	}
}

// ginPath writes {name} as :name.
func ginPath(path string) string { return strings.NewReplacer("{", ":", "}", "").Replace(path) }
