// Package bridge speaks to the shop's plugin: it asks what only PHP can see, and
// tells what wpbridge has written, so that caches go and hooks are fired. No
// run's outcome depends on it: what could not be told is told later.
package bridge

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"wpbridge/internal/auth"
)

const (
	callTime   = 30 * time.Second
	tokenLife  = time.Minute
	mostAnswer = 1 << 20
)

var errSlow = fmt.Errorf("the shop took over %s to answer", callTime)

// Options say how the plugin is reached.
type Options struct {
	Site   string // the shop's own address, as WordPress knows it
	Via    string // where this machine reaches it, such as http://127.0.0.1:8080; empty: Site
	Secret string // signs the tokens
}

// Client calls the plugin's REST routes. It may be used by several at a time.
type Client struct {
	base   *url.URL
	host   string // sent as Host where base is reached by another name
	secret string
	http   *http.Client
	plain  atomic.Bool // this WordPress answers ?rest_route=… only
}

// NewClient makes one. Nothing is called yet.
func NewClient(o Options) (*Client, error) {
	site, err := url.Parse(o.Site)
	if err != nil || site.Host == "" {
		return nil, fmt.Errorf("the shop's address %q is none: set shop.url", o.Site)
	}
	c := &Client{base: site, secret: o.Secret}
	t := &http.Transport{Proxy: http.ProxyFromEnvironment, MaxIdleConnsPerHost: 1, IdleConnTimeout: 30 * time.Second}
	if via, err := url.Parse(o.Via); err == nil && via.Host != "" {
		c.base = via
		if via.Host != site.Host {
			c.host = site.Host
			t.TLSClientConfig = &tls.Config{ServerName: site.Hostname(), MinVersion: tls.VersionTLS12}
		}
	}
	c.http = &http.Client{Transport: t, CheckRedirect: func(*http.Request, []*http.Request) error {
		return http.ErrUseLastResponse // a token goes nowhere else
	}}
	return c, nil
}

// Address is where calls go, for people.
func (c *Client) Address() string { return c.base.String() }

// call sends in, nil for none, to a route and fills out from the answer.
func (c *Client) call(ctx context.Context, method, route string, in, out any) error {
	ctx, cancel := context.WithTimeoutCause(ctx, callTime, errSlow)
	defer cancel()
	var body []byte
	var err error
	if in != nil {
		if body, err = json.Marshal(in); err != nil {
			return fmt.Errorf("call the plugin: %w", err)
		}
	}
	plain := c.plain.Load()
	a, err := c.send(ctx, method, c.address(route, plain), body)
	if err == nil && !plain && a.strange() { // pretty addresses may be switched off
		var b answer
		if b, err = c.send(ctx, method, c.address(route, true), body); err == nil && !b.strange() {
			c.plain.Store(true)
			a = b
		}
	}
	if err != nil {
		if cause := context.Cause(ctx); cause != nil {
			err = cause
		}
		return fmt.Errorf("%w at %s: %w", ErrUnreachable, c.base, err)
	}
	if err := a.fault(time.Now()); err != nil {
		return fmt.Errorf("%s: %w", c.base, err)
	}
	if err := json.Unmarshal(a.body, out); err != nil {
		return fmt.Errorf("%s: %w: %w", c.base, ErrAnswer, err)
	}
	return nil
}

func (c *Client) address(route string, plain bool) string {
	route = "wpbridge/v1/" + route
	if !plain {
		return c.base.JoinPath("wp-json", route).String()
	}
	u := *c.base
	u.Path = strings.TrimSuffix(u.Path, "/") + "/"
	u.RawQuery = url.Values{"rest_route": {"/" + route}}.Encode()
	return u.String()
}

func (c *Client) send(ctx context.Context, method, address string, body []byte) (answer, error) {
	token, err := auth.Sign(c.secret, auth.Claims{Issuer: auth.Sidecar, Audience: auth.Plugin, Scopes: []string{"bridge"}}, tokenLife, time.Now())
	if err != nil {
		return answer{}, err
	}
	req, err := http.NewRequestWithContext(ctx, method, address, bytes.NewReader(body))
	if err != nil {
		return answer{}, err
	}
	if c.host != "" {
		req.Host = c.host
	}
	req.Header.Set("Authorization", "Bearer "+token)
	req.Header.Set("X-WPBridge-Token", token) // some web servers keep the other from PHP
	req.Header.Set("Accept", "application/json")
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("User-Agent", "wpbridge")
	res, err := c.http.Do(req)
	if err != nil {
		if u, ok := errors.AsType[*url.Error](err); ok {
			err = u.Err // the address is said already
		}
		return answer{}, err
	}
	defer func() { _ = res.Body.Close() }()
	b, err := io.ReadAll(io.LimitReader(res.Body, mostAnswer))
	return answer{status: res.StatusCode, header: res.Header, body: b}, err
}
