package profile_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp"
	"wpbridge/internal/erp/erptest"
	"wpbridge/internal/erp/profile"
	"wpbridge/internal/erp/profile/profilesim"
	"wpbridge/internal/erp/simkit"
	"wpbridge/internal/erp/sitoo/sitoosim"
)

const address = "http://erp.example:8020"

func TestSORSConforms(t *testing.T) {
	t.Parallel()
	conforms(t, "sors", func(s erp.Settings) { s["vars.business_units"] = "1,2,3" })
}

func TestSedonaConforms(t *testing.T) {
	t.Parallel()
	conforms(t, "sedona", func(s erp.Settings) { s["vars.varying"] = "Mărime" })
}

func TestUnknownSystemConforms(t *testing.T) {
	t.Parallel()
	for _, form := range []string{"xml", "csv"} {
		t.Run(form, func(t *testing.T) {
			t.Parallel()
			conforms(t, form, func(s erp.Settings) { s["file"] = "testdata/sklad-" + form + ".yaml" })
		})
	}
}

func conforms(t *testing.T, form string, adapt func(erp.Settings)) {
	t.Helper()
	erptest.Run(t, erptest.Opt{New: func(t *testing.T) erptest.World {
		sim := profilesim.New(profilesim.Options{Form: form, Products: catalogue(40, 1, 2, 3)})
		return world(t, sim, form, func(page int) erp.Settings {
			s := sim.Settings(address)
			s["vars.page_size"] = strconv.Itoa(page)
			adapt(s)
			return s
		})
	}})
}

// catalogue makes items with what is hard to carry: letters of the region,
// codes with leading zeros, prices over a thousand, fractions, variants.
func catalogue(n int, warehouses ...int) []sitoosim.Product {
	out := sitoosim.Generate(n, warehouses)
	for i := range out {
		p := &out[i]
		p.SKU, p.Barcode = fmt.Sprintf("%013d", 400+i), fmt.Sprintf("%08d", i)
		p.Title = "Čokoláda žluťoučká & <ř> " + strconv.Itoa(i)
		p.Price = strconv.Itoa(900+i*137) + ".50"
		p.Inactive = i%7 == 3
		p.Stock[0].Quantity += commerce.One / 4
		if i%5 == 4 {
			p.Parent, p.Attributes = fmt.Sprintf("P-%d", i/5), []sitoosim.Attribute{{Name: "Mărime", Value: "XL"}}
		}
	}
	return out
}

// world hands the simulator to the suite.
func world(t *testing.T, sim *profilesim.Sim, form string, settings func(page int) erp.Settings) erptest.World {
	t.Helper()
	must := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	return erptest.World{
		Factory: profile.Factory(), Settings: settings, HTTP: sim.Client(),
		Locations: []string{"1", "2", "3"},
		Secrets:   []string{"secret-password", "c2VjcmV0LXBhc3N3b3Jk", "token-of-the-day"},
		Levels:    func() []commerce.StockLevel { return levels(sim) },
		Items:     func() []commerce.Item { return items(sim, form) },
		SetStock: func(c commerce.Code, location string, q commerce.Quantity) {
			must(sim.SetStock(string(c), number(location), q))
		},
		DropStock: func(c commerce.Code, location string) { must(sim.RemoveStock(string(c), number(location))) },
		Touch:     func(c commerce.Code) { must(sim.SetPrice(string(c), "77.50")) },
		Remove:    func(c commerce.Code) { must(sim.Remove(string(c))) },
		Faults: func(spec string) {
			f, err := simkit.ParseFaults(spec)
			must(err)
			sim.SetFaults(f)
		},
	}
}

func number(s string) int {
	n, _ := strconv.Atoi(s) // locations are literals of this file
	return n
}

func levels(sim *profilesim.Sim) []commerce.StockLevel {
	var out []commerce.StockLevel
	for _, sku := range sim.SKUs() {
		p, _, _ := sim.Product(sku)
		for _, l := range p.Stock {
			out = append(out, commerce.StockLevel{Code: commerce.Code(sku), Location: strconv.Itoa(l.Warehouse), Available: l.Quantity})
		}
	}
	return out
}

// items is what the connector must make of the simulator's items in a form.
func items(sim *profilesim.Sim, form string) []commerce.Item {
	var out []commerce.Item
	for _, sku := range sim.SKUs() {
		p, id, _ := sim.Product(sku)
		it := commerce.Item{
			ID: commerce.ItemID(id), Code: commerce.Code(sku), Name: p.Title, Barcode: p.Barcode, Active: !p.Inactive, StockTracked: true,
			Price: &commerce.Price{Regular: decimal.RequireFromString(p.Price), IncludesVAT: true, VATPercent: decimal.NewNullDecimal(decimal.NewFromInt(20))},
		}
		if form == "sedona" {
			it.Barcode, it.PLU = sku, plu(id)
		}
		if form == "sedona" || form == "sors" {
			it.ParentCode = commerce.Code(p.Parent)
			for _, a := range p.Attributes {
				it.Attributes = append(it.Attributes, commerce.Attribute(a))
			}
		}
		out = append(out, it)
	}
	return out
}

func plu(id string) string { return strconv.Itoa(1000 + number(id)) }

func open(t testing.TB, sim *profilesim.Sim, change ...string) (*erp.Ops, error) {
	t.Helper()
	s := sim.Settings(address)
	for _, c := range change {
		key, value, _ := strings.Cut(c, "=")
		s[key] = value
		if value == "-" {
			delete(s, key)
		}
	}
	return erp.NewRegistry(profile.Factory()).Open(t.Context(), profile.Name, s, erp.Env{HTTP: sim.Client(), Log: quiet()})
}

func mustOpen(t testing.TB, sim *profilesim.Sim, change ...string) *erp.Ops {
	t.Helper()
	o, err := open(t, sim, change...)
	require.NoError(t, err)
	return o
}
