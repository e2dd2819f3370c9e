package flowii_test

import (
	"fmt"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp"
	"wpbridge/internal/erp/flowii/flowiisim"
	"wpbridge/internal/erp/simkit"
)

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
	sim.SetFaults(simkit.Faults{{Kind: "nulls", Rate: 1}})
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
