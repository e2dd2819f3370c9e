package profile

import (
	"cmp"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net/http"
	"time"

	"wpbridge/internal/erp"
	"wpbridge/internal/erp/profile/schema"
)

// paceKey leads from a request to the pause that its profile asks for. The gate
// that keeps the pause stands before every request and sees only answers.
type paceKey struct{}

func (c *client) paced(ctx context.Context) context.Context {
	if c.limits.Interval == 0 {
		return ctx
	}
	return context.WithValue(ctx, paceKey{}, c.limits.Interval)
}

// allowance asks for the profile's pause after each answer, and for what the
// answer itself asks for.
func allowance(resp *http.Response) erp.Allowance {
	var a erp.Allowance
	if resp.Request != nil {
		a.Wait, _ = resp.Request.Context().Value(paceKey{}).(time.Duration)
	}
	if resp.StatusCode == http.StatusTooManyRequests || resp.StatusCode == http.StatusServiceUnavailable {
		a.Wait = max(a.Wait, wait(resp))
	}
	return a
}

// transport secures connections as the profile says. A transport that is not
// the usual one, such as a test's own, is left as it is.
func transport(s erp.Settings, base http.RoundTripper) (http.RoundTripper, error) {
	p, err := Load(s["file"])
	if err != nil || p.TLS == nil {
		return base, err
	}
	usual, ok := http.DefaultTransport.(*http.Transport)
	if base != nil {
		usual, ok = base.(*http.Transport)
	}
	if !ok {
		return base, nil
	}
	t := usual.Clone()
	t.TLSClientConfig, err = secure(p.TLS)
	return t, err
}

func secure(t *schema.TLS) (*tls.Config, error) {
	cfg := &tls.Config{MinVersion: tls.VersionTLS12, ServerName: t.ServerName}
	if cmp.Or(t.Min, "1.2") == "1.3" {
		cfg.MinVersion = tls.VersionTLS13
	}
	if t.CA == "" {
		return cfg, nil
	}
	cfg.RootCAs = x509.NewCertPool()
	if !cfg.RootCAs.AppendCertsFromPEM([]byte(t.CA)) {
		return nil, fmt.Errorf("tls.ca of the profile: %w", errors.New("holds no certificate that can be read"))
	}
	return cfg, nil
}
