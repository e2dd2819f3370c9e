package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"wpbridge/internal/app"
	"wpbridge/internal/config"
	"wpbridge/internal/erp"
	"wpbridge/internal/pairing"
	"wpbridge/internal/wp"
)

type initFlags struct {
	wordpress, erp, out string
	force, noWrite      bool
}

func (c *cli) initCommand() *cobra.Command {
	var f initFlags
	cmd := &cobra.Command{
		Use:   "init",
		Short: "Pair a shop: test its database, make wpbridge's tables, meet its plugin, write wpbridge.yaml",
		Long: `Reads wp-config.php without running it, connects to the shop's database, makes
wpbridge's own tables there, writes a settings file and prints the SQL for a
database user with no more rights than wpbridge needs.

The plugin and wpbridge share a secret. Where wp-config.php can be written, three
lines that define it go there and nothing else in it changes; otherwise, or with
--no-write, a string is printed to paste on the plugin's page. Nothing else of
the shop is changed.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return c.pair(cmd.Context(), f)
		},
	}
	cmd.Flags().StringVar(&f.wordpress, "wordpress", "", "directory of WordPress")
	cmd.Flags().StringVar(&f.erp, "erp", "", "business system: "+strings.Join(c.connectors.Names(), ", "))
	cmd.Flags().StringVar(&f.out, "out", "wpbridge.yaml", "settings file to write")
	cmd.Flags().BoolVar(&f.force, "force", false, "replace a settings file that exists, and the secret in it and in wp-config.php")
	cmd.Flags().BoolVar(&f.noWrite, "no-write", false, "leave wp-config.php alone: print what to paste on the plugin's page")
	must(cmd.MarkFlagRequired("wordpress"))
	return cmd
}

func (c *cli) pair(ctx context.Context, f initFlags) error {
	file, err := c.settingsFile(f)
	if err != nil {
		return err
	}
	if err := pairing.CanWrite(f.out, f.force); err != nil {
		return err
	}
	cfg, err := config.Load(config.Sources{Environ: c.environ, Flags: c.flags, Connectors: sections(c.connectors)})
	if err != nil {
		return err
	}
	cfg.Shop.WordPress = file.WordPress
	path, site, err := readSite(file.WordPress, cfg)
	if err != nil {
		return err
	}
	a, err := app.OpenDatabase(ctx, cfg, c.logger(cfg.Log))
	if err != nil {
		return err
	}
	defer func() { _ = a.Close() }()
	r, err := pairing.Pair(ctx, a.DB, a.Prefix, site)
	if err != nil {
		return err
	}
	given := pairing.Shared{URL: pairing.URL(cfg.Server.Listen), Secret: cfg.Server.Secret.Reveal(), Key: cfg.Server.Key.Reveal()}
	shared, place, err := pairing.Sharing{Config: path, Given: given, Write: !f.noWrite, Replace: f.force}.Share()
	if err != nil {
		return err
	}
	file.Secret = shared.Secret
	if !place.KeyHere {
		file.Key = shared.Key
	}
	if err := file.Write(f.out, f.force); err != nil {
		return err
	}
	out := paired{Result: r, site: site, config: path, shared: shared, place: place}
	cfg.Server.Secret = config.NewSecret(shared.Secret)
	greet(ctx, a, place.Changed)(&out.report)
	return c.printPaired(f, out)
}

func (c *cli) settingsFile(f initFlags) (pairing.SettingsFile, error) {
	s := pairing.SettingsFile{Known: c.connectors.Names()}
	var err error
	if s.WordPress, err = filepath.Abs(f.wordpress); err != nil {
		return s, fmt.Errorf("--wordpress: %w", err)
	}
	if f.erp == "" {
		return s, nil
	}
	var factory erp.Factory
	if factory, err = c.connectors.Factory(f.erp); err != nil {
		return s, usagef("--erp: %v", err)
	}
	s.ERP = &factory
	return s, nil
}

// readSite tolerates what wp-config.php leaves open where shop.dsn says it.
func readSite(dir string, cfg *config.Config) (path string, site wp.Config, err error) {
	if path, err = wp.FindConfig(dir); err != nil {
		return "", site, fmt.Errorf("--wordpress: %w", err)
	}
	source, err := os.ReadFile(path)
	if err != nil {
		return "", site, fmt.Errorf("--wordpress: %w", err)
	}
	site, err = wp.ParseConfig(source)
	if err != nil && cfg.Shop.DSN.Empty() {
		return path, site, fmt.Errorf("%w (for this command in the environment: %s)", err, config.EnvName("shop.dsn"))
	}
	return path, site, nil
}
