package sitoosim_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp/simkit"
	"wpbridge/internal/erp/sitoo/sitoosim"
)

type client struct {
	t    testing.TB
	http *http.Client
	base string
}

func at(t testing.TB, s *sitoosim.Sim) client {
	return client{t, s.Client(), "http://sim" + s.Path()}
}

func (c client) ask(method, url, password, body string) (*http.Response, string) {
	c.t.Helper()
	r, err := http.NewRequestWithContext(c.t.Context(), method, url, strings.NewReader(body))
	require.NoError(c.t, err)
	r.SetBasicAuth("90000-1", password)
	resp, err := c.http.Do(r)
	require.NoError(c.t, err)
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	require.NoError(c.t, err)
	return resp, string(b)
}

func (c client) get(path string) string {
	c.t.Helper()
	_, body := c.ask(http.MethodGet, c.base+path, "secret-password", "")
	return body
}

func one() *sitoosim.Sim {
	return sitoosim.New(sitoosim.Options{
		Products: []sitoosim.Product{
			{SKU: "A", Title: "Ä", Price: "10.00", Stock: []sitoosim.Level{{1, 5500000}}},
			{SKU: "B", InactivePOS: true, Parent: "B", Attributes: []sitoosim.Attribute{{"Size", "S"}}, Stock: []sitoosim.Level{{1, -commerce.One / 4}, {2, 0}}},
			{SKU: "C", Parent: "B", Attributes: []sitoosim.Attribute{{"Size", "M"}}},
		},
		Warehouses: []sitoosim.Warehouse{{ID: 1, Name: "Shop"}, {ID: 2, Name: "Web", Virtual: true}},
		Now:        func() time.Time { return time.Unix(1_700_000_000, 0) },
	})
}

func TestAnswersAsDocumented(t *testing.T) {
	t.Parallel()
	c := at(t, one())
	cases := map[string]string{
		"sites.json?fields=eshopid": `{"totalcount":1,"items":[{"eshopid":1}]}`,
		"sites/1?fields=server":     `{"server":"shop.example"}`,
		"sites/1/warehouses.json?fields=warehouseid,warehousetype,name":                       `{"totalcount":2,"items":[{"warehouseid":1,"warehousetype":10,"name":"Shop"},{"warehouseid":2,"warehousetype":20,"name":"Web"}]}`,
		"sites/1/warehouses/1/warehouseitems.json?fields=sku,decimaltotal&sku=B,A,X":          `{"totalcount":2,"items":[{"sku":"A","decimaltotal":"5.500"},{"sku":"B","decimaltotal":"-0.250"}]}`,
		"sites/1/warehouses/1/warehouseitems?fields=sku&sku=A&sku=B":                          `{"totalcount":1,"items":[{"sku":"B"}]}`,
		"sites/1/warehouses/1/warehouseitems?fields=sku&datelastmodifiedfrom=1700000001":      `{"totalcount":0,"items":[]}`,
		"sites/1/warehouses/1/warehouseitems?fields=sku&datelastmodified-from=1700000001":     `{"totalcount":2,"items":[{"sku":"A"},{"sku":"B"}]}`,
		"sites/1/warehouses/1/warehouseitems?fields=sku&start=1&num=1":                        `{"totalcount":2,"items":[{"sku":"B"}]}`,
		"sites/1/warehouses/1/warehouseitems?fields=sku&start=9":                              `{"totalcount":2,"items":[]}`,
		"sites/1/products.json?fields=sku,moneyprice,title":                                   `{"totalcount":2,"items":[{"sku":"A","title":"Ä","moneyprice":"10.00"},{"sku":"C","title":"","moneyprice":null}]}`,
		"sites/1/products.json?fields=sku,variantparentid&includeinactive=true&productid=3,2": `{"totalcount":2,"items":[{"sku":"B","variantparentid":2},{"sku":"C","variantparentid":2}]}`,
		"sites/1/products/1.json?fields=productid,vatvalue":                                   `{"productid":1,"vatvalue":25}`,
		"sites/2/products.json":                    `{"statuscode":404,"errortext":"Not found"}`,
		"sites/1/warehouses/7/warehouseitems.json": `{"statuscode":404,"errortext":"Not found"}`,
	}
	for path, want := range cases {
		require.Equal(t, want, c.get(path), path)
	}
	require.Contains(t, c.get("sites/1/products/3/productvariants.json"), `"groups":[{"name":"Size","options":["S","M"]}]`)
	resp, body := c.ask(http.MethodGet, c.base+"sites.json", "wrong", "")
	require.Equal(t, 401, resp.StatusCode)
	require.JSONEq(t, `{"statuscode":401,"errortext":"Unauthorized"}`, body)
}

