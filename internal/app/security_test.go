package app_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/stretchr/testify/require"

	"wpbridge/internal/auth"
	"wpbridge/internal/job"
	"wpbridge/internal/shoptest"
)

// forge makes a token as an attacker would, with some claims changed.
func forge(t *testing.T, m jwt.SigningMethod, key any, change jwt.MapClaims) string {
	t.Helper()
	now := time.Now().Unix()
	c := jwt.MapClaims{"iss": auth.Plugin, "aud": auth.Sidecar, "jti": fmt.Sprint(time.Now().UnixNano()), "scope": "admin", "iat": now, "exp": now + 60}
	maps.Copy(c, change)
	token := jwt.NewWithClaims(m, c)
	token.Header["kid"] = auth.KeyID(secret)
	text, err := token.SignedString(key)
	require.NoError(t, err)
	return "Bearer " + text
}

// confused is a token whose head says RS256 and whose signature is an HMAC with
// the secret.
func confused(t *testing.T) string {
	t.Helper()
	parts := strings.Split(forge(t, jwt.SigningMethodHS256, []byte(secret), nil), ".")
	head, err := json.Marshal(map[string]string{"alg": "RS256", "typ": "JWT", "kid": auth.KeyID(secret)})
	require.NoError(t, err)
	signed := "Bearer " + base64.RawURLEncoding.EncodeToString(head) + "." + parts[1]
	sig, err := jwt.SigningMethodHS256.Sign(strings.TrimPrefix(signed, "Bearer "), []byte(secret))
	require.NoError(t, err)
	return signed + "." + base64.RawURLEncoding.EncodeToString(sig)
}

func TestForgedTokensOpenNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 1)
	s := w.serve()
	now := time.Now().Unix()
	good := []byte(secret)
	require.Equal(t, 200, s.raw("GET", "/v1/runs", "", forge(t, jwt.SigningMethodHS256, good, nil)).status, "the base of the cases is good")
	for name, authorization := range map[string]string{
		"no token":         "",
		"no scheme":        strings.TrimPrefix(bearer(t, "admin"), "Bearer "),
		"another scheme":   "Basic " + base64.StdEncoding.EncodeToString([]byte("admin:"+"x")),
		"nonsense":         "Bearer a.b.c",
		"wrong secret":     forge(t, jwt.SigningMethodHS256, []byte(strings.ToUpper(secret)), nil),
		"alg none":         forge(t, jwt.SigningMethodNone, jwt.UnsafeAllowNoneSignatureType, nil),
		"HS512":            forge(t, jwt.SigningMethodHS512, good, nil),
		"RS256 by secret":  confused(t),
		"expired":          forge(t, jwt.SigningMethodHS256, good, jwt.MapClaims{"iat": now - 120, "exp": now - 60}),
		"from the future":  forge(t, jwt.SigningMethodHS256, good, jwt.MapClaims{"iat": now + 60, "exp": now + 120}),
		"lives too long":   forge(t, jwt.SigningMethodHS256, good, jwt.MapClaims{"exp": now + 3600}),
		"other audience":   forge(t, jwt.SigningMethodHS256, good, jwt.MapClaims{"aud": auth.Plugin}),
		"ourselves":        forge(t, jwt.SigningMethodHS256, good, jwt.MapClaims{"iss": auth.Sidecar}),
		"several in a row": bearer(t, "admin") + " " + bearer(t, "admin"),
	} {
		for _, path := range []string{"/v1/runs", "/v1/config", "/v1/status"} {
			a := s.raw("GET", path, "", authorization)
			require.Equal(t, 401, a.status, "%s: %s", name, a.body)
			require.Equal(t, "unauthorized", a.code(), name)
			require.Equal(t, "Bearer", a.header.Get("WWW-Authenticate"))
		}
	}
}

