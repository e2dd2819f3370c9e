// Package httpapi is the sidecar's HTTP side: the plugin and the command line
// ask here, nobody else. It listens on this machine only; every call but health
// checks carries a short-lived token.
//
// routes.go is the one table of routes; openapi.yaml describes them for people
// and programs, and a test keeps the two together. Handlers return errors, and
// problem.go turns every one into the same form with a stable code.
package httpapi

import (
	"context"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/gin-gonic/gin"

	"wpbridge/internal/auth"
)

// Deps is what the API stands on.
type Deps struct {
	Log *slog.Logger
	// Secrets are those that tokens may be signed with, read anew for each call:
	// the one in use and, while it is being changed, the one before.
	Secrets func() []string
	Tokens  Tokens
	// Ready tells why no work can be done now; nil: it can.
	Ready    func(context.Context) error
	Books    Books
	Runs     Runs
	Shop     Shop
	Settings Settings
	ERP      ERP
	Products Products
	// Pushes is nil where the business system sends nothing.
	Pushes Pushes
	// Checkouts is nil where nothing can be checked while a customer buys.
	Checkouts Checkouts
	// Now is the clock that tokens are checked by; nil: time.Now.
	Now func() time.Time
}

type api struct{ Deps }

// quiet keeps gin from announcing itself; its mode is one for the process.
var quiet = sync.OnceFunc(func() { gin.SetMode(gin.ReleaseMode) })

// New returns the API. It is safe for concurrent use.
func New(d Deps) (http.Handler, error) {
	quiet()
	a := &api{d}
	g := gin.New()
	if err := g.SetTrustedProxies(nil); err != nil {
		return nil, err
	}
	// A SKU may hold a slash: it comes as %2F and must not become a path.
	g.UseRawPath, g.UnescapePathValues = true, true
	g.RedirectTrailingSlash, g.RedirectFixedPath, g.HandleMethodNotAllowed = false, false, true
	g.Use(a.identify, a.log, a.recover)
	for _, r := range a.routes() {
		g.Handle(r.method, ginPath(r.path), a.serve(r))
	}
	g.NoRoute(a.refuse(&fault{code: codeNotFound, detail: "there is no such address here"}))
	g.NoMethod(a.refuse(&fault{code: codeMethod, detail: "this address does not take this method"}))
	return g, nil
}

func (a *api) verifier() auth.Verifier {
	return auth.Verifier{Secrets: a.Secrets(), Audience: auth.Sidecar, Issuers: []string{auth.Plugin, auth.CLI}, Now: a.Now}
}
