package sitoo_test

import (
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp"
	"wpbridge/internal/erp/all"
	"wpbridge/internal/erp/chain"
	"wpbridge/internal/erp/simkit"
	"wpbridge/internal/erp/sitoo"
	"wpbridge/internal/erp/sitoo/sitoosim"
)

func TestSettingsFaults(t *testing.T) {
	t.Parallel()
	cases := map[string]string{
		"base_url=api.mysitoo.com/v2":      "sitoo.base_url is not a web address",
		"base_url=https://u:pw@h.example/": "must hold neither login",
		"base_url=https://h.example/?a=b":  "must hold neither login",
		"site=main":                        "sitoo.site is \"main\"",
		"warehouses=1,x":                   "sitoo.warehouses holds \"x\"",
		"warehouses=":                      "sitoo.warehouses is missing",
		"page_size=0":                      "sitoo.page_size is \"0\"",
		"fetch=some":                       "sitoo.fetch is \"some\"",
		"compare_price=maybe":              "sitoo.compare_price is \"maybe\"",
	}
	for set, says := range cases {
		t.Run(set, func(t *testing.T) {
			t.Parallel()
			key, value, _ := strings.Cut(set, "=")
			_, err := all.Connectors().Open(t.Context(), sitoo.Name, settings(key, value), erp.Env{HTTP: &http.Client{}})
			require.ErrorContains(t, err, says)
			require.NotContains(t, err.Error(), "pw@")
		})
	}
}

func direct(t *testing.T, sim *sitoosim.Sim, more ...string) *erp.Ops {
	t.Helper()
	s := sim.Settings("http://sitoo.example")
	for i := 0; i < len(more); i += 2 {
		s[more[i]] = more[i+1]
	}
	env := erp.Env{HTTP: sim.Client(), Log: slog.New(slog.DiscardHandler)}
	o, err := all.Connectors().Open(t.Context(), sitoo.Name, s, env)
	require.NoError(t, err)
	return o
}

func TestFetchModes(t *testing.T) {
	t.Parallel()
	sim := sitoosim.New(sitoosim.Options{Products: []sitoosim.Product{
		{SKU: "both"}, {SKU: "web", InactivePOS: true}, {SKU: "pos", Inactive: true}, {SKU: "none", Inactive: true, InactivePOS: true},
	}})
	cases := map[string]string{
		"all": "both web pos none", "active": "both", "active_pos": "both pos", "active_web": "both web",
		"inactive": "web pos none", "inactive_pos": "web none", "inactive_web": "pos none",
	}
	for mode, want := range cases {
		p, err := direct(t, sim, "fetch", mode).ReadItems(t.Context(), erp.Query{})
		require.NoError(t, err)
		var got []string
		for _, it := range p.Items {
			got = append(got, string(it.Code))
			require.Equal(t, it.Code == "both" || it.Code == "web", it.Active)
		}
		require.Equal(t, want, strings.Join(got, " "), mode)
	}
}

func TestPrices(t *testing.T) {
	t.Parallel()
	sim := sitoosim.New(sitoosim.Options{Products: []sitoosim.Product{
		{SKU: "sale", Price: "80.00", PriceOrg: "100.00", VAT: "12.5"},
		{SKU: "plain", Price: "80.00", PriceOrg: "80.00"},
		{SKU: "dearer", Price: "80.00", PriceOrg: "70.00"},
		{SKU: "none"},
	}})
	show := func(more ...string) (out []string) {
		p, err := direct(t, sim, more...).ReadItems(t.Context(), erp.Query{})
		require.NoError(t, err)
		for _, it := range p.Items {
			if it.Price == nil {
				out = append(out, "nil")
				continue
			}
			sale := "-"
			if it.Price.Sale.Valid {
				sale = it.Price.Sale.Decimal.String()
			}
			out = append(out, fmt.Sprint(it.Price.Regular, " ", sale, " ", it.Price.IncludesVAT, " ", it.Price.VATPercent.Decimal))
		}
		return out
	}
	require.Equal(t, []string{"80 - true 12.5", "80 - true 25", "80 - true 25", "nil"}, show())
	require.Equal(t, []string{"100 80 false 12.5", "80 - false 25", "80 - false 25", "nil"},
		show("compare_price", "sale", "prices_include_vat", "no"))
}

func TestVariantsPointAtTheirMainOne(t *testing.T) {
	t.Parallel()
	sim := sitoosim.New(sitoosim.Options{Products: []sitoosim.Product{
		{SKU: "S", Parent: "S"}, {SKU: "M", Parent: "S"}, {SKU: "single", Untracked: true},
	}})
	p, err := direct(t, sim).ReadItems(t.Context(), erp.Query{})
	require.NoError(t, err)
	require.Equal(t, p.Items[0].ID, p.Items[0].ParentID)
	require.Equal(t, p.Items[0].ID, p.Items[1].ParentID)
	require.Empty(t, p.Items[2].ParentID)
	require.False(t, p.Items[2].StockTracked)
	require.Nil(t, p.Items[2].Price)
}

