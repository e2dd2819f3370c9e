package site_test

import (
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/shoptest/site"
)

const (
	pingPath    = "/wp-json/wpbridge/v1/ping"
	changedPath = "/wp-json/wpbridge/v1/changed"
	oneChange   = `{"batch":"b","round":1,"hooks":"none","items":[{"id":1}]}`
)

// route is one of the plugin's routes, as WordPress has it registered.
type route struct{ Path, Method string }

// routes finds them all, so that a new one is tried without being named here.
func routes(t *testing.T, s *site.Site) []route {
	t.Helper()
	var out []route
	s.PHP(t, `$out = array();
foreach ( rest_get_server()->get_routes( 'wpbridge/v1' ) as $path => $handlers ) {
	foreach ( $handlers as $handler ) {
		foreach ( array_keys( $handler['methods'] ) as $method ) {
			$out[] = array( 'Path' => $path, 'Method' => $method );
		}
	}
}
echo json_encode( $out );`, &out)
	step := regexp.MustCompile(`\(\?P<\w+>.*?\)(/|$)`)
	for i, r := range out {
		out[i].Path = strings.TrimPrefix(step.ReplaceAllString(r.Path, "status$1"), "/")
	}
	require.Greater(t, len(out), 4)
	return out
}

func testStrangers(t *testing.T, s *site.Site) {
	back := newSidecar(t, map[string]string{"GET /v1/status": `{}`})
	s.Pair(t, back.URL)
	s.PHP(t, `wp_create_user( 'customer', 'customer', 'customer@shop.test' ); ( new WP_User( get_user_by( 'login', 'customer' )->ID ) )->set_role( 'customer' );`, nil)
	customer, owner := s.Login(t, "customer", "customer"), s.Login(t, "admin", "admin")
	forged := s.Login(t, "admin", "admin")
	forged.Nonce = "0123456789"
	owner.Nonce = ""
	for who, v := range map[string]*site.Visitor{
		"logged out": s.Visitor(t), "customer": customer, "owner without nonce": owner, "owner with a wrong nonce": forged,
	} {
		for _, r := range routes(t, s) {
			if strings.Contains(r.Path, "/webhooks/") || r.Path == "wpbridge/v1" {
				continue // the vendor's own token is the sidecar's to check; the index names no route
			}
			a := v.REST(t, r.Method, r.Path, nil)
			require.Contains(t, []int{http.StatusUnauthorized, http.StatusForbidden}, a.Status, "%s: %s %s: %s", who, r.Method, r.Path, a.Body)
		}
	}
	require.Empty(t, back.asked(), "nothing was forwarded")
	index := s.Visitor(t).Get(t, "/wp-json/wpbridge/v1").Body
	require.NotContains(t, index, "changed")
	require.NotContains(t, index, "admin")
}

