package flowii_test

import (
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp"
	"wpbridge/internal/erp/all"
	"wpbridge/internal/erp/flowii"
	"wpbridge/internal/erp/flowii/flowiisim"
)

func TestSettingsFaults(t *testing.T) {
	t.Parallel()
	for set, says := range map[string]string{
		"base_url=api.flowii.com":          "flowii.base_url is not a web address",
		"base_url=https://u:pw@h.example/": "must hold neither login",
		"company=Example":                  `flowii.company is "Example"`,
		"company=":                         "flowii.company is missing",
		"api_key=":                         "flowii.api_key is missing",
		"shipping_categories=5,x":          `flowii.shipping_categories holds "x"`,
		"page_size=9":                      `flowii.page_size is "9"`,
	} {
		key, value, _ := strings.Cut(set, "=")
		_, err := all.Connectors().Open(t.Context(), flowii.Name, settings(key, value), erp.Env{HTTP: &http.Client{}})
		require.ErrorContains(t, err, says)
		require.NotContains(t, err.Error(), "pw@")
	}
}

func TestPingNamesTheCompaniesThereAre(t *testing.T) {
	t.Parallel()
	sim := flowiisim.New(flowiisim.Options{})
	err := direct(t, sim, "company", "7").Ping(t.Context())
	require.ErrorIs(t, err, erp.ErrNotFound)
	require.ErrorContains(t, err, "flowii.company is 7, but this login sees only 6021 Example s.r.o.")
	for key, value := range map[string]string{"password": "wr0ng", "api_key": "wr0ng"} {
		err = direct(t, sim, key, value).Ping(t.Context())
		require.ErrorIs(t, err, erp.ErrUnauthorized)
		require.ErrorContains(t, err, "flowii."+key)
		require.NotContains(t, err.Error(), "wr0ng")
	}
}

func TestBeforeACompanyIsChosen(t *testing.T) {
	t.Parallel()
	sim := flowiisim.New(flowiisim.Options{})
	s := sim.Settings("http://flowii.example")
	delete(s, "company")
	o, err := all.Connectors().Probe(t.Context(), flowii.Name, s, erp.Env{HTTP: sim.Client(), Log: slog.New(slog.DiscardHandler)})
	require.NoError(t, err)
	require.NoError(t, o.Ping(t.Context()))
	list, err := o.ListReference(t.Context(), "companies")
	require.NoError(t, err)
	require.Equal(t, []commerce.Reference{{ID: "6021", Name: "Example s.r.o."}}, list)
	_, err = o.ListReference(t.Context(), "units")
	require.ErrorContains(t, err, "flowii.company is empty")
}

func TestReferences(t *testing.T) {
	t.Parallel()
	sim := flowiisim.New(flowiisim.Options{Products: []flowiisim.Product{
		{SKU: "A", Stock: units(3)}, {SKU: "DPD", Name: "Courier", Service: true, Category: 540},
	}})
	o := direct(t, sim)
	for kind, want := range map[string]commerce.Reference{
		"payment_methods":  {ID: "32", Name: "Dobierkou"},
		"delivery_types":   {ID: "41", Name: "Kuriérom"},
		"units":            {ID: "25359", Name: "ks"},
		"categories":       {ID: "512", Name: "Tools > Drills"},
		"shipping_items":   {ID: "93002", Name: "Courier", Note: "DPD"},
		"stock_attributes": {ID: "stock-quantity", Name: "such as 3", Note: "in lists"},
	} {
		got, err := o.ListReference(t.Context(), kind)
		require.NoError(t, err)
		require.Contains(t, got, want, kind)
	}
}

// What the account does not offer is said, and is never zero.
func TestAnAccountWithoutStock(t *testing.T) {
	t.Parallel()
	sim := flowiisim.New(flowiisim.Options{Products: flowiisim.Generate(25), StockAttribute: "-"})
	o := direct(t, sim)
	require.Nil(t, o.ReadStock, "nothing is chosen, so nothing is offered")
	require.Nil(t, o.CheckStock)
	list, err := o.ListReference(t.Context(), "stock_attributes")
	require.NoError(t, err)
	require.Empty(t, list)

	o = direct(t, sim, "stock_attribute", "quantity", "page_size", "10")
	for q, pages := (erp.Query{}), 1; ; pages++ {
		p, err := o.ReadStock(t.Context(), q)
		require.Empty(t, p.Items)
		if err != nil {
			require.ErrorContains(t, err, `carry no attribute "quantity" (flowii.stock_attribute)`)
			require.False(t, erp.Temporary(err))
			break
		}
		q.Page = p.Next
		require.Less(t, pages, 10)
	}
	got, err := o.CheckStock(t.Context(), []commerce.Code{"SKU-0000001"})
	require.NoError(t, err)
	require.Empty(t, got)
	items, _ := everything(t, o.ReadItems, erp.Query{}, byCode)
	require.Len(t, items, 25, "the rest works")
}
