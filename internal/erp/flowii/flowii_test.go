package flowii_test

import (
	"strconv"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp"
	"wpbridge/internal/erp/erptest"
	"wpbridge/internal/erp/flowii"
	"wpbridge/internal/erp/flowii/flowiisim"
	"wpbridge/internal/erp/simkit"
)

func TestConforms(t *testing.T) {
	t.Parallel()
	for name, o := range map[string]flowiisim.Options{
		"stock in lists":          {},
		"stock in details":        {DetailStock: true},
		"answers without links":   {NoLinks: true},
		"small pages":             {MaxPage: 10},
		"tokens that hardly live": {TokenLife: 20 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			erptest.Run(t, erptest.Opt{New: func(t *testing.T) erptest.World {
				o := o // each case gets a catalogue of its own
				o.Products = flowiisim.Generate(60)
				return world(t, flowiisim.New(o))
			}})
		})
	}
}

// world hands the simulator to the suite. Pages of fewer than ten goods are not
// allowed.
func world(t *testing.T, sim *flowiisim.Sim) erptest.World {
	t.Helper()
	must := func(err error) { require.NoError(t, err) }
	return erptest.World{
		Factory: flowii.Factory(),
		Settings: func(page int) erp.Settings {
			s := sim.Settings("https://flowii.example")
			s["page_size"] = strconv.Itoa(max(page, 10))
			return s
		},
		HTTP:       sim.Client(),
		Locations:  []string{"6021"},
		Secrets:    []string{"secret-password", "secret-api-key", "secret-token", "secret-renewal"},
		Levels:     func() []commerce.StockLevel { return levels(sim) },
		Items:      func() []commerce.Item { return items(sim) },
		Categories: func() []commerce.Category { return categories(sim) },
		SetStock:   func(c commerce.Code, _ string, q commerce.Quantity) { must(sim.SetStock(string(c), q)) },
		DropStock:  func(c commerce.Code, _ string) { must(sim.RemoveStock(string(c))) },
		Touch:      func(c commerce.Code) { must(sim.SetPrice(string(c), "77.50")) },
		Remove:     func(c commerce.Code) { must(sim.Remove(string(c))) },
		Faults: func(spec string) {
			f, err := simkit.ParseFaults(spec)
			must(err)
			sim.SetFaults(f)
		},
	}
}

func levels(sim *flowiisim.Sim) []commerce.StockLevel {
	var out []commerce.StockLevel
	for _, g := range sim.Goods() {
		if g.Stock != nil && !g.Service {
			out = append(out, commerce.StockLevel{Code: commerce.Code(g.SKU), Location: "6021", Available: *g.Stock})
		}
	}
	return out
}

// items is what the connector must make of the simulator's generated goods.
func items(sim *flowiisim.Sim) []commerce.Item {
	var out []commerce.Item
	for _, g := range sim.Goods() {
		it := commerce.Item{
			ID: commerce.ItemID(strconv.Itoa(g.ID)), Code: commerce.Code(g.SKU), Name: g.Name, Barcode: g.Barcode,
			Active: true, StockTracked: !g.Service,
			Price: &commerce.Price{
				Regular: decimal.RequireFromString(g.Price), IncludesVAT: true,
				VATPercent: decimal.NewNullDecimal(decimal.NewFromInt(23)),
			},
		}
		for _, c := range []int{g.Category, g.Subcategory} {
			if c > 0 {
				it.Categories = append(it.Categories, strconv.Itoa(c))
			}
		}
		out = append(out, it)
	}
	return out
}

func categories(sim *flowiisim.Sim) []commerce.Category {
	var out []commerce.Category
	for _, c := range sim.Categories() {
		x := commerce.Category{ID: strconv.Itoa(c.ID), Name: c.Name}
		if c.Parent > 0 {
			x.ParentID = strconv.Itoa(c.Parent)
		}
		out = append(out, x)
	}
	return out
}