func TestUnknownQuantityIsNotZero(t *testing.T) {
	t.Parallel()
	sim := sitoosim.New(sitoosim.Options{Products: sitoosim.Generate(5, []int{1, 2})})
	sim.SetFaults(simkit.Faults{{Kind: "nulls", Rate: 1}})
	o := direct(t, sim, "warehouses", "1")
	p, err := o.ReadStock(t.Context(), erp.Query{})
	require.NoError(t, err)
	require.Empty(t, p.Items)
	got, err := o.CheckStock(t.Context(), []commerce.Code{"SKU-0000001"})
	require.NoError(t, err)
	require.Empty(t, got)
	sim.SetFaults(simkit.Faults{{Kind: "nulls", Count: 1}}) // only the first warehouse
	got, err = direct(t, sim).CheckStock(t.Context(), []commerce.Code{"SKU-0000001"})
	require.NoError(t, err)
	require.Empty(t, got, "half a sum is not a sum")
}

// secondNull makes the quantities of the second answer null.
type secondNull struct {
	sim *sitoosim.Sim
	n   int
}

func (s *secondNull) RoundTrip(r *http.Request) (*http.Response, error) {
	if s.n++; s.n == 2 {
		s.sim.SetFaults(simkit.Faults{{Kind: "nulls", Count: 1}})
	}
	return s.sim.Client().Transport.RoundTrip(r)
}

func TestAChangeWithHalfASumIsLeftOut(t *testing.T) {
	t.Parallel()
	sim := sitoosim.New(sitoosim.Options{Products: sitoosim.Generate(3, []int{1, 2})})
	o := open(t, &secondNull{sim: sim}, sim.Settings("http://sitoo.example"))
	p, err := o.ReadStock(t.Context(), erp.Query{Since: "1"})
	require.NoError(t, err)
	require.Empty(t, p.Items)
	p, err = o.ReadStock(t.Context(), erp.Query{Since: "1", Page: p.Next})
	require.NoError(t, err)
	require.Len(t, p.Items, 6)
}

func TestAListThatNeverRestsIsGivenUp(t *testing.T) {
	t.Parallel()
	sim := sitoosim.New(sitoosim.Options{Products: sitoosim.Generate(400, []int{1})})
	o := direct(t, sim, "page_size", "5")
	q := erp.Query{}
	for range 1000 {
		p, err := o.ReadStock(t.Context(), q)
		if err != nil {
			require.ErrorContains(t, err, "changed too often")
			require.False(t, erp.Temporary(err))
			return
		}
		require.NotEmpty(t, p.Next)
		q.Page = p.Next
		for _, sku := range sim.SKUs()[:2] {
			require.NoError(t, sim.Remove(sku))
		}
	}
	t.Fatal("the reading does not end")
}

// As many come as go, so that the count alone tells nothing.
func TestRemovedAndAddedWhileReading(t *testing.T) {
	t.Parallel()
	sim := sitoosim.New(sitoosim.Options{Products: sitoosim.Generate(30, []int{1})})
	o, q, got := direct(t, sim, "page_size", "5"), erp.Query{}, map[commerce.Code]bool{}
	for i := range 100 {
		p, err := o.ReadStock(t.Context(), q)
		require.NoError(t, err)
		for _, l := range p.Items {
			got[l.Code] = true
		}
		if q.Page = p.Next; q.Page == "" {
			break
		}
		if i < 3 {
			for n, sku := range sim.SKUs()[:3] {
				require.NoError(t, sim.Remove(sku))
				p := sitoosim.Product{SKU: fmt.Sprint("new-", i, "-", n), Stock: []sitoosim.Level{{Warehouse: 1}}}
				require.NoError(t, sim.Add(p))
			}
		}
	}
	for _, sku := range sim.SKUs() {
		require.True(t, got[commerce.Code(sku)], "%s was missed", sku)
	}
}

func TestReservedIsNotAvailable(t *testing.T) {
	t.Parallel()
	sim := sitoosim.New(sitoosim.Options{Products: []sitoosim.Product{{SKU: "A", Stock: []sitoosim.Level{{Warehouse: 1, Quantity: commerce.Units(5)}}}}})
	require.NoError(t, sim.Reserve("A", 1, commerce.Units(7)))
	got, err := direct(t, sim).CheckStock(t.Context(), []commerce.Code{"A"})
	require.NoError(t, err)
	require.Equal(t, []commerce.StockLevel{{Code: "A", Location: "1", Available: commerce.Units(-2)}}, got)
}

