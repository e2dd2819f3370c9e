package smartbill_test

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

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp"
	"wpbridge/internal/erp/smartbill"
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

func good(body string) answer { return answer{status: 200, kind: "application/json", body: body} }

func settings(more ...string) erp.Settings {
	s := erp.Settings{"base_url": "https://smartbill.example/SBORO/api", "email": "shop@example.ro", "token": "123|hunter2", "cif": "RO123", "warehouses": "Depozit"}
	for i := 0; i < len(more); i += 2 {
		s[more[i]] = more[i+1]
	}
	return s
}

func open(t testing.TB, rt http.RoundTripper, s erp.Settings) *erp.Ops {
	t.Helper()
	env := erp.Env{HTTP: &http.Client{Transport: rt}, Log: slog.New(slog.DiscardHandler)}
	o, err := erp.NewRegistry(smartbill.Factory()).Open(t.Context(), "smartbill", s, env)
	require.NoError(t, err)
	return o
}

func shelf(products string) string {
	return `{"errorText":"","list":[{"warehouse":{"warehouseName":"Depozit","warehouseType":"en gros"},"products":` + products + `}]}`
}

func TestOddAnswersAboutStock(t *testing.T) {
	t.Parallel()
	row := func(quantity string) string {
		return shelf(`[{"productName":"N","productCode":"A-1","quantity":` + quantity + `}]`)
	}
	cases := []struct{ name, body, says string }{
		{"text", row(`"many"`), `quantity of product "N" (code "A-1") is "many", must be a number`},
		{"comma", row(`"1,5"`), `is "1,5"`},
		{"empty text", row(`""`), `is ""`},
		{"huge", row(`99999999999999999999`), "quantity of"},
		{"exponent", row(`1e9999`), "quantity of"},
		{"object", row(`{}`), "is {}"},
		{"hexadecimal", row(`"0x10"`), `is "0x10"`},
		{"code a number", shelf(`[{"productName":"N","productCode":12,"quantity":1}]`), "productCode of product"},
		{"name a number", shelf(`[{"productName":7,"productCode":"A","quantity":1}]`), "productName of product"},
		{"invalid UTF-8", shelf("[{\"productName\":\"N\",\"productCode\":\"A\xff\",\"quantity\":1}]"), "productCode of"},
		{"cut off", row("5")[:100], "unexpected EOF"},
		{"cut off in the list", shelf(`[{"productName":"N","productCode":"A","quantity":1},`)[:130], "unexpected EOF"},
		{"empty", ``, "EOF"},
		{"null", `null`, "where { must be"},
		{"a list", `[]`, "where { must be"},
		{"no list", `{"errorText":""}`, "no list of stock"},
		{"list null", `{"list":null}`, "where a list must be"},
		{"list an object", `{"list":{}}`, "where a list must be"},
		{"products a text", shelf(`"none"`), "where a list must be"},
		{"product a list", shelf(`[[]]`), "cannot unmarshal"},
		{"no warehouse", `{"list":[{"products":[{"productName":"N","productCode":"A","quantity":1}]}]}`, "products without a warehouse"},
		{"another warehouse", strings.ReplaceAll(row("5"), "Depozit", "depozit"), `stock of warehouse "depozit" where "Depozit" was asked for`},
		{"garbage behind", row("5") + "x", "more behind its end"},
		{"twice", row("5") + row("6"), "more behind its end"},
		{"a web page", "\n<html>hello", "a web page instead of JSON"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			p, err := open(t, good(c.body), settings()).ReadStock(t.Context(), erp.Query{})
			require.ErrorIs(t, err, erp.ErrAnswer)
			require.ErrorContains(t, err, c.says)
			require.Empty(t, p, "nothing of it may be used")
		})
	}
}

