package wire_test

import (
	"context"
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"net/url"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/erp"
	"wpbridge/internal/erp/wire"
)

func acme() wire.System { return wire.System{Section: "acme", Title: "Acme"} }

func TestWhyThereWasNoAnswer(t *testing.T) {
	t.Parallel()
	for says, err := range map[string]error{
		"the host of acme.base_url is unknown":              &net.DNSError{IsNotFound: true},
		"connection refused (wrong host or port in acme":    syscall.ECONNREFUSED,
		"no secure connection (TLS":                         x509.HostnameError{Certificate: &x509.Certificate{}, Host: "h"},
		"no answer in time (a firewall that lets nothing o": context.DeadlineExceeded,
		"or Acme is very slow":                              &net.DNSError{IsTimeout: true},
		"the connection broke":                              syscall.ECONNRESET,
	} {
		got := acme().Unreachable(t.Context(), &url.Error{Op: "Get", URL: "https://u:hunter2@h.example/", Err: err})
		require.ErrorIs(t, got, erp.ErrUnreachable)
		require.ErrorIs(t, got, err)
		require.ErrorContains(t, got, says)
		require.NotContains(t, got.Error(), "hunter2")
	}
	for _, err := range []error{&erp.RetryAfter{Err: errors.New("quota"), Wait: time.Second}, erp.ErrAnswer} {
		require.Equal(t, err, acme().Unreachable(t.Context(), err), "said already")
	}
	ctx, cancel := context.WithCancelCause(t.Context())
	gone := errors.New("the page was closed")
	cancel(gone)
	require.Equal(t, gone, acme().Unreachable(ctx, syscall.ECONNRESET))
}

func TestBaseURLs(t *testing.T) {
	t.Parallel()
	u, err := acme().BaseURL(" https://erp.example/api ", "https://x", "acme.token")
	require.NoError(t, err)
	require.Equal(t, "https://erp.example/api/", u.String())
	for text, says := range map[string]string{
		"erp.example":                   "acme.base_url is not a web address: must look like https://x",
		"ftp://erp.example":             "must look like https://x",
		"https://u:hunter2@erp.example": "the login belongs in acme.token",
		"https://erp.example?hunter2":   "neither login, question mark nor #",
		"https://erp.example/#hunter2":  "neither login, question mark nor #",
		"https://[hunter2":              "is not a web address",
	} {
		_, err := acme().BaseURL(text, "https://x", "acme.token")
		require.ErrorContains(t, err, says)
		require.NotContains(t, err.Error(), "hunter2")
	}
}

func TestHowLongToStayAway(t *testing.T) {
	t.Parallel()
	for header, want := range map[string]time.Duration{
		"":                              -1,
		"soon":                          -1,
		"90":                            90 * time.Second,
		"0":                             0,
		"-1":                            -1,
		"99999999999":                   -1,
		"Tue, 14 Nov 2023 22:13:50 GMT": 30 * time.Second,
		"Tue, 14 Nov 2023 22:00:00 GMT": 0,
	} {
		resp := &http.Response{Header: http.Header{"Retry-After": {header}, "Date": {"Tue, 14 Nov 2023 22:13:20 GMT"}}}
		wait, said := wire.RetryAfter(resp)
		require.Equal(t, want >= 0, said, header)
		require.Equal(t, max(want, 0), wait, header)
	}
	err := errors.New("busy")
	require.Equal(t, err, wire.Later(err, 0))
	var later *erp.RetryAfter
	require.ErrorAs(t, wire.Later(err, time.Minute), &later)
	require.Equal(t, time.Minute, later.Wait)
	require.WithinDuration(t, time.Now(), wire.Answered(&http.Response{}), time.Minute)
}

func TestAnswersThatAreNoData(t *testing.T) {
	t.Parallel()
	resp := func(h ...string) *http.Response { return &http.Response{Header: http.Header{h[0]: {h[1]}}} }
	require.True(t, wire.IsHTML(resp("Content-Type", "text/html; charset=x"), nil))
	require.True(t, wire.IsHTML(&http.Response{}, []byte(" \n<!DOCTYPE html>")))
	require.False(t, wire.IsHTML(resp("Content-Type", "application/json"), []byte(`{"a":"<b>"}`)))
	require.Equal(t, "h.example", wire.Target(resp("Location", "https://h.example/login?token=x")))
	require.Equal(t, "nowhere", wire.Target(&http.Response{}))
	require.Equal(t, "ab…", wire.Truncate("abž", 3), "no half letters")
}

func TestEntriesNameWhatTheyFound(t *testing.T) {
	t.Parallel()
	for v, want := range map[string]string{
		`"plain"`: "plain", `"a\u00e4\n"`: "aä\n", `""`: "",
	} {
		e := wire.Named("item 7")
		require.Equal(t, want, e.Text("name", wire.Raw(v)))
		require.Equal(t, want, e.Label("name", wire.Raw(v)))
		require.NoError(t, e.Err)
	}
	e := wire.Named("item 7")
	require.Empty(t, e.Label("name", nil))
	require.Zero(t, e.Integer("count", wire.Raw("null")))
	require.EqualValues(t, -12, e.Integer("count", wire.Raw("-12")))
	require.True(t, e.Flag("active", wire.Raw("true")))
	require.NoError(t, e.Err)
	for says, read := range map[string]func(*wire.Entry){
		"name of item 7 is absent, must be a string":            func(e *wire.Entry) { e.Text("name", nil) },
		"name of item 7 is 12, must be a string":                func(e *wire.Entry) { e.Label("name", wire.Raw("12")) },
		`active of item 7 is "true", must be true or false`:     func(e *wire.Entry) { e.Flag("active", wire.Raw(`"true"`)) },
		"count of item 7 is 1.5, must be a whole number":        func(e *wire.Entry) { e.Integer("count", wire.Raw("1.5")) },
		"name of item 7 is " + strings.Repeat("1", 60) + "…":    func(e *wire.Entry) { e.Text("name", wire.Raw(strings.Repeat("1", 80))) },
		"active of item 7 is absent":                            func(e *wire.Entry) { e.Flag("active", nil); e.Text("later", nil) },
		"name of item 7 is \"\xff\", must be a string":          func(e *wire.Entry) { e.Text("name", wire.Raw("\"\xff\"")) },
		`name of item 7 is "\q", must be a string`:              func(e *wire.Entry) { e.Text("name", wire.Raw(`"\q"`)) },
		`name of item 7 is ["a"], must be a string`:             func(e *wire.Entry) { e.Text("name", wire.Raw(`["a"]`)) },
		"count of item 7 is 92233720368547758080, must be a wh": func(e *wire.Entry) { e.Integer("count", wire.Raw("92233720368547758080")) },
	} {
		e := wire.Named("item 7")
		read(&e)
		require.ErrorIs(t, e.Err, erp.ErrAnswer)
		require.ErrorContains(t, e.Err, says)
	}
}
