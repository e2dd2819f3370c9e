// Package app puts the pieces together: it is the only one that knows them all.
package app

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"slices"

	"wpbridge/internal/commerce"
	"wpbridge/internal/config"
	"wpbridge/internal/erp"
	"wpbridge/internal/erp/chain"
	"wpbridge/internal/erp/observe"
	"wpbridge/internal/job"
	"wpbridge/internal/mysql"
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
	watch  *observe.Watch

	closers []io.Closer
}

// OpenDatabase opens only the shop's database.
func OpenDatabase(ctx context.Context, cfg *config.Config, log *slog.Logger) (*App, error) {
	a := &App{Config: cfg, Log: log}
	site, err := siteOf(cfg)
	if err != nil {
		return nil, err
	}
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

// OpenShop opens the database, the shop and our own tables.
func OpenShop(ctx context.Context, cfg *config.Config, log *slog.Logger) (*App, error) {
	a, err := OpenDatabase(ctx, cfg, log)
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
func Open(ctx context.Context, cfg *config.Config, registry *erp.Registry, log *slog.Logger) (*App, error) {
	if cfg.ERP.Name == "" {
		return nil, fmt.Errorf("erp.name is missing: it must be one of %v", registry.Names())
	}
	a, err := OpenShop(ctx, cfg, log)
	if err != nil {
		return nil, err
	}
	if a.ERP, err = chain.Open(ctx, registry, cfg.ERP.Name, cfg.Connector(cfg.ERP.Name), chain.Options{Log: log}); err != nil {
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
		ERP: &erp.Ops{Name: c.ERP.Name}, Waited: new(observe.Watch).Total, Account: c.ERP.Name + " " + c.ERP.Mode,
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
	return r, nil
}

// siteOf reads wp-config.php where shop.wordpress names its directory.
func siteOf(cfg *config.Config) (wp.Config, error) {
	if cfg.Shop.WordPress == "" {
		return wp.Config{}, nil
	}
	path, err := wp.FindConfig(cfg.Shop.WordPress)
	if err != nil {
		return wp.Config{}, fmt.Errorf("shop.wordpress: %w", err)
	}
	source, err := os.ReadFile(path)
	if err != nil {
		return wp.Config{}, fmt.Errorf("shop.wordpress: %w", err)
	}
	site, err := wp.ParseConfig(source)
	if err != nil && !cfg.Shop.DSN.Empty() {
		err = nil // what it lacks, shop.dsn and shop.prefix say
	}
	return site, err
}

// connect tries what DB_HOST may mean, in the order PHP would.
func connect(ctx context.Context, cfg *config.Config, site wp.Config) (*sql.DB, error) {
	if !cfg.Shop.DSN.Empty() {
		return mysql.Open(ctx, mysql.Options{DSN: cfg.Shop.DSN.Reveal()})
	}
	if site.Name == "" {
		return nil, ErrNoShop
	}
	var faults []error
	for _, e := range site.Candidates() {
		db, err := mysql.Open(ctx, mysql.Options{User: site.User, Password: site.Password, Database: site.Name, Network: e.Network, Address: e.Address})
		if err == nil || mysql.Denied(err) { // the server answered; another address of it would say the same
			return db, err
		}
		faults = append(faults, err)
	}
	return nil, errors.Join(faults...)
}
