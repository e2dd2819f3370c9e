package main

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/commerce"
	"wpbridge/internal/shoptest"
)

var sharedSecret = strings.Repeat("s", 40)

// meet gives the desk's shop a plugin that shares a secret with it and has been
// met.
func (d *desk) meet() *shoptest.Plugin {
	d.t.Helper()
	p := shoptest.NewPlugin(d.t, sharedSecret)
	d.set("SERVER__SECRET", sharedSecret)
	d.shop.SetOption(d.t, "home", p.URL)
	d.must("check")
	return p
}

// level has the ERP say another number.
func (d *desk) level(i int, n int64) {
	d.t.Helper()
	require.NoError(d.t, d.sim.SetStock(shoptest.SKU(i), 1, commerce.Units(n)))
}

// later makes due what the plugin is to be told at some time.
func (d *desk) later() {
	d.t.Helper()
	d.shop.Exec(d.t, "UPDATE "+d.shop.Table("wpbridge_told")+" SET due_at = UTC_TIMESTAMP(6) - INTERVAL 1 SECOND")
}

// waiting is what the plugin is still to be told.
func (d *desk) waiting() string {
	d.t.Helper()
	return d.shop.Value(d.t, "SELECT GROUP_CONCAT(CONCAT('round ', round, ' tries ', tries, ' in ', ROUND(TIMESTAMPDIFF(SECOND, UTC_TIMESTAMP(6), due_at) / 60), ' min') ORDER BY run_id) FROM "+d.shop.Table("wpbridge_told"))
}

func (d *desk) product(i int) (id int) {
	d.t.Helper()
	require.NoError(d.t, d.shop.DB.QueryRowContext(d.t.Context(), "SELECT post_id FROM "+d.shop.Table("postmeta")+" WHERE meta_key = '_sku' AND meta_value = ?", shoptest.SKU(i)).Scan(&id))
	return id
}

func TestThePluginHearsOfARunTwice(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 3).ready()
	plugin := d.meet()
	d.level(1, 0)
	d.level(3, 9)

	d.must("sync", "stock")

	for round := 1; round <= 2; round++ {
		batches, _ := plugin.Heard()
		require.Len(t, batches, 1, "round %d", round)
		require.Equal(t, round, batches[0].Round)
		require.Equal(t, "flips", batches[0].Hooks)
		require.Len(t, batches[0].Items, 2)
		for i, want := range []struct {
			product int
			status  string
		}{{d.product(1), "outofstock"}, {d.product(3), ""}} {
			it := batches[0].Items[i]
			require.Equal(t, want.product, it.ID)
			require.Equal(t, want.status, it.Status)
			require.Equal(t, []string{"stock"}, it.Fields)
			require.False(t, it.SaleDates)
		}
		if round == 1 {
			require.Equal(t, "round 2 tries 0 in 0 min", d.waiting())
			d.must("sync", "stock")
			silent, _ := plugin.Heard()
			require.Empty(t, silent, "the second round comes some seconds later")
			d.later()
			d.must("sync", "stock")
		}
	}
	require.Equal(t, "NULL", d.waiting())
	require.Equal(t, "0", d.shop.Value(t, "SELECT COUNT(*) FROM "+d.shop.Table("wpbridge_flip")))
}

func TestPricesAndTheirUndoAreTold(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 2).ready()
	plugin := d.meet()
	d.set("BRIDGE__HOOKS", "all")
	meta := d.shop.Table("postmeta")
	d.shop.Exec(t, "UPDATE "+meta+" SET meta_value = '1.00' WHERE meta_key IN ('_price', '_regular_price') AND post_id = ?", d.product(2))
	d.set("GUARD__MAX_PRICE_JUMP_PERCENT", "100")
	run := decodeRun(t, d.must("sync", "prices", "--json"))
	batches, _ := plugin.Heard()
	require.Len(t, batches, 1)
	require.Equal(t, "all", batches[0].Hooks)
	require.Equal(t, []string{"price"}, batches[0].Items[0].Fields)

	d.must("undo", fmt.Sprint(run.ID))
	batches, _ = plugin.Heard()
	require.Len(t, batches, 1)
	require.Equal(t, d.product(2), batches[0].Items[0].ID)
}

