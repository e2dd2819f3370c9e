package main

import (
	"github.com/spf13/cobra"

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
		RunE: func(*cobra.Command, []string) error {
			cfg, err := c.config()
			if err != nil {
				return err
			}
			if c.json {
				return printJSON(c.out, map[string]any{"settings": cfg.Entries()})
			}
			return config.Print(c.out, cfg)
		},
	}
}
