package main

import (
	"context"
	"io"

	"github.com/schollz/progressbar/v3"

	"wpbridge/internal/app"
	"wpbridge/internal/job"
	"wpbridge/internal/woo"
)

// withRunner opens the shop, and the ERP if asked for, runs f and closes both.
func (c *cli) withRunner(ctx context.Context, erp bool, f func(*job.Runner, *app.App) error) error {
	var a *app.App
	var err error
	if erp {
		a, err = app.Open(ctx, c.sources(), c.connectors, c.logger)
	} else {
		a, err = app.OpenShop(ctx, c.sources(), c.logger)
	}
	if err != nil {
		return err
	}
	defer func() { _ = a.Close() }()
	r, err := a.Runner(c.progress())
	if err != nil {
		return err
	}
	return f(r, a)
}

// withShop opens only the shop: our own tables need not exist.
func (c *cli) withShop(ctx context.Context, f func(*app.App) error) error {
	a, err := app.OpenSettings(ctx, c.sources(), c.logger)
	if err != nil {
		return err
	}
	defer func() { _ = a.Close() }()
	if a.Shop, err = woo.Open(ctx, a.DB, a.Prefix); err != nil {
		return err
	}
	return f(a)
}

// progress draws a bar for each step of a long run, on a terminal only.
func (c *cli) progress() func(step string, done, total int) {
	if !terminal(c.err) || c.json {
		return nil
	}
	var bar *progressbar.ProgressBar
	current := ""
	return func(step string, done, total int) {
		if step != current {
			current, bar = step, newBar(c.err, step)
		}
		if total > 0 {
			bar.ChangeMax(total)
		}
		_ = bar.Set(done) // a bar that cannot be drawn is no reason to stop
	}
}

func newBar(w io.Writer, step string) *progressbar.ProgressBar {
	return progressbar.NewOptions(-1, progressbar.OptionSetWriter(w), progressbar.OptionSetDescription(step),
		progressbar.OptionShowCount(), progressbar.OptionClearOnFinish(), progressbar.OptionThrottle(100_000_000))
}
