package smartbillsim_test

import (
	"encoding/base64"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp/simkit"
	"wpbridge/internal/erp/smartbill/smartbillsim"
)

type client struct {
	t    testing.TB
	http *http.Client
	base string
}

func at(t testing.TB, s *smartbillsim.Sim) client {
	return client{t, s.Client(), "http://sim" + s.Path() + "/"}
}

func basic(text string) string { return "Basic " + base64.StdEncoding.EncodeToString([]byte(text)) }

func (c client) ask(method, url, login, body string) (*http.Response, string) {
	c.t.Helper()
	r, err := http.NewRequestWithContext(c.t.Context(), method, url, strings.NewReader(body))
	require.NoError(c.t, err)
	r.Header.Set("Authorization", login)
	r.Header.Set("Accept", "application/json")
	resp, err := c.http.Do(r)
	require.NoError(c.t, err)
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	require.NoError(c.t, err)
	return resp, string(b)
}

func (c client) get(path string) (*http.Response, string) {
	c.t.Helper()
	login := basic("shop@example.ro:123|secret-token")
	if strings.HasPrefix(path, "v3/") {
		login = "Bearer sb_test_secret-products"
	}
	return c.ask(http.MethodGet, c.base+path, login, "")
}

func few(o smartbillsim.Options) *smartbillsim.Sim {
	o.Products = []smartbillsim.Product{
		{Code: "A", Name: "Ä", Price: "10.00", Stock: []smartbillsim.Level{{Warehouse: "Depozit", Quantity: 5500000}}},
		{Code: "B", Name: "b", VAT: "11", WithoutVAT: true, Stock: []smartbillsim.Level{{Warehouse: "Depozit"}, {Warehouse: "Magazin", Quantity: -commerce.One}}},
		{Code: "C", Name: "c", Service: true},
	}
	o.Warehouses = []smartbillsim.Warehouse{{Name: "Depozit"}, {Name: "Magazin", Retail: true}}
	return smartbillsim.New(o)
}

const (
	head    = `{"errorText":"","message":"","number":"","series":"","url":"","list":[`
	depozit = `{"warehouse":{"warehouseName":"Depozit","warehouseType":"en gros"},"products":`
	magazin = `{"warehouse":{"warehouseName":"Magazin","warehouseType":"en detail"},"products":`
	rowA    = `{"productName":"Ä","productCode":"A","measuringUnit":"buc","quantity":5.5}`
	rowB    = `{"productName":"b","productCode":"B","measuringUnit":"buc","quantity":`
)

