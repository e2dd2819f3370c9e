package flowiisim_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp/flowii/flowiisim"
	"wpbridge/internal/erp/simkit"
)

// client asks a simulator as one user.
type client struct {
	t     testing.TB
	http  *http.Client
	base  string
	token string
}

func at(t testing.TB, s *flowiisim.Sim) *client {
	c := &client{t: t, http: s.Client(), base: "http://sim/"}
	_, a := c.login(url.Values{"grant_type": {"password"}, "username": {"shop@flowii.example"}, "password": {"secret-password"}})
	c.token, _ = a["access_token"].(string)
	return c
}

func (c *client) ask(method, path, kind, body string) (int, string) {
	c.t.Helper()
	r, err := http.NewRequestWithContext(c.t.Context(), method, c.base+path, strings.NewReader(body))
	require.NoError(c.t, err)
	r.Header.Set("Api-Key", "secret-api-key")
	r.Header.Set("Authorization", "Bearer "+c.token)
	r.Header.Set("Content-Type", kind)
	resp, err := c.http.Do(r)
	require.NoError(c.t, err)
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	require.NoError(c.t, err)
	return resp.StatusCode, string(b)
}

func (c *client) login(form url.Values) (int, map[string]any) {
	c.t.Helper()
	status, body := c.ask(http.MethodPost, "token", "application/x-www-form-urlencoded", form.Encode())
	var out map[string]any
	require.NoError(c.t, json.Unmarshal([]byte(body), &out))
	return status, out
}

func (c *client) get(path string) string {
	c.t.Helper()
	_, body := c.ask(http.MethodGet, path, "", "")
	return body
}

// ids asks for a list and returns what it holds and whether it names a next page.
func (c *client) ids(path string) (ids string, next bool) {
	c.t.Helper()
	var out struct {
		Data  []struct{ ID string }
		Links map[string]string
	}
	require.NoError(c.t, json.Unmarshal([]byte(c.get(path)), &out))
	for _, d := range out.Data {
		ids += d.ID + " "
	}
	_, next = out.Links["next"]
	return strings.TrimSpace(ids), next
}

func units(n int64) *commerce.Quantity { return new(commerce.Units(n)) }

func few() *flowiisim.Sim {
	return flowiisim.New(flowiisim.Options{
		Products: []flowiisim.Product{
			{SKU: "A", Name: "Ä", Barcode: "0012", Price: "10.50", Stock: units(5), Category: 510, Subcategory: 511},
			{SKU: "B", ExcludesVAT: true, Category: 510, VAT: "-"},
			{SKU: "C", Name: "Work", Service: true, Price: "1"},
		},
		Now: func() time.Time { return time.Unix(1_700_000_000, 0) },
	})
}

func TestTokens(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := flowiisim.New(flowiisim.Options{})
		c := at(t, s)
		_, first := c.login(url.Values{"grant_type": {"password"}, "username": {"shop@flowii.example"}, "password": {"secret-password"}})
		require.InEpsilon(t, 599, first["expires_in"], 0)
		renew := url.Values{"grant_type": {"refresh_token"}, "client_id": {"shop@flowii.example"}, "refresh_token": {first["refresh_token"].(string)}}
		status, second := c.login(renew)
		require.Equal(t, 200, status)
		require.NotEqual(t, first["refresh_token"], second["refresh_token"])
		status, again := c.login(renew)
		require.Equal(t, 400, status, "a refresh token works once")
		require.Equal(t, "invalid_grant", again["error"])

		require.Contains(t, c.get("companies"), `"id":"6021"`)
		<-time.After(599 * time.Second)
		status, body := c.ask(http.MethodGet, "companies", "", "")
		require.Equal(t, 401, status)
		require.JSONEq(t, `{"errors":[{"title":"Unauthorized"}]}`, body)
		c.token = at(t, s).token
		s.Expire(true)
		status, _ = c.ask(http.MethodGet, "companies", "", "")
		require.Equal(t, 401, status)
		require.Equal(t, 4, s.Logins())
	})
}

