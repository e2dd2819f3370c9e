package smartbill_test

import (
	"bytes"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp"
	"wpbridge/internal/erp/all"
	"wpbridge/internal/erp/smartbill"
	"wpbridge/internal/erp/smartbill/smartbillsim"
)

func TestSettingsFaults(t *testing.T) {
	t.Parallel()
	cases := map[string]string{
		"base_url=ws.smartbill.ro":          "smartbill.base_url is not a web address",
		"base_url=https://u:pw@h.example/":  "must hold neither login",
		"base_url=https://h.example/?cif=1": "must hold neither login",
		"cif=RO 123":                        `smartbill.cif is "RO 123"`,
		"cif=../x":                          `smartbill.cif is "../x"`,
		"cif=":                              "smartbill.cif is missing",
		"email=":                            "smartbill.email is missing",
		"token=":                            "smartbill.token is missing",
		"warehouses=":                       "smartbill.warehouses is missing",
		"identify_by=barcode":               "smartbill.identify_by is",
		"currency=lei noi":                  `smartbill.currency is "lei noi"`,
		"reserve=30":                        `smartbill.reserve is "30"`,
		"reserve=some":                      `smartbill.reserve is "some"`,
	}
	for set, says := range cases {
		t.Run(set, func(t *testing.T) {
			t.Parallel()
			key, value, _ := strings.Cut(set, "=")
			_, err := all.Connectors().Open(t.Context(), smartbill.Name, settings(key, value), erp.Env{HTTP: &http.Client{}})
			require.ErrorContains(t, err, says)
			require.NotContains(t, err.Error(), "pw@")
		})
	}
}

// direct is a connector without decorators; more are settings by name and value.
func direct(t testing.TB, sim *smartbillsim.Sim, more ...string) *erp.Ops {
	t.Helper()
	s := sim.Settings("http://smartbill.example")
	for i := 0; i < len(more); i += 2 {
		s[more[i]] = more[i+1]
	}
	env := erp.Env{HTTP: sim.Client(), Log: slog.New(slog.DiscardHandler)}
	o, err := all.Connectors().Open(t.Context(), smartbill.Name, s, env)
	require.NoError(t, err)
	return o
}

func at(warehouse string, q int64) []smartbillsim.Level {
	return []smartbillsim.Level{{Warehouse: warehouse, Quantity: commerce.Units(q)}}
}

func everyLevel(t *testing.T, o *erp.Ops) []commerce.StockLevel {
	t.Helper()
	var out []commerce.StockLevel
	for q := (erp.Query{}); ; {
		p, err := o.ReadStock(t.Context(), q)
		require.NoError(t, err)
		out = append(out, p.Items...)
		if q.Page = p.Next; q.Page == "" {
			return out
		}
	}
}

func TestOnlyChosenWarehouses(t *testing.T) {
	t.Parallel()
	sim := smartbillsim.New(smartbillsim.Options{OneAsObject: true, Products: []smartbillsim.Product{
		{Code: "A", Name: "a", Stock: append(at("Depozit", 5), append(at("DEPOZIT", 70), at("Service", 900)...)...)},
	}})
	want := []commerce.StockLevel{{Code: "A", Location: "Depozit", Available: commerce.Units(5)}}
	o := direct(t, sim, "warehouses", "Depozit")
	require.Equal(t, want, everyLevel(t, o))
	got, err := o.CheckStock(t.Context(), []commerce.Code{"A"})
	require.NoError(t, err)
	require.Equal(t, want, got)
	_, err = direct(t, sim, "warehouses", "depozit").ReadStock(t.Context(), erp.Query{})
	require.ErrorIs(t, err, erp.ErrNotFound)
	require.ErrorContains(t, err, "capitals and small letters")
}

