package auth

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// Verifier checks tokens meant for one party.
type Verifier struct {
	Secrets  []string // the one in use, and during a change also the one before
	Audience string
	Issuers  []string         // who may call
	Now      func() time.Time // nil: time.Now
}

// Verify returns the claims of a token that is genuine, meant for us, from a
// known party and in its time. Whether its ID was seen before is for the caller
// to ask; the reason wrapped in ErrToken is for the log, not for the sender.
func (v Verifier) Verify(token string) (Claims, error) {
	var p payload
	options := []jwt.ParserOption{
		jwt.WithValidMethods([]string{jwt.SigningMethodHS256.Alg()}), jwt.WithAudience(v.Audience),
		jwt.WithExpirationRequired(), jwt.WithIssuedAt(), jwt.WithLeeway(leeway), jwt.WithStrictDecoding(),
	}
	if v.Now != nil {
		options = append(options, jwt.WithTimeFunc(v.Now))
	}
	if _, err := jwt.NewParser(options...).ParseWithClaims(token, &p, v.key); err != nil {
		return Claims{}, fmt.Errorf("%w: %w", ErrToken, err)
	}
	if err := v.further(p); err != nil {
		return Claims{}, fmt.Errorf("%w: %w", ErrToken, err)
	}
	return Claims{
		Issuer: p.Issuer, Audience: v.Audience, Scopes: strings.Fields(p.Scope),
		ID: p.ID, IssuedAt: p.IssuedAt.Time, ExpiresAt: p.ExpiresAt.Time,
	}, nil
}

// further asks for what RFC 7519 leaves open.
func (v Verifier) further(p payload) error {
	switch {
	case !slices.Contains(v.Issuers, p.Issuer):
		return fmt.Errorf("issuer %q is not known", p.Issuer)
	case p.ID == "":
		return errors.New("it has no jti")
	case p.IssuedAt == nil:
		return errors.New("it has no iat")
	case p.ExpiresAt.Sub(p.IssuedAt.Time) > MaxTTL:
		return fmt.Errorf("it lives longer than %s", MaxTTL)
	}
	return nil
}

// key picks the secret by kid; a short one is never used.
func (v Verifier) key(t *jwt.Token) (any, error) {
	for _, s := range v.Secrets {
		if len(s) >= minSecret && t.Header["kid"] == KeyID(s) {
			return []byte(s), nil
		}
	}
	return nil, errors.New("no secret of ours has this kid")
}
