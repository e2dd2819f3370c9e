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
	force               bool
}

func (c *cli) initCommand() *cobra.Command {
	var f initFlags
	cmd := &cobra.Command{
		Use:   "init",
		Short: "Pair a shop: test its database, make wpbridge's tables, write wpbridge.yaml",
		Long: `Reads wp-config.php without running it, connects to the shop's database, makes
wpbridge's own tables there, writes a settings file and prints the SQL for a
database user with no more rights than wpbridge needs. Nothing of the shop is
changed.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return c.pair(cmd.Context(), f)
		},
	}
	cmd.Flags().StringVar(&f.wordpress, "wordpress", "", "directory of WordPress")
	cmd.Flags().StringVar(&f.erp, "erp", "", "business system: "+strings.Join(c.connectors.Names(), ", "))
	cmd.Flags().StringVar(&f.out, "out", "wpbridge.yaml", "settings file to write")
	cmd.Flags().BoolVar(&f.force, "force", false, "replace a settings file that exists, and the secret in it")
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
	site, err := readSite(file.WordPress, cfg)
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
	if err := file.Write(f.out, f.force); err != nil {
		return err
	}
	return c.printPaired(f, r, site)
}

func (c *cli) settingsFile(f initFlags) (pairing.SettingsFile, error) {
	s := pairing.SettingsFile{Secret: pairing.NewSecret(), Known: c.connectors.Names()}
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
func readSite(dir string, cfg *config.Config) (wp.Config, error) {
	path, err := wp.FindConfig(dir)
	if err != nil {
		return wp.Config{}, fmt.Errorf("--wordpress: %w", err)
	}
	source, err := os.ReadFile(path)
	if err != nil {
		return wp.Config{}, fmt.Errorf("--wordpress: %w", err)
	}
	site, err := wp.ParseConfig(source)
	if err != nil && cfg.Shop.DSN.Empty() {
		return site, fmt.Errorf("%w (for this command in the environment: %s)", err, config.EnvName("shop.dsn"))
	}
	return site, nil
}

func (c *cli) printPaired(f initFlags, r pairing.Result, site wp.Config) error {
	if c.json {
		return printJSON(c.out, map[string]any{
			"settings": f.out, "woocommerce": r.Shop.Version, "hpos": r.Shop.HPOS, "hide_out_of_stock": r.Shop.HideOutOfStock,
			"schema_before": r.Before, "schema": r.After, "multisite": site.Multisite, "grants": r.Grants, "dsn": r.DSN,
		})
	}
	var b strings.Builder
	fmt.Fprintf(&b, "Found WooCommerce %s; orders are kept in %s; out-of-stock products are %s.\n", r.Shop.Version,
		either(r.Shop.HPOS, "their own tables (HPOS)", "wp_posts"), either(r.Shop.HideOutOfStock, "hidden", "shown"))
	if site.Multisite {
		b.WriteString("This is a multisite: the shop of its main site is used; for another, set shop.prefix.\n")
	}
	fmt.Fprintf(&b, "wpbridge's tables are at version %d (before: %d).\nWrote %s.\n", r.After, r.Before, f.out)
	b.WriteString("\nwpbridge now uses WordPress' own database login. To give it one with no more rights\nthan it needs, run this as the database's administrator:\n\n")
	b.WriteString("  " + strings.Join(r.Grants, "\n  ") + "\n")
	if r.DSN != "" {
		fmt.Fprintf(&b, "\nand put this below \"shop:\" in %s (the password is stored nowhere else):\n\n  dsn: %s\n", f.out, r.DSN)
	}
	fmt.Fprintf(&b, "\nNext: fill in the section of your business system in %s, then\n\n  wpbridge check\n  wpbridge match\n", f.out)
	_, err := c.out.Write([]byte(b.String()))
	return err
}

func either(yes bool, a, b string) string {
	if yes {
		return a
	}
	return b
}
