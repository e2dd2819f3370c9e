package main

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/pairing"
	"wpbridge/internal/secretbox"
	"wpbridge/internal/shoptest"
	"wpbridge/internal/wp"
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

// shipped adds to the desk's wp-config.php the end that WordPress ships.
func shipped(t *testing.T, dir string) string {
	t.Helper()
	path := filepath.Join(dir, "wp-config.php")
	f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	require.NoError(t, err)
	_, err = f.WriteString("\n/* That's all, stop editing! Happy publishing. */\nrequire_once ABSPATH . 'wp-settings.php';\n")
	require.NoError(t, err)
	require.NoError(t, f.Close())
	return path
}

func TestInitMeetsThePlugin(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 2)
	dir := d.wordpress()
	site := shipped(t, dir)
	file := filepath.Join(t.TempDir(), "wpbridge.yaml")
	plugin := shoptest.NewPlugin(t, sharedSecret)
	d.shop.SetOption(t, "home", plugin.URL)
	d.set("SERVER__SECRET", sharedSecret)
	stale := 2 // calls in which PHP still goes by the wp-config.php of before
	plugin.Behave(func(b *shoptest.Behaviour) {
		b.Instead = func(w http.ResponseWriter, _ *http.Request) bool {
			if stale--; stale < 0 {
				return false
			}
			w.WriteHeader(http.StatusUnauthorized)
			_, _ = io.WriteString(w, `{"code":"wpbridge_unauthorized"}`)
			return true
		}
	})

	out := d.must("init", "--wordpress", dir, "--out", file)

	require.Contains(t, out, "The plugin finds wpbridge by three lines in "+site)
	require.Contains(t, out, "ok    plugin          WP Bridge 1.0.0 answers")
	require.NotContains(t, out, "wpbridge1:")
	text, err := os.ReadFile(site)
	require.NoError(t, err)
	require.Contains(t, string(text), "define( 'WPBRIDGE_URL', 'http://127.0.0.1:8787' );")
	require.Contains(t, string(text), "define( 'WPBRIDGE_SECRET', '"+sharedSecret+"' );")

	// A password that the plugin's page seals with the key of wp-config.php opens.
	value, err := wp.ParseConstants(text).Value("WPBRIDGE_KEY")
	require.NoError(t, err)
	key, err := secretbox.ParseKey(value)
	require.NoError(t, err)
	d.environ = slices.DeleteFunc(d.environ, func(e string) bool { return strings.HasPrefix(e, "WPBRIDGE_SERVER__") })
	d.moveLogin(key)
	report := d.must("check", "--config", file)
	require.Contains(t, report, "ok    erp ")
	require.Contains(t, report, "ok    plugin ")

	out = d.must("init", "--wordpress", dir, "--out", file, "--force") // a new secret, which this plugin does not hear of
	require.Contains(t, out, "warn  plugin          "+plugin.URL+": the plugin does not accept our secret")
}

func TestInitPrintsWhatToPaste(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 1)
	dir := d.wordpress()
	site := shipped(t, dir)
	before, err := os.ReadFile(site)
	require.NoError(t, err)
	file := filepath.Join(t.TempDir(), "wpbridge.yaml")
	d.set("SERVER__LISTEN", "unix:/run/wpbridge.sock")

	out := d.must("init", "--wordpress", dir, "--out", file, "--no-write")

	after, err := os.ReadFile(site)
	require.NoError(t, err)
	require.Equal(t, string(before), string(after))
	pasted, err := base64.RawURLEncoding.DecodeString(regexp.MustCompile(`wpbridge1:([\w-]+)`).FindStringSubmatch(out)[1])
	require.NoError(t, err)
	var shared pairing.Shared
	require.NoError(t, json.Unmarshal(pasted, &shared))
	require.Equal(t, "unix:/run/wpbridge.sock", shared.URL)
	settings, err := os.ReadFile(file)
	require.NoError(t, err)
	require.Contains(t, string(settings), "secret: "+strconv.Quote(shared.Secret))
	require.Contains(t, string(settings), "key: "+strconv.Quote(shared.Key))
}
