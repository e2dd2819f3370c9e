package config_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spf13/pflag"
	"github.com/stretchr/testify/require"

	"wpbridge/internal/config"
)

func connectors() map[string][]config.Key {
	return map[string][]config.Key{
		"acme":  {{Name: "base_url"}, {Name: "password", Secret: true}, {Name: "warehouses", List: true}},
		"other": {{Name: "token", Secret: true}},
	}
}

// write makes a file in the test's own directory and returns its path.
func write(t testing.TB, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	return path
}

func load(t testing.TB, yaml string, environ ...string) (*config.Config, error) {
	t.Helper()
	return config.Load(config.Sources{File: write(t, "wpbridge.yaml", yaml), Environ: environ, Connectors: connectors()})
}

func flags(t *testing.T, args ...string) *pflag.FlagSet {
	t.Helper()
	set := pflag.NewFlagSet("wpbridge", pflag.ContinueOnError)
	set.String("log-level", "debug", "")
	set.String("config", "", "")
	set.StringSlice("orders-statuses", nil, "")
	require.NoError(t, set.Parse(args))
	return set
}

// shop is one that seals by writing a secret backwards.
func shop(values map[string]string) config.Options {
	return config.Options{Values: values, Unseal: unseal}
}

func unseal(box string) (string, error) {
	if box == "broken" {
		return "", errors.New("cannot be opened")
	}
	b := []byte(box)
	slices.Reverse(b)
	return string(b), nil
}

func TestDefaultsHoldWithoutAnySource(t *testing.T) {
	t.Parallel()
	c, err := config.Load(config.Sources{})
	require.NoError(t, err)
	want := config.Default()
	require.Equal(t, want.Stock, c.Stock)
	require.Equal(t, want.Schedule, c.Schedule)
	require.Equal(t, config.Origin{Kind: "default"}, c.Origin("stock.buffer"))
}

func TestLaterSourcesWin(t *testing.T) {
	t.Parallel()
	path := write(t, "wpbridge.yaml", "stock:\n  manage: respect\n  buffer: 2\nlog:\n  level: warn\nmatch:\n  key: plu\n")
	c, err := config.Load(config.Sources{
		Shop:    shop(map[string]string{"wpbridge_stock__buffer": "1", "wpbridge_stock__fractional": "yes", "wpbridge_erp__mode": "live"}),
		File:    path,
		Environ: []string{"WPBRIDGE_LOG__LEVEL=error", "WPBRIDGE_MATCH__KEY=name", "PATH=/bin", "WPBRIDGE_SCHEDULE__STOCK_FULL=off"},
		Flags:   flags(t, "--log-level", "debug", "--config", "x", "--orders-statuses", "a,b"),
	})
	require.NoError(t, err)
	require.True(t, c.Stock.Fractional, "shop over default")
	require.Equal(t, "2", c.Stock.Buffer, "file over shop")
	require.Equal(t, "name", c.Match.Key, "environment over file")
	require.Equal(t, "debug", c.Log.Level, "flag over environment")
	require.Equal(t, []string{"a", "b"}, c.Orders.Statuses)
	require.Equal(t, "off", c.Schedule["stock-full"])
	require.Equal(t, config.Origin{Kind: "file", Detail: path + ":3"}, c.Origin("stock.buffer"))
	require.Equal(t, config.Origin{Kind: "env", Detail: "WPBRIDGE_MATCH__KEY"}, c.Origin("match.key"))
	require.Equal(t, config.Origin{Kind: "flag", Detail: "--log-level"}, c.Origin("log.level"))
}

func TestUnchangedFlagsSayNothing(t *testing.T) {
	t.Parallel()
	c, err := config.Load(config.Sources{Flags: flags(t)})
	require.NoError(t, err)
	require.Equal(t, "info", c.Log.Level)
}

func TestVariablesThatAreNoSettings(t *testing.T) {
	t.Parallel()
	_, err := load(t, "", "WPBRIDGE_CONFIG=x", "WPBRIDGE_CACHE=y", "WPBRIDGE_TEST_DSN=z", "WPBRIDGE_UPDATE=1", "WPBRIDGE_UPDATE_CASES=1")
	require.NoError(t, err)
}

func TestValuesStayAsTyped(t *testing.T) {
	t.Parallel()
	c, err := load(t, `
erp: {name: acme}
stock: {drift_patience: 90s, fractional: on}
orders: {statuses: "processing, on-hold", automatic: no}
acme:
  base_url: 0123
  password: 007
  warehouses: [01, "2", 0x10]
`)
	require.NoError(t, err)
	require.Equal(t, map[string]string{"base_url": "0123", "password": "007", "warehouses": "01,2,0x10"}, c.Connector("acme"))
	require.Equal(t, 90*time.Second, c.Stock.DriftPatience)
	require.True(t, c.Stock.Fractional)
	require.False(t, c.Orders.Automatic)
	require.Equal(t, []string{"processing", "on-hold"}, c.Orders.Statuses)
}