func TestTenEntriesUnlessAsked(t *testing.T) {
	t.Parallel()
	c := at(t, sitoosim.New(sitoosim.Options{Products: sitoosim.Generate(30, []int{1}), MaxNum: 20}))
	require.Equal(t, 10, strings.Count(c.get("sites/1/products?fields=sku"), "SKU-"))
	require.Equal(t, 20, strings.Count(c.get("sites/1/products?fields=sku&num=1000"), "SKU-"))
}

func TestOnlyVirtualStockIsWritable(t *testing.T) {
	t.Parallel()
	s := one()
	c := at(t, s)
	body := `[{"sku":"A","decimaltotal":"9.000"},{"sku":"X","decimaltotal":"1.000"},{"sku":"B","decimaltotal":3}]`
	resp, got := c.ask(http.MethodPut, c.base+"sites/1/warehouses/2/warehouseitems.json", "secret-password", body)
	require.Equal(t, 200, resp.StatusCode)
	var out []struct{ StatusCode int }
	require.NoError(t, json.Unmarshal([]byte(got), &out))
	require.Equal(t, []struct{ StatusCode int }{{200}, {404}, {400}}, out)
	q, held := s.Stock("A", 2)
	require.True(t, held)
	require.Equal(t, commerce.Units(9), q)
	_, got = c.ask(http.MethodPut, c.base+"sites/1/warehouses/1/warehouseitems.json", "secret-password", body)
	require.Contains(t, got, `"statuscode":400`)
}

func TestOneRequestAtATime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := sitoosim.New(sitoosim.Options{Products: sitoosim.Generate(1, []int{1}), Faults: simkit.Faults{{Kind: "slow", Rate: 1, Delay: time.Second}}})
		var wg sync.WaitGroup
		for range 3 {
			wg.Go(func() { at(t, s).get("sites.json") })
		}
		wg.Wait()
		require.Equal(t, map[int]int{200: 1, 429: 2}, s.Statuses())
	})
}

func TestBudget(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := sitoosim.New(sitoosim.Options{Budget: 2})
		c := at(t, s)
		for _, left := range []string{"1", "0", "0"} {
			resp, _ := c.ask(http.MethodGet, c.base+"sites", "secret-password", "")
			require.Equal(t, left, resp.Header.Get("X-Rate-Limit-Remaining"))
			require.Equal(t, "946684860", resp.Header.Get("X-Rate-Limit-Reset"))
		}
		<-time.After(time.Minute)
		c.get("sites")
		require.Equal(t, map[int]int{200: 3, 429: 1}, s.Statuses())
	})
}

func TestFaultsOverARealConnection(t *testing.T) {
	t.Parallel()
	s := one()
	srv := httptest.NewServer(s)
	defer srv.Close()
	s.SetFaults(simkit.Faults{{Kind: "drop-after", Rate: 1}})
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, srv.URL+s.Path()+"sites", nil)
	require.NoError(t, err)
	r.SetBasicAuth("90000-1", "secret-password")
	resp, err := srv.Client().Do(r)
	if err == nil {
		resp.Body.Close()
	}
	require.Error(t, err)
	c := client{t, srv.Client(), srv.URL + s.Path()}
	_, body := c.ask(http.MethodPut, srv.URL+"/_sim/faults", "", "html:1")
	require.JSONEq(t, `{"faults":"html:1"}`, body)
	require.Contains(t, c.get("sites"), "<!DOCTYPE html>")
	require.Contains(t, c.get("sites?fields=eshopid"), `"eshopid":1`)
}

