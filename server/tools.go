package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"wpbridge/internal/app"
	"wpbridge/internal/job"
)

func (c *cli) toolsCommand() *cobra.Command {
	return group("tools", "Seldom needed helpers", c.sweepCommand())
}

func (c *cli) sweepCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "sweep",
		Short: "Bring status, lookup table, visibility and price ranges of the whole shop into line",
		Long: `Compares everything that WooCommerce derives from stock and prices with what it
is derived from, and writes only what differs. Quantities and prices themselves
are never touched. Fit for a nightly cron line.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return c.withRunner(cmd.Context(), false, func(r *job.Runner, a *app.App) error {
				defer tell(cmd.Context(), a)
				n, err := r.SweepAll(cmd.Context())
				if err != nil {
					return err
				}
				if c.json {
					return printJSON(c.out, map[string]int{"repaired": n})
				}
				_, err = fmt.Fprintf(c.out, "%d products brought into line\n", n)
				return err
			})
		},
	}
}
