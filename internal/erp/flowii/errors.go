package flowii

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"syscall"
	"time"

	"wpbridge/internal/erp"
)

// breather is how long to stay away where FLOWii refuses without saying for how
// long. It seems to count by the minute; four of these outlast one.
const breather = 16 * time.Second

// errGone is FLOWii's own word that something does not exist; a web server that
// knows no such page is not FLOWii.
var errGone = fmt.Errorf("%w", erp.ErrNotFound)

// errNoStock is the account's lack of stock, whatever attribute is looked at.
var errNoStock = errors.New("FLOWii gives no stock")

// throttled recognizes a refusal because of too many requests: by its status, or
// by its text, which has been seen with others.
func throttled(resp *http.Response, title string, body []byte) bool {
	if resp.StatusCode == http.StatusTooManyRequests {
		return true
	}
	text := title
	if text == "" && resp.StatusCode >= 400 {
		text = string(body[:min(len(body), 500)])
	}
	return strings.Contains(strings.ToLower(text), "quota exceeded")
}

// wait is how long a refusal asks us to stay away.
func wait(resp *http.Response) time.Duration {
	if d := retryAfter(resp); d > 0 {
		return d
	}
	return breather
}

// retryAfter reads the header of this name, 0 if there is none. A date counts
// from the answer's own clock.
func retryAfter(resp *http.Response) time.Duration {
	text := resp.Header.Get("Retry-After")
	if s, err := strconv.ParseUint(text, 10, 31); err == nil {
		return time.Duration(s) * time.Second
	}
	t, err := http.ParseTime(text)
	now := clock(resp)
	if err != nil || now.IsZero() {
		return 0
	}
	return max(t.Sub(now), 0)
}

// allowance lets the gate keep everybody away, not only the caller refused.
func allowance(resp *http.Response) erp.Allowance {
	switch resp.StatusCode {
	case http.StatusTooManyRequests:
		return erp.Allowance{Wait: wait(resp)}
	case http.StatusServiceUnavailable:
		return erp.Allowance{Wait: retryAfter(resp)}
	}
	return erp.Allowance{}
}

// statusError says what a status means here. said is FLOWii's own explanation.
func statusError(resp *http.Response, said string) error {
	s := resp.StatusCode
	switch {
	case s == http.StatusUnauthorized:
		return fmt.Errorf("%w: status 401, %s; check flowii.api_key, flowii.email and flowii.password", erp.ErrUnauthorized, said)
	case s == http.StatusForbidden:
		return fmt.Errorf("%w: status 403, %s; check flowii.company and the rights of this user in FLOWii", erp.ErrUnauthorized, said)
	case s == http.StatusNotFound && said != webPage:
		return fmt.Errorf("%w: status 404, %s; check flowii.base_url and flowii.company", errGone, said)
	case s == http.StatusNotFound:
		return fmt.Errorf("%w: status 404, %s; check flowii.base_url and flowii.company", erp.ErrNotFound, said)
	case s >= 500 || s == http.StatusRequestTimeout:
		return unwell(resp, fmt.Errorf("%w: status %d, %s", erp.ErrUnreachable, s, said))
	case s >= 300 && s < 400:
		return fmt.Errorf("%w: status %d, a redirect to %s; is flowii.base_url the address of the API?", erp.ErrAnswer, s, target(resp))
	case s < 300:
		return fmt.Errorf("%w: status %d where 200 is documented", erp.ErrAnswer, s)
	}
	return fmt.Errorf("flowii refused the request: status %d, %s", s, said)
}

func unwell(resp *http.Response, err error) error {
	if w := retryAfter(resp); w > 0 {
		return &erp.RetryAfter{Err: err, Wait: w}
	}
	return err
}

func target(resp *http.Response) string {
	if u, err := resp.Location(); err == nil {
		return u.Host
	}
	return "nowhere"
}

// unreachable says in words why there was no answer. Errors that already say
// what a caller decides on pass as they are; so does the caller's own
// cancellation. A deadline of the caller counts: a silent ERP looks like that.
func unreachable(ctx context.Context, err error) error {
	if u, ok := errors.AsType[*url.Error](err); ok {
		err = u.Err // the URL says nothing that the path does not
	}
	var later *erp.RetryAfter
	if errors.As(err, &later) || errors.Is(err, erp.ErrAnswer) {
		return err
	}
	if errors.Is(context.Cause(ctx), context.Canceled) || errors.Is(ctx.Err(), context.Canceled) {
		return context.Cause(ctx)
	}
	return fmt.Errorf("%w: %s: %w", erp.ErrUnreachable, words(err), err)
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
		return "the host of flowii.base_url is unknown (misspelt, or this server's DNS does not work)"
	case errors.Is(err, syscall.ECONNREFUSED):
		return "connection refused (wrong host or port in flowii.base_url)"
	case errors.As(err, &cert), errors.As(err, &host), errors.As(err, &rec), errors.As(err, &al):
		return "no secure connection (TLS: wrong host, outdated certificates or a proxy in between)"
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &slow) && slow.Timeout():
		return "no answer in time (a firewall that lets nothing out, or FLOWii is very slow)"
	}
	return "the connection broke"
}
