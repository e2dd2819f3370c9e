package profile_test

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/erp"
)

func TestEndlessAnswers(t *testing.T) {
	t.Parallel()
	ops := "  stock: {path: /s, format: csv, csv: {quotes: false}, fields: {code: c, quantity: q}}\n"
	o, err := openSmall(t, streaming{"c,q,x\n", "A,1," + strings.Repeat("x", 100_000) + "\n"}, erp.Settings{"file": small(t, ops)})
	require.NoError(t, err)
	_, err = o.ReadStock(t.Context(), erp.Query{})
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
