package auth_test

import (
	"encoding/base64"
	"encoding/json"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/stretchr/testify/require"

	"wpbridge/internal/auth"
)

const (
	secret = "0123456789abcdef0123456789abcdef"
	older  = "fedcba9876543210fedcba9876543210"
)

var noon = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

func verifier(at time.Time) auth.Verifier {
	return auth.Verifier{
		Secrets: []string{secret, older}, Audience: auth.Sidecar, Issuers: []string{auth.Plugin, auth.CLI},
		Now: func() time.Time { return at },
	}
}

func sign(t *testing.T, key string) string {
	t.Helper()
	token, err := auth.Sign(key, auth.Claims{Issuer: auth.CLI, Audience: auth.Sidecar, Scopes: []string{"cron", "admin"}}, time.Minute, noon)
	require.NoError(t, err)
	return token
}

func TestSignedTokensVerify(t *testing.T) {
	t.Parallel()
	for _, key := range []string{secret, older} {
		c, err := verifier(noon.Add(30 * time.Second)).Verify(sign(t, key))
		require.NoError(t, err)
		require.True(t, c.Allows("cron") && c.Allows("admin"))
		require.False(t, c.Allows("checkout"))
		require.Equal(t, auth.CLI, c.Issuer)
		require.True(t, c.ExpiresAt.Equal(noon.Add(time.Minute)))
		require.NotEmpty(t, c.ID)
	}
	first, second := sign(t, secret), sign(t, secret)
	require.NotEqual(t, first, second, "each has its own jti")
}

func TestSignRefuses(t *testing.T) {
	t.Parallel()
	_, err := auth.Sign("short", auth.Claims{}, time.Minute, noon)
	require.EqualError(t, err, "sign token: the secret has 5 bytes: it must have at least 32")
	for _, ttl := range []time.Duration{0, -time.Second, auth.MaxTTL + 1} {
		_, err = auth.Sign(secret, auth.Claims{}, ttl, noon)
		require.ErrorContains(t, err, "must be from 1s to 2m0s")
	}
}

func TestVerifyRefuses(t *testing.T) {
	t.Parallel()
	good := jwt.MapClaims{
		"iss": auth.Plugin, "aud": auth.Sidecar, "jti": "1", "scope": "cron", "iat": noon.Unix(), "exp": noon.Unix() + 60,
	}
	with := func(key string, value any) jwt.MapClaims {
		c := jwt.MapClaims{}
		maps.Copy(c, good)
		if c[key] = value; value == nil {
			delete(c, key)
		}
		return c
	}
	forge := func(m jwt.SigningMethod, key any, kid any, c jwt.MapClaims) string {
		token := jwt.NewWithClaims(m, c)
		token.Header["kid"] = kid
		out, err := token.SignedString(key)
		require.NoError(t, err)
		return out
	}
	hs256 := func(c jwt.MapClaims) string {
		return forge(jwt.SigningMethodHS256, []byte(secret), auth.KeyID(secret), c)
	}
	_, err := verifier(noon).Verify(hs256(good))
	require.NoError(t, err, "the base of the cases is good")

	for name, token := range map[string]string{
		"empty":               "",
		"nonsense":            "a.b.c",
		"no algorithm":        forge(jwt.SigningMethodNone, jwt.UnsafeAllowNoneSignatureType, auth.KeyID(secret), good),
		"another algorithm":   forge(jwt.SigningMethodHS512, []byte(secret), auth.KeyID(secret), good),
		"another secret":      forge(jwt.SigningMethodHS256, []byte(older), auth.KeyID(secret), good),
		"unknown kid":         forge(jwt.SigningMethodHS256, []byte(secret), "deadbeef", good),
		"kid of another type": forge(jwt.SigningMethodHS256, []byte(secret), 7, good),
		"no kid":              forge(jwt.SigningMethodHS256, []byte(secret), nil, good),
		"other audience":      hs256(with("aud", auth.Plugin)),
		"no audience":         hs256(with("aud", nil)),
		"unknown issuer":      hs256(with("iss", auth.Sidecar)),
		"no issuer":           hs256(with("iss", nil)),
		"no jti":              hs256(with("jti", nil)),
		"no iat":              hs256(with("iat", nil)),
		"no exp":              hs256(with("exp", nil)),
		"lives too long":      hs256(with("exp", noon.Unix()+121)),
		"expired":             hs256(with("exp", noon.Unix()-6)),
		"from the future":     hs256(with("iat", noon.Unix()+6)),
		"changed":             tamper(t, hs256(good)),
	} {
		_, err := verifier(noon).Verify(token)
		require.ErrorIs(t, err, auth.ErrToken, name)
	}
}

func TestShortSecretsVerifyNothing(t *testing.T) {
	t.Parallel()
	token := jwt.NewWithClaims(jwt.SigningMethodHS256, jwt.MapClaims{"iss": auth.CLI, "aud": auth.Sidecar, "jti": "1", "iat": noon.Unix(), "exp": noon.Unix() + 60})
	token.Header["kid"] = auth.KeyID("")
	text, err := token.SignedString([]byte(""))
	require.NoError(t, err)
	v := verifier(noon)
	v.Secrets = []string{""}
	_, err = v.Verify(text)
	require.ErrorIs(t, err, auth.ErrToken)
}

// tamper asks for one more scope and keeps the signature.
func tamper(t *testing.T, token string) string {
	t.Helper()
	parts := strings.Split(token, ".")
	raw, err := base64.RawURLEncoding.DecodeString(parts[1])
	require.NoError(t, err)
	var c map[string]any
	require.NoError(t, json.Unmarshal(raw, &c))
	c["scope"] = "cron admin"
	raw, err = json.Marshal(c)
	require.NoError(t, err)
	parts[1] = base64.RawURLEncoding.EncodeToString(raw)
	return strings.Join(parts, ".")
}

func FuzzVerify(f *testing.F) {
	f.Add("a.b.c")
	f.Add("eyJhbGciOiJIUzI1NiJ9.e30.")
	f.Fuzz(func(t *testing.T, token string) {
		_, err := verifier(noon).Verify(token)
		require.ErrorIs(t, err, auth.ErrToken, "nobody guesses a signature")
	})
}
