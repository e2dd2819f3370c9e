package main

import (
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp/flowii/flowiisim"
	"wpbridge/internal/erp/simkit"
	"wpbridge/internal/shoptest"
)

// newFlowiiDesk is a desk whose ERP is a FLOWii with the shop's items.
func newFlowiiDesk(t *testing.T, items int) (*desk, *flowiisim.Sim) {
	t.Helper()
	shop := shoptest.DB(t)
	require.NoError(t, shoptest.Catalogue{Simple: items}.Fill(t.Context(), shop.DB, shop.Prefix))
	products := make([]flowiisim.Product, items)
	for i := range products {
		q := commerce.Units(int64(shoptest.Stock(i + 1)))
		products[i] = flowiisim.Product{SKU: shoptest.SKU(i + 1), Name: "Item", Price: shoptest.Price(i + 1), Stock: &q}
	}
	sim := flowiisim.New(flowiisim.Options{Products: products})
	srv := httptest.NewServer(sim)
	t.Cleanup(srv.Close)
	d := &desk{t: t, shop: shop}
	d.set("SHOP__DSN", shop.DSN)
	d.set("ERP__NAME", "flowii")
	for key, value := range sim.Settings(srv.URL) {
		d.set("FLOWII__"+strings.ToUpper(key), value)
	}
	return d, sim
}

func TestFlowiiOnTheMainRoad(t *testing.T) {
	t.Parallel()
	d, sim := newFlowiiDesk(t, 150)
	d.must("migrate")
	report := d.must("check")
	for _, line := range []string{"ok    erp company     6021 Example", "ok    erp stock_attribute  stock-quantity such as", "ok    erp shipping_categories  540 Transport"} {
		require.Contains(t, report, line)
	}
	require.Contains(t, d.must("match", "--accept"), "150 pairs stored")
	sim.SetFaults(simkit.Faults{{Kind: "500", Rate: 0.1}, {Kind: "truncate", Rate: 0.1}, {Kind: "drop-after", Rate: 0.1}})
	require.Equal(t, 150, decodeRun(t, d.must("sync", "stock", "--json")).Matched)

	require.NoError(t, sim.SetStock(shoptest.SKU(1), commerce.Units(77)))
	require.NoError(t, sim.SetStock(shoptest.SKU(150), 0))
	require.NoError(t, sim.RemoveStock(shoptest.SKU(2)))
	sim.Expire(true)
	some := decodeRun(t, d.must("sync", "stock", "--json"))
	require.False(t, some.Full)
	require.Equal(t, 2, some.Read, "only what was edited, and nothing of what is not known any more")
	require.Equal(t, "77 instock 77 instock", d.stock(1))
	require.Equal(t, "0 outofstock 0 outofstock", d.stock(150))

	before := d.fingerprint()
	require.Zero(t, decodeRun(t, d.must("sync", "stock", "--full", "--json")).Changed)
	require.Equal(t, before, d.fingerprint(), "what is absent is not zero")
	require.Equal(t, 150, decodeRun(t, d.must("sync", "prices", "--full", "--json")).Matched)
}

func TestFlowiiWithoutStock(t *testing.T) {
	t.Parallel()
	d, _ := newFlowiiDesk(t, 5)
	d.must("migrate")
	d.must("match", "--accept")
	d.set("FLOWII__STOCK_ATTRIBUTE", "quantity")
	_, report, _ := d.run("check")
	require.Contains(t, report, "flowii.stock_attribute names quantity, which FLOWii does not have")
	require.Contains(t, report, "there are: stock-quantity such as")
	before := d.fingerprint()
	code, _, errs := d.run("sync", "stock")
	require.Equal(t, exitError, code)
	require.Contains(t, errs, `carry no attribute "quantity" (flowii.stock_attribute)`)
	require.Equal(t, before, d.fingerprint())
	d.set("FLOWII__STOCK_ATTRIBUTE", "")
	_, _, errs = d.run("sync", "stock")
	require.Contains(t, errs, "flowii does not offer stock")
	require.Equal(t, 5, decodeRun(t, d.must("sync", "prices", "--json")).Matched, "prices do not need it")
}
