package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"wpbridge/internal/app"
	"wpbridge/internal/pairing"
)

func (c *cli) migrateCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "migrate",
		Short: "Bring wpbridge's own tables to this program's version",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			cfg, err := c.config()
			if err != nil {
				return err
			}
			a, err := app.OpenDatabase(cmd.Context(), cfg, c.logger(cfg.Log))
			if err != nil {
				return err
			}
			defer func() { _ = a.Close() }()
			before, after, err := pairing.Migrate(cmd.Context(), a.DB, a.Prefix)
			if err != nil {
				return err
			}
			if c.json {
				return printJSON(c.out, map[string]int64{"schema_before": before, "schema": after})
			}
			_, err = fmt.Fprintf(c.out, "wpbridge's tables are at version %d (before: %d).\n", after, before)
			return err
		},
	}
}
