package httpapi

import (
	"cmp"
	"errors"
	"io"
	"net/http"

	"github.com/gin-gonic/gin"

	"wpbridge/internal/erp"
	"wpbridge/internal/inbox"
)

const (
	webhookPath = "/v1/webhooks/{system}"
	maxPush     = 1 << 20
)

// webhook takes what the business system sends by itself. It proves itself by
// what its maker has given it, not by a token of ours; the plugin hands on what
// arrives at the shop's own address.
func (a *api) webhook(c *gin.Context) error {
	if a.Pushes == nil {
		return &fault{code: codeNotFound, detail: inbox.ErrSystem.Error()}
	}
	body, err := io.ReadAll(c.Request.Body)
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return tooLarge(large.Limit)
	case err != nil:
		return Invalid("", "the body did not arrive whole")
	}
	answer, err := a.Pushes.Accept(c.Request.Context(), c.Param("system"), erp.Push{Header: c.Request.Header, Body: body})
	switch {
	case errors.Is(err, inbox.ErrSystem):
		return &fault{code: codeNotFound, field: "system", detail: inbox.ErrSystem.Error(), err: err}
	case errors.Is(err, erp.ErrUnauthorized): // what is wrong is for the owner of the settings, not for a stranger
		return &fault{code: codeForbidden, detail: "the token is not the one in wpbridge's settings, or did not arrive", err: err}
	case errors.Is(err, erp.ErrAnswer):
		return &fault{code: codeInvalid, detail: "this is not what the system is known to send", err: err}
	case err != nil:
		return err
	}
	c.JSON(http.StatusOK, gin.H{"message": cmp.Or(answer, "ok")})
	return nil
}