func TestAnswersAsDocumented(t *testing.T) {
	t.Parallel()
	cases := map[string]string{
		"stocks?cif=RO12345678&date=2026-06-15":                          head + depozit + `[` + rowA + `,` + rowB + `0}]},` + magazin + `[` + rowB + `-1}]}]}`,
		"stocks?cif=RO12345678&date=2026-06-15&warehouseName=Magazin":    head + magazin + `[` + rowB + `-1}]}]}`,
		"stocks?cif=RO12345678&date=2026-06-15&productCode=A":            head + depozit + `[` + rowA + `]}]}`,
		"stocks?cif=RO12345678&date=2026-06-15&productName=B":            head + depozit + `[` + rowB + `0}]},` + magazin + `[` + rowB + `-1}]}]}`,
		"stocks?cif=RO12345678&date=2026-06-15&productCode=none":         head + `]}`,
		"stocks?cif=RO12345678&date=15.06.2026":                          `{"errorText":"Data trebuie sa fie in formatul yyyy-MM-dd.","message":"","number":"","series":"","url":"","documentId":-1}`,
		"stocks?cif=RO12345678&date=2026-06-15&warehouseName=magazin":    `{"errorText":"Gestiunea magazin nu a fost gasita pe server.","message":"","number":"","series":"","url":"","documentId":-1}`,
		"stocks?cif=12345678&date=2026-06-15":                            `{"key":"","successfully":false,"errorText":"Firma la care incercati sa va conectati nu exista sau nu aveti acces la ea.","errorCode":"0","operationExecuted":false,"cooldown":0,"needsConsent":false}`,
		"series?cif=RO12345678&type=c":                                   `{"list":[{"name":"CHT","nextNumber":"0019","type":"c"}]}`,
		"company/warehouses?cif=RO12345678":                              `{"warehouses":["Depozit","Magazin"]}`,
		"invoices?cif=RO12345678":                                        `{"status":404,"type":"invalid_request_error","errors":[{"code":"resource_not_found","message":"The requested resource was not found."}],"instance":"/SBORO/api/invoices"}`,
		"v3/companies/RO12345678/products?limit=1&after=prod_1000000001": `{"items":[{"id":"prod_1000000002","name":"b","description":"","code":"B","isService":false,"price":null,"measuringUnitName":"buc","currency":"RON","vatPercentage":11,"vatName":"Normala","isVatIncluded":false,"containerDeposits":[]}],"pagination":{"next":"https://ws.smartbill.ro/SBORO/api/v3/companies/RO12345678/products?after=prod_1000000002\u0026limit=1","previous":null}}`,
		"v3/companies/RO12345678/products?code=C":                        `{"items":[{"id":"prod_1000000003","name":"c","description":"","code":"C","isService":true,"price":null,"measuringUnitName":"buc","currency":"RON","vatPercentage":21,"vatName":"Normala","isVatIncluded":true,"containerDeposits":[]}],"pagination":{"next":null,"previous":null}}`,
		"v3/companies/RO12345678/products/prod_1000000001":               `{"id":"prod_1000000001","name":"Ä","description":"","code":"A","isService":false,"price":10.00,"measuringUnitName":"buc","currency":"RON","vatPercentage":21,"vatName":"Normala","isVatIncluded":true,"containerDeposits":[]}`,
		"v3/companies/RO12345678/products?limit=101":                     `{"status":400,"type":"validation_error","errors":[{"code":"invalid_limit","message":"limit must be between 1 and 100"}]}`,
		"v3/companies/RO1/products":                                      `{"status":403,"type":"authorization_error","errors":[{"code":"subscription_not_valid","message":"The subscription does not allow this."}]}`,
	}
	c := at(t, few(smartbillsim.Options{Budget: -1}))
	for path, want := range cases {
		_, got := c.get(path)
		require.JSONEq(t, want, got, path)
	}
}

func TestFormIsLookedAtBeforeTheLogin(t *testing.T) {
	t.Parallel()
	c := at(t, few(smartbillsim.Options{}))
	resp, _ := c.ask(http.MethodGet, c.base+"nothing", "", "")
	require.Equal(t, 404, resp.StatusCode)
	resp, _ = c.ask(http.MethodPost, c.base+"stocks", "", "")
	require.Equal(t, 405, resp.StatusCode)
	for _, login := range []string{"", basic("shop@example.ro:123"), "Bearer 123|secret-token"} {
		resp, body := c.ask(http.MethodGet, c.base+"stocks", login, "")
		require.Equal(t, 401, resp.StatusCode)
		require.Contains(t, body, `"errorText":"Autentificare esuata`)
	}
	resp, body := c.ask(http.MethodGet, c.base+"v3/companies/RO12345678/products", basic("shop@example.ro:123|secret-token"), "")
	require.Equal(t, 401, resp.StatusCode)
	require.Contains(t, body, `"type":"authentication_error"`)
}

func TestWhatIsNotEstablishedCanBeChosen(t *testing.T) {
	t.Parallel()
	_, got := at(t, few(smartbillsim.Options{HideZero: true, OneAsObject: true, TextQuantities: true})).get("stocks?cif=RO12345678&date=2026-06-15")
	require.JSONEq(t, head+depozit+strings.Replace(rowA, "5.5", `"5.5"`, 1)+`},`+magazin+rowB+`"-1"}}]}`, got)
	_, got = at(t, few(smartbillsim.Options{NoVAT: true})).get("tax?cif=RO12345678")
	require.Contains(t, got, `"errorText":"Firma este neplatitoare de tva."`)
}

