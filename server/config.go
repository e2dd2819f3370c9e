package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"wpbridge/internal/app"
	"wpbridge/internal/config"
)

func (c *cli) configCommand() *cobra.Command {
	return group("config", "Look at the settings", c.configPrintCommand())
}

func (c *cli) configPrintCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "print",
		Short: "Print the merged settings, secrets masked, each with where it comes from",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			cfg, err := c.merged(cmd.Context())
			if cfg == nil {
				return err
			}
			if c.json {
				return errors.Join(printJSON(c.out, map[string]any{"settings": cfg.Entries()}), err)
			}
			return errors.Join(config.Print(c.out, cfg), err)
		},
	}
}

// merged is everything that is in force, as far as it can be read: beside an
// error, what this machine says is there all the same.
func (c *cli) merged(ctx context.Context) (*config.Config, error) {
	a, err := app.OpenSettings(ctx, c.sources(), c.logger)
	if err == nil {
		return a.Config, a.Close()
	}
	cfg, loadErr := config.Load(c.sources())
	switch {
	case loadErr != nil:
		return nil, loadErr
	case errors.Is(err, app.ErrNoShop):
		return cfg, nil
	}
	return cfg, fmt.Errorf("what the shop says is not among these settings: %w", err)
}
