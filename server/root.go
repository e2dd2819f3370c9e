package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"wpbridge/internal/config"
	"wpbridge/internal/erp"
	"wpbridge/internal/erp/all"
)

// cli is what every command shares: where to write, and the flags given.
type cli struct {
	process
	connectors *erp.Registry
	flags      *pflag.FlagSet
	file       string // --config
	json       bool   // --json
	started    bool   // a command's own code has begun
}

func newCLI(p process) *cli { return &cli{process: p, connectors: all.Connectors()} }

// root is the command tree.
func (c *cli) root() *cobra.Command {
	root := &cobra.Command{
		Use:           "wpbridge",
		Short:         "Keeps a WooCommerce shop in step with a business system",
		SilenceUsage:  true,
		SilenceErrors: true,
	}
	root.SetArgs(c.args)
	root.SetOut(c.out)
	root.SetErr(c.err)
	root.AddCommand(c.commands()...)
	c.flags = root.PersistentFlags()
	c.flags.StringVar(&c.file, "config", "", "settings file (default: $WPBRIDGE_CONFIG, ./wpbridge.yaml or /etc/wpbridge/wpbridge.yaml)")
	c.flags.BoolVar(&c.json, "json", false, "print one JSON object on standard output")
	c.flags.String("log-level", "info", "debug, info, warn or error")
	c.flags.String("log-format", "auto", "json, text, or auto: text on a terminal")
	c.markStart(root)
	return root
}

// commands is the whole list, in the order of the help.
func (c *cli) commands() []*cobra.Command {
	return []*cobra.Command{
		c.initCommand(),
		c.checkCommand(),
		c.migrateCommand(),
		c.syncCommand(),
		c.matchCommand(),
		c.unmatchedCommand(),
		c.ordersCommand(),
		c.runsCommand(),
		c.undoCommand(),
		c.whyCommand(),
		c.profileCommand(),
		c.serveCommand(),
		c.simulateCommand(),
		c.toolsCommand(),
		c.configCommand(),
		c.tokenCommand(),
		c.versionCommand(),
	}
}

// group makes a command that only holds others.
func group(use, short string, subs ...*cobra.Command) *cobra.Command {
	g := &cobra.Command{
		Use: use, Short: short, Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return usagef("%s needs a command: see %s --help", cmd.CommandPath(), cmd.CommandPath())
		},
	}
	g.AddCommand(subs...)
	return g
}

// markStart makes each command note that its own code has begun, so that every
// error before that is known to be one of usage.
func (c *cli) markStart(cmd *cobra.Command) {
	if run := cmd.RunE; run != nil {
		cmd.RunE = func(cmd *cobra.Command, args []string) error {
			c.started = true
			return run(cmd, args)
		}
	}
	for _, sub := range cmd.Commands() {
		c.markStart(sub)
	}
}

// sources are the settings' places on this machine.
func (c *cli) sources() config.Sources {
	return config.Sources{
		File:       config.Find(c.file, c.environ),
		Environ:    c.environ,
		Flags:      c.flags,
		Connectors: sections(c.connectors),
	}
}

// config loads what this machine says, which is enough to find the shop. What
// the shop says comes in between later; see app.OpenSettings.
func (c *cli) config() (*config.Config, error) {
	src := c.sources()
	src.Later = true
	return config.Load(src)
}

// sections tells the configuration which keys the connectors have.
func sections(r *erp.Registry) map[string][]config.Key {
	out := map[string][]config.Key{}
	for _, name := range r.Names() {
		f, err := r.Factory(name)
		if err != nil {
			continue // not possible: the registry named it itself
		}
		for _, s := range f.Settings {
			out[name] = append(out[name], config.Key{
				Name: s.Name, Secret: s.Secret, List: s.List, Map: s.Map, Entries: entries(f, s), Local: s.Local, Offered: s.Offered,
			})
		}
	}
	return out
}

// entries are the names in a Map that follow from the rest of its section. What
// keeps a connector from telling them keeps it from being opened, and is said then.
func entries(f erp.Factory, s erp.Setting) func(map[string]string) []string {
	if !s.Map || f.More == nil {
		return nil
	}
	return func(section map[string]string) []string {
		var out []string
		more, _ := f.More(section)
		for _, x := range more {
			if name, ok := strings.CutPrefix(x.Name, s.Name+"."); ok {
				out = append(out, name)
			}
		}
		return out
	}
}

// printJSON writes v as the command's one object.
func printJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(v); err != nil {
		return fmt.Errorf("write JSON: %w", err)
	}
	return nil
}