func TestEachRouteAsksForItsScope(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 1)
	s := w.serve()
	for _, r := range []struct{ method, path, scope string }{
		{"GET", "/v1/openapi.yaml", "admin"},
		{"POST", "/v1/checkout/check", "checkout"},
		{"GET", "/v1/status", "admin"},
		{"GET", "/v1/check", "admin"},
		{"GET", "/v1/connectors", "admin"},
		{"GET", "/v1/config", "admin"},
		{"POST", "/v1/erp/check", "admin"},
		{"GET", "/v1/reference/warehouses", "admin"},
		{"POST", "/v1/reference/warehouses", "admin"},
		{"POST", "/v1/jobs/none/runs", "cron admin"},
		{"GET", "/v1/runs", "admin"},
		{"GET", "/v1/runs/1", "admin"},
		{"GET", "/v1/runs/1/changes", "admin"},
		{"GET", "/v1/runs/1/changes.csv", "admin"},
		{"POST", "/v1/runs/1/undo", "admin"},
		{"POST", "/v1/runs/1/approve", "admin"},
		{"POST", "/v1/runs/1/cancel", "admin"},
		{"GET", "/v1/match", "admin"},
		{"GET", "/v1/match/linked", "admin"},
		{"GET", "/v1/unmatched?side=erp", "admin"},
		{"GET", "/v1/products/x/history", "admin"},
	} {
		require.Equal(t, 401, s.raw(r.method, r.path, "{}", "").status, r.path)
		for _, scope := range append(auth.Scopes(), "", "admins", "Admin") {
			a := s.raw(r.method, r.path, "{}", bearer(t, scope))
			allowed := scope != "" && strings.Contains(" "+r.scope+" ", " "+scope+" ")
			require.Equal(t, !allowed, a.code() == "forbidden_scope", "%s %s with %q: %s", r.method, r.path, scope, a.body)
		}
	}
	for _, path := range []string{"/healthz", "/readyz"} {
		require.Equal(t, 200, s.raw("GET", path, "", "").status)
	}
}

func TestATokenWritesOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 2)
	first, second := w.serve(), w.serve()
	once := bearer(t, "admin")
	require.Equal(t, 202, first.raw("POST", "/v1/jobs/match/runs", "", once).status)
	for _, s := range []*sidecar{first, second} {
		a := s.raw("POST", "/v1/jobs/match/runs", "", once)
		require.Equal(t, 401, a.status)
		require.Equal(t, "replayed", a.code())
	}
	require.Equal(t, 200, first.raw("GET", "/v1/runs", "", once).status, "reading again does no harm")

	long := forge(t, jwt.SigningMethodHS256, []byte(secret), jwt.MapClaims{"jti": strings.Repeat("x", 65)})
	require.Equal(t, "replayed", first.raw("POST", "/v1/jobs/match/runs", "", long).code(), "an id that cannot be noted")
}

func TestSecretsAreChangedWithoutAGap(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 1)
	s := w.serve()
	const next = "fedcba9876543210fedcba9876543210"
	with := func(key string) int {
		claims := auth.Claims{Issuer: auth.CLI, Audience: auth.Sidecar, Scopes: []string{"admin"}}
		return s.raw("GET", "/v1/runs", "", "Bearer "+token(t, key, claims)).status
	}
	require.Equal(t, 401, with(next))

	w.set("SERVER__PREVIOUS_SECRET", secret)
	w.set("SERVER__SECRET", next)
	require.Eventually(t, func() bool { return with(next) == 200 }, wait, tick)
	require.Equal(t, 200, with(secret), "the other side has not changed its own yet")

	w.set("SERVER__PREVIOUS_SECRET", "")
	require.Eventually(t, func() bool { return with(secret) == 401 }, wait, tick)
	require.Equal(t, 200, with(next))
	require.NotContains(t, w.log.String(), "started again", "nothing of that needs a restart")
	require.NotContains(t, w.log.String(), next)
}