func testTokens(t *testing.T, s *site.Site) {
	s.Pair(t, "http://127.0.0.1:1")
	v := s.Visitor(t)
	call := func(method, path string, header http.Header) site.Answer {
		header.Set("Content-Type", "application/json")
		return v.Do(t, method, path, map[string]string{http.MethodPost: oneChange}[method], header)
	}
	bearer := func(token string) http.Header { return http.Header{"Authorization": {"Bearer " + token}} }
	own := func(token string) http.Header { return http.Header{"X-Wpbridge-Token": {token}} }

	var pong struct {
		WooCommerce   string
		Authorization bool
		DataStore     string            `json:"product_data_store"`
		Options       map[string]string `json:"options"`
		Filters       []string
	}
	call(http.MethodGet, pingPath, bearer(bridgeToken(t, site.Secret, "bridge"))).JSON(t, &pong)
	require.NotEmpty(t, pong.WooCommerce)
	require.True(t, pong.Authorization)
	require.Equal(t, "WC_Product_Data_Store_CPT", pong.DataStore)
	require.Equal(t, "yes", pong.Options["woocommerce_manage_stock"])
	require.Empty(t, pong.Filters, "WooCommerce's own listeners change nothing")
	s.Write(t, "wp-content/mu-plugins/foreign.php", "<?php add_filter( 'woocommerce_product_get_price', function ( $price ) { return $price; } );")
	call(http.MethodGet, pingPath, own(bridgeToken(t, site.Secret, "bridge"))).JSON(t, &pong)
	require.Equal(t, []string{"woocommerce_product_get_price"}, pong.Filters)
	require.NoError(t, os.Remove(s.Dir+"/www/wp-content/mu-plugins/foreign.php"))
	require.False(t, pong.Authorization, "the header did not come, and the answer says so")

	once := bridgeToken(t, site.Secret, "bridge")
	require.Equal(t, http.StatusOK, call(http.MethodPost, changedPath, bearer(once)).Status)
	require.Contains(t, call(http.MethodPost, changedPath, bearer(once)).Body, "wpbridge_replayed")
	require.Equal(t, http.StatusForbidden, call(http.MethodPost, changedPath, bearer(bridgeToken(t, site.Secret, "admin"))).Status)
	for name, token := range map[string]string{
		"wrong secret": bridgeToken(t, strings.Repeat("wrong", 8), "bridge"),
		"nonsense":     "a.b.c",
		"none":         "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.eyJpc3MiOiJ3cGJyaWRnZSJ9.",
	} {
		require.Equal(t, http.StatusUnauthorized, call(http.MethodPost, changedPath, bearer(token)).Status, name)
		require.Equal(t, http.StatusUnauthorized, call(http.MethodGet, pingPath, own(token)).Status, name)
	}
}

func testForwarding(t *testing.T, s *site.Site) {
	back := newSidecar(t, map[string]string{
		"GET /v1/status": `{"version":"1.0.0"}`, "POST /v1/erp/check": `{"ok":true,"checks":[]}`, "GET /v1/runs/7/changes.csv": "sku,before\nA,1\n",
		"GET /v1/products/A/B ș%41+&/history": `{"products":[]}`,
	})
	s.Pair(t, back.URL)
	owner := s.Login(t, "admin", "admin")
	const admin = "wpbridge/v1/admin/"

	a := owner.REST(t, http.MethodGet, admin+"status", nil)
	require.JSONEq(t, `{"version":"1.0.0"}`, a.Body)
	a = owner.REST(t, http.MethodPost, admin+"erp/check", map[string]any{"erp": map[string]string{"name": "sitoo"}})
	require.JSONEq(t, `{"ok":true,"checks":[]}`, a.Body)
	got := back.asked()
	require.JSONEq(t, `{"erp":{"name":"sitoo"}}`, got[len(got)-1].body)

	a = owner.Get(t, "/wp-json/"+admin+"runs/7/changes.csv?_wpnonce="+owner.Nonce)
	require.Equal(t, "sku,before\nA,1\n", a.Body)
	require.Equal(t, "text/csv; charset=utf-8", a.Header.Get("Content-Type"))

	sku := "A/B ș%41+&"
	for _, path := range []string{
		"/wp-json/" + admin + "products/" + url.PathEscape(sku) + "/history?product_id=7&evil=1",
		"/wp-json/" + admin + "products/history?product_id=7&sku=" + url.QueryEscape(sku),
		"/?rest_route=/" + admin + "products/" + url.QueryEscape(sku) + "/history&product_id=7",
	} {
		back.asked()
		a = owner.Do(t, http.MethodGet, path, "", http.Header{"X-Wp-Nonce": {owner.Nonce}})
		require.JSONEq(t, `{"products":[]}`, a.Body, path)
		require.Equal(t, "GET /v1/products/"+strings.ReplaceAll(url.PathEscape(sku), "+&", "%2B%26")+"/history?product_id=7", back.asked()[0].line)
	}

	back.asked()
	for _, path := range []string{"metrics", "status/../../metrics", "runs/x", "runs/1%0a", "products/../history", "products/history", "products/%2e%2e/history", "webhooks/sitoo", "checkout/check", "jobs/stock/runs"} {
		a = owner.REST(t, http.MethodGet, admin+path, nil)
		require.Contains(t, []int{http.StatusNotFound, http.StatusBadRequest}, a.Status, path)
	}
	a = owner.REST(t, http.MethodPost, admin+"erp/check", strings.Repeat("x", 70_000))
	require.Equal(t, http.StatusRequestEntityTooLarge, a.Status)
	require.Empty(t, back.asked(), "none of these was forwarded")
	require.Contains(t, owner.REST(t, http.MethodGet, admin+"runs", nil).Body, `"code":"not_found"`, "the sidecar's own errors come through")
}

