package app

import (
	"wpbridge/internal/commerce"
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
