package flowii_test

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp"
	"wpbridge/internal/erp/all"
	"wpbridge/internal/erp/chain"
	"wpbridge/internal/erp/flowii"
	"wpbridge/internal/erp/flowii/flowiisim"
	"wpbridge/internal/erp/sitoo/sitoosim"
)

func contextFor(t *testing.T, d time.Duration) (context.Context, context.CancelFunc) {
	t.Helper()
	return context.WithTimeout(t.Context(), d)
}

func direct(t testing.TB, sim *flowiisim.Sim, more ...string) *erp.Ops {
	t.Helper()
	s := sim.Settings("http://flowii.example")
	for i := 0; i < len(more); i += 2 {
		s[more[i]] = more[i+1]
	}
	env := erp.Env{HTTP: sim.Client(), Log: slog.New(slog.DiscardHandler)}
	o, err := all.Connectors().Open(t.Context(), flowii.Name, s, env)
	require.NoError(t, err)
	return o
}

// everything goes through a whole reading; a later entry replaces an earlier one.
func everything[T any](t testing.TB, read erp.Op[erp.Query, erp.Page[T]], q erp.Query, key func(T) string) (map[string]T, erp.Mark) {
	t.Helper()
	got := map[string]T{}
	for {
		p, err := read(t.Context(), q)
		require.NoError(t, err)
		for _, x := range p.Items {
			got[key(x)] = x
		}
		if q.Page = p.Next; q.Page == "" {
			return got, p.Mark
		}
	}
}

func byCode(i commerce.Item) string       { return string(i.Code) }
func ofCode(l commerce.StockLevel) string { return string(l.Code) }

func units(n int64) *commerce.Quantity { return new(commerce.Units(n)) }

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

func TestFewGoodsCarryTheAttribute(t *testing.T) {
	t.Parallel()
	products := flowiisim.Generate(50)
	for i := range products[:45] {
		products[i].Stock = nil
	}
	got, _ := everything(t, direct(t, flowiisim.New(flowiisim.Options{Products: products}), "page_size", "10").ReadStock, erp.Query{}, ofCode)
	require.Len(t, got, 5, "the first page without any does not settle it")
}

func TestStockOnlyInDetailsIsFoundAndListed(t *testing.T) {
	t.Parallel()
	sim := flowiisim.New(flowiisim.Options{Products: flowiisim.Generate(12), DetailStock: true})
	o := direct(t, sim)
	list, err := o.ListReference(t.Context(), "stock_attributes")
	require.NoError(t, err)
	require.Equal(t, []commerce.Reference{{ID: "stock-quantity", Name: "such as 0", Note: "in details only"}}, list)
	got, _ := everything(t, o.ReadStock, erp.Query{}, ofCode)
	require.Len(t, got, 12)
}

func TestUnknownQuantityIsNotZero(t *testing.T) {
	t.Parallel()
	sim := flowiisim.New(flowiisim.Options{Products: flowiisim.Generate(5)})
	sim.SetFaults(sitoosim.Faults{{Kind: "nulls", Rate: 1}})
	got, _ := everything(t, direct(t, sim).ReadStock, erp.Query{}, ofCode)
	require.Empty(t, got)
	levels, err := direct(t, sim).CheckStock(t.Context(), []commerce.Code{"SKU-0000001"})
	require.NoError(t, err)
	require.Empty(t, levels)
}

func TestServicesHaveNoStock(t *testing.T) {
	t.Parallel()
	sim := flowiisim.New(flowiisim.Options{Products: []flowiisim.Product{
		{SKU: "thing", Stock: units(4), Category: 510}, {SKU: "work", Service: true, Category: 510, Subcategory: 511}, {Name: "no number", Stock: units(1)},
	}})
	o := direct(t, sim)
	stock, mark := everything(t, o.ReadStock, erp.Query{}, ofCode)
	require.Equal(t, []string{"thing"}, keys(stock))
	for name, q := range map[string]erp.Query{"full": {}, "bare": {Bare: true}} {
		items, _ := everything(t, o.ReadItems, q, byCode)
		require.Equal(t, []string{"thing", "work"}, keys(items), name)
		require.True(t, items["thing"].StockTracked)
		require.False(t, items["work"].StockTracked)
	}
	require.NoError(t, sim.SetPrice("work", "5"))
	items, _ := everything(t, o.ReadItems, erp.Query{Since: mark}, byCode)
	require.False(t, items["work"].StockTracked, "details say so as well")
	require.Equal(t, []string{"510", "511"}, items["work"].Categories)
}

