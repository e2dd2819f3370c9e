// Package flowii connects FLOWii by its REST API (JSON:API).
//
// Goods are only read: FLOWii offers no way to write them. It describes neither
// a stock quantity nor the time at which a good was changed. Stock is taken from
// an attribute that the settings name, where the account's goods carry it. A mark
// is a Unix time by FLOWii's own clock, the Date of an answer.
package flowii

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"wpbridge/internal/erp"
)

// Name is the key of the connector and of its section of the configuration.
const Name = "flowii"

var (
	_ erp.Connector       = (*client)(nil)
	_ erp.ItemReader      = (*client)(nil)
	_ erp.ItemFinder      = (*client)(nil)
	_ erp.CategoryReader  = (*client)(nil)
	_ erp.ReferenceLister = (*client)(nil)
	_ erp.Describer       = (*client)(nil)
	_ erp.StockReader     = (*stocked)(nil)
	_ erp.StockChecker    = (*stocked)(nil)
)

// Factory describes the connector.
func Factory() erp.Factory {
	return erp.Factory{Name: Name, Title: "FLOWii", Settings: settings(), New: open, Allowance: allowance}
}

// client offers all but stock.
type client struct {
	config
	http    *http.Client
	log     *slog.Logger
	session session
	tree    tree
	index   index
}

// stocked is a client whose settings name the attribute that holds stock.
type stocked struct{ *client }

func open(ctx context.Context, s erp.Settings, env erp.Env) (erp.Connector, error) {
	cfg, err := parse(s)
	if err != nil {
		return nil, err
	}
	h := *env.HTTP
	// No redirect is documented. Following one would hide a wrong base URL.
	h.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	c := &client{config: cfg, http: &h, log: env.Log, session: newSession()}
	if c.stock == "" {
		c.log.InfoContext(ctx, "no stock is read from flowii: flowii.stock_attribute is empty")
		return c, nil
	}
	return &stocked{c}, nil
}

// Traits states that requests go one after the other, as both programs known to
// use FLOWii do, and FLOWii's limit for a login.
func (c *client) Traits() erp.Traits {
	return erp.Traits{References: kinds(), Concurrency: 1, Budgets: []erp.Budget{{Calls: 120, Per: time.Minute}}}
}

// Ping logs in, looks whether the login sees the chosen company, and reads its
// own user there. Without a chosen company it stops at the login.
func (c *client) Ping(ctx context.Context) error {
	if err := c.ping(ctx); err != nil {
		return fmt.Errorf("reach FLOWii at %s: %w", c.base.Host, err)
	}
	return nil
}

func (c *client) ping(ctx context.Context) error {
	list, err := c.ListReference(ctx, refCompanies)
	if err != nil || c.company == "" {
		return err
	}
	for _, company := range list {
		if company.ID == c.company {
			_, err = c.get(ctx, "users/self", c.query(), &resource{})
			return err
		}
	}
	return fmt.Errorf("%w: flowii.company is %s, but this login sees only %s", erp.ErrNotFound, c.company, names(list))
}
