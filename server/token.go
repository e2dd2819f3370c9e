package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"wpbridge/internal/auth"
)

func (c *cli) tokenCommand() *cobra.Command {
	var scopes []string
	var ttl time.Duration
	cmd := &cobra.Command{
		Use:   "token",
		Short: "Print a short-lived token for calls to the sidecar",
		Long: `Prints a token signed with server.secret, for scripts that call the sidecar:

  curl -H "Authorization: Bearer $(wpbridge token --scope cron)" …`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			for _, s := range scopes {
				if !slices.Contains(auth.Scopes(), s) {
					return usagef("--scope is %q: must be of %s", s, strings.Join(auth.Scopes(), ", "))
				}
			}
			if ttl < time.Second || ttl > auth.MaxTTL {
				return usagef("--ttl is %s: must be from 1s to %s", ttl, auth.MaxTTL)
			}
			return c.printToken(scopes, ttl)
		},
	}
	cmd.Flags().StringSliceVar(&scopes, "scope", nil, "what it is good for: "+strings.Join(auth.Scopes(), ", "))
	cmd.Flags().DurationVar(&ttl, "ttl", time.Minute, "how long it holds, at most "+auth.MaxTTL.String())
	must(cmd.MarkFlagRequired("scope"))
	return cmd
}

func (c *cli) printToken(scopes []string, ttl time.Duration) error {
	cfg, err := c.config()
	if err != nil {
		return err
	}
	if cfg.Server.Secret.Empty() {
		return errors.New("server.secret is missing: `wpbridge init` makes one")
	}
	now := time.Now()
	token, err := auth.Sign(cfg.Server.Secret.Reveal(), auth.Claims{Issuer: auth.CLI, Audience: auth.Sidecar, Scopes: scopes}, ttl, now)
	if err != nil {
		return err
	}
	if c.json {
		return printJSON(c.out, map[string]any{"token": token, "expires_at": now.Add(ttl).UTC().Format(time.RFC3339)})
	}
	_, err = fmt.Fprintln(c.out, token)
	return err
}

// must is for calls that fail only when the program is written wrongly.
func must(err error) {
	if err != nil {
		panic(err)
	}
}