func keys[T any](m map[string]T) []string {
	var out []string
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

func TestPrices(t *testing.T) {
	t.Parallel()
	o := direct(t, flowiisim.New(flowiisim.Options{Products: []flowiisim.Product{
		{SKU: "gross", Price: "80.00"},
		{SKU: "net", Price: "8.3333333333", ExcludesVAT: true, VAT: "20"},
		{SKU: "no rate", Price: "1", VAT: "-"},
		{SKU: "free", Price: "0"},
		{SKU: "none"},
	}}))
	got, _ := everything(t, o.ReadItems, erp.Query{Bare: true}, byCode)
	show := func(code string) string {
		p := got[code].Price
		if p == nil {
			return "nil"
		}
		return fmt.Sprint(p.Regular, " ", p.IncludesVAT, " ", p.VATPercent.Valid, " ", p.VATPercent.Decimal)
	}
	for code, want := range map[string]string{
		"gross": "80 true true 23", "net": "8.333333 false true 20", "no rate": "1 true false 0", "free": "0 true true 23", "none": "nil",
	} {
		require.Equal(t, want, show(code), code)
	}
}

// Categories cost lists, not a request for each good.
func TestCategoriesAreCheap(t *testing.T) {
	t.Parallel()
	const n = 1000
	sim := flowiisim.New(flowiisim.Options{Products: flowiisim.Generate(n)})
	o := direct(t, sim)
	everything(t, o.ReadItems, erp.Query{Bare: true}, byCode)
	bare := sim.Requests()
	require.LessOrEqual(t, bare, n/100*12/10+3, "with some overlap")
	got, mark := everything(t, o.ReadItems, erp.Query{}, byCode)
	require.Less(t, sim.Requests()-bare, 3*n/100+2*len(flowiisim.Tree()))
	want := 0
	for _, g := range sim.Goods() {
		if g.Category > 0 {
			want++
			require.Equal(t, strconv.Itoa(g.Category), got[g.SKU].Categories[0])
		}
	}
	have := 0
	for _, it := range got {
		if it.Categories != nil {
			have++
		}
	}
	require.Equal(t, want, have)

	before := sim.Requests()
	require.NoError(t, sim.Edit("SKU-0000500", func(p *flowiisim.Product) { p.Category, p.Subcategory = 520, 521 }))
	changed, _ := everything(t, o.ReadItems, erp.Query{Since: mark}, byCode)
	require.Equal(t, []string{"520", "521"}, changed["SKU-0000500"].Categories)
	require.Len(t, changed, 1)
	require.Equal(t, 2, sim.Requests()-before, "the list of changes and one good")
}

func TestChecksAskOnlyForTheirGoods(t *testing.T) {
	t.Parallel()
	sim := flowiisim.New(flowiisim.Options{Products: flowiisim.Generate(300), QuietStock: true})
	o := direct(t, sim)
	everything(t, o.ReadStock, erp.Query{}, ofCode)
	require.NoError(t, sim.SetStock("SKU-0000299", commerce.Units(77)))
	before := sim.Requests()
	got, err := o.CheckStock(t.Context(), []commerce.Code{"SKU-0000299", "SKU-0000007"})
	require.NoError(t, err)
	require.ElementsMatch(t, []commerce.StockLevel{
		{Code: "SKU-0000299", Location: "6021", Available: commerce.Units(77)}, {Code: "SKU-0000007", Location: "6021", Available: commerce.Units(42)},
	}, got)
	require.Equal(t, 2, sim.Requests()-before)
}

func TestChecksOfUnknownCodes(t *testing.T) {
	bubble(t, func(t *testing.T) {
		sim := flowiisim.New(flowiisim.Options{Products: flowiisim.Generate(300)})
		o := direct(t, sim)
		everything(t, o.ReadStock, erp.Query{}, ofCode)
		require.NoError(t, sim.Rename("SKU-0000001", "new"))
		require.NoError(t, sim.Remove("SKU-0000002"))
		got, err := o.CheckStock(t.Context(), []commerce.Code{"new", "SKU-0000002", "SKU-0000001", "nonsense", ""})
		require.NoError(t, err)
		require.Equal(t, []commerce.StockLevel{{Code: "new", Location: "6021"}}, got, "found by searching the list")
		before := sim.Requests()
		got, err = o.CheckStock(t.Context(), []commerce.Code{"nonsense"})
		require.NoError(t, err)
		require.Empty(t, got)
		require.Equal(t, before, sim.Requests(), "which happens once in a while")
		require.NoError(t, sim.Add(flowiisim.Product{SKU: "nonsense", Stock: units(3)}))
		<-time.After(11 * time.Minute)
		got, err = o.CheckStock(t.Context(), []commerce.Code{"nonsense"})
		require.NoError(t, err)
		require.Len(t, got, 1)
	})
}

func TestManyCodesAndIDsGoThroughTheLists(t *testing.T) {
	t.Parallel()
	sim := flowiisim.New(flowiisim.Options{Products: flowiisim.Generate(450)})
	var codes []commerce.Code
	var ids []commerce.ItemID
	for _, g := range sim.Goods() {
		codes, ids = append(codes, commerce.Code(g.SKU)), append(ids, commerce.ItemID(strconv.Itoa(g.ID)))
	}
	o := direct(t, sim)
	got, err := o.CheckStock(t.Context(), append(codes, codes...))
	require.NoError(t, err)
	require.Len(t, got, 450)
	found, err := o.FindItems(t.Context(), append(ids, "5", "no id"))
	require.NoError(t, err)
	require.Len(t, found, 450)
	require.Less(t, sim.Requests(), 20)
}

// A web server that does not know the way is no word about a good.
func TestAMissingPageIsNotAMissingGood(t *testing.T) {
	t.Parallel()
	o := open(t, answer{status: 404, kind: "text/html", body: "<h1>Not Found"}, settings())
	_, err := o.FindItems(t.Context(), []commerce.ItemID{"5"})
	require.ErrorIs(t, err, erp.ErrNotFound)
	found, err := open(t, answer{status: 404, body: `{"errors":[{"title":"Not found"}]}`}, settings()).FindItems(t.Context(), []commerce.ItemID{"5"})
	require.NoError(t, err)
	require.Empty(t, found)
}

// As many come as go, at odd places, while the list is read.
func TestRemovedAndAddedWhileReading(t *testing.T) {
	t.Parallel()
	for _, limit := range []int{10, 13, 40} {
		sim := flowiisim.New(flowiisim.Options{Products: flowiisim.Generate(400)})
		o := direct(t, sim, "page_size", strconv.Itoa(limit))
		got := map[commerce.Code]bool{}
		i := 0
		for q := (erp.Query{}); ; i++ {
			p, err := o.ReadStock(t.Context(), q)
			require.NoError(t, err)
			for _, l := range p.Items {
				got[l.Code] = true
			}
			if q.Page = p.Next; q.Page == "" {
				break
			}
			if i < 20 {
				gone := sim.Goods()[i*7 : i*7+1+i%5]
				for n, g := range gone {
					require.NoError(t, sim.Remove(g.SKU))
					require.NoError(t, sim.Add(flowiisim.Product{SKU: fmt.Sprint("new-", i, "-", n), Stock: units(1)}))
				}
			}
			require.Less(t, i, 500)
		}
		for _, g := range sim.Goods() {
			require.True(t, got[commerce.Code(g.SKU)], "%s was missed with pages of %d", g.SKU, limit)
		}
	}
}

func TestAListThatNeverRestsIsGivenUp(t *testing.T) {
	t.Parallel()
	sim := flowiisim.New(flowiisim.Options{Products: flowiisim.Generate(2000)})
	o := direct(t, sim, "page_size", "10")
	q := erp.Query{}
	for range 1000 {
		p, err := o.ReadStock(t.Context(), q)
		if err != nil {
			require.ErrorContains(t, err, "changed too often")
			require.False(t, erp.Temporary(err))
			return
		}
		q.Page = p.Next
		goods := sim.Goods()
		for _, g := range goods[:min(20, len(goods)-100)] {
			require.NoError(t, sim.Remove(g.SKU))
		}
	}
	t.Fatal("the reading does not end")
}

func TestAListThatBecomesEmptyIsNotAnAnswer(t *testing.T) {
	t.Parallel()
	sim := flowiisim.New(flowiisim.Options{Products: flowiisim.Generate(30)})
	o := direct(t, sim, "page_size", "10")
	p, err := o.ReadStock(t.Context(), erp.Query{})
	require.NoError(t, err)
	sim.SetFaults(sitoosim.Faults{{Kind: "empty", Rate: 1}})
	for range 5 {
		require.Empty(t, p.Mark)
		if p, err = o.ReadStock(t.Context(), erp.Query{Page: p.Next}); err != nil {
			break
		}
	}
	require.ErrorIs(t, err, erp.ErrAnswer)
	none, err := o.ReadStock(t.Context(), erp.Query{})
	require.NoError(t, err, "an ERP without stock is possible; the guard above judges")
	require.Empty(t, none.Items)
}

// What was read early in a long reading may change before its end; the mark must
// not lie behind that change.
func TestMarkDoesNotPassTheBeginning(t *testing.T) {
	bubble(t, func(t *testing.T) {
		sim := flowiisim.New(flowiisim.Options{Products: flowiisim.Generate(30)})
		o := direct(t, sim, "page_size", "10")
		p, err := o.ReadStock(t.Context(), erp.Query{})
		require.NoError(t, err)
		<-time.After(10 * time.Minute)
		require.NoError(t, sim.SetStock("SKU-0000001", commerce.Units(777)))
		<-time.After(time.Hour)
		require.NoError(t, sim.SetStock("SKU-0000030", commerce.Units(888)))
		_, mark := everything(t, o.ReadStock, erp.Query{Page: p.Next}, ofCode)
		got, _ := everything(t, o.ReadStock, erp.Query{Since: mark}, ofCode)
		require.Equal(t, commerce.Units(777), got["SKU-0000001"].Available)
	})
}

// The chain waits as FLOWii's minute asks, and all is read.
func TestTheQuotaIsOutlasted(t *testing.T) {
	for _, status := range []int{429, 400} {
		t.Run(strconv.Itoa(status), func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				sim := flowiisim.New(flowiisim.Options{Products: flowiisim.Generate(300), Budget: 10, QuotaStatus: status})
				s := sim.Settings("http://flowii.example")
				s["page_size"] = "10"
				c, err := chain.Open(t.Context(), all.Connectors(), flowii.Name, s, chain.Options{HTTP: sim.Client()})
				require.NoError(t, err)
				got, _ := everything(t, c.ReadStock, erp.Query{}, ofCode)
				require.Len(t, got, 300)
				require.Less(t, sim.Statuses()[status], 5*sim.Requests()/10)
			})
		})
	}
}

func TestTwentyThousandGoodsInFlatMemory(t *testing.T) {
	sim := flowiisim.New(flowiisim.Options{Products: flowiisim.Generate(20_000)})
	o := direct(t, sim)
	before, most := heap(), uint64(0)
	for _, read := range []func(erp.Query) (erp.Cursor, int, error){
		func(q erp.Query) (erp.Cursor, int, error) {
			p, err := o.ReadStock(t.Context(), q)
			return p.Next, len(p.Items), err
		},
		func(q erp.Query) (erp.Cursor, int, error) {
			p, err := o.ReadItems(t.Context(), q)
			return p.Next, len(p.Items), err
		},
	} {
		n := 0
		for q, pages := (erp.Query{}), 0; ; pages++ {
			next, got, err := read(q)
			require.NoError(t, err)
			require.Less(t, len(next), 500, "a cursor is small")
			if n += got; pages%50 == 0 {
				most = max(most, heap())
			}
			if q.Page = next; next == "" {
				break
			}
		}
		require.GreaterOrEqual(t, n, 20_000)
	}
	require.Less(t, most, before+4<<20, "beside the index of codes, which is about a megabyte, only a page")
}

func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