func TestOddCodes(t *testing.T) {
	t.Parallel()
	codes := []commerce.Code{"a&b=c", "å ä/ö+x", `q"uote`, "plain", "with,comma"}
	var products []sitoosim.Product
	for _, c := range codes {
		products = append(products, sitoosim.Product{SKU: string(c), Stock: []sitoosim.Level{{Warehouse: 1, Quantity: commerce.One}, {Warehouse: 2, Quantity: commerce.One}}})
	}
	o := direct(t, sitoosim.New(sitoosim.Options{Products: products}))
	got, err := o.CheckStock(t.Context(), codes)
	require.NoError(t, err)
	require.Len(t, got, 8, "Sitoo cannot be asked for a comma")
	p, err := o.ReadStock(t.Context(), erp.Query{})
	require.NoError(t, err)
	require.Len(t, p.Items, 5, "a full reading has them all")
	p, err = o.ReadStock(t.Context(), erp.Query{Since: "1"})
	require.NoError(t, err)
	require.Len(t, p.Items, 8, "an incremental one only those whose sum is complete")
}

func TestManyCodesAreAskedInBatches(t *testing.T) {
	t.Parallel()
	sim := sitoosim.New(sitoosim.Options{Products: sitoosim.Generate(450, []int{1})})
	var codes []commerce.Code
	for _, sku := range sim.SKUs() {
		codes = append(codes, commerce.Code(sku))
	}
	got, err := direct(t, sim).CheckStock(t.Context(), append(codes, codes...))
	require.NoError(t, err)
	require.Len(t, got, 450)
	require.Less(t, sim.Requests(), 15)
}

func TestChainNeverCrowdsNorOverdraws(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		sim := sitoosim.New(sitoosim.Options{Products: sitoosim.Generate(60, []int{1}), Budget: 10})
		sim.SetFaults(simkit.Faults{{Kind: "slow", Rate: 1, Delay: 50 * time.Millisecond}})
		c, err := chain.Open(t.Context(), all.Connectors(), sitoo.Name, withPage(sim.Settings("http://sim.example"), 10), chain.Options{HTTP: sim.Client()})
		require.NoError(t, err)
		var wg sync.WaitGroup
		for range 5 {
			wg.Go(func() {
				q := erp.Query{}
				for {
					p, err := c.ReadStock(t.Context(), q)
					if err != nil {
						t.Error(err)
						return
					}
					if q.Page = p.Next; q.Page == "" {
						return
					}
				}
			})
		}
		wg.Wait()
		require.Equal(t, map[int]int{200: sim.Requests()}, sim.Statuses(), "no 429")
		require.GreaterOrEqual(t, sim.Requests(), 30)
		_, known := c.Gate.Remaining()
		require.True(t, known)
	})
}

func TestAListThatBecomesEmptyIsNotAnAnswer(t *testing.T) {
	t.Parallel()
	sim := sitoosim.New(sitoosim.Options{Products: sitoosim.Generate(20, []int{1})})
	o := direct(t, sim, "page_size", "5")
	p, err := o.ReadStock(t.Context(), erp.Query{})
	require.NoError(t, err)
	sim.SetFaults(simkit.Faults{{Kind: "empty", Rate: 1}})
	_, err = o.ReadStock(t.Context(), erp.Query{Page: p.Next})
	require.ErrorIs(t, err, erp.ErrAnswer)
	none, err := o.ReadStock(t.Context(), erp.Query{})
	require.NoError(t, err, "an ERP without stock is possible; the guard above judges")
	require.Empty(t, none.Items)
	require.Empty(t, none.Mark)
}

func TestAWarehouseChosenNoMore(t *testing.T) {
	t.Parallel()
	sim := sitoosim.New(sitoosim.Options{Products: sitoosim.Generate(5, []int{1, 2})})
	p, err := direct(t, sim, "warehouses", "1, 2").ReadStock(t.Context(), erp.Query{})
	require.NoError(t, err)
	_, err = direct(t, sim, "warehouses", "1").ReadStock(t.Context(), erp.Query{Page: p.Next})
	require.ErrorContains(t, err, "warehouse 2 is not among sitoo.warehouses any more")
}

// What was read early in a long reading may change before its end; the mark must
// not lie behind that change.
func TestMarkDoesNotPassTheBeginning(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		sim := sitoosim.New(sitoosim.Options{Products: sitoosim.Generate(10, []int{1})})
		o := direct(t, sim, "page_size", "5")
		p, err := o.ReadStock(t.Context(), erp.Query{})
		require.NoError(t, err)
		<-time.After(10 * time.Minute)
		require.NoError(t, sim.SetStock("SKU-0000001", 1, commerce.Units(777)))
		<-time.After(time.Hour)
		require.NoError(t, sim.SetStock("SKU-0000010", 1, commerce.Units(888)))
		for p.Next != "" {
			p, err = o.ReadStock(t.Context(), erp.Query{Page: p.Next})
			require.NoError(t, err)
		}
		got, err := o.ReadStock(t.Context(), erp.Query{Since: p.Mark})
		require.NoError(t, err)
		require.Contains(t, got.Items, commerce.StockLevel{Code: "SKU-0000001", Location: "1", Available: commerce.Units(777)})
	})
}
