package sitoo_test

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/erp"
	"wpbridge/internal/erp/sitoo"
)

// answer is a transport that gives one answer, or an error, to everything.
type answer struct {
	status int
	kind   string
	body   string
	header map[string]string
	err    error
}

func (a answer) RoundTrip(r *http.Request) (*http.Response, error) {
	if a.err != nil {
		return nil, a.err
	}
	h := http.Header{"Content-Type": {a.kind}}
	for k, v := range a.header {
		h.Set(k, v)
	}
	return &http.Response{StatusCode: a.status, Header: h, Body: io.NopCloser(strings.NewReader(a.body)), Request: r}, nil
}

func settings(more ...string) erp.Settings {
	s := erp.Settings{"base_url": "https://sitoo.example/v2/accounts/90000", "api_id": "90000-1", "password": "hunter2", "warehouses": "1"}
	for i := 0; i < len(more); i += 2 {
		s[more[i]] = more[i+1]
	}
	return s
}

func open(t testing.TB, rt http.RoundTripper, s erp.Settings) *erp.Ops {
	t.Helper()
	env := erp.Env{HTTP: &http.Client{Transport: rt}, Log: slog.New(slog.DiscardHandler)}
	o, err := erp.NewRegistry(sitoo.Factory()).Open(t.Context(), "sitoo", s, env)
	require.NoError(t, err)
	return o
}

const (
	stockRow   = `"warehouseitemid":1,"sku":"A-1","datelastmodified":1700000000,`
	productRow = `"productid":7,"sku":"A-1","title":"T","barcode":null,"active":true,"activepos":true,"stockcountenable":true,"variantparentid":null,"vatvalue":25,"datemodified":1700000000,`
)

func list(row string) string { return `{"totalcount":1,"items":[{` + row + `}]}` }

func TestOddAnswersAboutStock(t *testing.T) {
	t.Parallel()
	cases := []struct{ name, body, says string }{
		{"number for text", list(stockRow + `"decimalavailable":5`), `decimalavailable of sku "A-1" is 5, must be a string such as "5.000"`},
		{"exponent", list(stockRow + `"decimalavailable":"1e3"`), `is "1e3"`},
		{"comma", list(stockRow + `"decimalavailable":"1,5"`), `is "1,5"`},
		{"empty", list(stockRow + `"decimalavailable":""`), `is ""`},
		{"blank", list(stockRow + `"decimalavailable":" 5"`), `is " 5"`},
		{"huge", list(stockRow + `"decimalavailable":"99999999999999999999"`), "decimalavailable of"},
		{"object", list(stockRow + `"decimalavailable":{}`), "is {}"},
		{"sku a number", list(`"warehouseitemid":1,"sku":12,"decimalavailable":"1.000"`), "sku of sku 12 is 12"},
		{"sku null", list(`"warehouseitemid":1,"sku":null,"decimalavailable":"1.000"`), "sku of sku null"},
		{"no id", list(`"sku":"A-1","decimalavailable":"1.000"`), `warehouseitemid of sku "A-1" is absent`},
		{"stamp a text", list(`"warehouseitemid":1,"sku":"A-1","decimalavailable":"1.000","datelastmodified":"2024-01-01"`), "datelastmodified of"},
		{"cut off", `{"totalcount":1,"items":[{"sku":"A-1","dec`, "unexpected end of JSON"},
		{"empty body", ``, "unexpected end of JSON"},
		{"null", `null`, "totalcount is absent"},
		{"items null", `{"totalcount":0,"items":null}`, "items are absent or null"},
		{"items an object", `{"totalcount":0,"items":{}}`, "cannot unmarshal object"},
		{"count a text", `{"totalcount":"1","items":[]}`, `totalcount is "1"`},
		{"count without entries", `{"totalcount":5,"items":[]}`, "no entries from 0 on although totalcount is 5"},
		{"invalid UTF-8", list("\"warehouseitemid\":1,\"sku\":\"A\xff\",\"decimalavailable\":\"1.000\""), "sku of"},
		{"garbage behind", list(stockRow+`"decimalavailable":"5.000"`) + "x", "invalid character"},
		{"web page", `<html>hello`, "a web page instead of JSON"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			o := open(t, answer{status: 200, kind: "application/json", body: c.body}, settings())
			p, err := o.ReadStock(t.Context(), erp.Query{})
			require.ErrorIs(t, err, erp.ErrAnswer)
			require.ErrorContains(t, err, c.says)
			require.Empty(t, p, "nothing of it may be used")
		})
	}
}

func TestOddAnswersAboutItems(t *testing.T) {
	t.Parallel()
	cases := []struct{ name, row, says string }{
		{"price a number", productRow + `"moneyprice":12.5`, `moneyprice of productid 7 (sku "A-1") is 12.5`},
		{"price with comma", productRow + `"moneyprice":"12,50"`, `is "12,50"`},
		{"price with exponent", productRow + `"moneyprice":"1e3"`, `is "1e3"`},
		{"negative price", productRow + `"moneyprice":"-1.00"`, `is "-1.00"`},
		{"recommended price", productRow + `"moneyprice":"1.00","moneypriceorg":5`, "moneypriceorg of"},
		{"VAT", `"vatvalue":"high",` + strings.Replace(productRow, `"vatvalue":25,`, "", 1) + `"moneyprice":null`, `vatvalue of`},
		{"flag a number", strings.Replace(productRow, `"activepos":true`, `"activepos":1`, 1) + `"moneyprice":null`, "activepos of"},
		{"no flag", strings.Replace(productRow, `"stockcountenable":true,`, "", 1) + `"moneyprice":null`, "is absent, must be true or false"},
		{"id a text", strings.Replace(productRow, `:7,`, `:"7",`, 1) + `"moneyprice":null`, "productid of"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			o := open(t, answer{status: 200, kind: "application/json", body: list(c.row)}, settings())
			_, err := o.ReadItems(t.Context(), erp.Query{})
			require.ErrorIs(t, err, erp.ErrAnswer)
			require.ErrorContains(t, err, c.says)
		})
	}
}