func TestAdmin(t *testing.T) {
	t.Parallel()
	s := sitoosim.New(sitoosim.Options{Products: sitoosim.Generate(100, []int{1, 2})})
	c := at(t, s)
	_, body := c.ask(http.MethodPost, "http://sim/_sim/stock", "", `[{"sku":"SKU-0000001","warehouse":1,"quantity":"5.5"},{"sku":"SKU-0000001","warehouse":1,"add":"-2"}]`)
	require.JSONEq(t, `{"changed":2}`, body)
	_, body = c.ask(http.MethodGet, "http://sim/_sim/items?sku=SKU-0000001", "", "")
	require.Contains(t, body, `{"warehouse":1,"quantity":"3.5"}`)
	resp, body := c.ask(http.MethodPost, "http://sim/_sim/stock", "", `[{"sku":"no","warehouse":1,"quantity":"5"}]`)
	require.Equal(t, 400, resp.StatusCode)
	require.Contains(t, body, `sku "no" in warehouse 1`)
	_, body = c.ask(http.MethodPost, "http://sim/_sim/scramble", "", `{"percent":10,"seed":3}`)
	require.JSONEq(t, `{"changed":10}`, body)
	_, body = c.ask(http.MethodPost, "http://sim/_sim/prices", "", `[{"sku":"SKU-0000002","price":"1.00"}]`)
	require.JSONEq(t, `{"changed":1}`, body)
	p, _ := s.Product("SKU-0000002")
	require.Equal(t, "1.00", p.Price)
	_, body = c.ask(http.MethodGet, "http://sim/_sim/stats", "", "")
	require.Contains(t, body, `"items":100`)
}

func TestRenameAndRemoveKeepTheListsWhole(t *testing.T) {
	t.Parallel()
	s := sitoosim.New(sitoosim.Options{Products: sitoosim.Generate(6, []int{1})})
	require.NoError(t, s.Rename("SKU-0000002", "new"))
	require.Error(t, s.Rename("SKU-0000003", "new"))
	require.NoError(t, s.Remove("SKU-0000001"))
	require.NoError(t, s.RemoveStock("SKU-0000004", 1))
	require.NoError(t, s.SetStock("SKU-0000006", 1, commerce.Units(99)))
	require.NoError(t, s.Add(sitoosim.Product{SKU: "last"}))
	require.ErrorIs(t, s.SetStock("SKU-0000001", 1, 0), simkit.ErrNone)
	require.Equal(t, []string{"new", "SKU-0000003", "SKU-0000004", "SKU-0000005", "SKU-0000006", "last"}, s.SKUs())
	got := at(t, s).get("sites/1/warehouses/1/warehouseitems?fields=sku,decimaltotal")
	require.JSONEq(t, `{"totalcount":4,"items":[{"sku":"new","decimaltotal":"7.000"},{"sku":"SKU-0000003","decimaltotal":"14.000"},
		{"sku":"SKU-0000005","decimaltotal":"28.000"},{"sku":"SKU-0000006","decimaltotal":"99.000"}]}`, got)
}

func BenchmarkMillion(b *testing.B) {
	s := sitoosim.New(sitoosim.Options{Products: sitoosim.Generate(1_000_000, []int{1, 2})})
	c := at(b, s)
	for name, path := range map[string]string{
		"page":    "sites/1/warehouses/1/warehouseitems?fields=warehouseitemid,sku,decimalavailable,datelastmodified&num=1000&start=500000",
		"changes": "sites/1/warehouses/1/warehouseitems?fields=sku,decimalavailable&num=1000&datelastmodifiedfrom=9999999999",
		"items":   "sites/1/products?includeinactive=true&fields=productid,sku,title,moneyprice,datemodified&num=1000&start=500000",
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				c.get(path)
			}
		})
	}
}
