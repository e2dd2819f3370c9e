package sitoo_test

import (
	"fmt"
	"strconv"
	"testing"

	"github.com/shopspring/decimal"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp"
	"wpbridge/internal/erp/erptest"
	"wpbridge/internal/erp/simkit"
	"wpbridge/internal/erp/sitoo"
	"wpbridge/internal/erp/sitoo/sitoosim"
)

func TestConforms(t *testing.T) {
	t.Parallel()
	erptest.Run(t, erptest.Opt{New: func(t *testing.T) erptest.World {
		return world(t, sitoosim.New(sitoosim.Options{Products: sitoosim.Generate(40, []int{1, 2, 3}), MaxNum: 6}))
	}})
}

// world hands the simulator to the suite.
func world(t *testing.T, sim *sitoosim.Sim) erptest.World {
	t.Helper()
	must := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	return erptest.World{
		Factory:   sitoo.Factory(),
		Settings:  func(page int) erp.Settings { return withPage(sim.Settings("https://sitoo.example"), page) },
		HTTP:      sim.Client(),
		Locations: []string{"1", "2", "3"},
		Secrets:   []string{"secret-password", "OTAwMDAtMTpz"}, // the latter begins its Basic form
		Levels:    func() []commerce.StockLevel { return levels(sim) },
		Items:     func() []commerce.Item { return items(sim) },
		SetStock: func(c commerce.Code, location string, q commerce.Quantity) {
			must(sim.SetStock(string(c), number(location), q))
		},
		DropStock: func(c commerce.Code, location string) { must(sim.RemoveStock(string(c), number(location))) },
		Touch:     func(c commerce.Code) { must(sim.SetPrice(string(c), "77.50", "")) },
		Remove:    func(c commerce.Code) { must(sim.Remove(string(c))) },
		Faults: func(spec string) {
			f, err := simkit.ParseFaults(spec)
			must(err)
			sim.SetFaults(f)
		},
	}
}

func withPage(s erp.Settings, n int) erp.Settings {
	s["page_size"] = strconv.Itoa(n)
	return s
}

func number(s string) int {
	n, _ := strconv.Atoi(s) // locations are literals of this file
	return n
}

func levels(sim *sitoosim.Sim) []commerce.StockLevel {
	var out []commerce.StockLevel
	for _, sku := range sim.SKUs() {
		for w := 1; w <= 3; w++ {
			if q, held := sim.Stock(sku, w); held {
				out = append(out, commerce.StockLevel{Code: commerce.Code(sku), Location: strconv.Itoa(w), Available: q})
			}
		}
	}
	return out
}

// items is what the connector must make of the simulator's generated products,
// of which none is removed where the suite compares whole items.
func items(sim *sitoosim.Sim) []commerce.Item {
	var out []commerce.Item
	for _, sku := range sim.SKUs() {
		p, _ := sim.Product(sku)
		var id int
		if _, err := fmt.Sscanf(sku, "SKU-%d", &id); err != nil {
			panic(err)
		}
		out = append(out, commerce.Item{
			ID: commerce.ItemID(strconv.Itoa(id)), Code: commerce.Code(sku), Name: p.Title, Barcode: p.Barcode,
			Active: true, StockTracked: true,
			Price: &commerce.Price{
				Regular: decimal.RequireFromString(p.Price), IncludesVAT: true,
				VATPercent: decimal.NewNullDecimal(decimal.NewFromInt(25)),
			},
		})
	}
	return out
}