func TestKeysWithoutValueSayNothing(t *testing.T) {
	t.Parallel()
	for _, yaml := range []string{"", "# nothing\n", "---\n", "shop:\n", "shop: {}\n", "stock:\n  buffer:\n", "acme:\n  test:\n", "acme: ~\n"} {
		c, err := load(t, yaml)
		require.NoError(t, err, yaml)
		require.Equal(t, "0", c.Stock.Buffer)
	}
}

func TestSecretsFromFiles(t *testing.T) {
	t.Parallel()
	dsn := write(t, "dsn", "u:p@tcp(db)/shop\n")
	password := write(t, "password", " two\nlines \r\n")
	c, err := load(t, "shop: {dsn_file: "+dsn+"}\nacme: {password_file: "+password+"}", "WPBRIDGE_OTHER__TOKEN_FILE="+dsn)
	require.NoError(t, err)
	require.Equal(t, "u:p@tcp(db)/shop", c.Shop.DSN.Reveal())
	require.Equal(t, dsn, c.Shop.DSNFile)
	require.Equal(t, " two\nlines ", c.Connector("acme")["password"], "only the last line break goes")
	require.Equal(t, "u:p@tcp(db)/shop", c.Connector("other")["token"])
	require.NotContains(t, c.Connector("acme"), "password_file")
}

func TestTestModeNeverUsesTheLiveLogin(t *testing.T) {
	t.Parallel()
	const sections = "acme:\n  base_url: live\n  password: livepass\n  test:\n    base_url: sandbox\n"
	c, err := load(t, "erp: {name: acme, mode: test}\n"+sections)
	require.NoError(t, err)
	require.Equal(t, map[string]string{"base_url": "sandbox"}, c.Connector("acme"))

	c, err = load(t, "erp: {name: acme}\n"+sections, "WPBRIDGE_ACME__TEST__PASSWORD=x")
	require.NoError(t, err)
	require.Equal(t, map[string]string{"base_url": "live", "password": "livepass"}, c.Connector("acme"))

	_, err = load(t, "erp: {name: acme, mode: test}\nacme: {base_url: live}")
	require.ErrorContains(t, err, `erp.mode is "test" but there is no section acme.test: give the test login there`)
}

func FuzzLoad(f *testing.F) {
	f.Add("shop: {dsn: x}\nacme: {test: {password: y}}")
	f.Add("a: &a [*a]\n? {b: c}\n: d")
	f.Add("<<: {a: b}\n--- x\n...\n!!binary x: !!set {}")
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, yaml string) {
		path := filepath.Join(dir, "fuzz.yaml")
		require.NoError(t, os.WriteFile(path, []byte(yaml), 0o600))
		c, err := config.Load(config.Sources{File: path, Connectors: connectors()})
		var faults config.Faults
		require.True(t, err == nil && c != nil || errors.As(err, &faults))
		if err == nil {
			require.NoError(t, config.Print(&strings.Builder{}, c))
		}
	})
}

func TestFreeSections(t *testing.T) {
	t.Parallel()
	free := map[string][]config.Key{"acme": {{Name: "file"}, {Name: "vars", Map: true}}}
	load := func(yaml string, environ ...string) (*config.Config, error) {
		return config.Load(config.Sources{File: write(t, "wpbridge.yaml", yaml), Environ: environ, Connectors: free})
	}
	key := write(t, "key", "hunter2\n")
	c, err := load("acme:\n  vars: {database: 007, secret_key_file: "+key+", secret_other: geheim, units: [1, 2]}\n  test:\n    vars: {database: T}\n", "WPBRIDGE_ACME__VARS__UNIT=3")
	require.NoError(t, err)
	require.Equal(t, map[string]string{"vars.database": "007", "vars.secret_key": "hunter2", "vars.secret_other": "geheim", "vars.unit": "3", "vars.units": "1,2"}, c.Connector("acme"))
	require.Equal(t, "env", c.Origin("acme.vars.unit").Kind)
	var out strings.Builder
	require.NoError(t, config.Print(&out, c))
	require.Contains(t, out.String(), `database: "007"`)
	require.NotContains(t, out.String(), "hunter2")
	require.NotContains(t, out.String(), "geheim")

	for yaml, says := range map[string]string{
		"acme: {vars: x}":           "acme.vars has a value of its own: it must hold keys",
		"acme: {vars: {Data: x}}":   "acme.vars.Data is no setting",
		"acme: {vars: {a: {b: x}}}": "acme.vars.a.b is no setting",
		"acme: {varz: {a: x}}":      "acme.varz.a is no setting",
	} {
		_, err := load(yaml)
		require.ErrorContains(t, err, says)
	}
	_, err = load("acme: {vars: {}}")
	require.NoError(t, err)
}
