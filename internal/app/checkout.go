package app

import (
	"context"
	"sync"

	"wpbridge/internal/commerce"
	"wpbridge/internal/config"
	"wpbridge/internal/erp/chain"
	"wpbridge/internal/erp/observe"
	"wpbridge/internal/httpapi"
	"wpbridge/internal/job"
	"wpbridge/internal/ledger"
	"wpbridge/internal/live"
)

// checkout answers stock checks by the settings and the login in use.
type checkout struct {
	service   *Service
	refresher *live.Refresher

	mu      sync.Mutex
	config  *config.Config // by which checker was made
	conn    *chain.Connection
	checker *live.Checker
}

func newCheckout(s *Service, crew *crew) (*checkout, error) {
	c := &checkout{service: s}
	c.refresher = live.NewRefresher(c.refresh, s.Log.With("component", "checkout"))
	return c, crew.do(c.refresher.Work)
}

// Check implements httpapi.Checkouts.
func (c *checkout) Check(ctx context.Context, r live.Request) (live.Answer, error) {
	checker, err := c.current()
	if err != nil {
		return live.Answer{}, err
	}
	return checker.Check(ctx, r)
}

// current is the checker of the settings and the login in use; it is made anew
// when these change.
func (c *checkout) current() (*live.Checker, error) {
	conn, err := c.service.login.connection()
	if err != nil {
		return nil, err
	}
	cfg := c.service.Config()
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.checker != nil && c.config == cfg && c.conn == conn {
		return c.checker, nil
	}
	s := c.service
	checker, err := (&App{Config: cfg, Log: s.Log, Shop: s.Shop, Store: s.Store, ERP: conn, watch: &observe.Watch{}}).checker(c.refresher.Hear)
	if err != nil {
		return nil, err
	}
	c.config, c.conn, c.checker = cfg, conn, checker
	return checker, nil
}

// refresh is a stock run over single codes, in the books like any other.
func (c *checkout) refresh(ctx context.Context, codes []commerce.Code) error {
	return c.service.runs.over(ctx, httpapi.Order{Job: job.Stock, By: ledger.ByCheckout, Only: codes})
}

// checker is what answers the checkout. refresh hears of codes whose number the
// shop should get soon.
func (a *App) checker(refresh func([]commerce.Code)) (*live.Checker, error) {
	r, err := a.Runner(nil)
	if err != nil {
		return nil, err
	}
	c := a.Config.Checkout
	return live.New(live.Options{
		Shop: a.Shop, Store: a.Store, ERP: a.ERP.Prompt, Log: a.Log.With("component", "checkout"), Stock: r.Stock,
		Budget: c.Budget, MaxAge: c.MaxAge, WhenUnreachable: live.Policy(c.WhenUnreachable), Refresh: refresh,
	}), nil
}
