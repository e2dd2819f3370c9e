package main

import (
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp/profile/profilesim"
	"wpbridge/internal/erp/simkit"
	"wpbridge/internal/erp/sitoo/sitoosim"
	"wpbridge/internal/shoptest"
)

// profileDesk is a desk whose ERP is one that a profile describes.
func profileDesk(t *testing.T, form string, items int) (*desk, *profilesim.Sim) {
	t.Helper()
	shop := shoptest.DB(t)
	require.NoError(t, shoptest.Catalogue{Simple: items}.Fill(t.Context(), shop.DB, shop.Prefix))
	products := make([]sitoosim.Product, items)
	for i := range products {
		products[i] = sitoosim.Product{
			SKU: shoptest.SKU(i + 1), Title: "Item", Price: shoptest.Price(i + 1),
			Stock: []sitoosim.Level{{Warehouse: 1, Quantity: commerce.Units(int64(shoptest.Stock(i + 1)))}},
		}
	}
	sim := profilesim.New(profilesim.Options{Form: form, Products: products})
	srv := httptest.NewServer(sim)
	t.Cleanup(srv.Close)
	d := &desk{t: t, shop: shop}
	d.set("SHOP__DSN", shop.DSN)
	d.set("ERP__NAME", "profile")
	s := sim.Settings(srv.URL)
	if s["file"] == "" {
		file, err := filepath.Abs("../internal/erp/profile/testdata/sklad-" + form + ".yaml")
		require.NoError(t, err)
		s["file"] = file
	}
	s["vars.page_size"] = "7"
	for key, value := range s {
		d.set("PROFILE__"+strings.ToUpper(strings.ReplaceAll(key, ".", "__")), value)
	}
	return d, sim
}

// TestProfilesTakeTheMainRoad: what a profile describes runs like any other ERP.
func TestProfilesTakeTheMainRoad(t *testing.T) {
	t.Parallel()
	for _, form := range profilesim.Forms() {
		t.Run(form, func(t *testing.T) {
			t.Parallel()
			d, sim := profileDesk(t, form, 30)
			d.must("migrate")
			require.Contains(t, d.must("match", "--accept"), "30 pairs stored")
			require.NoError(t, sim.SetStock(shoptest.SKU(1), 1, commerce.Units(77)))
			require.Equal(t, 1, decodeRun(t, d.must("sync", "stock", "--json")).Changed)
			require.NoError(t, sim.SetStock(shoptest.SKU(2), 1, commerce.Units(1234)))
			require.NoError(t, sim.SetPrice(shoptest.SKU(3), "4.44"))
			require.Equal(t, 1, decodeRun(t, d.must("sync", "stock", "--json")).Changed, "changes only")
			require.Equal(t, "77 instock 77 instock", d.stock(1))
			require.Equal(t, "1234 instock 1234 instock", d.stock(2))
			require.Contains(t, d.must("sync", "prices", "--dry-run", "--json"), `"after": "4.44"`)
			require.Zero(t, decodeRun(t, d.must("sync", "stock", "--full", "--json")).Changed, "the shop equals the ERP")

			good := d.environ
			d.set("PROFILE__SECRET", "no")
			code, _, errs := d.run("sync", "stock", "--full")
			require.Equal(t, 14, code, errs)
			d.environ = good
			faults, err := simkit.ParseFaults("html=1")
			require.NoError(t, err)
			sim.SetFaults(faults)
			code, _, errs = d.run("sync", "stock", "--full")
			require.Equal(t, 1, code, errs)
			require.NotContains(t, errs, "secret-password")
			require.Equal(t, "77 instock 77 instock", d.stock(1))
		})
	}
}