// Documents disagree about these forms; all of them are understood.
func TestFormsOfStock(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name, body string
		want       string
	}{
		{"number", shelf(`[{"productName":"N","productCode":"A","quantity":8}]`), "8"},
		{"text", shelf(`[{"productName":"N","productCode":"A","quantity":"8.0"}]`), "8"},
		{"fraction below nothing", shelf(`[{"productName":"N","productCode":"A","quantity":-2.5}]`), "-2.5"},
		{"as Java writes ten million", shelf(`[{"productName":"N","productCode":"A","quantity":1.0E7}]`), "10000000"},
		{"floating arithmetic", shelf(`[{"productName":"N","productCode":"A","quantity":7.999999999999}]`), "8"},
		{"a single product", shelf(`{"productName":"N","productCode":"A","quantity":8,"measuringUnit":"buc"}`), "8"},
		{"products first", `{"list":[{"products":[{"quantity":8,"productCode":"A"}],"warehouse":{"warehouseName":"Depozit"}}],"errorText":null}`, "8"},
		{"the same twice", shelf(`[{"productCode":"A","quantity":8},{"productCode":"A","quantity":8.0}]`), "8"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			o := open(t, good(c.body), settings())
			p, err := o.ReadStock(t.Context(), erp.Query{})
			require.NoError(t, err)
			require.Len(t, p.Items, 1)
			require.Equal(t, c.want, p.Items[0].Available.String())
			got, err := o.CheckStock(t.Context(), []commerce.Code{"A"})
			require.NoError(t, err)
			require.Equal(t, p.Items, got)
		})
	}
}

func TestUnknownIsNotZero(t *testing.T) {
	t.Parallel()
	for name, body := range map[string]string{
		"nothing listed":            `{"list":[]}`,
		"no products":               shelf(`[]`),
		"quantity null":             shelf(`[{"productCode":"A","quantity":null}]`),
		"no quantity":               shelf(`[{"productCode":"A"}]`),
		"two different":             shelf(`[{"productCode":"A","quantity":8},{"productCode":"A","quantity":9}]`),
		"two different, then again": shelf(`[{"productCode":"A","quantity":8},{"productCode":"A","quantity":9},{"productCode":"A","quantity":8}]`),
		"no code":                   shelf(`[{"productName":"A","quantity":8}]`),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := open(t, good(body), settings())
			p, err := o.ReadStock(t.Context(), erp.Query{})
			require.NoError(t, err)
			require.Empty(t, p.Items)
			got, err := o.CheckStock(t.Context(), []commerce.Code{"A"})
			require.NoError(t, err)
			require.Empty(t, got)
		})
	}
}

func TestOddAnswersAboutProducts(t *testing.T) {
	t.Parallel()
	list := func(row, next string) string {
		return `{"items":[{"id":"prod_1","code":"A",` + row + `}],"pagination":{"next":` + next + `}}`
	}
	cases := []struct{ name, body, says string }{
		{"price a text", list(`"price":"dear"`, "null"), `price of product "prod_1" (code "A") is "dear"`},
		{"price below nothing", list(`"price":-1`, "null"), "price of"},
		{"VAT", list(`"price":1,"vatPercentage":"21%"`, "null"), "vatPercentage of"},
		{"flag", list(`"isService":1`, "null"), "isService of"},
		{"id", `{"items":[{"id":7}]}`, "id of product 7"},
		{"no items", `{"pagination":{"next":null}}`, "no list of items"},
		{"next without after", list(`"price":1`, `"https://x.example/?limit=1"`), "does not say after what"},
		{"cut off", list(`"price":1`, "null")[:30], "unexpected end of JSON"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			o := open(t, good(c.body), settings("products_token", "t"))
			_, err := o.ReadItems(t.Context(), erp.Query{})
			require.ErrorIs(t, err, erp.ErrAnswer)
			require.ErrorContains(t, err, c.says)
		})
	}
}

func said(text string) string { return `{"errorText":"` + text + `","number":"","documentId":-1}` }

