package profile

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"sync"
	"time"

	"wpbridge/internal/erp"
	"wpbridge/internal/erp/profile/fill"
	"wpbridge/internal/erp/profile/record"
	"wpbridge/internal/erp/profile/schema"
)

// early is how long before its end a token is renewed.
const early = time.Minute

// login adds to each request what allows it. A nil one adds nothing.
type login struct {
	kind, name            string
	value, user, password *fill.Template
	token                 *tokenRequest

	mu    sync.Mutex
	text  string
	until time.Time
	shown []string // secret forms made of the secret, never shown
}

type tokenRequest struct {
	request       request
	path, expires spot
	lifetime      time.Duration
}

func newLogin(p *schema.Profile) (*login, error) {
	a := p.Auth
	if a == nil || a.Kind == "" || a.Kind == schema.KindNone || a.Name == "" && a.Kind != schema.KindBasic {
		return nil, nil //nolint:nilnil // no login is a login that adds nothing
	}
	l := &login{kind: a.Kind, name: a.Name}
	s := scope(p)
	errs := make([]error, 4)
	l.value, errs[0] = fill.Compile(a.Value, s)
	l.user, errs[1] = fill.Compile(a.User, s)
	l.password, errs[2] = fill.Compile(a.Password, s)
	if a.Token != nil {
		c := &compiler{format: record.JSON}
		l.token = &tokenRequest{path: c.spot(a.Token.Path), expires: c.spot(a.Token.Expires), lifetime: a.Token.Lifetime}
		l.token.request, errs[3] = newRequest(a.Token.Request, "", p)
	}
	return l, errors.Join(errs...)
}

// secret are the texts to be masked.
func (l *login) secret() []string {
	if l == nil {
		return nil
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.text == "" {
		return l.shown
	}
	return append([]string{l.text}, l.shown...)
}

// add puts the login on a request. fresh tells that a token was fetched for it.
func (c *client) login(ctx context.Context, req *http.Request, d data) (fresh bool, err error) {
	l := c.auth
	if l == nil {
		return false, nil
	}
	if l.kind == schema.KindToken {
		if d["token"], fresh, err = c.tokenText(ctx, d); err != nil {
			return fresh, fmt.Errorf("fetch a token: %w", err)
		}
	}
	if l.kind == schema.KindBasic {
		return false, l.basic(req, d)
	}
	v, err := l.value.Expand(d)
	if err != nil {
		return fresh, err
	}
	if l.kind != schema.KindQuery {
		req.Header.Set(l.name, v)
		return fresh, nil
	}
	q := req.URL.Query()
	q.Set(l.name, v)
	req.URL.RawQuery = q.Encode()
	return false, nil
}

func (l *login) basic(req *http.Request, d data) error {
	user, err := l.user.Expand(d)
	if err != nil {
		return err
	}
	password, err := l.password.Expand(d)
	if err != nil {
		return err
	}
	pair := base64.StdEncoding.EncodeToString([]byte(user + ":" + password))
	name := l.name
	if name == "" {
		name = "Authorization"
	}
	req.Header.Set(name, "Basic "+pair)
	l.mu.Lock()
	defer l.mu.Unlock()
	l.shown = []string{pair}
	return nil
}

// tokenText is the token, fetched anew where there is none or it is about to end.
func (c *client) tokenText(ctx context.Context, d data) (text string, fresh bool, err error) {
	l := c.auth
	l.mu.Lock()
	text, until := l.text, l.until
	l.mu.Unlock()
	if text != "" && time.Now().Before(until) {
		return text, false, nil
	}
	text, life, err := c.fetchToken(ctx, d)
	if err != nil {
		return "", true, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.text, l.until = text, time.Now().Add(max(life-early, life/2))
	return text, true, nil
}

// forget drops a token that the system does not accept any more.
func (l *login) forget() bool {
	if l == nil || l.kind != schema.KindToken {
		return false
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	had := l.text != ""
	l.text = ""
	return had
}

func (c *client) fetchToken(ctx context.Context, d data) (string, time.Duration, error) {
	t := c.auth.token
	resp, err := c.exchange(ctx, t.request, d, false)
	if err != nil {
		return "", 0, err
	}
	defer resp.Body.Close()
	body, err := head(resp.Body, 1<<20)
	if err != nil {
		return "", 0, system().Unreachable(ctx, err)
	}
	if resp.StatusCode >= http.StatusMultipleChoices {
		return "", 0, c.status(resp, c.quote(body))
	}
	var root any
	dec := json.NewDecoder(bytes.NewReader(body))
	dec.UseNumber()
	if err := dec.Decode(&root); err != nil {
		return "", 0, fmt.Errorf("%w: not JSON: %w", erp.ErrAnswer, err)
	}
	text, err := t.path.in(root, resp.Header)
	if err != nil || text.Kind != record.Text || text.Text == "" {
		return "", 0, fmt.Errorf("%w: no token at %s in an answer of %d bytes", erp.ErrAnswer, t.path, len(body))
	}
	return text.Text, t.life(root, resp.Header), nil
}

func (t *tokenRequest) life(root any, h http.Header) time.Duration {
	v, err := t.expires.in(root, h)
	if n, bad := strconv.Atoi(v.Text); err == nil && bad == nil && n > 0 && n < 10_000_000 {
		return time.Duration(n) * time.Second
	}
	return max(t.lifetime, time.Minute)
}
