package checkup_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/bridge"
	"wpbridge/internal/checkup"
	"wpbridge/internal/config"
	"wpbridge/internal/state"
	"wpbridge/internal/woo"
)

func TestWhatThePluginSays(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		edit func(*state.Plugin)
		env  string
		says []string // beside the line that it answers
	}{
		"all is well":         {edit: func(*state.Plugin) {}},
		"clocks":              {edit: func(p *state.Plugin) { p.Time -= 90 }, says: []string{"the clocks of PHP and of this machine are 1m3"}},
		"Authorization eaten": {edit: func(p *state.Plugin) { p.Authorization = false }, says: []string{`SetEnvIf Authorization "(.*)" HTTP_AUTHORIZATION=$1`, "CGIPassAuth On", "fastcgi_param HTTP_AUTHORIZATION $http_authorization;"}},
		"another version":     {edit: func(p *state.Plugin) { p.Version = "1.3.0" }, says: []string{"the plugin is of version 1.3.0, this program of 1.2.4"}},
		"another data store":  {edit: func(p *state.Plugin) { p.DataStore = "Other" }, says: []string{"FAIL  plugin", "another plugin keeps the products (Other"}},
		"filters":             {edit: func(p *state.Plugin) { p.Filters = []string{"b", "a"} }, says: []string{"another plugin changes what stock or prices mean: a, b"}},
		"object cache":        {edit: func(p *state.Plugin) { p.ObjectCache = true }, says: []string{"ok    caches"}},
		"fractions rounded":   {edit: func(p *state.Plugin) { p.Fractional = true }, env: "WPBRIDGE_STOCK__FRACTIONAL=no", says: []string{"the shop sells fractions"}},
		"fractions cut off":   {edit: func(*state.Plugin) {}, env: "WPBRIDGE_STOCK__FRACTIONAL=yes", says: []string{"WooCommerce cuts them off"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cfg, err := config.Load(config.Sources{Environ: []string{tc.env}})
			require.NoError(t, err)
			p := state.Plugin{Version: "1.2.0", Time: time.Now().Unix(), Authorization: true, DataStore: state.DataStore}
			tc.edit(&p)
			var r checkup.Report
			r.Plugin(p, nil, "v1.2.4", cfg)
			var out strings.Builder
			require.NoError(t, r.Print(&out))
			require.Contains(t, out.String(), "ok    plugin          WP Bridge "+p.Version+" answers")
			for _, want := range tc.says {
				require.Contains(t, out.String(), want)
			}
			require.Len(t, r.Findings, 1+min(1, len(tc.says)), out.String())
			if p.Foreign() {
				require.ErrorIs(t, r.Err(), woo.ErrRefused)
			}
		})
	}
}

func TestWhyThePluginDoesNotAnswerHasACure(t *testing.T) {
	t.Parallel()
	for _, err := range []error{
		bridge.ErrUnreachable, bridge.ErrRedirect, bridge.ErrNoPlugin, bridge.ErrSecret, bridge.ErrClock, bridge.ErrBlocked, bridge.ErrAnswer,
	} {
		var r checkup.Report
		r.Plugin(state.Plugin{}, fmt.Errorf("http://shop.test: %w", err), "1.0.0", config.Default())
		require.Equal(t, checkup.Warn, finding(t, &r, "plugin").Level, "syncs go on without it")
		require.NotEmpty(t, finding(t, &r, "plugin").Cure)
	}
}
