package smartbill_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp"
	"wpbridge/internal/erp/erptest"
	"wpbridge/internal/erp/simkit"
	"wpbridge/internal/erp/smartbill"
	"wpbridge/internal/erp/smartbill/smartbillsim"
)

const hook = "hook-secret"

func places() []string { return []string{"Depozit", "depozit", "Magazin Cluj"} }

// The suite asks faster than SmartBill allows, most of it without the gate, so
// here SmartBill counts nothing.
func TestConforms(t *testing.T) {
	t.Parallel()
	erptest.Run(t, erptest.Opt{New: func(t *testing.T) erptest.World {
		return world(t, smartbillsim.Options{MaxLimit: 7})
	}})
}

func TestConformsWithoutProductList(t *testing.T) {
	t.Parallel()
	erptest.Run(t, erptest.Opt{New: func(t *testing.T) erptest.World {
		w := world(t, smartbillsim.Options{TextQuantities: true})
		with, settings := w.Items, w.Settings
		w.Settings = func(page int) erp.Settings {
			s := settings(page)
			delete(s, "products_token")
			return s
		}
		w.Items = func() []commerce.Item {
			list := with()
			for i := range list {
				list[i].ID, list[i].Price = "code:"+commerce.ItemID(list[i].Code), nil
			}
			return list
		}
		w.Touch = nil
		return w
	}})
}

// world hands a simulator to the suite.
func world(t *testing.T, o smartbillsim.Options) erptest.World {
	t.Helper()
	o.Products, o.Budget, o.BudgetV3 = smartbillsim.Generate(40, places()), -1, -1
	sim := smartbillsim.New(o)
	must := func(err error) { require.NoError(t, err) }
	return erptest.World{
		Factory: smartbill.Factory(),
		Settings: func(int) erp.Settings { // SmartBill sets the size of pages
			s := sim.Settings("https://smartbill.example")
			s["webhook_token"] = hook
			return s
		},
		HTTP:      sim.Client(),
		Locations: places(),
		Secrets:   []string{"secret-token", "c2hvcEBleGFtcGxlLnJvOj", "secret-products", hook}, // the second begins the Basic form
		NoFeed:    true,
		Levels:    func() []commerce.StockLevel { return levels(sim) },
		Items:     func() []commerce.Item { return items(sim) },
		SetStock:  func(c commerce.Code, at string, q commerce.Quantity) { must(sim.SetStock(string(c), at, q)) },
		DropStock: func(c commerce.Code, at string) { must(sim.RemoveStock(string(c), at)) },
		Touch:     func(c commerce.Code) { must(sim.SetPrice(string(c), "77.50")) },
		Remove:    func(c commerce.Code) { must(sim.Remove(string(c))) },
		Push:      push,
		Faults: func(spec string) {
			f, err := simkit.ParseFaults(spec)
			must(err)
			sim.SetFaults(f)
		},
	}
}

// push is written apart from the simulator, which only tells what it holds.
func push(levels ...commerce.StockLevel) erp.Push {
	body := "["
	for i, l := range levels {
		if i > 0 {
			body += ","
		}
		body += fmt.Sprintf(`{"productCode":%q,"productName":"x","warehouse":%q,"quantity":%s}`, l.Code, l.Location, l.Available)
	}
	return erp.Push{Header: http.Header{"Authorization": {"Bearer " + hook}}, Body: []byte(`{"products":` + body + `]}`)}
}

func levels(sim *smartbillsim.Sim) []commerce.StockLevel {
	var out []commerce.StockLevel
	for _, code := range sim.Codes() {
		for _, at := range places() {
			if q, held := sim.Stock(code, at); held {
				out = append(out, commerce.StockLevel{Code: commerce.Code(code), Location: at, Available: q})
			}
		}
	}
	return out
}

// items is what the connector must make of the simulator's generated products.
func items(sim *smartbillsim.Sim) []commerce.Item {
	var out []commerce.Item
	for _, code := range sim.Codes() {
		p, id, _ := sim.Product(code)
		out = append(out, commerce.Item{
			ID: commerce.ItemID(id), Code: commerce.Code(code), Name: p.Name, Active: true, StockTracked: true,
			Price: &commerce.Price{
				Regular: decimal.RequireFromString(p.Price), IncludesVAT: true,
				VATPercent: decimal.NewNullDecimal(decimal.NewFromInt(21)),
			},
		})
	}
	return out
}
