package main

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp/simkit"
	"wpbridge/internal/shoptest"
)

// TestBadDays: each day has a clear message and its exit code, leaves the shop
// as it was, and the next good run repairs.
func TestBadDays(t *testing.T) {
	t.Parallel()
	for name, day := range map[string]struct {
		faults  string
		prepare func(t *testing.T, d *desk)
		code    int
		says    string
	}{
		"wrong password":     {prepare: setting("SITOO__PASSWORD", "no"), code: 14, says: "ERP refused the login"},
		"unreachable host":   {prepare: setting("SITOO__BASE_URL", "http://127.0.0.1:1/v2/accounts/1/"), code: 13, says: "ERP unreachable"},
		"unreachable shop":   {prepare: setting("SHOP__DSN", "root@tcp(127.0.0.1:1)/shop"), code: 10, says: "shop database unreachable"},
		"unknown key":        {prepare: setting("STOCK__BUFER", "1"), code: 1, says: "did you mean WPBRIDGE_STOCK__BUFFER"},
		"HTML for JSON":      {faults: "html=1", code: 1, says: "makes no sense"},
		"cut off":            {faults: "truncate=1", code: 1, says: "makes no sense"},
		"wrong types":        {faults: "wrongtype=1", code: 1, says: "makes no sense"},
		"empty list":         {faults: "empty=1", code: 4, says: "empty stock list"},
		"all zeros":          {faults: "zeros=1", code: 4, says: "would go to zero"},
		"server errors":      {faults: "503=1", code: 13, says: "ERP unreachable"},
		"lookup regenerates": {prepare: option("woocommerce_product_lookup_table_is_generating", "1"), code: 1, says: "rebuilding its product lookup table"},
		"management off":     {prepare: option("woocommerce_manage_stock", "no"), code: 1, says: "stock management is switched off"},
		"MyISAM":             {prepare: myISAM, code: 1, says: "postmeta is MyISAM"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t, 12).ready()
			d.set("LOG__LEVEL", "error")
			good := d.environ
			require.NoError(t, d.sim.SetStock(shoptest.SKU(3), 1, commerce.Units(50)))
			if day.prepare != nil {
				day.prepare(t, d)
			}
			before := d.fingerprint()
			d.faults(day.faults)

			code, _, errs := d.run("sync", "stock", "--full")

			require.Equal(t, day.code, code, errs)
			require.Contains(t, errs, day.says)
			require.NotContains(t, errs, "secret-password")
			require.Equal(t, before, d.fingerprint())

			d.environ = good
			d.faults("")
			d.shop.SetOption(t, "woocommerce_manage_stock", "yes")
			d.shop.SetOption(t, "woocommerce_product_lookup_table_is_generating", "")
			d.shop.Exec(t, "ALTER TABLE "+d.shop.Table("postmeta")+" ENGINE=InnoDB")
			d.must("sync", "stock", "--full")
			require.Equal(t, "50 instock 50 instock", d.stock(3))
		})
	}
}

func setting(key, value string) func(*testing.T, *desk) {
	return func(_ *testing.T, d *desk) {
		d.environ = append(slices.Clip(d.environ), "WPBRIDGE_"+key+"="+value)
	}
}

func option(name, value string) func(*testing.T, *desk) {
	return func(t *testing.T, d *desk) {
		t.Helper()
		d.shop.SetOption(t, name, value)
	}
}

func myISAM(t *testing.T, d *desk) {
	t.Helper()
	d.shop.Exec(t, "ALTER TABLE "+d.shop.Table("postmeta")+" ENGINE=MyISAM")
}

func (d *desk) faults(spec string) {
	d.t.Helper()
	f, err := simkit.ParseFaults(spec)
	require.NoError(d.t, err)
	d.sim.SetFaults(f)
}

func TestAStormOf429IsWaitedOut(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 12).ready()
	require.NoError(t, d.sim.SetStock(shoptest.SKU(3), 1, commerce.Units(50)))
	d.faults("429:3,500:1")

	d.must("sync", "stock")

	require.Equal(t, "50 instock 50 instock", d.stock(3))
}

func TestTablesAreNeededAndNamed(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 1)
	code, _, errs := d.run("sync", "stock")
	require.Equal(t, 12, code)
	require.Contains(t, errs, "wpbridge migrate")
	d.must("migrate")
	code, _, errs = d.run("sync", "stock")
	require.Equal(t, 1, code)
	require.Contains(t, errs, "wpbridge match --accept")
}

func TestCodesThatAreNotQuiteEqual(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 6)
	meta := d.shop.Table("postmeta")
	d.shop.Exec(t, "UPDATE "+meta+" SET meta_value = 'sku-0000001' WHERE meta_key = '_sku' AND meta_value = 'SKU-0000001'")
	d.shop.Exec(t, "UPDATE "+meta+" SET meta_value = 'SKU-0000002 ' WHERE meta_key = '_sku' AND meta_value = 'SKU-0000002'")
	d.shop.Exec(t, "UPDATE "+meta+" SET meta_value = 'SKU-0000004' WHERE meta_key = '_sku' AND meta_value = 'SKU-0000003'")
	d.must("migrate")

	out := d.must("match", "--accept")

	require.Contains(t, out, "2 pairs stored")
	require.Contains(t, out, "2  differ only by case or white space")
	require.Contains(t, out, "2  the same key twice in the shop")
	require.Contains(t, out, `"SKU-0000003"`, "which the shop now lacks")
	require.Contains(t, d.must("unmatched", "--side", "erp"), `"SKU-0000003"`)
}
