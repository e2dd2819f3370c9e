package main

import (
	"fmt"
	"strings"

	"wpbridge/internal/checkup"
	"wpbridge/internal/pairing"
	"wpbridge/internal/wp"
)

// paired is what init has to tell.
type paired struct {
	pairing.Result
	site   wp.Config
	config string // path of wp-config.php
	shared pairing.Shared
	place  pairing.Place
	report checkup.Report // of the plugin
}

// paste is what the owner still has to carry to the plugin's page; empty: nothing.
func (p paired) paste() string {
	if p.place.Defined {
		return ""
	}
	return p.shared.Text()
}

func (c *cli) printPaired(f initFlags, r paired) error {
	if c.json {
		return printJSON(c.out, map[string]any{
			"settings": f.out, "woocommerce": r.Shop.Version, "hpos": r.Shop.HPOS, "hide_out_of_stock": r.Shop.HideOutOfStock,
			"schema_before": r.Before, "schema": r.After, "multisite": r.site.Multisite, "grants": r.Grants, "dsn": r.DSN,
			"plugin": map[string]any{"config": r.config, "defined": r.place.Defined, "paste": r.paste(), "checks": r.report.Findings},
		})
	}
	var b strings.Builder
	fmt.Fprintf(&b, "Found WooCommerce %s; orders are kept in %s; out-of-stock products are %s.\n", r.Shop.Version,
		either(r.Shop.HPOS, "their own tables (HPOS)", "wp_posts"), either(r.Shop.HideOutOfStock, "hidden", "shown"))
	if r.site.Multisite {
		b.WriteString("This is a multisite: the shop of its main site is used; for another, set shop.prefix.\n")
	}
	fmt.Fprintf(&b, "wpbridge's tables are at version %d (before: %d).\nWrote %s.\n", r.After, r.Before, f.out)
	if err := r.printPlugin(&b); err != nil {
		return err
	}
	b.WriteString("\nwpbridge now uses WordPress' own database login. To give it one with no more rights\nthan it needs, run this as the database's administrator:\n\n")
	b.WriteString("  " + strings.Join(r.Grants, "\n  ") + "\n")
	if r.DSN != "" {
		fmt.Fprintf(&b, "\nand put this below \"shop:\" in %s (the password is stored nowhere else):\n\n  dsn: %s\n", f.out, r.DSN)
	}
	fmt.Fprintf(&b, "\nNext: start `wpbridge serve` (as a service: configs/wpbridge.service), and choose your business\nsystem under WooCommerce › Settings › WP Bridge. Or fill in its section in %s, then\n\n  wpbridge check\n  wpbridge match\n", f.out)
	_, err := c.out.Write([]byte(b.String()))
	return err
}

func (p paired) printPlugin(b *strings.Builder) error {
	switch {
	case p.place.Changed:
		fmt.Fprintf(b, "The plugin finds wpbridge by three lines in %s.\n\n", p.config)
		return p.report.Print(b)
	case p.place.Defined:
		fmt.Fprintf(b, "The plugin finds wpbridge by the lines that %s has already.\n\n", p.config)
		return p.report.Print(b)
	case p.place.Why != nil:
		fmt.Fprintf(b, "\nwp-config.php was left alone: %v.\n", p.place.Why)
	}
	fmt.Fprintf(b, "\nPaste this under WooCommerce › Settings › WP Bridge › Connection; whoever has it can\ncommand wpbridge:\n\n  %s\n\nThen `wpbridge check` tells whether both understand each other.\n", p.paste())
	return nil
}

func either(yes bool, a, b string) string {
	if yes {
		return a
	}
	return b
}