func TestWhatIsNotListedIsNotZero(t *testing.T) {
	t.Parallel()
	sim := smartbillsim.New(smartbillsim.Options{HideZero: true, Products: []smartbillsim.Product{
		{Code: "A", Name: "a", Stock: at("Depozit", 0)}, {Code: "B", Name: "b", Stock: at("Depozit", 1)},
	}})
	o := direct(t, sim)
	require.Equal(t, []commerce.StockLevel{{Code: "B", Location: "Depozit", Available: commerce.One}}, everyLevel(t, o))
	got, err := o.CheckStock(t.Context(), []commerce.Code{"A"})
	require.NoError(t, err)
	require.Empty(t, got)
}

func TestByName(t *testing.T) {
	t.Parallel()
	sim := smartbillsim.New(smartbillsim.Options{Products: []smartbillsim.Product{
		{Name: "Mere Golden, 1+1 & co", Price: "9.90", Stock: at("Depozit", 5)}, {Name: "mere golden", Stock: at("Depozit", 7)},
	}})
	o := direct(t, sim, "identify_by", "name")
	got, err := o.CheckStock(t.Context(), []commerce.Code{"Mere Golden, 1+1 & co", "MERE GOLDEN"})
	require.NoError(t, err)
	require.Equal(t, everyLevel(t, o)[:1], got, "SmartBill compares names less exactly than we do")
	p, err := o.ReadItems(t.Context(), erp.Query{})
	require.NoError(t, err)
	require.Equal(t, commerce.Code("Mere Golden, 1+1 & co"), p.Items[0].Code)

	var log bytes.Buffer
	s := sim.Settings("http://smartbill.example")
	env := erp.Env{HTTP: sim.Client(), Log: slog.New(slog.NewTextHandler(&log, nil))}
	o, err = all.Connectors().Open(t.Context(), smartbill.Name, s, env)
	require.NoError(t, err)
	require.Empty(t, everyLevel(t, o))
	require.Contains(t, log.String(), "identify_by")
}

func TestManyCodesAreLookedUpInTheLists(t *testing.T) {
	t.Parallel()
	sim := smartbillsim.New(smartbillsim.Options{Products: smartbillsim.Generate(300, places())})
	var codes []commerce.Code
	for _, c := range sim.Codes()[:200] {
		codes = append(codes, commerce.Code(c), commerce.Code(c))
	}
	got, err := direct(t, sim).CheckStock(t.Context(), append(codes, "", "none"))
	require.NoError(t, err)
	require.ElementsMatch(t, levels(sim)[:600], got)
	require.Equal(t, 3, sim.Requests())
}

func TestTheDateIsRomanian(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		<-time.After(time.Until(time.Date(2026, 7, 1, 21, 30, 0, 0, time.UTC)))
		var date string
		o := open(t, transport(func(r *http.Request) (*http.Response, error) {
			date = r.URL.Query().Get("date")
			return good(`{"list":[]}`).RoundTrip(r)
		}), settings())
		require.Empty(t, everyLevel(t, o))
		require.Equal(t, "2026-07-02", date)
	})
}

func TestPrices(t *testing.T) {
	t.Parallel()
	sim := smartbillsim.New(smartbillsim.Options{Products: []smartbillsim.Product{
		{Code: "net", Name: "n", Price: "84.0336134453", WithoutVAT: true, VAT: "19"},
		{Code: "none", Name: "n"},
		{Code: "zero", Name: "n", Price: "0.00"},
		{Code: "euro", Name: "n", Price: "5", Currency: "EUR"},
		{Code: "work", Name: "n", Price: "100", Service: true},
		{Name: "no code", Price: "1"},
	}})
	p, err := direct(t, sim).ReadItems(t.Context(), erp.Query{})
	require.NoError(t, err)
	require.Empty(t, p.Next)
	got := map[commerce.Code]commerce.Item{}
	for _, it := range p.Items {
		got[it.Code] = it
	}
	require.Len(t, got, 5)
	require.Equal(t, &commerce.Price{Regular: decimal.RequireFromString("84.0336134453"), VATPercent: decimal.NewNullDecimal(decimal.NewFromInt(19))}, got["net"].Price)
	for _, code := range []commerce.Code{"none", "zero", "euro"} {
		require.Nil(t, got[code].Price, code)
		require.True(t, got[code].StockTracked)
	}
	require.False(t, got["work"].StockTracked)
	p, err = direct(t, sim, "currency", "EUR").ReadItems(t.Context(), erp.Query{})
	require.NoError(t, err)
	require.NotNil(t, p.Items[3].Price)
	require.Nil(t, p.Items[0].Price)
}

