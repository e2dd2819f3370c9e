package main

import (
	"fmt"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp"
	"wpbridge/internal/erp/all"
	"wpbridge/internal/erp/chain"
	"wpbridge/internal/erp/flowii/flowiisim"
	"wpbridge/internal/erp/profile/profilesim"
	"wpbridge/internal/erp/simkit"
	"wpbridge/internal/erp/sitoo/sitoosim"
	"wpbridge/internal/erp/smartbill/smartbillsim"
	"wpbridge/internal/shoptest"
)

// system is a simulated ERP that holds the shop's goods in one place.
type system struct {
	simulator
	connector string
	setStock  func(sku string, q commerce.Quantity) error
	drop      func(sku string) error // its stock: absent, not zero
	setPrice  func(sku, price string) error
	remove    func(sku string) error
	faults    func(simkit.Faults)
	secret    string // the setting that proves us to it
	tells     bool   // which items it has deleted
}

// strike sets faults, in the language of simkit.ParseFaults.
func (s system) strike(t *testing.T, spec string) {
	t.Helper()
	f, err := simkit.ParseFaults(spec)
	require.NoError(t, err)
	s.faults(f)
}

// systems are those of `wpbridge simulate`, and two invented ones whose profiles
// somebody wrote from a description.
func systems() []string { return append(simulatorNames(), "xml", "csv") }

func playSystem(t *testing.T, name string, goods []good) system {
	t.Helper()
	p, known := simulators()[name]
	if !known {
		p = play{"profile", playProfile(name)}
	}
	sim, err := p.sim(stage{fromShop: true, goods: goods})
	require.NoError(t, err)
	s := system{simulator: sim, connector: p.connector}
	switch x := sim.(type) {
	case *sitoosim.Sim:
		s.faults, s.remove, s.secret = x.SetFaults, x.Remove, "password"
		s.setStock = func(sku string, q commerce.Quantity) error { return x.SetStock(sku, 1, q) }
		s.drop = func(sku string) error { return x.RemoveStock(sku, 1) }
		s.setPrice = func(sku, price string) error { return x.SetPrice(sku, price, "") }
	case *smartbillsim.Sim:
		s.faults, s.remove, s.setPrice, s.secret = x.SetFaults, x.Remove, x.SetPrice, "token"
		s.setStock = func(sku string, q commerce.Quantity) error { return x.SetStock(sku, "Depozit", q) }
		s.drop = func(sku string) error { return x.RemoveStock(sku, "Depozit") }
	case *flowiisim.Sim:
		s.faults, s.remove, s.setPrice, s.secret = x.SetFaults, x.Remove, x.SetPrice, "password"
		s.setStock, s.drop = x.SetStock, x.RemoveStock
	case *profilesim.Sim:
		s.faults, s.remove, s.setPrice, s.secret = x.SetFaults, x.Remove, x.SetPrice, "secret"
		s.setStock = func(sku string, q commerce.Quantity) error { return x.SetStock(sku, 1, q) }
		s.drop = func(sku string) error { return x.RemoveStock(sku, 1) }
	default:
		require.Failf(t, "unknown simulator", "%T", sim)
	}
	return s
}

// shopGoods are the goods of a shop with this many items, as an ERP has them.
func shopGoods(items int) []good {
	out := make([]good, items)
	for i := range out {
		out[i] = good{sku: shoptest.SKU(i + 1), name: "Item", price: shoptest.Price(i + 1), stock: new(commerce.Units(int64(shoptest.Stock(i + 1))))}
	}
	return out
}

// systemDesk is a desk whose ERP is one of systems, with these goods.
func systemDesk(t *testing.T, name string, items int, goods []good) (*desk, system) {
	t.Helper()
	shop := shoptest.DB(t)
	require.NoError(t, shoptest.Catalogue{Simple: items}.Fill(t.Context(), shop.DB, shop.Prefix))
	sim := playSystem(t, name, goods)
	srv := httptest.NewServer(sim)
	t.Cleanup(srv.Close)
	d := &desk{t: t, shop: shop}
	d.set("SHOP__DSN", shop.DSN)
	d.set("ERP__NAME", sim.connector)
	s := smallPages(t, sim.connector, sim.Settings(srv.URL), name)
	for key, value := range s {
		d.set(strings.ToUpper(sim.connector+"__"+strings.ReplaceAll(key, ".", "__")), value)
	}
	c, err := chain.Open(t.Context(), all.Connectors(), sim.connector, s, chain.Options{})
	require.NoError(t, err)
	sim.tells = slices.Contains(c.Capabilities(), erp.CanFindItems)
	return d, sim
}

// smallPages makes a simulator's settings complete, with pages so small that there
// are several.
func smallPages(t *testing.T, connector string, s erp.Settings, name string) erp.Settings {
	t.Helper()
	if connector == "profile" {
		if s["file"] == "" {
			file, err := filepath.Abs(fmt.Sprintf("../internal/erp/profile/testdata/sklad-%s.yaml", name))
			require.NoError(t, err)
			s["file"] = file
		}
		s["vars.page_size"] = "7"
	} else if connector != "smartbill" { // that has no pages of its own choice
		s["page_size"] = "10"
	}
	return s
}
