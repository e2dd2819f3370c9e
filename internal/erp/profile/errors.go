package profile

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"strings"
	"syscall"
	"time"

	"wpbridge/internal/erp"
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
		err := fmt.Errorf("%w: status %d, %s", erp.ErrUnreachable, s, said)
		if w := wait(resp); w > 0 {
			return &erp.RetryAfter{Err: err, Wait: w}
		}
		return err
	case s >= 300 && s < 400:
		return fmt.Errorf("%w: status %d, a redirect to %s, which is not followed; is profile.base_url right?", erp.ErrAnswer, s, target(resp))
	}
	return fmt.Errorf("%s refused the request: status %d, %s", c.title, s, said)
}

func target(resp *http.Response) string {
	if u, err := resp.Location(); err == nil {
		return u.Host
	}
	return "nowhere"
}

// wait is how long the answer asks us to stay away, 0 if it does not say. It
// counts by the answer's own clock.
func wait(resp *http.Response) time.Duration {
	text := resp.Header.Get("Retry-After")
	if s, err := strconv.ParseUint(text, 10, 31); err == nil {
		return time.Duration(s) * time.Second
	}
	t, err := http.ParseTime(text)
	if err != nil {
		return 0
	}
	now := clock(resp)
	if now.IsZero() {
		now = time.Now()
	}
	return max(t.Sub(now), 0)
}

// clock is the answer's Date, zero if it has none.
func clock(resp *http.Response) time.Time {
	t, err := http.ParseTime(resp.Header.Get("Date"))
	if err != nil {
		return time.Time{}
	}
	return t
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

func words(err error) string {
	var (
		dns  *net.DNSError
		cert *tls.CertificateVerificationError
		host x509.HostnameError
		rec  tls.RecordHeaderError
		al   tls.AlertError
		slow interface{ Timeout() bool }
	)
	switch {
	case errors.As(err, &dns) && !dns.IsTimeout:
		return "the host of profile.base_url is unknown (misspelt, or this server's DNS does not work)"
	case errors.Is(err, syscall.ECONNREFUSED):
		return "connection refused (wrong host or port in profile.base_url, or the system is not running)"
	case errors.As(err, &cert), errors.As(err, &host), errors.As(err, &rec), errors.As(err, &al):
		return "no secure connection (TLS: wrong host, an authority that is not trusted, or a proxy in between)"
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &slow) && slow.Timeout():
		return "no answer in time (a firewall, or the system is very slow)"
	}
	return "the connection broke"
}