// The call after the thirtieth blocks the token for ten minutes, and asking goes
// on to be refused.
func TestTheTokenIsBlocked(t *testing.T) {
	t.Parallel()
	for _, status := range []int{429, 403} {
		for _, sliding := range []bool{false, true} {
			synctest.Test(t, func(t *testing.T) {
				s := few(smartbillsim.Options{LockoutStatus: status, Sliding: sliding})
				c := at(t, s)
				for i := range 30 {
					resp, _ := c.get("tax?cif=RO12345678")
					require.Equal(t, 200, resp.StatusCode)
					require.Equal(t, strconv.Itoa(29-i), resp.Header.Get("X-RateLimit-Remaining"))
					require.Equal(t, "946684810", resp.Header.Get("X-RateLimit-Reset"))
				}
				resp, body := c.get("tax?cif=RO12345678")
				require.Equal(t, status, resp.StatusCode)
				require.Equal(t, "0", resp.Header.Get("X-RateLimit-Remaining"))
				require.Empty(t, body)
				<-time.After(10*time.Minute - time.Nanosecond)
				resp, _ = c.get("tax?cif=RO12345678")
				require.Equal(t, status, resp.StatusCode)
				<-time.After(time.Nanosecond)
				resp, _ = c.get("tax?cif=RO12345678")
				require.Equal(t, 200, resp.StatusCode)
				v1, v3 := s.Breaches()
				require.Equal(t, []int{1, 0}, []int{v1, v3})
			})
		}
	}
}

func TestWindows(t *testing.T) {
	t.Parallel()
	for sliding, want := range map[bool]int{false: 0, true: 1} {
		synctest.Test(t, func(t *testing.T) {
			s := few(smartbillsim.Options{Sliding: sliding})
			<-time.After(9 * time.Second)
			s.Calls(20)
			<-time.After(2 * time.Second) // on the clock another window, but not ten seconds
			s.Calls(20)
			v1, _ := s.Breaches()
			require.Equal(t, want, v1)
		})
	}
}

func TestThePauseOfV3Doubles(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := at(t, few(smartbillsim.Options{BudgetV3: 1}))
		for _, wait := range []string{"5", "10", "20"} {
			resp, _ := c.get("v3/companies/RO12345678/products")
			require.Equal(t, 200, resp.StatusCode)
			resp, body := c.get("v3/companies/RO12345678/products")
			require.Equal(t, 429, resp.StatusCode)
			require.Equal(t, wait, resp.Header.Get("Retry-After"))
			require.Contains(t, body, "rate_limit_exceeded")
			<-time.After(time.Minute)
		}
	})
}

func TestFaultsOverARealConnection(t *testing.T) {
	t.Parallel()
	s := few(smartbillsim.Options{})
	srv := httptest.NewServer(s)
	defer srv.Close()
	s.SetFaults(simkit.Faults{{Kind: "drop-after", Rate: 1}})
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, srv.URL+s.Path()+"/tax", nil)
	require.NoError(t, err)
	resp, err := srv.Client().Do(r)
	if err == nil {
		resp.Body.Close()
	}
	require.Error(t, err)
	c := client{t, srv.Client(), srv.URL + s.Path() + "/"}
	_, body := c.ask(http.MethodPut, srv.URL+"/_sim/faults", "", "html:1")
	require.JSONEq(t, `{"faults":"html:1"}`, body)
	_, body = c.get("tax?cif=RO12345678")
	require.Contains(t, body, "<!DOCTYPE html>")
	_, body = c.get("tax?cif=RO12345678")
	require.Contains(t, body, `"taxes"`)
}