func TestBodiesAndPathsThatMeanHarm(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 3)
	s := w.ready()

	big := `{"settings":{"password":"` + strings.Repeat("x", 70_000) + `"}}`
	require.Equal(t, "too_large", s.call(413, "POST", "/v1/erp/check", big).code())
	require.Equal(t, "too_large", s.call(413, "POST", "/v1/runs/1/undo", big).code())
	chunked, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.base+"/v1/erp/check", struct{ *strings.Reader }{strings.NewReader(big)})
	require.NoError(t, err)
	chunked.ContentLength = -1
	chunked.Header.Set("Authorization", bearer(t, "admin"))
	res, err := s.http.Do(chunked)
	require.NoError(t, err)
	require.NoError(t, res.Body.Close())
	require.Equal(t, 413, res.StatusCode)

	for _, body := range []string{`{`, `[]`, `{"full":"yes"}`, `{"ful":true}`, `{} {}`, `{"full":true}x`, "\x00"} {
		require.Equal(t, "invalid", s.call(400, "POST", "/v1/jobs/stock/runs", body).code(), body)
	}
	for _, path := range []string{
		"/v1/runs?limit=0", "/v1/runs?limit=-1", "/v1/runs?limit=1000000", "/v1/runs?before=x", "/v1/runs/1/changes?after=1%20OR%201",
		"/v1/runs/1/changes?q=" + strings.Repeat("x", 201), "/v1/match/linked?after=99999999999", "/v1/products/x/history?product_id='",
	} {
		require.Equal(t, "invalid", s.call(400, "GET", path, "").code(), path)
	}
	for _, path := range []string{
		"/v1/runs/0", "/v1/runs/-1", "/v1/runs/1%20OR%201=1", "/v1/runs/99999", "/v1/runs/18446744073709551616", "/v1/runs/", "/v1//runs", "/", "/v1",
		"/v1/match/linked'--", "/v1/products//history", "/v1/../healthz/x", "/v1/products/..%2f..%2fconfig", "/v1/reference/..%2fitems",
	} {
		require.Equal(t, "not_found", s.call(404, "GET", path, "").code(), path)
	}
	require.Equal(t, "method_not_allowed", s.call(405, "DELETE", "/v1/runs", "").code())
	require.Equal(t, "not_found", s.call(404, "POST", "/v1/jobs/unheard-of/runs", "").code())

	meta := w.shop.Table("postmeta")
	for i, sku := range []string{`x' OR '1'='1`, `a/b\..%2e;DROP TABLE wp_posts--`, "<script>alert(1)</script>"} {
		w.shop.Exec(t, "UPDATE "+meta+" SET meta_value = ? WHERE meta_key = '_sku' AND meta_value = ?", sku, shoptest.SKU(i+1))
		require.Equal(t, "not_found", s.call(404, "GET", "/v1/products/"+url.PathEscape(sku)+"/history", "").code(), "not known by this name yet")
		w.shop.Exec(t, "UPDATE "+w.shop.Table("wpbridge_link")+" SET sku = ? WHERE sku = ?", sku, shoptest.SKU(i+1))
		list := get[struct{ Products []job.Why }](s.client, "/v1/products/"+url.PathEscape(sku)+"/history")
		require.Len(t, list.Products, 1)
		require.Equal(t, sku, list.Products[0].SKU)
	}
}

func TestRequestIDsAreTakenWhenTheyAreHarmless(t *testing.T) {
	t.Parallel()
	s := newWorld(t, 1).serve()
	ask := func(id string) string {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.base+"/healthz", nil)
		require.NoError(t, err)
		req.Header.Set("X-Request-Id", id)
		res, err := s.http.Do(req)
		require.NoError(t, err)
		require.NoError(t, res.Body.Close())
		return res.Header.Get("X-Request-Id")
	}
	require.Equal(t, "abc-1.2_3", ask("abc-1.2_3"))
	for _, bad := range []string{"", "a b", `"><script>`, strings.Repeat("x", 65)} {
		require.Len(t, ask(bad), 36)
	}
}
