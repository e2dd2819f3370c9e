package app

import (
	"context"

	"wpbridge/internal/commerce"
	"wpbridge/internal/job"
	"wpbridge/internal/live"
)

// Checker is what answers the checkout. refresh hears of codes whose number the
// shop should get soon; nil: nobody does.
func (a *App) Checker(refresh func([]commerce.Code)) (*live.Checker, error) {
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

// Refresher is what writes refused numbers to the shop: a stock run over just
// these codes, in the books like any other. Its Hear goes to Checker, its Work
// runs as long as the program.
func (a *App) Refresher() (*live.Refresher, error) {
	r, err := a.Runner(nil)
	if err != nil {
		return nil, err
	}
	return live.NewRefresher(func(ctx context.Context, codes []commerce.Code) error {
		_, err := r.Sync(ctx, job.Stock, job.Options{Only: codes})
		return err
	}, a.Log.With("component", "checkout")), nil
}
