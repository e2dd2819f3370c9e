package profile_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/erp"
)

const operations = `
  stock:
    path: /stock
    records: rows
    fields: {code: c, quantity: q}
  products:
    path: /products
    records: rows
    fields: {code: c, name: n, barcode: b, price: p, price_includes_vat: {const: "true"}, active: {path: a, default: "true"}}
`

const reading = "answer: {format: json, ok: [{path: result, equals: ok}], error: text, refusals: [{path: code, equals: [17], means: login}, {path: code, equals: busy, means: later}]}\n" +
	"auth: {kind: query, name: key, value: '{{.secret}}'}\n"

func smallOps(t testing.TB, rt http.RoundTripper) *erp.Ops {
	t.Helper()
	o, err := openSmall(t, rt, erp.Settings{"file": small(t, operations, reading), "secret": "hunter2"})
	require.NoError(t, err)
	return o
}

func TestOddAnswers(t *testing.T) {
	t.Parallel()
	for body, says := range map[string]string{
		`{"result":"ok","rows":[{"c":"A","q":1e3}]}`:               `record 1: quantity (q) of code "A" is "1e3"`,
		`{"result":"ok","rows":[{"c":"A","q":"1,5"}]}`:             `is "1,5", must be a number`,
		`{"result":"ok","rows":[{"c":"A","q":1},{"c":7,"q":1}]}`:   `record 2: code (c) of code "7" is "7" without quotes`,
		`{"result":"ok","rows":[{"c":"A","q":true}]}`:              `is "true", must be a number`,
		`{"result":"ok","rows":[{"c":"A","q":[1]}]}`:               "a list or an object",
		`{"result":"ok","rows":[{"c":"A","q":0.1234567}]}`:         "at most six decimals",
		"{\"result\":\"ok\",\"rows\":[{\"c\":\"A\xff\",\"q\":1}]}": "bytes that the character set does not have",
		`{"result":"ok"}`:                     "the answer has no rows",
		`{"result":"ok","rows":null}`:         "the answer has no rows",
		`{"rows":[]}`:                         "result is",
		`{"result":"ok","rows":[]}{}`:         "more behind",
		`<html>`:                              "a web page instead of JSON",
		`{"result":"ok","rows":[{"c":"A","q"`: "cut off",
	} {
		p, err := smallOps(t, answer{kind: "application/json", body: body}).ReadStock(t.Context(), erp.Query{})
		require.ErrorIs(t, err, erp.ErrAnswer, body)
		require.ErrorContains(t, err, says)
		require.Empty(t, p, "nothing of it may be used")
	}
}

func TestStatuses(t *testing.T) {
	t.Parallel()
	said := `{"result":"error","text":"Key hunter2 is wrong."}`
	for _, c := range []struct {
		name      string
		answer    answer
		is        error
		says      string
		temporary bool
	}{
		{"400", answer{status: 400, body: said}, nil, `small refused the request: status 400, "Key *** is wrong."`, false},
		{"401", answer{status: 401, body: said}, erp.ErrUnauthorized, "profile.secret", false},
		{"403", answer{status: 403}, erp.ErrUnauthorized, "no explanation", false},
		{"404", answer{status: 404, body: "nope"}, erp.ErrNotFound, `"nope"`, false},
		{"408", answer{status: 408}, erp.ErrUnreachable, "status 408", true},
		{"429", answer{status: 429, header: map[string]string{"Retry-After": "7"}}, nil, "come back in 7s", true},
		{"503", answer{status: 503, header: map[string]string{"Retry-After": "9"}}, erp.ErrUnreachable, "come back in 9s", true},
		{"redirect", answer{status: 302, header: map[string]string{"Location": "https://evil.example/x"}}, erp.ErrAnswer, "a redirect to evil.example, which is not followed", true},
		{"refused", answer{body: `{"result":"no","code":17,"text":"key?"}`}, erp.ErrUnauthorized, `"key?"`, false},
		{"busy", answer{body: `{"result":"no","code":"busy"}`}, nil, "come back later", true},
		{"failure", answer{body: said}, nil, `small says no: result is "error", "Key *** is wrong."`, false},
		{"silence", answer{err: context.DeadlineExceeded}, erp.ErrUnreachable, "no answer in time", true},
		{"page", answer{kind: "text/html", body: "welcome"}, erp.ErrAnswer, "a web page", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			err := smallOps(t, c.answer).Ping(t.Context())
			require.ErrorContains(t, err, c.says)
			if c.is != nil {
				require.ErrorIs(t, err, c.is)
			}
			require.Equal(t, c.temporary, erp.Temporary(err))
			require.NotContains(t, err.Error(), "hunter2")
		})
	}
}

func TestNotToBeRepeated(t *testing.T) {
	t.Parallel()
	ops := "  stock: {path: /s, records: rows, repeat: false, fields: {code: c, quantity: q}}\n"
	o, err := openSmall(t, answer{err: io.ErrUnexpectedEOF}, erp.Settings{"file": small(t, ops, "answer: {format: json}")})
	require.NoError(t, err)
	_, err = o.ReadStock(t.Context(), erp.Query{})
	require.ErrorIs(t, err, erp.ErrUnreachable)
	require.False(t, erp.Temporary(err))
	var once *erp.Once
	require.ErrorAs(t, err, &once)
}

func TestCancellationIsNotTheERPsFault(t *testing.T) {
	t.Parallel()
	stop := errors.New("stop")
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(stop)
	err := smallOps(t, answer{err: context.Canceled}).Ping(ctx)
	require.ErrorIs(t, err, stop)
	require.NotErrorIs(t, err, erp.ErrUnreachable)
}

// Whatever comes, the connector refuses it by a typed error or understands it.
func FuzzAnswer(f *testing.F) {
	f.Add(`{"result":"ok","rows":[{"c":"A","q":1.5,"n":"x","p":"2"}]}`)
	f.Add(`{"rows":[{}],"result":"ok"}`)
	f.Add(`{"result":"error","text":5}`)
	dir := f.TempDir()
	path := filepath.Join(dir, "small.yaml")
	require.NoError(f, os.WriteFile(path, []byte("profile: 1\nname: small\nbase_url: https://erp.example/\n"+reading+"operations:"+operations), 0o600))
	f.Fuzz(func(t *testing.T, body string) {
		o, err := openSmall(t, answer{kind: "application/json", body: body}, erp.Settings{"file": path})
		require.NoError(t, err)
		p, err := o.ReadStock(t.Context(), erp.Query{})
		if err != nil {
			require.Empty(t, p)
		}
		for _, l := range p.Items {
			require.NotEmpty(t, l.Code)
		}
		if items, err := o.ReadItems(t.Context(), erp.Query{}); err != nil {
			require.Empty(t, items)
		}
	})
}
