// Package profile connects any business system that a YAML file describes: how
// it is asked and how its answers are read. The form of the file is in package
// schema, its documentation in configs/profiles/README.md.
//
// A profile and the answers of the system it describes are strangers. Templates
// reach only declared values; requests go only to the host of base_url, whatever
// redirects and links say; files are read only inside the folder that the
// settings name; answers are bounded (package record).
package profile

import (
	"cmp"
	"context"
	"net/http"

	"wpbridge/internal/erp"
)

// Name is the key of the connector and of its section of the configuration.
const Name = "profile"

var (
	_ erp.Connector       = (*client)(nil)
	_ erp.StockReader     = (*client)(nil)
	_ erp.StockChecker    = (*client)(nil)
	_ erp.ItemReader      = (*client)(nil)
	_ erp.ItemFinder      = (*client)(nil)
	_ erp.ReferenceLister = (*client)(nil)
	_ erp.Describer       = (*client)(nil)
	_ erp.Chooser         = (*client)(nil)
)

// Factory describes the connector.
func Factory() erp.Factory {
	return erp.Factory{Name: Name, Title: "profile", Settings: settings(), More: variables, New: open, Allowance: allowance, Transport: transport}
}

func open(_ context.Context, s erp.Settings, env erp.Env) (erp.Connector, error) {
	c, err := newClient(s, env.Probing)
	if err != nil {
		return nil, err
	}
	h := *env.HTTP
	h.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	c.http, c.log = &h, env.Log.With("profile", c.title)
	c.warnPlain()
	return c, nil
}

// Traits are those of the profile.
func (c *client) Traits() erp.Traits {
	l := c.limits
	return erp.Traits{Title: c.title, References: c.kinds(), Concurrency: cmp.Or(l.Parallel, 1), Settle: l.Settle, Timeout: l.Timeout}
}

// Offers tells what the profile has, with the variables that are set.
func (c *client) Offers(op string) bool {
	switch op {
	case erp.OpReadStock:
		return c.stock != nil
	case erp.OpCheckStock:
		return c.check != nil
	case erp.OpReadItems:
		return c.products != nil
	case erp.OpFindItems:
		return c.find != nil
	case erp.OpListReference:
		return len(c.references) > 0
	}
	return true
}