func TestAPluginThatIsDownIsToldLater(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 2).ready()
	plugin := d.meet()
	down := func(w http.ResponseWriter, _ *http.Request) bool {
		http.Error(w, "maintenance", http.StatusServiceUnavailable)
		return true
	}
	plugin.Behave(func(b *shoptest.Behaviour) { b.Instead = down })
	d.level(1, 50)
	code, _, errs := d.run("sync", "stock")
	require.Zero(t, code, "the sync itself is well")
	require.Contains(t, errs, "the plugin could not be told of changes; that is done later")
	require.Equal(t, "round 1 tries 1 in 1 min", d.waiting())

	d.level(1, 51)
	d.later()
	d.must("sync", "stock")
	require.Equal(t, "round 1 tries 2 in 5 min,round 1 tries 0 in 5 min", d.waiting(), "they wait for the same plugin")

	plugin.Behave(func(b *shoptest.Behaviour) { b.Instead = nil })
	plugin.Heard()
	d.later()
	d.must("sync", "stock")
	batches, _ := plugin.Heard()
	require.Len(t, batches, 2, "both runs")
	require.Equal(t, "round 2 tries 0 in 0 min,round 2 tries 0 in 0 min", d.waiting())
}

func TestNothingIsToldWhereNoPluginIs(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 1).ready()
	d.set("SERVER__SECRET", sharedSecret)
	d.shop.SetOption(t, "home", "http://127.0.0.1:1")
	d.level(1, 50)
	_, _, errs := d.run("sync", "stock")
	require.NotContains(t, errs, "plugin")
	require.Equal(t, "NULL", d.waiting())
}

func TestAPluginIsMetWhenWordPressListsIt(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 1).ready()
	plugin := shoptest.NewPlugin(t, sharedSecret)
	d.set("SERVER__SECRET", sharedSecret)
	d.shop.SetOption(t, "home", plugin.URL)
	d.shop.SetOption(t, "active_plugins", `a:1:{i:0;s:21:"wpbridge/wpbridge.php";}`)
	d.must("sync", "stock")
	_, pings := plugin.Heard()
	require.Equal(t, 1, pings)

	d.level(1, 50)
	d.must("sync", "stock")
	batches, pings := plugin.Heard()
	require.Len(t, batches, 1)
	require.Zero(t, pings, "once an hour is enough")

	plugin.Behave(func(b *shoptest.Behaviour) {
		b.Instead = func(w http.ResponseWriter, _ *http.Request) bool {
			w.WriteHeader(http.StatusNotFound)
			_, _ = w.Write([]byte(`{"code":"rest_no_route"}`))
			return true
		}
	})
	d.shop.SetOption(t, "active_plugins", "a:0:{}")
	require.Contains(t, d.must("check"), "the plugin WP Bridge is not active there")
	require.Equal(t, "NULL", d.waiting(), "a plugin that is gone is told nothing")
	d.level(1, 51)
	d.must("sync", "stock")
	require.Equal(t, "NULL", d.waiting())
}

func TestWhatThePluginSaysOfTheShopCounts(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 1).ready()
	plugin := d.meet()
	plugin.Behave(func(b *shoptest.Behaviour) { b.Says = map[string]any{"fractional": true} })
	require.Contains(t, d.must("check"), "ok    settings        1 are kept in the shop")
	require.Contains(t, d.must("config", "print"), "fractional: true # shop as its plugin finds")
	require.NoError(t, d.sim.SetStock(shoptest.SKU(1), 1, commerce.One/2))
	d.must("sync", "stock")
	require.Contains(t, d.stock(1), "0.5 instock")

	plugin.Behave(func(b *shoptest.Behaviour) { b.Says = map[string]any{"product_data_store": "Other_Data_Store"} })
	code, out, _ := d.run("check")
	require.Equal(t, exitError, code)
	require.Contains(t, out, "FAIL  plugin")
	before := d.fingerprint()
	d.level(1, 30)
	code, _, errs := d.run("sync", "stock")
	require.Equal(t, exitError, code)
	require.Contains(t, errs, "another plugin keeps the products (Other_Data_Store instead of WC_Product_Data_Store_CPT)")
	require.Equal(t, before, d.fingerprint())
}
