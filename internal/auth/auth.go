// Package auth makes and checks the short-lived tokens (JWT, HS256) by which
// plugin, command line and sidecar know each other.
package auth

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/google/uuid"
)

// MaxTTL is the longest life a token may have.
const MaxTTL = 120 * time.Second

const (
	minSecret = 32 // bytes; a shorter HS256 key can be guessed
	leeway    = 5 * time.Second
)

// ErrToken is wrapped by every refusal of Verify.
var ErrToken = errors.New("token refused")

// The parties, as they stand in iss and aud.
const (
	Sidecar = "wpbridge"
	Plugin  = "wpbridge-plugin"
	CLI     = "wpbridge-cli"
)

// Scopes lists what a token can be good for.
func Scopes() []string { return []string{"checkout", "admin", "cron", "bridge"} }

// Claims is what a token says. ID, IssuedAt and ExpiresAt are Sign's to fill.
type Claims struct {
	Issuer    string
	Audience  string
	Scopes    []string
	ID        string // unique; the receiver of a write refuses it a second time
	IssuedAt  time.Time
	ExpiresAt time.Time
}

// Allows reports whether the token was made for this scope.
func (c Claims) Allows(scope string) bool { return slices.Contains(c.Scopes, scope) }

type payload struct {
	jwt.RegisteredClaims
	Scope string `json:"scope"`
}

// Sign makes a token that holds from now for ttl.
func Sign(secret string, c Claims, ttl time.Duration, now time.Time) (string, error) {
	if len(secret) < minSecret {
		return "", fmt.Errorf("sign token: the secret has %d bytes: it must have at least %d", len(secret), minSecret)
	}
	if ttl < time.Second || ttl > MaxTTL {
		return "", fmt.Errorf("sign token: a life of %s: it must be from 1s to %s", ttl, MaxTTL)
	}
	token := jwt.NewWithClaims(jwt.SigningMethodHS256, payload{jwt.RegisteredClaims{
		Issuer: c.Issuer, Audience: jwt.ClaimStrings{c.Audience}, ID: uuid.NewString(),
		IssuedAt: jwt.NewNumericDate(now), ExpiresAt: jwt.NewNumericDate(now.Add(ttl)),
	}, strings.Join(c.Scopes, " ")})
	token.Header["kid"] = KeyID(secret)
	out, err := token.SignedString([]byte(secret))
	if err != nil {
		return "", fmt.Errorf("sign token: %w", err)
	}
	return out, nil
}

// KeyID names a secret without telling it, so that an old and a new one can be
// valid side by side.
func KeyID(secret string) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte("wpbridge kid"))
	return hex.EncodeToString(mac.Sum(nil)[:4])
}