func TestWithoutTheProductList(t *testing.T) {
	t.Parallel()
	sim := smartbillsim.New(smartbillsim.Options{Products: smartbillsim.Generate(3, []string{"Depozit"}), NoProducts: true})
	with, without := direct(t, sim), direct(t, sim, "products_token", "")
	require.NotNil(t, with.FindItems)
	require.ErrorIs(t, with.Ping(t.Context()), erp.ErrUnauthorized)
	require.ErrorContains(t, with.Ping(t.Context()), "leave smartbill.products_token empty")
	require.NoError(t, without.Ping(t.Context()))
	require.Nil(t, without.FindItems, "what is not in stock may exist")
	p, err := without.ReadItems(t.Context(), erp.Query{})
	require.NoError(t, err)
	require.Len(t, p.Items, 3)
	require.Nil(t, p.Items[0].Price)
}

func TestFindItems(t *testing.T) {
	t.Parallel()
	sim := smartbillsim.New(smartbillsim.Options{Products: smartbillsim.Generate(500, []string{"Depozit"}), BudgetV3: -1})
	all := items(sim)
	require.NoError(t, sim.Remove(sim.Codes()[7]))
	o := direct(t, sim)
	find := func(ids ...commerce.ItemID) map[commerce.ItemID]commerce.Code {
		got, err := o.FindItems(t.Context(), ids)
		require.NoError(t, err)
		out := map[commerce.ItemID]commerce.Code{}
		for _, it := range got {
			out[it.ID] = it.Code
		}
		return out
	}
	before := sim.Requests()
	require.Equal(t, map[commerce.ItemID]commerce.Code{all[3].ID: all[3].Code}, find(all[3].ID, all[7].ID, "prod_../x", "5", "", all[3].ID))
	require.Equal(t, 3, sim.Requests()-before, "one for each, and one to be sure")
	var ids []commerce.ItemID
	for _, it := range all[:90] {
		ids = append(ids, it.ID)
	}
	before = sim.Requests()
	require.Len(t, find(ids...), 89)
	require.Equal(t, 5, sim.Requests()-before, "more come from the whole list")
	id := "code:" + commerce.ItemID(all[450].Code)
	require.Equal(t, map[commerce.ItemID]commerce.Code{id: all[450].Code, all[1].ID: all[1].Code}, find(id, "code:none", all[1].ID))
}

// A company that SmartBill does not know has no items; that says nothing about
// ours.
func TestNothingIsDeletedByAWrongCompany(t *testing.T) {
	t.Parallel()
	o := open(t, transport(func(r *http.Request) (*http.Response, error) {
		body := `{"status":404,"type":"invalid_request_error","errors":[{"code":"resource_not_found","message":"m"}]}`
		return answer{status: 404, kind: "application/json", body: body}.RoundTrip(r)
	}), settings("products_token", "t"))
	_, err := o.FindItems(t.Context(), []commerce.ItemID{"prod_1"})
	require.ErrorIs(t, err, erp.ErrNotFound)
}

