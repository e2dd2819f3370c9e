package main

import (
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp"
	"wpbridge/internal/erp/profile/profilesim"
	"wpbridge/internal/erp/sitoo/sitoosim"
	"wpbridge/internal/httpapi"
	"wpbridge/internal/secretbox"
	"wpbridge/internal/shoptest"
)

// sorsDesk is a desk whose shop keeps the whole login of a simulated SORS, as
// its settings page would have stored it.
func sorsDesk(t *testing.T) (*desk, *profilesim.Sim, erp.Settings) {
	t.Helper()
	shop := shoptest.DB(t)
	require.NoError(t, shoptest.Catalogue{Simple: 3}.Fill(t.Context(), shop.DB, shop.Prefix))
	var products []sitoosim.Product
	for i := 1; i <= 3; i++ {
		products = append(products, sitoosim.Product{SKU: shoptest.SKU(i), Title: "Item", Price: shoptest.Price(i), Stock: []sitoosim.Level{{Warehouse: 1, Quantity: commerce.Units(7)}}})
	}
	sim := profilesim.New(profilesim.Options{Form: "sors", Products: products})
	srv := httptest.NewServer(sim)
	t.Cleanup(srv.Close)
	d, key, s := &desk{t: t, shop: shop}, secretbox.NewKey(), sim.Settings(srv.URL)
	d.set("SHOP__DSN", shop.DSN)
	d.set("SERVER__KEY", key.Text())
	d.set("SERVER__SECRET", sharedSecret)
	d.keep("erp__name", "profile")
	for name, value := range s {
		d.keepSetting(name, value)
	}
	d.keepSetting("secret", key.Seal(s["secret"]))
	return d, sim, s
}

func (d *desk) keepSetting(name, value string) {
	d.t.Helper()
	d.keep("profile__"+strings.ReplaceAll(name, ".", "__"), value)
}

// post sends JSON to a serving sidecar.
func (d *desk) post(url, body string) (int, string) {
	d.t.Helper()
	req, err := http.NewRequestWithContext(d.t.Context(), http.MethodPost, url, strings.NewReader(body))
	require.NoError(d.t, err)
	req.Header.Set("Authorization", "Bearer "+strings.TrimSpace(d.must("token", "--scope", "admin")))
	req.Header.Set("Content-Type", "application/json")
	res, err := http.DefaultClient.Do(req)
	require.NoError(d.t, err)
	defer func() { _ = res.Body.Close() }()
	text, err := io.ReadAll(res.Body)
	require.NoError(d.t, err)
	return res.StatusCode, string(text)
}

func TestAProfileIsSetUpInTheShop(t *testing.T) {
	t.Parallel()
	d, _, _ := sorsDesk(t)
	d.keepSetting("vars.articles_path", "/of-another-profile")
	d.ready()
	require.Equal(t, "7 instock 7 instock", d.stock(1))
	printed := d.must("config", "print")
	require.Contains(t, printed, "database: Demo2025 # shop wpbridge_profile__vars__database")
	require.Contains(t, printed, "secret: '[secret]' # shop wpbridge_profile__secret")
	require.NotContains(t, printed, "articles_path", "SORS has no such variable")
	d.set("PROFILE__VARS__ARTICLES_PATH", "/x")
	_, _, errs := d.run("sync", "stock")
	require.Contains(t, errs, "profile.vars.articles_path is no variable of this profile", "who runs the machine is told")
}

func TestCheckWarnsOfAnOldDatabase(t *testing.T) {
	t.Parallel()
	d, sim, _ := sorsDesk(t)
	d.must("migrate")
	require.Contains(t, d.must("check"), "erp database    Demo2025\n")
	sim.OpenYear("Demo2026")
	require.Contains(t, d.must("check"), "warn  erp database    profile.vars.database is Demo2025, but there is Demo2026 by now\n"+
		"                      → set it to Demo2026, or to Demo* to follow the newest from now on")
	d.keepSetting("vars.database", "Demo*")
	require.Contains(t, d.must("check"), "ok    erp database    Demo2026\n")
}

func TestCheckListsTheVariablesThatAreMissing(t *testing.T) {
	t.Parallel()
	d, _, s := sorsDesk(t)
	d.must("migrate")
	for name := range s {
		if strings.HasPrefix(name, "vars.") && name != "vars.database" {
			d.keepSetting(name, "")
		}
	}
	_, out, _ := d.run("check")
	require.Contains(t, out, "13 variables of the profile must be set right:")
	require.Contains(t, out, "profile.vars.stock_path is missing (the vendor has not published it): Path of the stock list (stanje zaliha).")
	require.Contains(t, out, "profile.vars.business_units is missing: Ids of the business units")
	require.NotContains(t, out, "profile.vars.database is missing")

	d, _, _ = sorsDesk(t)
	d.must("migrate")
	d.keepSetting("vars.products_path", "")
	d.keepSetting("vars.stock_path", "")
	_, out, _ = d.run("check")
	require.Contains(t, out, "2 variables of the profile must be set right:", "nothing is left to try the login with")
	d.keepSetting("vars.products_path", "/artikli")
	d.keepSetting("vars.stock_path", "/zalihe")
	d.keepSetting("vars.business_units", "")
	_, out, _ = d.run("check")
	require.Contains(t, out, "profile.vars.business_units is missing: ")
	require.Contains(t, out, "there are: 1 Prodavnica 1")
}