func TestLoginsRefused(t *testing.T) {
	t.Parallel()
	c := at(t, few())
	status, a := c.login(url.Values{"grant_type": {"password"}, "username": {"shop@flowii.example"}, "password": {"wrong"}})
	require.Equal(t, 400, status)
	require.Equal(t, "invalid_grant", a["error"])
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/token", strings.NewReader("grant_type=password"))
	w := httptest.NewRecorder()
	few().ServeHTTP(w, r)
	require.Contains(t, w.Body.String(), "invalid_client")
}

func TestAnswers(t *testing.T) {
	t.Parallel()
	c := at(t, few())
	for path, want := range map[string]string{
		"units?companyId=6021":                             `{"data":[{"type":"unit","id":"25359","attributes":{"name":"ks"}},{"type":"unit","id":"25360","attributes":{"name":"m"}}]}`,
		"goodcategories/520/goodcategories?companyId=6021": `{"data":[{"type":"good-category","id":"521","attributes":{"name":"Brushes"},"relationships":{"parent":{"data":{"type":"good-category","id":"520"}}}}]}`,
		"units":                  `{"errors":[{"title":"companyId is missing"}]}`,
		"units?companyId=7":      `{"errors":[{"title":"The user has no access to this company"}]}`,
		"nothing?companyId=6021": `{"errors":[{"title":"Not found"}]}`,
		"goods/5?companyId=6021": `{"errors":[{"title":"Not found"}]}`,
		"goods?companyId=6021&filter[type]=0&page[number]=7":       `{"data":[],"links":{"first":"/goods?companyId=6021&filter%5Btype%5D=0&page%5Bnumber%5D=0","self":"/goods?companyId=6021&filter%5Btype%5D=0&page%5Bnumber%5D=7"}}`,
		"users/self?companyId=6021":                                `{"data":{"type":"user","id":"77","attributes":{"name":"Novák Ján"}}}`,
		"goods?companyId=6021&filter[type]=1&filter[edited-to]=99": `{"data":[],"links":{"first":"/goods?companyId=6021&filter%5Bedited-to%5D=99&filter%5Btype%5D=1&page%5Bnumber%5D=0","self":"/goods?companyId=6021&filter%5Bedited-to%5D=99&filter%5Btype%5D=1&page%5Bnumber%5D=0"}}`,
	} {
		require.JSONEq(t, want, strings.ReplaceAll(c.get(path), "http://sim", ""), path)
	}
	good := c.get("goods/93001?companyId=6021")
	for _, part := range []string{`"serial-nr":"A"`, `"ean":"0012"`, `"selling-price":10.50`, `"selling-price-type":0`, `"vat-rate":23`, `"stock-quantity":5`, `"type":0`, `"subcategory":{"data":{"id":"511"`} {
		require.Contains(t, good, part)
	}
	require.NotContains(t, c.get("goods/93002?companyId=6021"), "vat-rate")
	require.NotContains(t, c.get("goods?companyId=6021"), "relationships", "lists tell no categories")
	status, _ := c.ask(http.MethodPost, "goods?companyId=6021", "", "{}")
	require.Equal(t, 405, status)
}

func TestFiltersAndPages(t *testing.T) {
	t.Parallel()
	s := flowiisim.New(flowiisim.Options{Products: flowiisim.Generate(50), MaxPage: 8})
	c := at(t, s)
	for path, want := range map[string]string{
		"page[size]=3":                           "93001 93002 93003 next",
		"page[size]=3&page[number]=16":           "93049 93050",
		"page[size]=100":                         "93001 93002 93003 93004 93005 93006 93007 93008 next",
		"filter[subcategory-id]=521":             "93006 93013 93020 93027 93034 93048",
		"filter[edited-from]=99999999999":        "",
		"filter[created-to]=1":                   "",
		"filter[category-id]=520&filter[type]=1": "",
	} {
		ids, next := c.ids("goods?companyId=6021&" + path)
		if next {
			ids += " next"
		}
		require.Equal(t, want, ids, path)
	}
}