func TestWhatErrorsMean(t *testing.T) {
	t.Parallel()
	left := map[string]string{"X-RateLimit-Remaining": "12"}
	shape := `{"status":400,"type":"invalid_request_error","instance":"/x","errors":[{"code":"json_mapping_error","message":"Unknown field","param":"cif"}]}`
	cases := []struct {
		name      string
		answer    answer
		is        error
		says      string
		temporary bool
	}{
		{"login", answer{status: 401, body: said("Autentificare esuata pentru shop@example.ro cu 123|hunter2.<br/>Mai")}, erp.ErrUnauthorized, `"Autentificare esuata pentru *** cu ***."; check smartbill.email`, false},
		{"login, status 200", good(said("Autentificare eşuată")), erp.ErrUnauthorized, "whenever the account's password is changed", false},
		{"company", answer{status: 401, body: said("Firma la care incercati sa va conectati nu exista")}, erp.ErrUnauthorized, "check smartbill.cif", false},
		{"rights", answer{status: 403, header: left, body: said("Nu aveti dreptul")}, erp.ErrUnauthorized, "give this SmartBill user the right", false},
		{"rights, status 200", good(said("Nu aveti dreptul")), erp.ErrUnauthorized, "the right", false},
		{"blocked, new", answer{status: 429}, nil, "come back in 10m0s", true},
		{"blocked, old", answer{status: 403}, nil, "come back in 10m0s", true},
		{"blocked, old, said", answer{status: 403, body: said("Limita"), header: map[string]string{"X-RateLimit-Remaining": "0"}}, nil, "has blocked the token", true},
		{"refused, but requests left", answer{status: 429, header: left}, nil, "ERP asks to come back later", true},
		{"refused for a time", answer{status: 429, header: map[string]string{"Retry-After": "7"}}, nil, "come back in 7s", true},
		{"business", answer{status: 400, body: said("Perioada inchisa<b>x</b>")}, nil, `SmartBill refused the request: "Perioada inchisa" (status 400)`, false},
		{"business, status 200", good(said("Perioada &amp; inchisa")), nil, `"Perioada & inchisa" (status 200)`, false},
		{"stock module", answer{status: 400, body: said("Modulul stoc nu este activ")}, nil, "activate SmartBill Gestiune", false},
		{"warehouse", answer{status: 400, body: said("Gestiunea X nu a fost gasita pe server.")}, erp.ErrNotFound, "check the names", false},
		{"404", answer{status: 404}, erp.ErrNotFound, "smartbill.base_url", false},
		{"not understood", answer{status: 400, body: shape}, nil, `json_mapping_error: "Unknown field" (cif)`, false},
		{"path", answer{status: 404, body: strings.ReplaceAll(shape, "json_mapping_error", "resource_not_found")}, erp.ErrNotFound, "resource_not_found", false},
		{"misspelt", answer{status: 500, kind: "text/html", body: "<html>"}, erp.ErrUnreachable, "also answers so to requests it cannot read", true},
		{"502", answer{status: 502, kind: "text/html", body: "<h1>"}, erp.ErrUnreachable, "a web page", true},
		{"503 after", answer{status: 503, header: map[string]string{"Retry-After": "9"}}, erp.ErrUnreachable, "come back in 9s", true},
		{"408", answer{status: 408}, erp.ErrUnreachable, "status 408", true},
		{"204", answer{status: 204}, erp.ErrAnswer, "200 is documented", true},
		{"redirect", answer{status: 302, header: map[string]string{"Location": "https://login.example/x"}}, erp.ErrAnswer, "a redirect to login.example", true},
		{"page with 200", answer{status: 200, kind: "text/html", body: "hi"}, erp.ErrAnswer, "a web page instead of JSON", true},
		{"401 page", answer{status: 401, kind: "text/html", body: "<p>no"}, erp.ErrUnauthorized, "no explanation", false},
		{"402", answer{status: 402}, nil, "status 402", false},
		{"host unknown", answer{err: &net.DNSError{Err: "no such host", IsNotFound: true}}, erp.ErrUnreachable, "host of smartbill.base_url is unknown", true},
		{"refused", answer{err: &net.OpError{Op: "dial", Err: syscall.ECONNREFUSED}}, erp.ErrUnreachable, "connection refused", true},
		{"silence", answer{err: context.DeadlineExceeded}, erp.ErrUnreachable, "no answer in time", true},
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
			for _, other := range []error{erp.ErrUnauthorized, erp.ErrNotFound, erp.ErrAnswer, erp.ErrUnreachable} {
				require.Equal(t, c.is == other, errors.Is(err, other), "%v", other) //nolint:errorlint // the very one
			}
			require.Equal(t, c.temporary, erp.Temporary(err))
			require.NotContains(t, err.Error(), "hunter2")
			require.NotContains(t, err.Error(), "shop@")
			require.ErrorContains(t, err, "GET series")
			_, err = open(t, c.answer, settings()).ReadStock(t.Context(), erp.Query{})
			require.ErrorContains(t, err, c.says, "the same from the list that is read as it comes")
		})
	}
}

