package config_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/config"
)

func loadShop(t *testing.T, options map[string]string, yaml string) (*config.Config, error) {
	t.Helper()
	return config.Load(config.Sources{Shop: shop(options), File: write(t, "wpbridge.yaml", yaml), Connectors: connectors()})
}

func TestTheShopSaysWhatItMay(t *testing.T) {
	t.Parallel()
	c, err := loadShop(t, map[string]string{
		"wpbridge_erp__name": "acme", "wpbridge_acme__password": "drowssap", "wpbridge_acme__warehouses": "1,2",
		"wpbridge_orders__statuses": "processing,on-hold", "wpbridge_schedule__stock-full": "daily 03:30", "wpbridge_stock__fractional": "yes",
		"wpbridge_guard__max_zeroed_percent": "", "wpbridge_pairing": "{}", "wpbridge_gone__token": "x", "siteurl": "x",
		"wpbridge_server__listen": "0.0.0.0:1", "wpbridge_shop__prefix": "x", "wpbridge_acme__password_file": "/etc/shadow",
	}, "")
	require.NoError(t, err)
	require.Equal(t, map[string]string{"password": "password", "warehouses": "1,2"}, c.Connector("acme"))
	require.Equal(t, []string{"processing", "on-hold"}, c.Orders.Statuses)
	require.Equal(t, "daily 03:30", c.Schedule["stock-full"])
	require.True(t, c.Stock.Fractional)
	require.Equal(t, config.Default().Guard, c.Guard, "an empty option says nothing")
	require.Equal(t, config.Default().Server, c.Server, "not the shop's to say")
	require.Empty(t, c.Shop.Prefix)
	require.Equal(t, config.Origin{Kind: "shop", Detail: "wpbridge_acme__password"}, c.Origin("acme.password"))
	require.Contains(t, c.Entries(), config.Entry{Key: "acme.password", Value: "[secret]", Origin: "shop wpbridge_acme__password"})
}

func TestFaultsInTheShop(t *testing.T) {
	t.Parallel()
	_, err := loadShop(t, map[string]string{"wpbridge_stock__buffer": "two"}, "")
	require.EqualError(t, err, `configuration: wpbridge_stock__buffer: stock.buffer is "two": must be a quantity such as 0, 2 or 0.5`)
}

func TestBoxesThatStayClosed(t *testing.T) {
	t.Parallel()
	broken := map[string]string{"wpbridge_acme__password": "broken"}
	password := write(t, "password", "from a file")
	for name, tc := range map[string]struct{ yaml, want, fault string }{
		"in use":                   {yaml: "erp: {name: acme}", fault: "configuration: wpbridge_acme__password: acme.password cannot be opened"},
		"of another connector":     {yaml: "erp: {name: other}"},
		"of another mode":          {yaml: "erp: {name: acme, mode: test}\nacme: {test: {password: x}}", want: "x"},
		"the value is in the file": {yaml: "erp: {name: acme}\nacme: {password: mine}", want: "mine"},
		"a file holds the value":   {yaml: "erp: {name: acme}\nacme: {password_file: " + password + "}", want: "from a file"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, err := loadShop(t, broken, tc.yaml)
			if tc.fault != "" {
				require.EqualError(t, err, tc.fault)
				return
			}
			require.NoError(t, err)
			require.Equal(t, tc.want, c.Connector("acme")["password"])
		})
	}
}

func TestWhatTheShopCompletesIsNotMissedBefore(t *testing.T) {
	t.Parallel()
	src := config.Sources{File: write(t, "wpbridge.yaml", "erp: {name: acme, mode: test}"), Connectors: connectors(), Later: true}
	_, err := config.Load(src)
	require.NoError(t, err)
	src.Later = false
	_, err = config.Load(src)
	require.ErrorContains(t, err, "there is no section acme.test")
	src.Shop = shop(map[string]string{"wpbridge_acme__test__password": "x"})
	_, err = config.Load(src)
	require.NoError(t, err)
}

// free is a connector whose entries follow from the kind of thing it connects.
func free() map[string][]config.Key {
	entries := func(section map[string]string) []string {
		return map[string][]string{"birds": {"wings", "secret_nest"}, "fish": {"fins"}}[section["kind"]]
	}
	return map[string][]config.Key{"zoo": {{Name: "kind", Local: true, Offered: []string{"birds", "fish"}}, {Name: "place", Local: true}, {Name: "vars", Map: true, Entries: entries}}}
}

func TestTheShopFillsFreeSections(t *testing.T) {
	t.Parallel()
	stored := map[string]string{
		"wpbridge_zoo__kind": "birds", "wpbridge_zoo__place": "/etc", "wpbridge_zoo__vars__wings": "2", "wpbridge_zoo__vars__secret_nest": "hgih",
		"wpbridge_zoo__vars__fins": "3", "wpbridge_zoo__vars__secret_nest_file": "/etc/shadow", "wpbridge_zoo__vars__Bad-Name": "x",
		"wpbridge_zoo__test__kind": "fish", "wpbridge_zoo__test__vars__fins": "4", "wpbridge_zoo__test__vars__wings": "x",
	}
	load := func(yaml string) (*config.Config, error) {
		return config.Load(config.Sources{Shop: shop(stored), File: write(t, "wpbridge.yaml", yaml), Connectors: free()})
	}
	c, err := load("erp: {name: zoo}")
	require.NoError(t, err)
	require.Equal(t, map[string]string{"kind": "birds", "vars.wings": "2", "vars.secret_nest": "high"}, c.Connector("zoo"))
	require.Equal(t, map[string]string{"kind": "fish", "vars.fins": "4"}, c.Section("zoo", "test"))
	require.Contains(t, c.Entries(), config.Entry{Key: "zoo.vars.secret_nest", Value: "[secret]", Origin: "shop wpbridge_zoo__vars__secret_nest"})

	c, err = load("erp: {name: zoo}\nzoo: {kind: fish, vars: {wings: 9, fins: 5}}")
	require.NoError(t, err)
	require.Equal(t, map[string]string{"kind": "fish", "vars.wings": "9", "vars.fins": "5"}, c.Connector("zoo"), "what the file says is for the connector to judge")

	c, err = load("erp: {name: zoo}\nzoo: {kind: /my/own}")
	require.NoError(t, err)
	require.Equal(t, "3", c.Connector("zoo")["vars.fins"], "nobody knows what it needs")

	stored["wpbridge_zoo__kind"] = "/my/own"
	_, err = load("erp: {name: zoo}")
	require.EqualError(t, err, `configuration: wpbridge_zoo__kind: zoo.kind is "/my/own": there it can only be birds or fish; a path must be given in the settings file or the environment`)
	_, err = load("erp: {name: zoo}\nzoo: {kind: fish}")
	require.NoError(t, err, "the file has the last word")
}

func TestEntriesAreListedBeforeAnybodyGivesThem(t *testing.T) {
	t.Parallel()
	c, err := config.Load(config.Sources{File: write(t, "wpbridge.yaml", "zoo: {kind: birds}"), Connectors: free()})
	require.NoError(t, err)
	require.Contains(t, c.List(), config.Listed{Key: "zoo.vars.wings", Origin: config.Origin{Kind: "default"}})
	require.Contains(t, c.List(), config.Listed{Key: "zoo.vars.secret_nest", Origin: config.Origin{Kind: "default"}, Secret: true})
	require.NotContains(t, c.Connector("zoo"), "vars.wings")
}
