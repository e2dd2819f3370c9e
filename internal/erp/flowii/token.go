package flowii

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"wpbridge/internal/erp"
	"wpbridge/internal/erp/wire"
)

// early is how long before its end a token is renewed. FLOWii's live for about
// ten minutes.
const early = time.Minute

// session holds the present token. Whoever is in turn may look at it and renew
// it; the others wait for what comes of that.
type session struct {
	turn    chan struct{} // holds one element while somebody is in turn
	access  string
	refresh string // good for one use
	until   time.Time
}

func newSession() session { return session{turn: make(chan struct{}, 1)} }

// token returns a token in force. refused is one that FLOWii has just not taken;
// whoever comes with it second gets what the first was given.
func (c *client) token(ctx context.Context, refused string) (string, error) {
	s := &c.session
	select {
	case s.turn <- struct{}{}:
		defer func() { <-s.turn }()
	case <-ctx.Done():
		return "", system().Unreachable(ctx, ctx.Err())
	}
	if s.access != "" && s.access != refused && time.Now().Before(s.until) {
		return s.access, nil
	}
	if err := c.renew(ctx); err != nil {
		return "", fmt.Errorf("log in: POST token: %w", err)
	}
	return s.access, nil
}

// renew takes a new token by the refresh token or, where FLOWii does not take
// that any more, by the password. A refresh token is gone once sent: where the
// answer is lost nobody knows whether it was used up.
func (c *client) renew(ctx context.Context) error {
	s := &c.session
	refresh := s.refresh
	s.access, s.refresh = "", ""
	if refresh != "" {
		err := c.grant(ctx, url.Values{"grant_type": {"refresh_token"}, "client_id": {c.email}, "refresh_token": {refresh}})
		if !errors.Is(err, erp.ErrUnauthorized) {
			return err
		}
		c.log.DebugContext(ctx, "flowii does not renew the token; logging in again")
	}
	return c.grant(ctx, url.Values{"grant_type": {"password"}, "username": {c.email}, "password": {c.password}})
}

func (c *client) grant(ctx context.Context, form url.Values) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.base.JoinPath("token").String(), strings.NewReader(form.Encode()))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	asked := time.Now()
	resp, body, err := c.exchange(ctx, req) //nolint:bodyclose // exchange has read and closed it
	if err != nil {
		return err
	}
	if err := c.loginError(resp, body, form.Get("refresh_token")); err != nil {
		return err
	}
	if err := c.judge(resp, body, form.Get("refresh_token")); err != nil {
		return err
	}
	return c.session.take(body, asked)
}

// loginError explains a login that FLOWii refuses in the manner of OAuth.
func (c *client) loginError(resp *http.Response, body []byte, secrets ...string) error {
	var e struct{ Error string }
	_ = json.Unmarshal(body, &e) // what is not JSON is judged like every answer
	if resp.StatusCode < 400 {
		return nil
	}
	said := c.said(titleOf(body), false, secrets)
	switch e.Error {
	case "invalid_grant":
		return fmt.Errorf("%w: %s; check flowii.email and flowii.password", erp.ErrUnauthorized, said)
	case "invalid_client", "unauthorized_client":
		return fmt.Errorf("%w: %s; check flowii.api_key", erp.ErrUnauthorized, said)
	}
	return nil
}

// take reads the answer to a login. Its errors never quote it.
func (s *session) take(body []byte, asked time.Time) error {
	var a struct {
		Access  raw `json:"access_token"`
		Refresh raw `json:"refresh_token"`
		Expires raw `json:"expires_in"`
	}
	if err := json.Unmarshal(body, &a); err != nil {
		return fmt.Errorf("%w: not JSON, or cut off after %d bytes", erp.ErrAnswer, len(body))
	}
	access, ok := wire.Unquote(a.Access)
	if !ok || access == "" {
		return fmt.Errorf("%w: access_token is absent or no text", erp.ErrAnswer)
	}
	e := entry{wire.Named("the token")}
	life := time.Duration(min(e.Integer("expires_in", a.Expires), 86_400)) * time.Second
	if e.Err != nil {
		return e.Err
	}
	s.access, s.until = access, asked.Add(life-min(early, life/2))
	s.refresh, _ = wire.Unquote(a.Refresh) // without one the password does
	return nil
}

// masked hides what nobody may read in a log, should FLOWii repeat it.
func (c *client) masked(text string, secrets []string) string {
	for _, secret := range append(secrets, c.password, c.apiKey) {
		if secret != "" {
			text = strings.ReplaceAll(text, secret, "***")
		}
	}
	return text
}