// Who administers the shop does not thereby read the files of the machine.
func TestTheShopNamesNoFiles(t *testing.T) {
	t.Parallel()
	d, _, _ := sorsDesk(t)
	mine, err := os.ReadFile("../configs/profiles/sors.yaml")
	require.NoError(t, err)
	file := filepath.Join(t.TempDir(), "mine.yaml")
	require.NoError(t, os.WriteFile(file, mine, 0o600))
	d.ready()
	for _, path := range []string{file, "/etc/passwd", "../sors", "nobody"} {
		d.keepSetting("file", path)
		for _, command := range []string{"check", "config print", "sync stock"} {
			code, out, errs := d.run(strings.Fields(command)...)
			require.Equal(t, exitError, code, command)
			require.Contains(t, out+errs, `profile.file is "`+path+`": there it can only be sedona or sors`)
			require.NotContains(t, out+errs, "root:")
		}
	}
	d.set("PROFILE__FILE", file)
	d.keepSetting("folder", "/etc")
	d.keepSetting("vars.secret_x_file", "/etc/passwd")
	d.must("sync", "stock")
	printed := d.must("config", "print")
	require.Contains(t, printed, "# env WPBRIDGE_PROFILE__FILE", "the machine may")
	require.NotContains(t, printed, "/etc")
}

func TestThePageShowsWhatTheChosenProfileNeeds(t *testing.T) {
	t.Parallel()
	d, _, s := sorsDesk(t)
	d.must("migrate")
	d.keepSetting("test__file", "sedona")
	_, log := d.serving(func(base string) {
		fields := func() map[string]httpapi.ConnectorSetting {
			var answer struct{ Connectors []httpapi.Connector }
			_, body := d.ask(http.MethodGet, base+"/v1/connectors")
			require.NoError(t, json.Unmarshal([]byte(body), &answer))
			out := map[string]httpapi.ConnectorSetting{}
			for _, c := range answer.Connectors {
				for _, x := range c.Settings {
					if c.Name == "profile" {
						out[x.Mode+" "+x.Name] = x
					}
				}
			}
			return out
		}
		now := fields()
		require.Equal(t, []string{"sedona", "sors"}, now[" file"].OneOf)
		require.NotContains(t, now, " folder", "a place on the machine")
		require.NotContains(t, now, " vars")
		require.Equal(t, httpapi.ConnectorSetting{
			Name: "vars.database", Required: true, Reference: "databases", Newest: true, Mode: "live", OneOf: []string{},
			Help: "The database, such as MyDatabase2025; MyDatabase* follows the newest one when a new year is opened.",
		}, now["live vars.database"])
		require.True(t, now["live vars.business_units"].List)
		require.True(t, now["live vars.stock_path"].Unverified)
		require.Equal(t, "200", now["live vars.page_size"].Default)
		require.Contains(t, now, "test vars.articles_path")
		require.NotContains(t, now, "live vars.articles_path")
		_, body := d.ask(http.MethodGet, base+"/v1/config")
		require.Contains(t, body, `"key":"profile.vars.item_vat"`)
		require.Contains(t, body, `"key":"profile.test.vars.articles_path"`)

		d.keepSetting("file", "sedona")
		require.Contains(t, fields(), "live vars.articles_path", "at once: the page is shown again with the answer to saving")
		d.keepSetting("file", "sors")

		typed := func(more map[string]string) (int, string) {
			settings := map[string]string{"vars.database": "Demo2025"}
			maps.Copy(settings, more)
			form, err := json.Marshal(map[string]any{"erp": map[string]string{"name": "profile"}, "settings": settings})
			require.NoError(t, err)
			return d.post(base+"/v1/erp/check", string(form))
		}
		status, body := typed(nil)
		require.Equal(t, 200, status)
		require.Contains(t, body, `"ok":true`)
		require.Contains(t, body, "SORS answers")
		_, body = typed(map[string]string{"vars.business_units": "9"})
		require.Contains(t, body, "profile.vars.business_units names 9")
		_, body = typed(map[string]string{"vars.records": ""})
		require.Contains(t, body, "profile.vars.records is missing")
		_, body = typed(map[string]string{"file": "sedona", "vars.database": "", "vars.stock_path": "/s"})
		require.Contains(t, body, `"field":"settings.vars.database"`, "Sedona has no such variable")
		for name, path := range map[string]string{"file": "/etc/passwd", "folder": "/etc"} {
			status, body = typed(map[string]string{name: path})
			require.Equal(t, 400, status, body)
			require.Contains(t, body, `"field":"settings.`+name+`"`)
		}
		status, body = d.post(base+"/v1/reference/business_units", `{"settings":{"vars.business_units":""}}`)
		require.Equal(t, 200, status)
		require.Contains(t, body, "Prodavnica 1")
		status, body = d.post(base+"/v1/reference/databases", `{"settings":{"vars.databases_path":""}}`)
		require.Equal(t, 404, status, body)
	})
	require.NotContains(t, log, s["secret"])
}