func testNobody(t *testing.T, s *site.Site) {
	s.Pair(t, "http://127.0.0.1:1")
	a := s.Login(t, "admin", "admin").REST(t, http.MethodGet, "wpbridge/v1/admin/status", nil)
	require.Equal(t, http.StatusServiceUnavailable, a.Status)
	var problem struct{ Code, Detail string }
	a.JSON(t, &problem)
	require.Equal(t, "sidecar_down", problem.Code)
	require.Contains(t, problem.Detail, "systemctl start wpbridge")
}

// testWays reaches the sidecar through a socket, and gives up in time where it
// does not answer.
func testWays(t *testing.T, s *site.Site) {
	socket := filepath.Join(s.Dir, "sidecar.sock")
	var lc net.ListenConfig
	l, err := lc.Listen(t.Context(), "unix", socket)
	require.NoError(t, err)
	back := &sidecar{answers: map[string]string{"GET /v1/status": `{"by":"socket"}`}}
	back.Server = &httptest.Server{Listener: l, Config: &http.Server{Handler: http.HandlerFunc(back.serve), ReadHeaderTimeout: time.Second}}
	back.Start()
	t.Cleanup(back.Close)
	s.Pair(t, "unix:"+socket)
	require.JSONEq(t, `{"by":"socket"}`, s.Login(t, "admin", "admin").REST(t, http.MethodGet, "wpbridge/v1/admin/status", nil).Body)

	release := make(chan struct{})
	mute := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-release }))
	t.Cleanup(mute.Close)
	t.Cleanup(func() { close(release) })
	other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusForbidden) }))
	t.Cleanup(other.Close)
	for address, code := range map[string]string{mute.URL: "sidecar_slow", other.URL: "not_sidecar", "unix:" + s.Dir + "/nothing": "sidecar_down"} {
		s.Pair(t, address)
		var got struct {
			Code string
			MS   float64
		}
		s.PHP(t, `$at = microtime( true );
$answer = ( new WPBridge\Sidecar( new WPBridge\Pairing( new WPBridge\Options() ) ) )->get( '/v1/status', 0.3 );
echo json_encode( array( 'Code' => $answer->code, 'MS' => 1000 * ( microtime( true ) - $at ) ) );`, &got)
		require.Equal(t, code, got.Code)
		require.Less(t, got.MS, 900.0, "the budget is 300 ms; WordPress alone would wait a second")
	}
}

func testWebhooks(t *testing.T, s *site.Site) {
	back := newSidecar(t, map[string]string{"POST /v1/webhooks/smartbill": `{"ok":true}`})
	s.Pair(t, back.URL)
	v := s.Visitor(t)
	body := "raw: not even JSON \x01"
	a := v.Do(t, http.MethodPost, "/wp-json/wpbridge/v1/webhooks/smartbill?x=1", body, http.Header{"Authorization": {"Bearer theirs"}, "Cookie": {"a=b"}, "X-Vendor": {"v"}})
	require.Equal(t, http.StatusOK, a.Status, a.Body)
	got := back.asked()
	require.Len(t, got, 1)
	require.Equal(t, "POST /v1/webhooks/smartbill?x=1", got[0].line)
	require.Equal(t, body, got[0].body)
	require.Equal(t, "Bearer theirs", got[0].header.Get("Authorization"))
	require.Equal(t, "v", got[0].header.Get("X-Vendor"))
	require.Empty(t, got[0].header.Get("Cookie"))
	require.Equal(t, http.StatusRequestEntityTooLarge, v.Do(t, http.MethodPost, "/wp-json/wpbridge/v1/webhooks/smartbill", strings.Repeat("x", 1<<20+1), nil).Status)
	require.Equal(t, http.StatusNotFound, v.Do(t, http.MethodPost, "/wp-json/wpbridge/v1/webhooks/Sm..%2f", "", nil).Status)
	require.Empty(t, back.asked())
}
