package main

import (
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp/simkit"
	"wpbridge/internal/erp/smartbill/smartbillsim"
	"wpbridge/internal/shoptest"
)

// smartBillDesk is a desk whose ERP is SmartBill, with all of the shop's items in
// two warehouses.
func smartBillDesk(t *testing.T, items int) (*desk, *smartbillsim.Sim) {
	t.Helper()
	shop := shoptest.DB(t)
	require.NoError(t, shoptest.Catalogue{Simple: items}.Fill(t.Context(), shop.DB, shop.Prefix))
	products := make([]smartbillsim.Product, items)
	for i := range products {
		products[i] = smartbillsim.Product{
			Code: shoptest.SKU(i + 1), Name: "Item", Price: shoptest.Price(i + 1),
			Stock: []smartbillsim.Level{{Warehouse: "Depozit", Quantity: commerce.Units(int64(shoptest.Stock(i + 1)))}, {Warehouse: "Magazin"}},
		}
	}
	sim := smartbillsim.New(smartbillsim.Options{Products: products})
	srv := httptest.NewServer(sim)
	t.Cleanup(srv.Close)
	d := &desk{t: t, shop: shop}
	d.set("SHOP__DSN", shop.DSN)
	d.set("ERP__NAME", "smartbill")
	for key, value := range sim.Settings(srv.URL) {
		d.set("SMARTBILL__"+strings.ToUpper(key), value)
	}
	return d, sim
}

func TestTheMainRoadWithSmartBill(t *testing.T) {
	t.Parallel()
	d, sim := smartBillDesk(t, 30)
	d.must("migrate")
	require.Contains(t, d.must("match", "--accept"), "30 pairs stored")
	require.True(t, decodeRun(t, d.must("sync", "stock", "--json")).Full)

	require.NoError(t, sim.SetStock(shoptest.SKU(1), "Depozit", commerce.Units(70)))
	require.NoError(t, sim.SetStock(shoptest.SKU(1), "Magazin", commerce.Units(7)))
	before := d.stock(3)
	require.NoError(t, sim.RemoveStock(shoptest.SKU(3), "Depozit"))
	require.NoError(t, sim.RemoveStock(shoptest.SKU(3), "Magazin"))
	faults, err := simkit.ParseFaults("503:1,truncate:1")
	require.NoError(t, err)
	sim.SetFaults(faults)
	run := decodeRun(t, d.must("sync", "stock", "--json"))
	require.False(t, run.Full, "what has not moved is not looked at")
	require.Equal(t, 1, run.Changed)
	require.Equal(t, "77 instock 77 instock", d.stock(1))
	require.Equal(t, before, d.stock(3), "absent is not zero")

	require.NoError(t, sim.SetPrice(shoptest.SKU(2), "19.90"))
	require.Equal(t, 1, decodeRun(t, d.must("sync", "prices", "--json")).Changed)
	d.must("sync", "stock", "--full")
	require.Equal(t, before, d.stock(3), "it still exists in the product list")
	require.Zero(t, decodeRun(t, d.must("sync", "stock", "--full", "--json")).Changed)
	v1, v3 := sim.Breaches()
	require.Zero(t, v1+v3)
}

func TestATokenThatChanged(t *testing.T) {
	t.Parallel()
	d, _ := smartBillDesk(t, 3)
	d.must("migrate")
	_, out, _ := d.run("check")
	require.Contains(t, out, "SmartBill answers and accepts the login")
	require.Contains(t, out, "Depozit, Magazin")
	d.set("SMARTBILL__TOKEN", "old")
	code, out, _ := d.run("check")
	require.NotZero(t, code)
	require.Contains(t, out, "it changes whenever the account's password is changed")
	code, _, _ = d.run("sync", "stock")
	require.NotZero(t, code)
}
