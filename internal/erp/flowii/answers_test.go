package flowii_test

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
	"wpbridge/internal/erp/flowii"
)

const login = `{"access_token":"t0ken","token_type":"bearer","expires_in":599,"refresh_token":"renew1"}`

// answer is a transport that lets everybody in and then gives one answer, or an
// error, to everything.
type answer struct {
	status int
	kind   string
	body   string
	header map[string]string
	err    error
	login  bool // also to a login
}

func (a answer) RoundTrip(r *http.Request) (*http.Response, error) {
	if !a.login && strings.HasSuffix(r.URL.Path, "/token") {
		return &http.Response{StatusCode: 200, Body: io.NopCloser(strings.NewReader(login)), Request: r}, nil
	}
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
	s := erp.Settings{"base_url": "https://api.example", "email": "a@b.example", "password": "hunter2", "api_key": "k3y", "company": "6021", "stock_attribute": "stock"}
	for i := 0; i < len(more); i += 2 {
		s[more[i]] = more[i+1]
	}
	return s
}

func open(t testing.TB, rt http.RoundTripper, s erp.Settings) *erp.Ops {
	t.Helper()
	env := erp.Env{HTTP: &http.Client{Transport: rt}, Log: slog.New(slog.DiscardHandler)}
	o, err := erp.NewRegistry(flowii.Factory()).Open(t.Context(), "flowii", s, env)
	require.NoError(t, err)
	return o
}

func list(attributes string) string {
	return `{"data":[{"type":"good","id":"7","attributes":{"serial-nr":"A-1","name":"T",` + attributes + `}}],"links":{"first":"x"}}`
}

func TestOddAnswersAboutStock(t *testing.T) {
	t.Parallel()
	cases := []struct{ name, body, says string }{
		{"exponent", list(`"stock":1e3`), "stock of good \"7\" (serial-nr \"A-1\") is 1e3"},
		{"comma", list(`"stock":"1,5"`), `is "1,5"`},
		{"words", list(`"stock":"plenty"`), `must be a number such as 5 or 2.5`},
		{"blank", list(`"stock":" 5"`), `is " 5"`},
		{"huge", list(`"stock":99999999999999999999`), "stock of"},
		{"flag", list(`"stock":true`), "is true"},
		{"object", list(`"stock":{}`), "is {}"},
		{"serial-nr a number", `{"data":[{"id":"7","attributes":{"serial-nr":12,"stock":5}}]}`, "serial-nr of good \"7\" (serial-nr 12) is 12"},
		{"id a number", `{"data":[{"id":7,"attributes":{"serial-nr":"A","stock":5}}]}`, `id of good 7 is 7, must be a number as text`},
		{"id negative", `{"data":[{"id":"-7","attributes":{"serial-nr":"A","stock":5}}]}`, `is "-7"`},
		{"id a word", `{"data":[{"id":"x","attributes":{"serial-nr":"A","stock":5}}]}`, `is "x"`},
		{"no id", `{"data":[{"attributes":{"serial-nr":"A","stock":5}}]}`, "id of good absent is absent"},
		{"cut off", `{"data":[{"id":"7","attr`, "unexpected end of JSON"},
		{"empty body", ``, "unexpected end of JSON"},
		{"null", `null`, "data is absent"},
		{"data null", `{"data":null}`, "data is null"},
		{"data an object", `{"data":{}}`, "cannot unmarshal object"},
		{"attributes a list", `{"data":[{"id":"7","attributes":[]}]}`, "cannot unmarshal array"},
		{"invalid UTF-8", "{\"data\":[{\"id\":\"7\",\"attributes\":{\"serial-nr\":\"A\xff\",\"stock\":5}}]}", "serial-nr of"},
		{"garbage behind", list(`"stock":5`) + "x", "invalid character"},
		{"web page", `<html>hello`, "a web page instead of JSON"},
		{"error with 200", `{"errors":[{"title":"no k3y"}]}`, `status 200 with the error "no ***"`},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			p, err := open(t, answer{status: 200, kind: "application/vnd.api+json", body: c.body}, settings()).ReadStock(t.Context(), erp.Query{})
			require.ErrorIs(t, err, erp.ErrAnswer)
			require.ErrorContains(t, err, c.says)
			require.Empty(t, p, "nothing of it may be used")
		})
	}
}

