package main

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"wpbridge/internal/app"
	"wpbridge/internal/checkup"
	"wpbridge/internal/config"
	"wpbridge/internal/erp"
	"wpbridge/internal/erp/chain"
	"wpbridge/internal/woo"
)

func (c *cli) checkCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "check",
		Short: "Look at everything wpbridge depends on, with the cure for what is wrong",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			var r checkup.Report
			c.check(cmd.Context(), &r)
			if c.json {
				err := printJSON(c.out, map[string]any{"status": r.Status(), "checks": r.Findings})
				return errors.Join(err, r.Err())
			}
			return errors.Join(r.Print(c.out), r.Err())
		},
	}
}

// check goes as far as it can: without settings there is nothing to look at,
// without a database still the ERP.
func (c *cli) check(ctx context.Context, r *checkup.Report) {
	cfg, err := c.config()
	if err != nil {
		r.Fail("configuration", err, "")
		return
	}
	file := config.Find(c.file, c.environ)
	r.OK("configuration", "%s", either(file == "", "no file, environment only", file))
	shop, cfg := c.checkShop(ctx, r, cfg)
	if cfg != nil {
		c.checkERP(ctx, r, cfg, shop)
	}
}

// checkShop returns WooCommerce's settings and, where they are in order, all of
// ours.
func (c *cli) checkShop(ctx context.Context, r *checkup.Report, cfg *config.Config) (*woo.Settings, *config.Config) {
	a, err := app.OpenDatabase(ctx, cfg, c.logger(cfg.Log))
	if err != nil {
		r.Fail("database", err, "")
		if cfg, err = config.Load(c.sources()); err != nil {
			r.Fail("settings", err, "")
		}
		return nil, cfg
	}
	defer func() { _ = a.Close() }()
	r.Database(ctx, a.DB, a.Prefix)
	shop := r.Shop(ctx, a.DB, a.Prefix)
	r.Books(ctx, a.DB, a.Prefix)
	plugin := greet(ctx, a, false)
	err = a.Complete(ctx, c.sources())
	r.Settings(a.Config, err)
	plugin(r)
	if err != nil {
		return shop, nil
	}
	return shop, a.Config
}

// greet calls the plugin; what it says counts from now on. The report of it is
// made when the settings are complete.
func greet(ctx context.Context, a *app.App, anew bool) func(*checkup.Report) {
	call := a.Greet
	if anew {
		call = a.GreetAnew
	}
	client, p, err := call(ctx)
	return func(r *checkup.Report) {
		if client == nil && err == nil {
			r.Unpaired()
			return
		}
		r.Plugin(p, err, buildVersion().Version, a.Config)
	}
}

func (c *cli) checkERP(ctx context.Context, r *checkup.Report, cfg *config.Config, shop *woo.Settings) {
	if cfg.ERP.Name == "" {
		r.Warn("erp", "no business system is chosen", "set erp.name")
		return
	}
	f, err := c.connectors.Factory(cfg.ERP.Name)
	if err != nil {
		r.Fail("erp", err, "")
		return
	}
	given := cfg.Connector(f.Name)
	options := chain.Options{Log: c.logger(cfg.Log)}
	r.ERP(ctx, checkup.Connector{
		Factory: f, Given: given,
		Probe: func(ctx context.Context) (*erp.Ops, error) {
			return ops(chain.Probe(ctx, c.connectors, f.Name, given, options))
		},
		Open: func(ctx context.Context) (*erp.Ops, error) {
			return ops(chain.Open(ctx, c.connectors, f.Name, given, options))
		},
	}, shop)
}

func ops(conn *chain.Connection, err error) (*erp.Ops, error) {
	if err != nil {
		return nil, err
	}
	return conn.Ops, nil
}
