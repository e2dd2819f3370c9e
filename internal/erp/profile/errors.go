package profile

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"
	"time"

	"wpbridge/internal/erp"
	"wpbridge/internal/erp/wire"
)

// status says what a status other than success means. said is the system's own
// explanation.
func (c *client) status(resp *http.Response, said string) error {
	s := resp.StatusCode
	switch {
	case s == http.StatusUnauthorized || s == http.StatusForbidden:
		return fmt.Errorf("%w: status %d, %s; check profile.secret and the variables of the login, and whether the system admits this machine's address", erp.ErrUnauthorized, s, said)
	case s == http.StatusNotFound:
		return fmt.Errorf("%w: status 404, %s; check profile.base_url and the paths", erp.ErrNotFound, said)
	case s == http.StatusTooManyRequests:
		return &erp.RetryAfter{Err: fmt.Errorf("status 429, %s", said), Wait: wait(resp)}
	case s >= 500 || s == http.StatusRequestTimeout:
		return wire.Later(fmt.Errorf("%w: status %d, %s", erp.ErrUnreachable, s, said), wait(resp))
	case s >= 300 && s < 400:
		return fmt.Errorf("%w: status %d, a redirect to %s, which is not followed; is profile.base_url right?", erp.ErrAnswer, s, wire.Target(resp))
	}
	return fmt.Errorf("%s refused the request: status %d, %s", c.title, s, said)
}

// wait is how long the answer asks us to stay away, 0 if it does not say.
func wait(resp *http.Response) time.Duration {
	d, _ := wire.RetryAfter(resp)
	return d
}

// quote is a part of an answer made fit for a log line.
func (c *client) quote(body []byte) string {
	body = bytes.TrimSpace(body)
	switch {
	case len(body) == 0:
		return "no explanation"
	case bytes.HasPrefix(bytes.ToLower(body), []byte("<!doctype html")) || bytes.HasPrefix(bytes.ToLower(body), []byte("<html")):
		return "a web page"
	}
	return c.say(string(body))
}

// say is the system's own text, masked and cut.
func (c *client) say(text string) string {
	const most = 200
	text = c.mask(strings.ToValidUTF8(text, "?"))
	if r := []rune(text); len(r) > most {
		text = string(r[:most]) + "…"
	}
	return fmt.Sprintf("%q", text)
}
