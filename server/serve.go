package main

import (
	"cmp"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"wpbridge/internal/app"
	"wpbridge/internal/config"
)

func (c *cli) serveCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "serve",
		Short: "Serve the shop's pages and checkout, and run the jobs by schedule",
		Long: `Listens on server.listen for the plugin, and starts jobs at the times of the
section schedule, until interrupted; a run under way then finishes its current
chunk. Settings that change are taken up without a restart. Several may serve
one shop.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			program, err := os.Executable()
			if err != nil {
				program = "wpbridge"
			}
			return app.Serve(cmd.Context(), app.ServeOptions{
				Sources: c.sources, Logger: c.logger, Registry: c.connectors, Version: buildVersion().Version,
				Program: program, File: absolute(config.Find(c.file, c.environ)), Check: c.check,
			})
		},
	}
}

// absolute is a path that holds in a crontab, too.
func absolute(path string) string {
	if path == "" {
		return ""
	}
	full, err := filepath.Abs(path)
	if err != nil {
		full = ""
	}
	return cmp.Or(full, path)
}
