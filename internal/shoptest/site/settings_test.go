package site_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/shoptest/site"
)

const (
	tab      = "/wp-admin/admin.php?page=wc-settings&tab=wpbridge&section="
	password = `pa"ss'w\ö<rd> 007`

	connectors = `{"connectors":[{"name":"sitoo","title":"Sitoo","settings":[
		{"name":"base_url","help":"Address."},{"name":"password","secret":true},{"name":"warehouses","list":true,"reference":"warehouses"},
		{"name":"fetch","one_of":["all","active"],"default":"all"},{"name":"Evil name","help":"<script>alert(1)</script>"}]}]}`
	fixed = `{"settings":[{"key":"erp.name"},{"key":"erp.mode"},{"key":"sitoo.base_url"},{"key":"sitoo.password"},{"key":"sitoo.warehouses"},{"key":"sitoo.fetch"},
		{"key":"sitoo.test.base_url"},{"key":"sitoo.test.password"},{"key":"sitoo.test.warehouses"},{"key":"sitoo.test.fetch"},{"key":"schedule.stock"},{"key":"schedule.prices"},
		{"key":"stock.fractional"},{"key":"guard.max_zeroed_percent"},{"key":"checkout.budget"},{"key":"checkout.max_age"},{"key":"stock.buffer","value":"7","origin":"file","detail":"/etc/wpbridge/wpbridge.yaml:4","fixed":true},{"key":"stock.manage","value":"enable","origin":"shop","fixed":false}]}`
	status = `{"version":"1.0.0","erp":{"name":"sitoo","title":"Sitoo","configured":true,"breaker":"closed"},"alive":{"serve":null,"cron":null},"cron_line":"*/3 * * * * wpbridge sync stock","jobs":[{"job":"stock","schedule":"every 3m"},{"job":"prices","schedule":"daily 02:00"}]}`
)

// form is what the browser would send back of a section when nobody touches it.
func form(t *testing.T, v *site.Visitor, section string) url.Values {
	t.Helper()
	page := v.Get(t, tab+section).Body
	out := url.Values{"save": {"Save changes"}}
	attribute := func(tag, name string) string {
		m := regexp.MustCompile(`\b` + name + `="([^"]*)"`).FindStringSubmatch(tag)
		if m == nil {
			return ""
		}
		return strings.NewReplacer("&quot;", `"`, "&#039;", "'", "&lt;", "<", "&gt;", ">", "&amp;", "&").Replace(m[1])
	}
	for _, tag := range regexp.MustCompile(`(?s)<input.*?>`).FindAllString(page, -1) {
		name, kind := attribute(tag, "name"), attribute(tag, "type")
		if !regexp.MustCompile(`^(wpbridge_|_wpnonce$|_wp_http_referer$)`).MatchString(name) || strings.Contains(tag, "disabled") {
			continue
		}
		if kind != "checkbox" || strings.Contains(tag, "checked") {
			out.Add(name, attribute(tag, "value"))
		}
	}
	for _, tag := range regexp.MustCompile(`(?s)<select.*?</select>`).FindAllString(page, -1) {
		chosen := regexp.MustCompile(`(?s)<option value="([^"]*)"\s*selected`).FindStringSubmatch(tag)
		if name := attribute(tag, "name"); strings.HasPrefix(name, "wpbridge_") && !strings.Contains(tag, "disabled") && chosen != nil {
			out.Set(name, chosen[1])
		}
	}
	require.NotEmpty(t, out.Get("_wpnonce"), page)
	return out
}

// options are the shop's options of the plugin that are settings.
func options(t *testing.T, s *site.Site) map[string]string {
	t.Helper()
	out := map[string]string{}
	s.PHP(t, `global $wpdb; $out = array();
foreach ( $wpdb->get_results( "SELECT * FROM $wpdb->options WHERE option_name LIKE 'wpbridge\\_%'" ) as $row ) {
	if ( ! in_array( $row->autoload, array( 'no', 'off' ), true ) ) {
		throw new Exception( "$row->option_name is autoloaded" );
	}
	$out[ $row->option_name ] = $row->option_value;
}
echo json_encode( $out );`, &out)
	return out
}