func TestOddAnswersAboutItems(t *testing.T) {
	t.Parallel()
	for attributes, says := range map[string]string{
		`"selling-price":"12.5"`:                     `selling-price of good "7" (serial-nr "A-1") is "12.5", must be a number`,
		`"selling-price":1e3`:                        "is 1e3",
		`"selling-price":-1`:                         "is -1",
		`"selling-price":[]`:                         "is []",
		`"selling-price":1,"vat-rate":"high"`:        `vat-rate of`,
		`"selling-price":1,"rate-type":-5`:           `vat-rate of`,
		`"selling-price":1,"selling-price-type":2`:   "must be 0 or 1",
		`"selling-price":1,"selling-price-type":"0"`: "must be a whole number",
		`"ean":123`: "ean of",
		`"selling-price":1.` + strings.Repeat("3", 60): "must be a number",
	} {
		o := open(t, answer{status: 200, kind: "application/json", body: list(attributes)}, settings())
		_, err := o.ReadItems(t.Context(), erp.Query{})
		require.ErrorIs(t, err, erp.ErrAnswer, attributes)
		require.ErrorContains(t, err, says)
	}
}

func TestStatuses(t *testing.T) {
	t.Parallel()
	said := `{"errors":[{"title":"No. hunter2 and k3y and t0ken are wrong."}]}`
	later := map[string]string{"Retry-After": "7"}
	cases := []struct {
		name      string
		answer    answer
		is        error
		says      string
		temporary bool
	}{
		{"400", answer{status: 400, body: said}, nil, "flowii refused the request: status 400", false},
		{"422", answer{status: 422, body: `{}`}, nil, "status 422, no explanation", false},
		{"401", answer{status: 401, body: said}, erp.ErrUnauthorized, `"No. *** and *** and *** are wrong."`, false},
		{"403", answer{status: 403}, erp.ErrUnauthorized, "flowii.company and the rights", false},
		{"404", answer{status: 404, body: said}, erp.ErrNotFound, "flowii.base_url", false},
		{"429", answer{status: 429, body: said}, nil, "come back in 16s", true},
		{"429 after", answer{status: 429, header: later}, nil, "come back in 7s", true},
		{"429 until", answer{status: 429, header: map[string]string{"Retry-After": "Tue, 14 Nov 2023 22:13:29 GMT", "Date": "Tue, 14 Nov 2023 22:13:20 GMT"}}, nil, "come back in 9s", true},
		{"quota by title", answer{status: 400, body: `{"errors":[{"title":"API calls Quota Exceeded!"}]}`}, nil, "come back in 16s", true},
		{"quota by title with 200", answer{status: 200, body: `{"errors":[{"title":"quota exceeded"}]}`, header: later}, nil, "come back in 7s", true},
		{"quota in plain text", answer{status: 403, body: `"quota exceeded, maximum 2 per Second."`}, nil, "come back in 16s", true},
		{"500", answer{status: 500}, erp.ErrUnreachable, "status 500", true},
		{"502", answer{status: 502, kind: "text/html", body: "<h1>Bad"}, erp.ErrUnreachable, "a web page", true},
		{"503 after", answer{status: 503, header: later}, erp.ErrUnreachable, "come back in 7s", true},
		{"408", answer{status: 408}, erp.ErrUnreachable, "status 408", true},
		{"204", answer{status: 204}, erp.ErrAnswer, "200 is documented", true},
		{"redirect", answer{status: 302, header: map[string]string{"Location": "https://login.example/x?y=z"}}, erp.ErrAnswer, "a redirect to login.example", true},
		{"page with 200", answer{status: 200, kind: "text/html", body: "welcome"}, erp.ErrAnswer, "flowii.base_url", true},
		{"host unknown", answer{err: &net.DNSError{Err: "no such host", IsNotFound: true}}, erp.ErrUnreachable, "host of flowii.base_url is unknown", true},
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
			for _, secret := range []string{"hunter2", "k3y", "t0ken", "renew1"} {
				require.NotContains(t, err.Error(), secret)
			}
			require.ErrorContains(t, err, "GET companies")
		})
	}
}