func TestWhatErrorsOfTheProductListMean(t *testing.T) {
	t.Parallel()
	v3 := func(kind, code string) string {
		return `{"status":1,"type":"` + kind + `","errors":[{"code":"` + code + `","message":"m"}]}`
	}
	cases := []struct {
		status int
		body   string
		is     error
		says   string
	}{
		{401, v3("authentication_error", "x"), erp.ErrUnauthorized, "check smartbill.products_token"},
		{403, v3("authorization_error", "subscription_not_valid"), erp.ErrUnauthorized, "leave smartbill.products_token empty and do without prices"},
		{400, v3("validation_error", "x"), nil, "SmartBill does not accept the request: validation_error"},
		{503, v3("api_error", "maintenance_in_progress"), erp.ErrUnreachable, "maintenance_in_progress"},
		{404, v3("invalid_request_error", "resource_not_found"), erp.ErrNotFound, "resource_not_found"},
	}
	for _, c := range cases {
		o := open(t, answer{status: c.status, kind: "application/json", body: c.body}, settings("products_token", "t"))
		_, err := o.ReadItems(t.Context(), erp.Query{})
		require.ErrorContains(t, err, c.says)
		if c.is != nil {
			require.ErrorIs(t, err, c.is)
		}
		_, err = o.FindItems(t.Context(), []commerce.ItemID{"prod_1"})
		require.Error(t, err, "404 everywhere is no word about an item")
	}
}

func TestACompanyWithoutVATHasNoRates(t *testing.T) {
	t.Parallel()
	for _, status := range []int{200, 400} {
		o := open(t, answer{status: status, body: said("Firma este neplatitoare de TVA.")}, settings())
		list, err := o.ListReference(t.Context(), "vat_rates")
		require.NoError(t, err)
		require.Empty(t, list)
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

// breaking ends in the middle, as a broken connection does.
type breaking struct{ io.Reader }

func (b breaking) Read(p []byte) (int, error) {
	n, err := b.Reader.Read(p)
	if errors.Is(err, io.EOF) {
		err = syscall.ECONNRESET
	}
	return n, err
}

type transport func(*http.Request) (*http.Response, error)

func (f transport) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func TestABrokenConnectionIsNoNonsense(t *testing.T) {
	t.Parallel()
	o := open(t, transport(func(r *http.Request) (*http.Response, error) {
		body := breaking{strings.NewReader(shelf("[]")[:40])}
		return &http.Response{StatusCode: 200, Header: http.Header{}, Body: io.NopCloser(body), Request: r}, nil
	}), settings())
	_, err := o.ReadStock(t.Context(), erp.Query{})
	require.ErrorIs(t, err, erp.ErrUnreachable)
	require.NotErrorIs(t, err, erp.ErrAnswer)
	require.ErrorIs(t, o.Ping(t.Context()), erp.ErrUnreachable)
}

// Whatever comes, the connector refuses it by a typed error or understands it.
func FuzzAnswer(f *testing.F) {
	f.Add(shelf(`[{"productName":"N","productCode":"A","quantity":8},{"productName":"M","productCode":"B","quantity":"2.5"}]`))
	f.Add(shelf(`{"productCode":"A","quantity":1e3}`))
	f.Add(`{"list":[{"products":[{"quantity":8,"productCode":"A"}],"warehouse":{"warehouseName":"Depozit"}}],"errorText":"x<y"}`)
	f.Add(`{"items":[{"id":"prod_1","code":"A","price":1.5}],"pagination":{"next":"https://x/?after=prod_1"}}`)
	f.Fuzz(func(t *testing.T, body string) {
		o := open(t, good(body), settings("products_token", "t"))
		p, err := o.ReadStock(t.Context(), erp.Query{})
		if err != nil {
			require.Empty(t, p)
		}
		for _, l := range p.Items {
			require.NotEmpty(t, l.Code)
			require.Equal(t, "Depozit", l.Location)
		}
		items, err := o.ReadItems(t.Context(), erp.Query{})
		for _, it := range items.Items {
			require.NoError(t, err)
			require.NotEmpty(t, it.Code)
		}
	})
}