func TestTheTokenGoesNowhereElse(t *testing.T) {
	t.Parallel()
	var asked []string
	o := open(t, transport(func(r *http.Request) (*http.Response, error) {
		asked = append(asked, r.URL.Host+r.URL.Path+"?"+r.URL.Query().Get("after"))
		return good(`{"items":[],"pagination":{"next":"http://evil.example/collect?after=prod_9"}}`).RoundTrip(r)
	}), settings("products_token", "t"))
	p, err := o.ReadItems(t.Context(), erp.Query{})
	require.NoError(t, err)
	_, err = o.ReadItems(t.Context(), erp.Query{Page: p.Next})
	require.ErrorContains(t, err, "the next page is the same again")
	require.Equal(t, []string{
		"smartbill.example/SBORO/api/v3/companies/RO123/products?",
		"smartbill.example/SBORO/api/v3/companies/RO123/products?prod_9",
	}, asked)
}

func TestCursorsOfOtherSettings(t *testing.T) {
	t.Parallel()
	sim := smartbillsim.New(smartbillsim.Options{Products: smartbillsim.Generate(9, places()), MaxLimit: 3})
	o := direct(t, sim)
	stock, err := o.ReadStock(t.Context(), erp.Query{})
	require.NoError(t, err)
	items, err := o.ReadItems(t.Context(), erp.Query{})
	require.NoError(t, err)
	_, err = direct(t, sim, "warehouses", "Depozit").ReadStock(t.Context(), erp.Query{Page: stock.Next})
	require.ErrorContains(t, err, "is not among smartbill.warehouses any more")
	_, err = o.ReadStock(t.Context(), erp.Query{Page: items.Next})
	require.ErrorContains(t, err, "start the reading anew")
	_, err = o.ReadItems(t.Context(), erp.Query{Page: stock.Next})
	require.ErrorContains(t, err, "start the reading anew")
	_, err = direct(t, sim, "products_token", "").ReadItems(t.Context(), erp.Query{Page: items.Next})
	require.ErrorContains(t, err, "start the reading anew")
}

func TestReferences(t *testing.T) {
	t.Parallel()
	sim := smartbillsim.New(smartbillsim.Options{Warehouses: []smartbillsim.Warehouse{{Name: "Depozit"}, {Name: "Cluj, centru", Retail: true}}})
	o := direct(t, sim)
	want := map[string][]commerce.Reference{
		"warehouses": {
			{ID: "Depozit", Name: "Depozit"},
			{ID: "Cluj, centru", Name: "Cluj, centru", Note: "cannot be chosen as long as its name has a comma, or a space at an end"},
		},
		"invoice_series":  {{ID: "FCT", Name: "FCT", Note: "next number 17"}},
		"proforma_series": {{ID: "PRF", Name: "PRF", Note: "next number 18"}},
		"receipt_series":  {{ID: "CHT", Name: "CHT", Note: "next number 0019"}},
		"vat_rates":       {{ID: "Normala 21", Name: "Normala", Note: "21 %"}, {ID: "Redusa 11", Name: "Redusa", Note: "11 %"}, {ID: "SDD 0", Name: "SDD", Note: "0 %"}},
		"units":           {{ID: "buc", Name: "buc"}, {ID: "kg", Name: "kg"}, {ID: "ora", Name: "ora"}},
	}
	got := map[string][]commerce.Reference{}
	for _, kind := range o.Traits.References {
		list, err := o.ListReference(t.Context(), kind)
		require.NoError(t, err)
		got[kind] = list
	}
	require.Equal(t, want, got)
	for _, kind := range []string{"warehouses", "units", "vat_rates", "invoice_series"} {
		for _, body := range []string{`{}`, `{"warehouses":null,"mu":null,"taxes":null,"list":7}`, `{"warehouses":[5],"mu":[{}],"taxes":[{"name":1}],"list":[{"name":2}]}`} {
			_, err := open(t, good(body), settings()).ListReference(t.Context(), kind)
			require.ErrorIs(t, err, erp.ErrAnswer, fmt.Sprint(kind, body))
		}
	}
	none, err := open(t, good(`{"list":null}`), settings()).ListReference(t.Context(), "receipt_series")
	require.NoError(t, err)
	require.Empty(t, none)
}
