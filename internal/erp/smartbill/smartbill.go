// Package smartbill connects SmartBill Gestiune by its two REST APIs: V1 for
// stock and lists, and V3, which is optional and has a token of its own, for the
// products with their prices.
//
// SmartBill has no feed of changes and no pages of stock: every reading of stock
// is the whole list of each warehouse, one request each, and the mark is always
// the same. A product that a list does not mention may be sold out or may not
// exist; nobody has written down which, so absent stays absent.
package smartbill

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"time"
	_ "time/tzdata" // the date of a request is that of Romania, also where the machine has no time zones

	"wpbridge/internal/erp"
)

// Name is the key of the connector and of its section of the configuration.
const Name = "smartbill"

var (
	_ erp.Connector       = (*client)(nil)
	_ erp.StockReader     = (*client)(nil)
	_ erp.StockChecker    = (*client)(nil)
	_ erp.ItemReader      = (*client)(nil)
	_ erp.PushDecoder     = (*client)(nil)
	_ erp.ReferenceLister = (*client)(nil)
	_ erp.Describer       = (*client)(nil)
	_ erp.ItemReader      = (*catalogue)(nil)
	_ erp.ItemFinder      = (*catalogue)(nil)
)

// Factory describes the connector.
func Factory() erp.Factory {
	return erp.Factory{Name: Name, Title: "SmartBill", Settings: settings(), New: open, Allowance: allowance}
}

type client struct {
	config
	http *http.Client
	log  *slog.Logger
	zone *time.Location
}

// catalogue is a client that may read the product list.
type catalogue struct{ *client }

func open(_ context.Context, s erp.Settings, env erp.Env) (erp.Connector, error) {
	cfg, err := parse(s)
	if err != nil {
		return nil, err
	}
	zone, err := time.LoadLocation("Europe/Bucharest")
	if err != nil {
		return nil, fmt.Errorf("find the time zone of Romania: %w", err)
	}
	h := *env.HTTP
	// No redirect is documented. Following one would hide a wrong base URL.
	h.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	c := &client{config: cfg, http: &h, log: env.Log, zone: zone}
	if c.productsToken != "" {
		return &catalogue{c}, nil
	}
	return c, nil
}

// What SmartBill allows. V1 blocks the token for ten minutes at the first call
// too many, V3 for a time that doubles with each; neither says how many requests
// may be in flight.
const (
	callsV1     = 30
	callsV3     = 60
	window      = 10 * time.Second
	concurrency = 2
)

// Traits states both budgets. That an issued document shows in the stock within
// ten seconds is an assumption.
func (c *client) Traits() erp.Traits {
	return erp.Traits{
		References:  kinds(),
		Concurrency: concurrency,
		Budgets: []erp.Budget{
			{Calls: callsV1, Per: window, Reserve: c.reserve},
			{Path: c.base.Path + "v3/", Calls: callsV3, Per: window, Reserve: c.reserve},
		},
		Settle: 10 * time.Second,
	}
}

// Ping reads the list of invoice series, which needs a right address, login and
// company.
func (c *client) Ping(ctx context.Context) error {
	if _, err := c.series(ctx, "f"); err != nil {
		return fmt.Errorf("reach SmartBill at %s: %w", c.base.Host, err)
	}
	return nil
}

// Ping also tries the second token.
func (c *catalogue) Ping(ctx context.Context) error {
	if err := c.client.Ping(ctx); err != nil {
		return err
	}
	if _, err := c.products(ctx, "", 1); err != nil {
		return fmt.Errorf("reach SmartBill's product list: %w", err)
	}
	return nil
}