func TestStatuses(t *testing.T) {
	t.Parallel()
	said := `{"statuscode":1,"errortext":"No. hunter2 is wrong."}`
	cases := []struct {
		name      string
		answer    answer
		is        error
		says      string
		temporary bool
	}{
		{"400", answer{status: 400, body: said}, nil, "sitoo refused the request: status 400", false},
		{"401", answer{status: 401, body: said}, erp.ErrUnauthorized, `"No. *** is wrong."`, false},
		{"401 page", answer{status: 401, kind: "text/html", body: "<p>no"}, erp.ErrUnauthorized, "IP address", false},
		{"403", answer{status: 403}, erp.ErrUnauthorized, "no explanation", false},
		{"404", answer{status: 404, body: said}, erp.ErrNotFound, "sitoo.site", false},
		{"408", answer{status: 408}, erp.ErrUnreachable, "status 408", true},
		{"429", answer{status: 429, body: said}, nil, "ERP asks to come back later", true},
		{"429 after", answer{status: 429, header: map[string]string{"Retry-After": "7"}}, nil, "come back in 7s", true},
		{"500", answer{status: 500}, erp.ErrUnreachable, "status 500", true},
		{"502", answer{status: 502, kind: "text/html", body: "<h1>Bad"}, erp.ErrUnreachable, "a web page", true},
		{"503 after", answer{status: 503, header: map[string]string{"Retry-After": "9"}}, erp.ErrUnreachable, "come back in 9s", true},
		{"204", answer{status: 204}, erp.ErrAnswer, "200 is documented", true},
		{"redirect", answer{status: 302, header: map[string]string{"Location": "https://login.example/x?y=z"}}, erp.ErrAnswer, "a redirect to login.example", true},
		{"page with 200", answer{status: 200, kind: "text/html", body: "welcome"}, erp.ErrAnswer, "sitoo.base_url", true},
		{"host unknown", answer{err: &net.DNSError{Err: "no such host", IsNotFound: true}}, erp.ErrUnreachable, "host of sitoo.base_url is unknown", true},
		{"refused", answer{err: &net.OpError{Op: "dial", Err: syscall.ECONNREFUSED}}, erp.ErrUnreachable, "connection refused", true},
		{"silence", answer{err: context.DeadlineExceeded}, erp.ErrUnreachable, "firewall", true},
		{"TLS", answer{err: tls.RecordHeaderError{Msg: "not TLS"}}, erp.ErrUnreachable, "TLS", true},
		{"cut", answer{err: io.ErrUnexpectedEOF}, erp.ErrUnreachable, "the connection broke", true},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			err := open(t, c.answer, settings()).Ping(t.Context())
			require.ErrorContains(t, err, c.says)
			if c.is != nil {
				require.ErrorIs(t, err, c.is)
			}
			require.Equal(t, c.temporary, erp.Temporary(err))
			require.NotContains(t, err.Error(), "hunter2")
			require.ErrorContains(t, err, "GET sites/1.json")
		})
	}
}

func TestCancellationIsNotTheERPsFault(t *testing.T) {
	t.Parallel()
	stop := errors.New("stop")
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(stop)
	err := open(t, answer{err: context.Canceled}, settings()).Ping(ctx)
	require.ErrorIs(t, err, stop)
	require.NotErrorIs(t, err, erp.ErrUnreachable)
}

func TestAnswerTooLarge(t *testing.T) {
	t.Parallel()
	o := open(t, answer{status: 200, body: `{"x":"` + strings.Repeat(" ", 65<<20)}, settings())
	err := o.Ping(t.Context())
	require.ErrorIs(t, err, erp.ErrAnswer)
	require.ErrorContains(t, err, "page_size")
}

// Whatever comes, the connector refuses it by a typed error or understands it.
func FuzzAnswer(f *testing.F) {
	f.Add(list(stockRow + `"decimalavailable":"5.000"`))
	f.Add(list(productRow + `"moneyprice":"12.50","moneypriceorg":null`))
	f.Add(`{"totalcount":2,"items":[]}`)
	f.Add(`{"totalcount":-1,"items":[{}]}`)
	f.Fuzz(func(t *testing.T, body string) {
		o := open(t, answer{status: 200, kind: "application/json", body: body}, settings())
		p, err := o.ReadStock(t.Context(), erp.Query{})
		if err != nil {
			require.ErrorIs(t, err, erp.ErrAnswer)
			require.Empty(t, p)
		}
		for _, l := range p.Items {
			require.NotEmpty(t, l.Code)
		}
		if _, err = o.ReadItems(t.Context(), erp.Query{}); err != nil {
			require.ErrorIs(t, err, erp.ErrAnswer)
		}
	})
}
