// Package sitoo connects Sitoo POS by its REST API, version 2.
//
// Stock is what Sitoo calls available: total less reserved, per SKU and
// warehouse. Prices are those of the default price list. A mark is a Unix time
// that Sitoo gave; of orders, which have no time of their last change, it is the
// number of the last one read.
//
// An order goes up with the shop's reference as externalid, which is unique in a
// Sitoo account: sending it twice is refused, and asking for it is sure.
package sitoo

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"wpbridge/internal/erp"
)

// Name is the key of the connector and of its section of the configuration.
const Name = "sitoo"

var (
	_ erp.Connector       = (*client)(nil)
	_ erp.StockReader     = (*client)(nil)
	_ erp.StockChecker    = (*client)(nil)
	_ erp.ItemReader      = (*client)(nil)
	_ erp.ItemFinder      = (*client)(nil)
	_ erp.ReferenceLister = (*client)(nil)
	_ erp.Describer       = (*client)(nil)
	_ erp.Chooser         = (*client)(nil)
	_ erp.OrderWriter     = (*client)(nil)
	_ erp.OrderFinder     = (*client)(nil)
	_ erp.DocumentActor   = (*client)(nil)
	_ erp.OrderReader     = (*client)(nil)
)

// Factory describes the connector.
func Factory() erp.Factory {
	return erp.Factory{Name: Name, Title: "Sitoo", Settings: settings(), New: open, Allowance: allowance}
}

type client struct {
	config
	http *http.Client
	log  *slog.Logger
}

func open(_ context.Context, s erp.Settings, env erp.Env) (erp.Connector, error) {
	cfg, err := parse(s)
	if err != nil {
		return nil, err
	}
	h := *env.HTTP
	// No redirect is documented. Following one would hide a wrong base URL.
	h.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &client{config: cfg, http: &h, log: env.Log}, nil
}

// Traits states that Sitoo refuses a second request while one is in flight, and
// allows its reservations some seconds to show in the stock. Where orders reserve
// nothing, only their delivery lowers what can be sold.
func (c *client) Traits() erp.Traits {
	t := erp.Traits{
		References:  []string{refSites, refWarehouses},
		Concurrency: 1,
		Settle:      10 * time.Second,
		Reserves:    erp.OrderDocument,
	}
	if c.orders.reserve == 0 {
		t.Reserves = erp.DeliveryDocument
	}
	return t
}

// Ping reads the chosen site, which needs a right address, login and site.
func (c *client) Ping(ctx context.Context) error {
	var s site
	if _, err := c.get(ctx, "sites/"+c.site, nil, &s); err != nil {
		return fmt.Errorf("reach Sitoo at %s: %w", c.base.Host, err)
	}
	return nil
}
