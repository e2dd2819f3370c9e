package profile_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"wpbridge/internal/commerce"
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

func TestEndlessAnswers(t *testing.T) {
	t.Parallel()
	_, err := smallOps(t, streaming{`{"result":"ok","rows":[`, `{"c":"A","q":1,"x":"` + strings.Repeat("x", 1000) + `"},`}).ReadStock(t.Context(), erp.Query{})
	require.ErrorIs(t, err, erp.ErrAnswer)
	require.ErrorContains(t, err, "longer than 64 MB")
	_, err = smallOps(t, streaming{`{"result":"ok","rows":[{"c":"`, "xxxxxxxxxxxxxxxx"}).ReadStock(t.Context(), erp.Query{})
	require.ErrorContains(t, err, "larger than 1 MB")
}

// streaming answers with head and then with more, for ever.
type streaming struct{ head, more string }

func (s streaming) RoundTrip(r *http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: io.NopCloser(io.MultiReader(strings.NewReader(s.head), &forever{text: s.more})), Request: r}, nil
}

type forever struct {
	text string
	at   int
}

func (f *forever) Read(p []byte) (int, error) {
	n := copy(p, f.text[f.at:])
	f.at = (f.at + n) % len(f.text)
	return n, nil
}

func TestLinksStayAtHome(t *testing.T) {
	t.Parallel()
	ops := `
  stock:
    path: /stock
    records: rows
    fields: {code: c, quantity: q}
    page: {kind: link, next: %s}
`
	for link, ok := range map[string]bool{
		"/api/stock?after=5": true, "https://erp.example/api/stock?p=2": true, "?p=3": true,
		"https://evil.example/api/stock": false, "http://erp.example/api/stock": false, "//evil.example/x": false,
		"https://erp.example:444/x": false, "https://u:p@erp.example/x": false, "file:///etc/passwd": false,
	} {
		for where, a := range map[string]answer{
			"next":        {body: `{"rows":[{"c":"A","q":1}],"next":"` + link + `"}`},
			"header:Link": {body: `{"rows":[{"c":"A","q":1}]}`, header: map[string]string{"Link": "<" + link + `>; rel="next"`}},
		} {
			var asked []*http.Request
			a.asked = &asked
			file := small(t, strings.ReplaceAll(ops, "%s", where), "answer: {format: json}", "auth: {kind: header, name: X-Key, value: '{{.secret}}'}")
			o, err := openSmall(t, a, erp.Settings{"file": file, "secret": "hunter2"})
			require.NoError(t, err)
			p, err := o.ReadStock(t.Context(), erp.Query{})
			if !ok {
				require.ErrorIs(t, err, erp.ErrAnswer, link)
				require.Len(t, asked, 1)
				continue
			}
			require.NoError(t, err, link)
			_, err = o.ReadStock(t.Context(), erp.Query{Page: p.Next})
			require.ErrorContains(t, err, "this part once more", "the same answer again")
			require.Equal(t, "erp.example", asked[1].URL.Host)
			require.Equal(t, "hunter2", asked[1].Header.Get("X-Key"))
		}
		// A cursor may have been tampered with.
		file := small(t, strings.ReplaceAll(ops, "%s", "next"), "answer: {format: json}")
		o, err := openSmall(t, answer{body: `{"rows":[]}`}, erp.Settings{"file": file})
		require.NoError(t, err)
		if !ok {
			_, err = o.ReadStock(t.Context(), erp.Query{Page: erp.Cursor(`{"n":"` + link + `"}`)})
			require.Error(t, err)
		}
	}
}