func TestLogins(t *testing.T) {
	t.Parallel()
	for body, says := range map[string]string{
		`{"error":"invalid_grant","error_description":"hunter2?"}`: `"invalid_grant ***?"; check flowii.email and flowii.password`,
		`{"error":"invalid_client"}`:                               "check flowii.api_key",
		`{"error":"unauthorized_client"}`:                          "check flowii.api_key",
	} {
		err := open(t, answer{status: 400, body: body, login: true}, settings()).Ping(t.Context())
		require.ErrorIs(t, err, erp.ErrUnauthorized)
		require.ErrorContains(t, err, says)
		require.ErrorContains(t, err, "log in: POST token")
	}
	for body, says := range map[string]string{
		`{"access_token":5,"expires_in":599}`:          "access_token is absent or no text",
		`{"access_token":"t0ken","expires_in":"599"}`:  `expires_in of the token is "599"`,
		`{"access_token":"t0ken","expires_in`:          "cut off after",
		`{"access_token":["t0ken"],"expires_in":599}`:  "access_token is absent or no text",
		`{"refresh_token":"renew1","expires_in":59.5}`: "access_token is absent",
	} {
		err := open(t, answer{status: 200, body: body, login: true}, settings()).Ping(t.Context())
		require.ErrorIs(t, err, erp.ErrAnswer)
		require.ErrorContains(t, err, says)
		require.NotContains(t, err.Error(), "t0ken")
		require.NotContains(t, err.Error(), "renew1")
	}
	err := open(t, answer{status: 400, body: `{"error":"invalid_scope"}`, login: true}, settings()).Ping(t.Context())
	require.ErrorContains(t, err, "flowii refused the request: status 400")
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
	o := open(t, answer{status: 200, body: `{"x":"` + strings.Repeat(" ", 33<<20)}, settings())
	err := o.Ping(t.Context())
	require.ErrorIs(t, err, erp.ErrAnswer)
	require.ErrorContains(t, err, "page_size")
}

// Whatever comes, the connector refuses it by a typed error or understands it.
func FuzzAnswer(f *testing.F) {
	f.Add(list(`"stock":5,"selling-price":12.5,"vat-rate":23`))
	f.Add(list(`"stock":null,"ean":null`))
	f.Add(`{"data":[],"links":{"next":"x"}}`)
	f.Add(`{"data":[{"id":"1","relationships":{"category":{"data":{"id":"5"}}}}]}`)
	f.Add(`{"errors":[{"title":"x"}]}`)
	f.Fuzz(func(t *testing.T, body string) {
		o := open(t, answer{status: 200, kind: "application/json", body: body}, settings())
		p, err := o.ReadStock(t.Context(), erp.Query{})
		if err != nil {
			require.Empty(t, p)
		}
		for _, l := range p.Items {
			require.NotEmpty(t, l.Code)
		}
		items, err := o.ReadItems(t.Context(), erp.Query{})
		if err != nil {
			require.True(t, erp.Temporary(err), err)
		}
		for _, it := range items.Items {
			require.NotEmpty(t, it.Code)
			require.NotEmpty(t, it.ID)
		}
		_, _ = o.ReadCategories(t.Context(), erp.Query{})
	})
}
