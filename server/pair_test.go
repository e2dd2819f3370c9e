package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/shoptest"
)

// wordpress makes a directory whose wp-config.php leads to the desk's shop.
func (d *desk) wordpress() string {
	d.t.Helper()
	dir := d.t.TempDir()
	config := fmt.Sprintf("<?php\ndefine('DB_NAME', '%s');\ndefine('DB_USER', 'root');\ndefine('DB_PASSWORD', '');\ndefine('DB_HOST', 'localhost:%s');\n$table_prefix = '%s';\n",
		d.shop.Name, d.shop.Value(d.t, "SELECT @@socket"), d.shop.Prefix)
	require.NoError(d.t, os.WriteFile(filepath.Join(dir, "wp-config.php"), []byte(config), 0o600))
	d.environ = slices.DeleteFunc(d.environ, func(e string) bool { return strings.HasPrefix(e, "WPBRIDGE_SHOP__DSN=") })
	return dir
}

func TestInitPairsAShopAndCheckIsContent(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 5)
	dir := d.wordpress()
	file := filepath.Join(t.TempDir(), "wpbridge.yaml")
	before := d.fingerprint()

	out := d.must("init", "--wordpress", dir, "--erp", "sitoo", "--out", file)

	require.Equal(t, before, d.fingerprint(), "nothing of the shop is changed")
	require.Contains(t, out, "Found WooCommerce ")
	require.Contains(t, out, "GRANT SELECT, INSERT, UPDATE, DELETE ON `"+d.shop.Name+"`.`wp_postmeta` TO 'wpbridge'@'localhost';")
	require.Contains(t, out, "dsn: wpbridge:")
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	require.Contains(t, string(text), "# warehouses: []")

	report := d.must("check", "--config", file)
	for _, line := range []string{"ok    grants", "ok    woocommerce", "ok    own tables", "ok    erp ", "ok    erp warehouses", "ok    prices", "warn  matched"} {
		require.Contains(t, report, line)
	}
	require.NotContains(t, report, "FAIL")

	code, _, errs := d.run("init", "--wordpress", dir, "--out", file)
	require.Equal(t, exitError, code)
	require.Contains(t, errs, "the settings file exists already")
	var again map[string]any
	require.NoError(t, json.Unmarshal([]byte(d.must("init", "--wordpress", dir, "--out", file, "--force", "--json")), &again))
	require.Equal(t, again["schema"], again["schema_before"], "tables that are there stay")
}

func TestCheckEndsWithTheCodeOfWhatFailedFirst(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		prepare func(*testing.T, *desk)
		code    int
		says    string
	}{
		"in order":          {func(*testing.T, *desk) {}, exitDone, "ok    last stock"},
		"no own tables":     {func(t *testing.T, d *desk) { d.shop.Exec(t, "DROP TABLE wp_wpbridge_schema") }, 12, "FAIL  own tables"},
		"ERP unreachable":   {setting("SITOO__BASE_URL", "http://127.0.0.1:1/v2/accounts/1/"), 13, "FAIL  erp "},
		"ERP refuses":       {setting("SITOO__PASSWORD", "wrong"), 14, "check the login in the settings"},
		"unknown warehouse": {setting("SITOO__WAREHOUSES", "1,99"), exitError, "sitoo.warehouses names 99, which Sitoo does not have"},
		"no warehouse":      {setting("SITOO__WAREHOUSES", ""), exitError, "sitoo.warehouses is missing"},
		"stock not managed": {option("woocommerce_manage_stock", "no"), exitError, "FAIL  shop settings"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t, 3).ready()
			tc.prepare(t, d)
			code, out, errs := d.run("check")
			require.Equal(t, tc.code, code, out+errs)
			require.Contains(t, out, tc.says)
			require.NotContains(t, out+errs, "secret-password")
		})
	}
}

func TestAccountThatInitPrintsCanDoTheWork(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 8)
	dir := d.wordpress()
	var paired struct {
		Grants []string
		DSN    string
	}
	require.NoError(t, json.Unmarshal([]byte(d.must("init", "--wordpress", dir, "--out", filepath.Join(t.TempDir(), "w.yaml"), "--json")), &paired))
	own := "wb" + d.shop.Name[len(d.shop.Name)-12:] // several tests share the server
	defer d.shop.Exec(t, "DROP USER IF EXISTS '"+own+"'@'localhost'")
	for _, q := range paired.Grants {
		d.shop.Exec(t, strings.ReplaceAll(q, "'wpbridge'@", "'"+own+"'@"))
	}
	d.set("SHOP__DSN", strings.Replace(paired.DSN, "wpbridge:", own+":", 1))

	d.ready()
	require.NoError(t, d.sim.SetStock(shoptest.SKU(1), 1, 0))
	d.must("sync", "stock", "--full")
	d.must("sync", "prices")
	require.Contains(t, d.must("check"), "ok    grants")
	require.Equal(t, "0 outofstock 0 outofstock", d.stock(1))
}
