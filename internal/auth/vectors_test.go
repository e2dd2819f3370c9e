package auth_test

import (
	"encoding/json"
	"flag"
	"maps"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/stretchr/testify/require"

	"wpbridge/internal/auth"
)

var update = flag.Bool("update", false, "write testdata/tokens.json anew")

// vectors is what this package and the plugin's Jwt class must agree on; both
// read it in their tests.
type vectors struct {
	Now        int64             `json:"now"`
	Secret     string            `json:"secret"`
	Previous   string            `json:"previous"`
	KeyIDs     map[string]string `json:"key_ids"`
	Good       map[string]vector `json:"good"`        // sidecar to plugin, accepted there
	Bad        map[string]string `json:"bad"`         // refused there
	FromPlugin vector            `json:"from_plugin"` // made by the plugin, accepted here
}

type vector struct {
	Token string `json:"token"`
	Scope string `json:"scope"`
	JTI   string `json:"jti"`
	Exp   int64  `json:"exp"`
}

func TestVectorsSharedWithThePlugin(t *testing.T) {
	t.Parallel()
	path := filepath.Join("testdata", "tokens.json")
	raw, err := os.ReadFile(path)
	require.NoError(t, err)
	var v vectors
	require.NoError(t, json.Unmarshal(raw, &v))
	if *update {
		fresh := record(t)
		fresh.FromPlugin = v.FromPlugin
		out, err := json.MarshalIndent(fresh, "", "  ")
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(path, append(out, '\n'), 0o600))
		v = fresh
	}
	for s, id := range v.KeyIDs {
		require.Equal(t, id, auth.KeyID(s))
	}
	at := func() time.Time { return time.Unix(v.Now, 0) }
	plugin := auth.Verifier{Secrets: []string{v.Secret, v.Previous}, Audience: auth.Plugin, Issuers: []string{auth.Sidecar}, Now: at}
	for name, want := range v.Good {
		c, err := plugin.Verify(want.Token)
		require.NoError(t, err, name)
		require.Equal(t, want.JTI, c.ID, name)
		require.Equal(t, want.Exp, c.ExpiresAt.Unix(), name)
	}
	for name, token := range v.Bad {
		_, err := plugin.Verify(token)
		require.ErrorIs(t, err, auth.ErrToken, name)
	}
	sidecar := auth.Verifier{Secrets: []string{v.Secret}, Audience: auth.Sidecar, Issuers: []string{auth.Plugin}, Now: at}
	c, err := sidecar.Verify(v.FromPlugin.Token)
	require.NoError(t, err)
	require.Equal(t, []string{"admin"}, c.Scopes)
	require.Equal(t, v.FromPlugin.JTI, c.ID)
}

// record makes the tokens that the plugin is to accept and to refuse.
func record(t *testing.T) vectors {
	t.Helper()
	v := vectors{
		Now: noon.Unix(), Secret: secret, Previous: older, Good: map[string]vector{},
		KeyIDs: map[string]string{secret: auth.KeyID(secret), older: auth.KeyID(older), "äöü": auth.KeyID("äöü")},
	}
	for name, key := range map[string]string{"the secret in use": secret, "the secret before": older} {
		token, err := auth.Sign(key, auth.Claims{Issuer: auth.Sidecar, Audience: auth.Plugin, Scopes: []string{"bridge"}}, time.Minute, noon)
		require.NoError(t, err)
		claims := jwt.MapClaims{}
		_, _, err = jwt.NewParser().ParseUnverified(token, claims)
		require.NoError(t, err)
		v.Good[name] = vector{Token: token, Scope: "bridge", JTI: claims["jti"].(string), Exp: noon.Unix() + 60}
	}
	base := jwt.MapClaims{"iss": auth.Sidecar, "aud": auth.Plugin, "jti": "j", "scope": "bridge", "iat": noon.Unix(), "exp": noon.Unix() + 60}
	forge := func(m jwt.SigningMethod, key any, kid string, changes jwt.MapClaims) string {
		c := maps.Clone(base)
		maps.Copy(c, changes)
		maps.DeleteFunc(c, func(_ string, value any) bool { return value == nil })
		token := jwt.NewWithClaims(m, c)
		token.Header["kid"] = kid
		out, err := token.SignedString(key)
		require.NoError(t, err)
		return out
	}
	kid, key := auth.KeyID(secret), []byte(secret)
	v.Good["audience as text"] = vector{Token: forge(jwt.SigningMethodHS256, key, kid, nil), Scope: "bridge", JTI: "j", Exp: noon.Unix() + 60}
	v.Good["just expired"] = vector{Token: forge(jwt.SigningMethodHS256, key, kid, jwt.MapClaims{"iat": noon.Unix() - 64, "exp": noon.Unix() - 4}), Scope: "bridge", JTI: "j", Exp: noon.Unix() - 4}
	v.Good["no scope"] = vector{Token: forge(jwt.SigningMethodHS256, key, kid, jwt.MapClaims{"scope": nil}), JTI: "j", Exp: noon.Unix() + 60}
	v.Bad = map[string]string{
		"empty":               "",
		"nonsense":            "a.b.c",
		"four parts":          v.Good["audience as text"].Token + ".e30",
		"no algorithm":        forge(jwt.SigningMethodNone, jwt.UnsafeAllowNoneSignatureType, kid, nil),
		"another algorithm":   forge(jwt.SigningMethodHS512, key, kid, nil),
		"another secret":      forge(jwt.SigningMethodHS256, []byte(older), kid, nil),
		"unknown kid":         forge(jwt.SigningMethodHS256, key, "deadbeef", nil),
		"other audience":      forge(jwt.SigningMethodHS256, key, kid, jwt.MapClaims{"aud": auth.Sidecar}),
		"no audience":         forge(jwt.SigningMethodHS256, key, kid, jwt.MapClaims{"aud": nil}),
		"our own issuer":      forge(jwt.SigningMethodHS256, key, kid, jwt.MapClaims{"iss": auth.Plugin}),
		"no issuer":           forge(jwt.SigningMethodHS256, key, kid, jwt.MapClaims{"iss": nil}),
		"no jti":              forge(jwt.SigningMethodHS256, key, kid, jwt.MapClaims{"jti": nil}),
		"no iat":              forge(jwt.SigningMethodHS256, key, kid, jwt.MapClaims{"iat": nil}),
		"no exp":              forge(jwt.SigningMethodHS256, key, kid, jwt.MapClaims{"exp": nil}),
		"exp of another type": forge(jwt.SigningMethodHS256, key, kid, jwt.MapClaims{"exp": "soon"}),
		"lives too long":      forge(jwt.SigningMethodHS256, key, kid, jwt.MapClaims{"exp": noon.Unix() + 121}),
		"expired":             forge(jwt.SigningMethodHS256, key, kid, jwt.MapClaims{"iat": noon.Unix() - 66, "exp": noon.Unix() - 6}),
		"from the future":     forge(jwt.SigningMethodHS256, key, kid, jwt.MapClaims{"iat": noon.Unix() + 6}),
		"not yet":             forge(jwt.SigningMethodHS256, key, kid, jwt.MapClaims{"nbf": noon.Unix() + 6}),
		"changed":             tamper(t, v.Good["audience as text"].Token),
	}
	return v
}
