// Package wire is what connectors over HTTP have in common: saying in words why
// there was no answer, what an answer's headers mean, and reading the values of a
// JSON answer so that every error names what was found where. It asks nothing by
// itself and knows no vendor.
package wire

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"
	"syscall"

	"wpbridge/internal/erp"
)

// System is how errors speak of a business system.
type System struct {
	Section string // of the settings: sitoo
	Title   string // Sitoo
}

// Unreachable says in words why there was no answer. Errors that already say what
// a caller decides on pass as they are; so does the caller's own cancellation. A
// deadline of the caller counts: a silent system looks like that.
func (s System) Unreachable(ctx context.Context, err error) error {
	if u, ok := errors.AsType[*url.Error](err); ok {
		err = u.Err // the URL says nothing that the path does not, and may hold a secret
	}
	var later *erp.RetryAfter
	if errors.As(err, &later) || errors.Is(err, erp.ErrAnswer) {
		return err
	}
	if errors.Is(context.Cause(ctx), context.Canceled) || errors.Is(ctx.Err(), context.Canceled) {
		return context.Cause(ctx)
	}
	return fmt.Errorf("%w: %s: %w", erp.ErrUnreachable, s.words(err), err)
}

func (s System) words(err error) string {
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
		return "the host of " + s.Section + ".base_url is unknown (misspelt, or this server's DNS does not work)"
	case errors.Is(err, syscall.ECONNREFUSED):
		return "connection refused (wrong host or port in " + s.Section + ".base_url, or nothing is running there)"
	case errors.As(err, &cert), errors.As(err, &host), errors.As(err, &rec), errors.As(err, &al):
		return "no secure connection (TLS: wrong host, an authority that is not trusted, outdated certificates or a proxy in between)"
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &slow) && slow.Timeout():
		return "no answer in time (a firewall that lets nothing out, or " + s.Title + " is very slow)"
	}
	return "the connection broke"
}

// BaseURL reads the address of the system, which comes back ending in a slash.
// example is a right one, login says where logins belong instead. Errors never
// repeat the text: somebody may have pasted a password in it.
func (s System) BaseURL(text, example, login string) (*url.URL, error) {
	u, err := url.Parse(strings.TrimSpace(text))
	if err != nil || u.Host == "" || (u.Scheme != "https" && u.Scheme != "http") {
		return nil, fmt.Errorf("%s.base_url is not a web address: must look like %s", s.Section, example)
	}
	if u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return nil, fmt.Errorf("%s.base_url must hold neither login, question mark nor #: the login belongs in %s", s.Section, login)
	}
	return u.JoinPath("/"), nil
}

// Digits tells of a text of digits only.
func Digits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }
