package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp/sitoo/sitoosim"
	"wpbridge/internal/ledger"
	"wpbridge/internal/shoptest"
)

// desk is a shop, a simulated ERP with the same items, and the program itself
// between them, run as a person runs it.
type desk struct {
	t       *testing.T
	shop    *shoptest.Shop
	sim     *sitoosim.Sim
	environ []string
}

func newDesk(t *testing.T, items int) *desk {
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
	sim := sitoosim.New(sitoosim.Options{Products: products})
	srv := httptest.NewServer(sim)
	t.Cleanup(srv.Close)
	d := &desk{t: t, shop: shop, sim: sim}
	s := sim.Settings(srv.URL)
	d.set("SHOP__DSN", shop.DSN)
	d.set("ERP__NAME", "sitoo")
	for _, key := range []string{"base_url", "api_id", "password", "site", "warehouses"} {
		d.set("SITOO__"+strings.ToUpper(key), s[key])
	}
	return d
}

func (d *desk) set(key, value string) {
	d.environ = append(d.environ, "WPBRIDGE_"+key+"="+value)
}

// run executes one command line.
func (d *desk) run(args ...string) (code int, out, errs string) {
	d.t.Helper()
	var o, e bytes.Buffer
	code = run(d.t.Context(), process{args: args, environ: d.environ, out: &o, err: &e})
	return code, o.String(), e.String()
}

// must executes one command line that succeeds and returns what it printed.
func (d *desk) must(args ...string) string {
	d.t.Helper()
	code, out, errs := d.run(args...)
	require.Zero(d.t, code, "%v\n%s", args, errs)
	return out
}

// ready brings the desk to the point where the first sync has been done.
func (d *desk) ready() *desk {
	d.t.Helper()
	d.must("migrate")
	d.must("match", "--accept")
	d.must("sync", "stock")
	return d
}

func (d *desk) stock(i int) string {
	return d.shop.Value(d.t, "SELECT CONCAT(s.meta_value + 0, ' ', t.meta_value, ' ', l.stock_quantity, ' ', l.stock_status) FROM "+d.shop.Table("postmeta")+" k"+
		" JOIN "+d.shop.Table("postmeta")+" s ON s.post_id = k.post_id AND s.meta_key = '_stock'"+
		" JOIN "+d.shop.Table("postmeta")+" t ON t.post_id = k.post_id AND t.meta_key = '_stock_status'"+
		" JOIN "+d.shop.Table("wc_product_meta_lookup")+" l ON l.product_id = k.post_id"+
		" WHERE k.meta_key = '_sku' AND k.meta_value = ?", shoptest.SKU(i))
}

// fingerprint is everything of the shop that wpbridge may write.
func (d *desk) fingerprint() string {
	d.t.Helper()
	tables, err := shoptest.Dump(context.WithoutCancel(d.t.Context()), d.shop.DB, d.shop.Prefix)
	require.NoError(d.t, err)
	b, err := json.Marshal(tables)
	require.NoError(d.t, err)
	return string(b)
}

func decodeRun(t *testing.T, out string) (o outcome) {
	t.Helper()
	var v struct {
		ledger.Run
		Changes []struct {
			SKU, Field    string
			Before, After string
			Product       int `json:"product_id"`
		}
	}
	require.NoError(t, json.Unmarshal([]byte(out), &v), out)
	o.Run = v.Run
	for _, c := range v.Changes {
		o.Changes = append(o.Changes, ledger.Change{SKU: c.SKU, Field: ledger.Field(c.Field), Before: &c.Before, After: &c.After, Product: commerce.ProductID(c.Product)})
	}
	return o
}

func TestTheMainRoad(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 30)
	d.must("migrate")
	require.Contains(t, d.must("match"), "30  new pairs")
	require.Contains(t, d.must("match", "--accept"), "30 pairs stored")
	require.NoError(t, d.sim.SetStock(shoptest.SKU(1), 1, commerce.Units(77)))
	before := d.fingerprint()

	preview := decodeRun(t, d.must("sync", "stock", "--dry-run", "--json"))
	require.Equal(t, before, d.fingerprint(), "a preview writes nothing")
	require.Len(t, preview.Changes, 1)
	require.Equal(t, "2", *preview.Changes[0].Before)
	require.Equal(t, "77", *preview.Changes[0].After)

	done := decodeRun(t, d.must("sync", "stock", "--json"))
	require.Equal(t, 1, done.Changed)
	require.Equal(t, "77 instock 77 instock", d.stock(1))
	require.Contains(t, d.must("why", shoptest.SKU(1)), "stock 2 -> 77")
	require.Contains(t, d.must("runs"), "changed 1")
	require.Contains(t, d.must("undo", fmt.Sprint(done.ID)), "1 products given back, 0 left alone")
	require.Equal(t, "2 instock 2 instock", d.stock(1))
	require.Equal(t, ledger.Reverted, decodeRun(t, d.must("runs", "show", fmt.Sprint(done.ID), "--json")).Status)
}
