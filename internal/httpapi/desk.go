package httpapi

import (
	_ "embed"
	"errors"
	"net/http"

	"github.com/gin-gonic/gin"

	"wpbridge/internal/checkup"
	"wpbridge/internal/live"
)

//go:embed openapi.yaml
var openapiText []byte

func (a *api) openapi(c *gin.Context) error {
	c.Data(http.StatusOK, "application/yaml", openapiText)
	return nil
}

// health says only that the process answers.
func (a *api) health(c *gin.Context) error {
	c.JSON(http.StatusOK, gin.H{"status": "ok"})
	return nil
}

// ready says whether work could be done now. Who asks has shown no token: the
// reason is for the log.
func (a *api) ready(c *gin.Context) error {
	if err := a.Ready(c.Request.Context()); err != nil {
		return &fault{code: codeNotReady, detail: "the shop's database does not answer, or its tables are of another version", err: err}
	}
	c.JSON(http.StatusOK, gin.H{"status": "ready"})
	return nil
}

func (a *api) status(c *gin.Context) error {
	s, err := a.Shop.Status(c.Request.Context())
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, s)
	return nil
}

func (a *api) check(c *gin.Context) error {
	return report(c, a.Shop.Check(c.Request.Context()))
}

func report(c *gin.Context, r *checkup.Report) error {
	c.JSON(http.StatusOK, gin.H{"status": r.Status(), "ok": r.Status() != checkup.Fail, "checks": some(r.Findings)})
	return nil
}

func (a *api) connectors(c *gin.Context) error {
	c.JSON(http.StatusOK, gin.H{"connectors": a.Settings.Connectors(c.Request.Context())})
	return nil
}

func (a *api) config(c *gin.Context) error {
	c.JSON(http.StatusOK, gin.H{"settings": a.Settings.Settings(c.Request.Context())})
	return nil
}

// loginBody is a login as a settings page has it, not stored yet.
type loginBody struct {
	ERP struct {
		Name string `json:"name"`
		Mode string `json:"mode"`
	} `json:"erp"`
	Settings map[string]string `json:"settings"`
}

func bindLogin(c *gin.Context) (Login, error) {
	var body loginBody
	if err := bind(c, &body); err != nil {
		return Login{}, err
	}
	l := Login{body.ERP.Name, body.ERP.Mode, body.Settings}
	return l, l.check()
}

func (l Login) check() error {
	if l.Mode != "" && l.Mode != "live" && l.Mode != "test" {
		return Invalid("erp.mode", "erp.mode must be live or test")
	}
	return nil
}

func (a *api) checkERP(c *gin.Context) error {
	l, err := bindLogin(c)
	if err != nil {
		return err
	}
	r, err := a.ERP.CheckLogin(c.Request.Context(), l)
	if err != nil {
		return err
	}
	return report(c, r)
}

func (a *api) reference(c *gin.Context) error {
	l := Login{Name: c.Query("name"), Mode: c.Query("mode")}
	if err := l.check(); err != nil {
		return err
	}
	return a.list(c, l)
}

func (a *api) referenceOf(c *gin.Context) error {
	l, err := bindLogin(c)
	if err != nil {
		return err
	}
	return a.list(c, l)
}

func (a *api) list(c *gin.Context, l Login) error {
	kind := c.Param("kind")
	items, err := a.ERP.Reference(c.Request.Context(), kind, l)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, gin.H{"kind": kind, "items": some(items)})
	return nil
}

func (a *api) checkCheckout(c *gin.Context) error {
	if a.Checkouts == nil {
		return &fault{code: codeNotReady, detail: "the stock check is not available"}
	}
	var r live.Request
	if err := bind(c, &r); err != nil {
		return err
	}
	answer, err := a.Checkouts.Check(c.Request.Context(), r)
	if wrong, ok := errors.AsType[*live.FieldError](err); ok {
		return Invalid(wrong.Field, wrong.Field+" "+wrong.Want)
	}
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, answer)
	return nil
}
