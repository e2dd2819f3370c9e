package main

import (
	"fmt"
	"io"
	"maps"
	"net/http"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"wpbridge/internal/erp"
	"wpbridge/internal/erp/profile"
	"wpbridge/internal/erp/profile/schema"
)

func (c *cli) profileCommand() *cobra.Command {
	return group("profile", "Describe a business system in a file", c.profileCheckCommand(), c.profileTryCommand())
}

func (c *cli) profileCheckCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "check FILE",
		Short: "Check a profile and list what it offers and what must be set",
		Long:  `Reads a profile (a path, or the name of one that comes with wpbridge: sors, sedona) and reports every fault with its line.`,
		Args:  cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			p, err := profile.Load(args[0])
			if err != nil {
				return err
			}
			if c.json {
				return printJSON(c.out, map[string]any{"name": p.Name, "title": p.Title, "operations": operationsOf(p), "variables": p.Variables()})
			}
			return printProfile(c.out, args[0], p)
		},
	}
}

func operationsOf(p *schema.Profile) []string {
	names := []string{}
	for name := range p.Operations.All() {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func printProfile(w io.Writer, file string, p *schema.Profile) error {
	fmt.Fprintf(w, "%s: no faults\n\n%s offers %s.\n", file, either(p.Title == "", p.Name, p.Title), strings.Join(operationsOf(p), ", "))
	if len(p.Vars) > 0 {
		fmt.Fprintf(w, "\nVariables, to be set under %s:\n", schema.VarsKey)
	}
	for _, v := range p.Variables() {
		fmt.Fprintf(w, "  %-26s %s\n  %-26s %s\n", v.Name, v.State, "", v.Help)
	}
	return nil
}

type tryFlags struct {
	limit           int
	vars            []string
	baseURL, folder string
}

func (c *cli) profileTryCommand() *cobra.Command {
	f := tryFlags{}
	cmd := &cobra.Command{
		Use:   "try FILE ping|products|stock|find ID…|check CODE…|LIST",
		Short: "Ask the system once and show request, answer and result",
		Long: `Sends one question of a profile and shows the request, the beginning of the raw
answer and what it is understood as. Secrets are masked. The address, the secret
and the variables come from the section "profile" of the settings; --var, --base-url
and --folder win over it. The secret can be given as WPBRIDGE_PROFILE__SECRET.`,
		Args: cobra.MinimumNArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			cfg, err := c.merged(cmd.Context())
			if cfg == nil {
				return err
			}
			s, err := trySettings(cfg.Connector(profile.Name), args[0], f)
			if err != nil {
				return err
			}
			env := erp.Env{HTTP: &http.Client{Timeout: 2 * time.Minute}, Log: c.logger(cfg.Log)}
			got, err := profile.Try(cmd.Context(), profile.Trial{
				Operation: args[1], Texts: args[2:], Settings: s, Env: env, Look: func(e profile.Exchange) { show(c.out, e) },
			})
			if err != nil {
				return err
			}
			return c.result(got, f.limit)
		},
	}
	cmd.Flags().IntVar(&f.limit, "limit", 3, "how many results to show")
	cmd.Flags().StringArrayVar(&f.vars, "var", nil, "a variable, NAME=VALUE; can be given several times")
	cmd.Flags().StringVar(&f.baseURL, "base-url", "", "address of the system")
	cmd.Flags().StringVar(&f.folder, "folder", "", "directory of the system's files")
	return cmd
}

// trySettings are those stored, with what the command line says instead.
func trySettings(stored map[string]string, file string, f tryFlags) (erp.Settings, error) {
	s := erp.Settings(maps.Clone(stored))
	s["file"] = file
	if f.baseURL != "" {
		s["base_url"] = f.baseURL
	}
	if f.folder != "" {
		s["folder"] = filepath.Clean(f.folder)
	}
	for _, v := range f.vars {
		name, value, ok := strings.Cut(v, "=")
		if !ok {
			return nil, usagef("--var %s: must be NAME=VALUE", v)
		}
		s["vars."+name] = value
	}
	return s, nil
}

// show writes one request or one answer.
func show(w io.Writer, e profile.Exchange) {
	if e.Request != "" {
		fmt.Fprintf(w, "=== request\n%s\n", strings.TrimRight(e.Request, "\n"))
	}
	if e.Status != "" {
		fmt.Fprintf(w, "=== answer: %s\n%s\n%s\n", e.Status, e.Header, strings.TrimRight(string(e.Answer), "\r\n"))
	}
}

// result writes at most so many of the results.
func (c *cli) result(got any, limit int) error {
	if got == nil {
		fmt.Fprintln(c.out, "=== result: the system answers")
		return nil
	}
	list := reflect.ValueOf(got)
	n := list.Len()
	fmt.Fprintf(c.out, "=== result: %d of %d in this part\n", min(n, max(limit, 0)), n)
	return printJSON(c.out, list.Slice(0, min(n, max(limit, 0))).Interface())
}
