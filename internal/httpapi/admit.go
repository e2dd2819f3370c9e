package httpapi

import (
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"wpbridge/internal/auth"
	"wpbridge/internal/ledger"
)

const claimsKey = "claims"

// admit lets a call pass whose token is genuine, made for this route and, where
// the route changes something, not used before.
func (a *api) admit(c *gin.Context, r route) error {
	if len(r.scopes) == 0 {
		return nil
	}
	scheme, token, _ := strings.Cut(c.GetHeader("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return &fault{code: codeUnauthorized, detail: "a token is needed: Authorization: Bearer …"}
	}
	claims, err := a.verifier().Verify(strings.TrimSpace(token))
	if err != nil {
		return &fault{code: codeUnauthorized, detail: "the token is not valid: the secret or the clock of the two sides may differ", err: err}
	}
	if !slices.ContainsFunc(r.scopes, claims.Allows) {
		return &fault{code: codeScope, detail: "the token is not for this: it needs the scope " + strings.Join(r.scopes, " or ")}
	}
	if r.once {
		fresh, err := a.Tokens.Spend(c.Request.Context(), claims.ID, claims.ExpiresAt)
		if err != nil {
			return err
		}
		if !fresh {
			return &fault{code: codeReplayed, detail: "this token was used before: each call that changes something needs its own"}
		}
	}
	c.Set(claimsKey, claims)
	return nil
}

// caller tells who asks, as the books show it and in words.
func caller(c *gin.Context) (by, words string) {
	claims, _ := c.MustGet(claimsKey).(auth.Claims)
	if claims.Issuer == auth.Plugin {
		return ledger.ByPage, "a person in the shop's pages"
	}
	return ledger.ByCLI, "a command"
}