func TestStockCanHide(t *testing.T) {
	t.Parallel()
	detail := at(t, flowiisim.New(flowiisim.Options{Products: flowiisim.Generate(1), DetailStock: true, StockAttribute: "amount"}))
	require.NotContains(t, detail.get("goods?companyId=6021"), "amount")
	require.Contains(t, detail.get("goods/93001?companyId=6021"), `"amount":0`)
	none := at(t, flowiisim.New(flowiisim.Options{Products: flowiisim.Generate(1), StockAttribute: "-"}))
	require.NotContains(t, none.get("goods/93001?companyId=6021"), "stock")
}

func TestBudget(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := flowiisim.New(flowiisim.Options{Budget: 2})
		c := at(t, s)
		c.get("companies")
		require.Contains(t, c.get("companies"), "quota exceeded")
		<-time.After(time.Minute)
		c.get("companies")
		require.Equal(t, map[int]int{200: 3, 429: 1}, s.Statuses())
	})
}

func TestAdmin(t *testing.T) {
	t.Parallel()
	s := flowiisim.New(flowiisim.Options{Products: flowiisim.Generate(100)})
	c := at(t, s)
	post := func(path, body string) string {
		_, out := c.ask(http.MethodPost, "_sim/"+path, "", body)
		return out
	}
	require.JSONEq(t, `{"changed":2}`, post("stock", `[{"sku":"SKU-0000001","quantity":"5.5"},{"sku":"SKU-0000001","add":"-2"}]`))
	require.Contains(t, c.get("_sim/items?sku=SKU-0000001"), `"stock":"3.5"`)
	require.Contains(t, post("stock", `[{"sku":"no","quantity":"5"}]`), `sku "no": not in the simulator`)
	require.Contains(t, post("stock", `[{"sku":"SKU-0000001"}]`), "one of quantity and add")
	require.JSONEq(t, `{"changed":10}`, post("scramble", `{"percent":10,"seed":3}`))
	require.JSONEq(t, `{"changed":1}`, post("prices", `[{"sku":"SKU-0000002","price":"1.00"}]`))
	g, _ := s.Good("SKU-0000002")
	require.Equal(t, "1.00", g.Price)
	require.JSONEq(t, `{"refresh":true}`, post("expire", `{"refresh":true}`))
	require.Contains(t, c.get("companies"), "Unauthorized")
	_, body := c.ask(http.MethodPut, "_sim/faults", "", "html:1")
	require.JSONEq(t, `{"faults":"html:1"}`, body)
	require.Equal(t, "html:1\n", c.get("_sim/faults"))
	require.Contains(t, c.get("companies"), "<!DOCTYPE html>")
	require.Contains(t, c.get("_sim/stats"), `"items":100,"logins":1`)
}

func TestFaultsOverARealConnection(t *testing.T) {
	t.Parallel()
	s := few()
	srv := httptest.NewServer(s)
	defer srv.Close()
	s.SetFaults(simkit.Faults{{Kind: "drop-after", Count: 1}})
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, srv.URL+"/token", nil)
	require.NoError(t, err)
	resp, err := srv.Client().Do(r)
	if err == nil {
		resp.Body.Close()
	}
	require.Error(t, err)
	require.Equal(t, map[int]int{0: 1}, s.Statuses())
}

func TestTheCatalogueChanges(t *testing.T) {
	t.Parallel()
	s := flowiisim.New(flowiisim.Options{Products: flowiisim.Generate(4)})
	require.NoError(t, s.Rename("SKU-0000002", "new"))
	require.Error(t, s.Rename("SKU-0000003", "new"))
	require.NoError(t, s.Remove("SKU-0000001"))
	require.NoError(t, s.RemoveStock("SKU-0000003"))
	require.Error(t, s.Add(flowiisim.Product{SKU: "new"}))
	require.NoError(t, s.Add(flowiisim.Product{SKU: "last"}))
	require.ErrorIs(t, s.SetStock("SKU-0000001", 0), simkit.ErrNone)
	ids, _ := at(t, s).ids("goods?companyId=6021")
	require.Equal(t, "93002 93003 93004 93005", ids)
	ids, _ = at(t, s).ids("goods?companyId=6021&filter[edited-from]=" + "1")
	require.Equal(t, "93002 93003 93004 93005", ids)
	require.Equal(t, 2, s.Scramble(10, 1), "two of the four hold stock")
}
