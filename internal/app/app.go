// Package app puts the pieces together: it is the only one that knows them all.
package app

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"strings"

	"wpbridge/internal/commerce"
	"wpbridge/internal/config"
	"wpbridge/internal/erp"
	"wpbridge/internal/erp/chain"
	"wpbridge/internal/erp/observe"
	"wpbridge/internal/job"
	"wpbridge/internal/outbox"
	"wpbridge/internal/reconcile"
	"wpbridge/internal/state"
	"wpbridge/internal/woo"
	"wpbridge/internal/wp"
)

// ErrNoShop says that the settings name no shop.
var ErrNoShop = errors.New("no shop is configured: set shop.wordpress to the directory of wp-config.php, or shop.dsn; `wpbridge init --wordpress DIR` writes a settings file")

// App is wpbridge for one shop, opened as far as a command needs.
type App struct {
	Config *config.Config
	Log    *slog.Logger
	DB     *sql.DB
	Prefix wp.Prefix
	Shop   *woo.Shop
	Store  *state.Store
	ERP    *chain.Connection
	site   wp.Config // as far as wp-config.php says it
	watch  *observe.Watch

	closers []io.Closer
}

// OpenDatabase opens only the shop's database. What cfg says stays in force;
// see Complete.
func OpenDatabase(ctx context.Context, cfg *config.Config, log *slog.Logger) (*App, error) {
	a := &App{Config: cfg, Log: log}
	site, err := siteOf(cfg)
	if err != nil {
		return nil, err
	}
	a.site = site
	prefix := cfg.Shop.Prefix
	if prefix == "" {
		prefix = site.Prefix
	}
	if prefix == "" {
		prefix = "wp_"
	}
	if a.Prefix, err = wp.ParsePrefix(prefix); err != nil {
		return nil, err
	}
	if a.DB, err = connect(ctx, cfg, site); err != nil {
		return nil, err
	}
	a.closers = append(a.closers, a.DB)
	return a, nil
}

// OpenSettings opens the database and puts in force what src and the shop
// itself say. The log is made as they say.
func OpenSettings(ctx context.Context, src config.Sources, log func(config.Log) *slog.Logger) (*App, error) {
	src.Later = true
	cfg, err := config.Load(src)
	if err != nil {
		return nil, err
	}
	a, err := OpenDatabase(ctx, cfg, log(cfg.Log))
	if err != nil {
		return nil, err
	}
	if err := a.Complete(ctx, src); err != nil {
		return nil, errors.Join(err, a.Close())
	}
	a.Log = log(a.Config.Log)
	return a, nil
}

// OpenShop opens the database with the settings, the shop and our own tables.
func OpenShop(ctx context.Context, src config.Sources, log func(config.Log) *slog.Logger) (*App, error) {
	a, err := OpenSettings(ctx, src, log)
	if err != nil {
		return nil, err
	}
	if a.Shop, err = woo.Open(ctx, a.DB, a.Prefix); err != nil {
		return nil, errors.Join(err, a.Close())
	}
	if a.Store, err = state.Open(ctx, a.DB, a.Prefix); err != nil {
		return nil, errors.Join(err, a.Close())
	}
	return a, nil
}

// Open opens the shop and the ERP.
func Open(ctx context.Context, src config.Sources, registry *erp.Registry, log func(config.Log) *slog.Logger) (*App, error) {
	a, err := OpenShop(ctx, src, log)
	if err != nil {
		return nil, err
	}
	name := a.Config.ERP.Name
	if name == "" {
		return nil, errors.Join(fmt.Errorf("erp.name is missing: it must be one of %v", registry.Names()), a.Close())
	}
	if a.ERP, err = chain.Open(ctx, registry, name, a.Config.Connector(name), chain.Options{Log: a.Log}); err != nil {
		return nil, errors.Join(err, a.Close())
	}
	a.watch = &observe.Watch{}
	return a, nil
}

// Close gives everything back, the last opened first.
func (a *App) Close() error {
	var faults []error
	for _, c := range slices.Backward(a.closers) {
		faults = append(faults, c.Close())
	}
	a.closers = nil
	return errors.Join(faults...)
}

// account names all on which the numbers that stand in the shop depend, beside
// the ERP's own: with other warehouses or another buffer everything is to be read
// anew.
func account(c *config.Config) string {
	return c.ERP.Name + " " + c.ERP.Mode + " " + c.Digest("stock.buffer", "stock.fractional", "stock.manage", "stock.backorders")
}

// Runner is what carries jobs out. Without an opened ERP it can only look back:
// undo and explain.
func (a *App) Runner(progress func(step string, done, total int)) (*job.Runner, error) {
	buffer, err := commerce.ParseQuantity(a.Config.Stock.Buffer)
	if err != nil {
		return nil, fmt.Errorf("stock.buffer: %w", err)
	}
	if progress == nil {
		progress = func(string, int, int) {}
	}
	s, c := a.Shop.Settings(), a.Config
	r := &job.Runner{
		ERP: &erp.Ops{Name: c.ERP.Name}, Waited: new(observe.Watch).Total, Account: account(c),
		Settle: job.Settle, Shop: a.Shop, Store: a.Store, Log: a.Log.With("component", "job"), Progress: progress,
		Stock: reconcile.StockPolicy{
			Buffer: buffer, Fractional: c.Stock.Fractional, Enable: c.Stock.Manage == "enable",
			Patience: c.Stock.DriftPatience, StatusOf: s.StatusOf,
		},
		Price:  job.PricePolicy(s.PricesIncludeTax, s.PriceDecimals),
		Limits: reconcile.Limits{MaxZeroedPercent: c.Guard.MaxZeroedPercent, MaxPriceJumpPercent: c.Guard.MaxPriceJumpPercent},
	}
	if c.Stock.Backorders != "respect" {
		r.Stock.Backorders = c.Stock.Backorders
	}
	if a.ERP != nil {
		r.ERP, r.Waited = a.watch.Wrap(a.ERP.Ops), a.watch.Total
	}
	r.Outbox = a.outbox(r.ERP)
	return r, nil
}

// outbox is what brings orders into the ERP.
func (a *App) outbox(ops *erp.Ops) *outbox.Engine {
	c := a.Config
	e := &outbox.Engine{
		ERP: ops, Shop: a.Shop, Store: a.Store, Log: a.Log.With("component", "outbox"), Label: outbox.Label(cmp.Or(c.Shop.URL, a.Shop.Settings().Home)),
		Document: erp.DocumentKind(c.Orders.Document), Automatic: c.Orders.Automatic,
	}
	for _, s := range c.Orders.Statuses {
		e.Statuses = append(e.Statuses, strings.TrimPrefix(s, "wc-"))
	}
	return e
}