func TestVariablesCannotLeadAway(t *testing.T) {
	t.Parallel()
	ops := "  stock: {path: '{{.vars.where}}/{{.vars.unit}}/s', records: rows, fields: {code: c, quantity: q}}\n"
	vars := "answer: {format: json}\nvars:\n  where: {help: h, required: true, address: true}\n  unit: {help: h, required: true}\n"
	for where, path := range map[string]string{
		"/a": "/api/a/x%2Fz%3Fy=1/s", "/a/": "/api/a/x%2Fz%3Fy=1/s",
		"https://evil.example": "", "//evil.example": "", "/../..": "", `\\evil`: "", "/a/%2e%2e/%2e%2e": "",
	} {
		var asked []*http.Request
		o, err := openSmall(t, answer{body: `{"rows":[]}`, asked: &asked}, erp.Settings{"file": small(t, ops, vars), "vars.where": where, "vars.unit": "x/z?y=1"})
		if path == "" {
			require.ErrorContains(t, err, "profile.vars.where", where)
			continue
		}
		require.NoError(t, err)
		_, err = o.ReadStock(t.Context(), erp.Query{})
		require.NoError(t, err)
		require.Equal(t, "https://erp.example"+path, asked[0].URL.String())
	}
	o, err := openSmall(t, answer{}, erp.Settings{"file": small(t, ops, vars), "vars.where": "/a", "vars.unit": "../.."})
	require.NoError(t, err)
	_, err = o.ReadStock(t.Context(), erp.Query{})
	require.ErrorContains(t, err, "leads away from profile.base_url")
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

func TestSettingsFaults(t *testing.T) {
	t.Parallel()
	file := small(t, "  stock: {files: s.txt, format: fixed, fixed: {columns: {c: 1-3, q: 4-6}}, fields: {code: c, quantity: q}}\n")
	for _, c := range []struct {
		s    erp.Settings
		says string
	}{
		{erp.Settings{}, "profile.file is missing"},
		{erp.Settings{"file": "nowhere"}, `no profile "nowhere" comes with wpbridge: there are sedona, sors`},
		{erp.Settings{"file": "/no/such.yaml"}, "read the profile"},
		{erp.Settings{"file": file}, "profile.folder is missing"},
		{erp.Settings{"file": file, "vars.x": "1"}, "profile.vars.x is no variable of this profile"},
		{erp.Settings{"file": file, "folder": ".", "base_url": "https://u:hunter2@erp.example"}, "without login"},
		{erp.Settings{"file": file, "varz": "1"}, "profile.varz: unknown key"},
	} {
		_, err := openSmall(t, answer{}, c.s)
		require.ErrorContains(t, err, c.says)
		require.NotContains(t, err.Error(), "hunter2")
	}
}

// SORS' second way: text files that the program leaves on a timer.
func TestFiles(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write := func(name, text string, age time.Duration) {
		path := filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
		require.NoError(t, os.Chtimes(path, time.Time{}, time.Now().Add(-age)))
	}
	file := small(t, `
  products:
    files: artikli*.txt
    format: csv
    charset: windows-1250
    csv: {separator: "|", columns: [code, name, price], quotes: false}
    fields: {code: code, name: name, price: {path: price, decimal: ","}, price_includes_vat: {const: "true"}}
  stock:
    files: zalihe*.txt
    ready: .ok
    format: fixed
    fixed: {columns: {code: 1-5, qty: 6-12}}
    fields: {code: code, quantity: {path: qty, decimal: ","}}
`)
	o, err := openSmall(t, answer{err: errors.New("nothing may be sent")}, erp.Settings{"file": file, "folder": dir})
	require.NoError(t, err)
	require.ErrorIs(t, o.Ping(t.Context()), erp.ErrUnreachable)

	write("zalihe1.txt", "00007   12,5\r\n00008    -3 \r\n00009       \r\n", time.Hour)
	_, err = o.ReadStock(t.Context(), erp.Query{})
	require.ErrorIs(t, err, erp.ErrUnreachable, "nothing says that it is whole")
	write("zalihe1.txt.ok", "", time.Hour)
	require.NoError(t, o.Ping(t.Context()))
	p, err := o.ReadStock(t.Context(), erp.Query{})
	require.NoError(t, err)
	require.Equal(t, []commerce.StockLevel{
		{Code: "00007", Location: "main", Available: commerce.Units(25) / 2}, {Code: "00008", Location: "main", Available: commerce.Units(-3)},
	}, p.Items)
	same, err := o.ReadStock(t.Context(), erp.Query{Since: p.Mark})
	require.NoError(t, err)
	require.Empty(t, same.Items, "the file is still the same")
	require.Equal(t, p.Mark, same.Mark)
	write("zalihe2.txt", "00007      1\n", time.Minute)
	write("zalihe2.txt.ok", "", time.Minute)
	p, err = o.ReadStock(t.Context(), erp.Query{Since: p.Mark})
	require.NoError(t, err)
	require.Len(t, p.Items, 1)

	write("artikli.txt", "007|\x8akoljka 3\"|12,50\n", time.Hour)
	items, err := o.ReadItems(t.Context(), erp.Query{})
	require.NoError(t, err)
	require.Equal(t, "Školjka 3\"", items.Items[0].Name)
	require.True(t, items.Items[0].Price.Regular.Equal(decimal.RequireFromString("12.5")))
	write("artikli2.txt", "007|x|12,5", time.Minute)
	_, err = o.ReadItems(t.Context(), erp.Query{})
	require.ErrorIs(t, err, erp.ErrAnswer)
	require.ErrorContains(t, err, "file artikli2.txt")
	write("artikli3.txt", "007|x|12,50\n", 0)
	_, err = o.ReadItems(t.Context(), erp.Query{})
	var later *erp.RetryAfter
	require.ErrorAs(t, err, &later, "it may still be written")
	_, err = o.ReadItems(t.Context(), erp.Query{Page: "x"})
	require.Error(t, err)
	_, err = o.ReadItems(t.Context(), erp.Query{Since: "x"})
	require.Error(t, err)
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
