package smartbill

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"syscall"

	"wpbridge/internal/erp"
)

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
	return fmt.Errorf("%w: %s: %w", erp.ErrUnreachable, reason(err), err)
}

func reason(err error) string {
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
		return "the host of smartbill.base_url is unknown (misspelt, or this server's DNS does not work)"
	case errors.Is(err, syscall.ECONNREFUSED):
		return "connection refused (wrong host or port in smartbill.base_url)"
	case errors.As(err, &cert), errors.As(err, &host), errors.As(err, &rec), errors.As(err, &al):
		return "no secure connection (TLS: wrong host, outdated certificates or a proxy in between)"
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &slow) && slow.Timeout():
		return "no answer in time (firewall, or SmartBill is slow)"
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF), errors.Is(err, syscall.ECONNRESET):
		return "the connection broke"
	}
	return "no connection"
}