func testSettings(t *testing.T, s *site.Site) {
	back := newSidecar(t, map[string]string{"GET /v1/connectors": connectors, "GET /v1/config": fixed, "GET /v1/status": status})
	s.Pair(t, back.URL)
	owner := s.Login(t, "admin", "admin")

	f := form(t, owner, "")
	f.Set("wpbridge_erp__name", "sitoo")
	f.Set("wpbridge_sitoo__base_url", "https://api.example/v2/")
	f.Set("wpbridge_sitoo__password", password)
	f.Set("wpbridge_sitoo__warehouses", " 1, 2,,")
	f.Set("wpbridge_sitoo__test__password", "other")
	page := owner.Post(t, tab, f).Body
	require.Contains(t, page, "Your settings have been saved.")
	for _, leak := range []string{password, "other\"", site.Secret, site.Key, "wpb1:", "alert(1)"} {
		require.NotContains(t, page, leak)
	}
	got := options(t, s)
	require.Equal(t, "sitoo", got["wpbridge_erp__name"])
	require.Equal(t, "1,2", got["wpbridge_sitoo__warehouses"])
	require.Equal(t, "https://api.example/v2/", got["wpbridge_sitoo__base_url"])
	require.NotContains(t, got, "wpbridge_sitoo__test__base_url", "empty is not set")
	var opened []string
	s.PHP(t, `$key = ( new WPBridge\Pairing( new WPBridge\Options() ) )->key();
echo json_encode( array( WPBridge\Box::open( get_option( 'wpbridge_sitoo__password' ), $key ), WPBridge\Box::open( get_option( 'wpbridge_sitoo__test__password' ), $key ) ) );`, &opened)
	require.Equal(t, []string{password, "other"}, opened)

	owner.Post(t, tab, form(t, owner, ""))
	require.Equal(t, got, options(t, s), "a form that nobody touched changes nothing, passwords included")

	f = form(t, owner, "stock")
	require.NotContains(t, f, "wpbridge_stock__buffer", "fixed in the file")
	require.Contains(t, owner.Get(t, tab+"stock").Body, "Fixed in the file /etc/wpbridge/wpbridge.yaml:4 on the server.")
	require.NotContains(t, f, "wpbridge_bridge__hooks", "this sidecar has no such setting")
	f.Set("wpbridge_stock__buffer", "3")
	f.Set("wpbridge_stock__fractional", "1")
	f.Set("wpbridge_guard__max_zeroed_percent", "40")
	f.Set("wpbridge_checkout__budget", "800")
	require.Contains(t, owner.Post(t, tab+"stock", f).Body, "Your settings have been saved.")
	got = options(t, s)
	require.NotContains(t, got, "wpbridge_stock__buffer", "what is fixed is not stored, whoever posts it")
	require.Equal(t, []string{"yes", "40", "800ms", "60s"}, []string{
		got["wpbridge_stock__fractional"], got["wpbridge_guard__max_zeroed_percent"], got["wpbridge_checkout__budget"], got["wpbridge_checkout__max_age"],
	})

	f.Set("wpbridge_guard__max_zeroed_percent", "101")
	f.Set("wpbridge_checkout__budget", "900")
	page = owner.Post(t, tab+"stock", f).Body
	require.Contains(t, page, "Stop when too much sells out: must be a whole number from 0 to 100.")
	require.Contains(t, page, `value="900"`, "what was entered is there to be corrected")
	require.Equal(t, got, options(t, s), "nothing is half-applied")

	f = form(t, owner, "schedule")
	require.Equal(t, "every 3m", f.Get("wpbridge_schedule__stock"))
	f.Set("wpbridge_schedule__prices", "daily")
	f.Set("wpbridge_schedule__prices_time", "04:15")
	owner.Post(t, tab+"schedule", f)
	require.Equal(t, "daily 04:15", options(t, s)["wpbridge_schedule__prices"])

	before := options(t, s)
	f.Set("wpbridge_schedule__stock", "off")
	f.Set("_wpnonce", "0123456789")
	require.NotEqual(t, http.StatusOK, owner.Post(t, tab+"schedule", f).Status, "no form of another site")
	customer := s.Login(t, "customer", "customer")
	require.NotEqual(t, http.StatusOK, customer.Get(t, tab).Status)
	require.NotEqual(t, http.StatusOK, customer.Post(t, tab+"schedule", f).Status)
	require.Equal(t, before, options(t, s))
}

func testConnection(t *testing.T, s *site.Site) {
	owner := s.Login(t, "admin", "admin")
	says := func(texts ...string) {
		t.Helper()
		page := owner.Get(t, tab).Body
		for _, text := range texts {
			require.Contains(t, page, text)
		}
		require.NotContains(t, page, site.Secret)
	}
	s.PHP(t, `delete_option( 'wpbridge_pairing' ); delete_option( 'wpbridge_bridge' );`, nil)
	says("not paired", "wpbridge init --wordpress "+s.Dir+"/www")

	f := form(t, owner, "")
	f.Set("wpbridge_paste", "wpbridge1:nonsense")
	require.Contains(t, owner.Post(t, tab, f).Body, "This is not a pairing string.")
	f.Set("wpbridge_paste", site.PairingString(t, "http://127.0.0.1:1"))
	owner.Post(t, tab, f)
	says("does not run", "http://127.0.0.1:1", "systemctl enable --now wpbridge")

	back := newSidecar(t, map[string]string{"GET /healthz": `{"ok":true}`, "GET /v1/status": strings.Replace(status, "1.0.0", "2.3.4", 1), "GET /v1/connectors": connectors})
	s.Pair(t, back.URL)
	says("answers at "+back.URL, "share the same secret", "Sitoo is set up", "version 2.3.4 and the plugin is version 1.0.0", "not called this shop yet")

	v := s.Visitor(t)
	require.Equal(t, http.StatusOK, v.Do(t, http.MethodGet, pingPath, "", http.Header{"X-Wpbridge-Token": {bridgeToken(t, site.Secret, "bridge")}}).Status)
	says("SetEnvIf Authorization", "fastcgi_param HTTP_AUTHORIZATION")
	require.Equal(t, http.StatusOK, v.Do(t, http.MethodGet, pingPath, "", http.Header{"Authorization": {"Bearer " + bridgeToken(t, site.Secret, "bridge")}}).Status)
	require.NotContains(t, owner.Get(t, tab).Body, "SetEnvIf")

	s.PHP(t, `update_option( 'wpbridge_pairing', str_replace( 'shared by the shop', 'another than theirs', get_option( 'wpbridge_pairing' ) ), false );`, nil)
	says("different secrets", "wpbridge init")

	back.Close()
	require.Contains(t, owner.Get(t, tab).Body, "Sitoo", "the systems are still known while the program is away")
	require.Contains(t, options(t, s), "wpbridge_connectors")
}

// encode writes JSON.
func encode(t *testing.T, value any) string {
	t.Helper()
	raw, err := json.Marshal(value)
	require.NoError(t, err)
	return string(raw)
}