func TestAdmin(t *testing.T) {
	t.Parallel()
	s := smartbillsim.New(smartbillsim.Options{Products: smartbillsim.Generate(100, []string{"Depozit", "Magazin"})})
	c := at(t, s)
	post := func(path, body string) string {
		_, got := c.ask(http.MethodPost, "http://sim/_sim/"+path, "", body)
		return strings.TrimSpace(got)
	}
	require.JSONEq(t, `{"changed":2}`, post("stock", `[{"sku":"SKU-0000001","warehouse":"Magazin","quantity":"5.5"},{"sku":"SKU-0000001","warehouse":"Magazin","add":"-2"}]`))
	_, body := c.ask(http.MethodGet, "http://sim/_sim/items?sku=SKU-0000001", "", "")
	require.Contains(t, body, `{"warehouse":"Magazin","quantity":"3.5"}`)
	require.Contains(t, post("stock", `[{"sku":"SKU-0000001","warehouse":"magazin","quantity":"5"}]`), `product "SKU-0000001" in warehouse "magazin": not in the simulator`)
	require.Contains(t, post("stock", `[{"sku":"SKU-0000001","warehouse":"Magazin"}]`), "one of quantity and add")
	require.JSONEq(t, `{"changed":10}`, post("scramble", `{"percent":10,"seed":3}`))
	require.JSONEq(t, `{"changed":1}`, post("prices", `[{"sku":"SKU-0000002","price":"1.00"}]`))
	p, _, _ := s.Product("SKU-0000002")
	require.Equal(t, "1.00", p.Price)
	require.Contains(t, post("push", `{"skus":["SKU-0000002"]}`), "no hook")
	require.Contains(t, post("calls", `{"calls":31}`), `"blocked_v1":1`)
	require.Contains(t, post("calls", `5`), `must be {"calls"}`)
}

// A push goes to the address of the hook, in the form that was asked for.
func TestPush(t *testing.T) {
	t.Parallel()
	var got []string
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body) // a test fails by what it lacks
		got = append(got, r.Method+" "+r.Header.Get("Authorization")+" "+string(body))
		_, _ = io.WriteString(w, "done\n")
	}))
	defer srv.Close()
	s := few(smartbillsim.Options{})
	c := at(t, s)
	_, body := c.ask(http.MethodPut, "http://sim/_sim/hook", "", `{"url":"`+srv.URL+`","token":"t"}`)
	require.JSONEq(t, `{"url":"`+srv.URL+`"}`, body)
	_, body = c.ask(http.MethodPost, "http://sim/_sim/push", "", `{"skus":["B"],"shape":"list"}`)
	require.JSONEq(t, `{"answer":"done"}`, body)
	c.ask(http.MethodPost, "http://sim/_sim/push", "", `{}`)
	c.ask(http.MethodPost, "http://sim/_sim/stock", "", `[{"sku":"A","warehouse":"Depozit","quantity":"1"}]`)
	b := `{"productCode":"B","productName":"b","warehouse":"`
	require.Equal(t, []string{
		`POST Bearer t [` + b + `Depozit","quantity":0},` + b + `Magazin","quantity":-1}]`,
		`POST Bearer t {"products":[]}`,
		`POST Bearer t {"products":[{"productCode":"A","productName":"Ä","warehouse":"Depozit","quantity":1}]}`,
	}, got)
	s.SetHook("", "")
	require.NoError(t, s.SetStock("A", "Depozit", 0))
	require.Len(t, got, 3)
}

func TestCatalogue(t *testing.T) {
	t.Parallel()
	s := few(smartbillsim.Options{})
	require.NoError(t, s.Remove("A"))
	require.ErrorIs(t, s.Remove("A"), simkit.ErrNone)
	require.ErrorContains(t, s.Add(smartbillsim.Product{Code: "B"}), "empty or taken")
	require.ErrorIs(t, s.Add(smartbillsim.Product{Code: "D", Stock: []smartbillsim.Level{{Warehouse: "none"}}}), simkit.ErrNone)
	require.NoError(t, s.Add(smartbillsim.Product{Name: "without code"}))
	require.NoError(t, s.RemoveStock("B", "Magazin"))
	_, held := s.Stock("B", "Magazin")
	require.False(t, held)
	require.Equal(t, []string{"B", "C", "without code"}, s.Codes())
	require.Panics(t, func() { smartbillsim.New(smartbillsim.Options{Products: make([]smartbillsim.Product, 1)}) })
}
