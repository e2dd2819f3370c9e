package sitoo

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"syscall"

	"wpbridge/internal/erp"
)

// statusError says what a status means here. said is Sitoo's own explanation.
func statusError(resp *http.Response, said string) error {
	s := resp.StatusCode
	switch {
	case s == http.StatusUnauthorized || s == http.StatusForbidden:
		return fmt.Errorf("%w: status %d, %s; check sitoo.api_id and sitoo.password, and whether this server's IP address is on the list of allowed ones in Sitoo", erp.ErrUnauthorized, s, said)
	case s == http.StatusNotFound:
		return fmt.Errorf("%w: status 404, %s; check the account number in sitoo.base_url, sitoo.site and sitoo.warehouses", erp.ErrNotFound, said)
	case s == http.StatusTooManyRequests:
		return &erp.RetryAfter{Err: fmt.Errorf("status 429, %s", said), Wait: wait(resp)}
	case s >= 500 || s == http.StatusRequestTimeout:
		return unwell(resp, fmt.Errorf("%w: status %d, %s", erp.ErrUnreachable, s, said))
	case s >= 300 && s < 400:
		return fmt.Errorf("%w: status %d, a redirect to %s; is sitoo.base_url the address of the REST API?", erp.ErrAnswer, s, target(resp))
	case s < 300:
		return fmt.Errorf("%w: status %d where 200 is documented", erp.ErrAnswer, s)
	}
	return fmt.Errorf("sitoo refused the request: status %d, %s", s, said)
}

func unwell(resp *http.Response, err error) error {
	if w := wait(resp); w > 0 {
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
		return "the host of sitoo.base_url is unknown (misspelt, or this server's DNS does not work)"
	case errors.Is(err, syscall.ECONNREFUSED):
		return "connection refused (wrong host or port in sitoo.base_url)"
	case errors.As(err, &cert), errors.As(err, &host), errors.As(err, &rec), errors.As(err, &al):
		return "no secure connection (TLS: wrong host, outdated certificates or a proxy in between)"
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &slow) && slow.Timeout():
		return "no answer in time (a firewall that lets nothing out, or Sitoo is very slow)"
	}
	return "the connection broke"
}
