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
