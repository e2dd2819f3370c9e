package app_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/legacy"
	"github.com/stretchr/testify/require"

	"wpbridge/internal/auth"
	"wpbridge/internal/ledger"
)

// client calls a sidecar as the plugin does, and holds every answer against the
// sidecar's own description.
type client struct {
	t      *testing.T
	base   string
	http   *http.Client
	router routers.Router
}

func newClient(t *testing.T, base string) *client {
	t.Helper()
	c := &client{t: t, base: base, http: &http.Client{Timeout: 30 * time.Second}}
	t.Cleanup(c.http.CloseIdleConnections)
	a := c.raw("GET", "/v1/openapi.yaml", "", bearer(t, "admin"))
	require.Equal(t, 200, a.status, a.body)
	doc, err := openapi3.NewLoader().LoadFromData([]byte(a.body))
	require.NoError(t, err)
	require.NoError(t, doc.Validate(context.Background()))
	doc.Servers = nil
	c.router, err = legacy.NewRouter(doc)
	require.NoError(t, err)
	return c
}

// answer is what came back.
type answer struct {
	status int
	header http.Header
	body   string
}

// code is the stable name of an error.
func (a answer) code() string {
	var p struct{ Code string }
	_ = json.Unmarshal([]byte(a.body), &p)
	return p.Code
}

func bearer(t *testing.T, scopes ...string) string {
	t.Helper()
	return "Bearer " + token(t, secret, auth.Claims{Issuer: auth.Plugin, Audience: auth.Sidecar, Scopes: scopes})
}

func token(t *testing.T, key string, c auth.Claims) string {
	t.Helper()
	text, err := auth.Sign(key, c, time.Minute, time.Now())
	require.NoError(t, err)
	return text
}

// raw sends a request as it is.
func (c *client) raw(method, path, body, authorization string) answer {
	c.t.Helper()
	req, err := http.NewRequestWithContext(context.WithoutCancel(c.t.Context()), method, c.base+path, strings.NewReader(body))
	require.NoError(c.t, err)
	if authorization != "" {
		req.Header.Set("Authorization", authorization)
	}
	req.Header.Set("Content-Type", "application/json")
	res, err := c.http.Do(req)
	require.NoError(c.t, err)
	defer func() { _ = res.Body.Close() }()
	text, err := io.ReadAll(res.Body)
	require.NoError(c.t, err)
	a := answer{res.StatusCode, res.Header, string(text)}
	require.NotEmpty(c.t, a.header.Get("X-Request-Id"))
	require.NotContains(c.t, a.body, password)
	require.NotContains(c.t, a.body, secret)
	c.validate(req, a)
	return a
}

// validate compares an answer to a described address with its description.
func (c *client) validate(req *http.Request, a answer) {
	c.t.Helper()
	if c.router == nil {
		return
	}
	find := req.Clone(context.Background())
	find.URL.Path = req.URL.EscapedPath() // the router would take a slash in a SKU for one in the path
	route, params, err := c.router.FindRoute(find)
	if err != nil {
		require.GreaterOrEqual(c.t, a.status, 400, "an answer from an address that is not described: %s", req.URL)
		return
	}
	in := &openapi3filter.ResponseValidationInput{
		RequestValidationInput: &openapi3filter.RequestValidationInput{Request: req, PathParams: params, Route: route},
		Status:                 a.status, Header: a.header, Options: &openapi3filter.Options{IncludeResponseStatus: true},
	}
	if strings.Contains(a.header.Get("Content-Type"), "json") {
		in.SetBodyBytes([]byte(a.body))
		require.NoError(c.t, openapi3filter.ValidateResponse(context.Background(), in), "%s %s: %s", req.Method, req.URL, a.body)
	}
}

// call sends a request with a token of its own and expects a status.
func (c *client) call(status int, method, path, body string) answer {
	c.t.Helper()
	a := c.raw(method, path, body, bearer(c.t, "admin"))
	require.Equal(c.t, status, a.status, "%s %s: %s", method, path, a.body)
	return a
}

// get reads a JSON answer.
func get[T any](c *client, path string) (out T) {
	c.t.Helper()
	a := c.call(200, "GET", path, "")
	require.NoError(c.t, json.NewDecoder(bytes.NewReader([]byte(a.body))).Decode(&out), a.body)
	return out
}

// start starts a run.
func (c *client) start(path, body string) ledger.Run {
	c.t.Helper()
	a := c.call(202, "POST", path, body)
	var run ledger.Run
	require.NoError(c.t, json.Unmarshal([]byte(a.body), &run))
	require.Equal(c.t, fmt.Sprintf("/v1/runs/%d", run.ID), a.header.Get("Location"))
	require.NotZero(c.t, run.ID)
	require.False(c.t, run.Started.IsZero())
	return run
}

type shown struct {
	ledger.Run
	Progress *struct {
		Step        string
		Done, Total int
	}
}

// wait asks for a run until it has ended.
func (c *client) wait(id uint64) ledger.Run {
	c.t.Helper()
	return c.until(id, func(r shown) bool { return r.Status != ledger.Running }).Run
}

// until asks for a run until it is as wanted.
func (c *client) until(id uint64, ok func(shown) bool) (r shown) {
	c.t.Helper()
	require.Eventually(c.t, func() bool {
		r = get[shown](c, fmt.Sprintf("/v1/runs/%d", id))
		return ok(r)
	}, 20*time.Second, 20*time.Millisecond)
	return r
}

// done runs a job to its end.
func (c *client) done(path, body string) ledger.Run {
	c.t.Helper()
	run := c.wait(c.start(path, body).ID)
	require.Equal(c.t, ledger.Done, run.Status, run.Reason)
	return run
}
