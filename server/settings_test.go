package main

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/secretbox"
)

// keep stores a setting as the plugin's page does.
func (d *desk) keep(option, value string) {
	d.t.Helper()
	d.shop.Exec(d.t, "REPLACE INTO "+d.shop.Table("options")+" (option_name, option_value, autoload) VALUES (?, ?, 'no')", "wpbridge_"+option, value)
}

// moveLogin takes the ERP's login out of the environment and into the shop, the
// password sealed with key.
func (d *desk) moveLogin(key secretbox.Key) {
	d.t.Helper()
	d.environ = slices.DeleteFunc(d.environ, func(e string) bool {
		name, value, _ := strings.Cut(strings.TrimPrefix(e, "WPBRIDGE_"), "=")
		if name == "SITOO__PASSWORD" {
			value = key.Seal(value)
		}
		moved := strings.HasPrefix(name, "SITOO__") || name == "ERP__NAME"
		if moved {
			d.keep(strings.ToLower(name), value)
		}
		return moved
	})
}

func TestTheShopKeepsTheSettings(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 3)
	key := secretbox.NewKey()
	d.set("SERVER__KEY", key.Text())
	d.moveLogin(key)
	d.keep("stock__buffer", "1")
	d.keep("gone__token", "of a connector that is gone")

	d.ready()

	require.Equal(t, "1 instock 1 instock", d.stock(1))
	printed := d.must("config", "print")
	require.Contains(t, printed, `buffer: "1" # shop wpbridge_stock__buffer`)
	require.Contains(t, printed, "password: '[secret]' # shop wpbridge_sitoo__password")
	require.Contains(t, d.must("check"), "ok    settings        7 are kept in the shop")

	d.set("STOCK__BUFFER", "0") // who runs the machine has the last word
	require.Contains(t, d.must("config", "print"), `buffer: "0" # env WPBRIDGE_STOCK__BUFFER`)
}

func TestWrongSettingsInTheShop(t *testing.T) {
	t.Parallel()
	key := secretbox.NewKey()
	for name, tc := range map[string]struct {
		spoil func(*desk)
		says  string
	}{
		"a wrong value": {
			func(d *desk) { d.keep("stock__buffer", "two") },
			`wpbridge_stock__buffer: stock.buffer is "two": must be a quantity`,
		},
		"no key":      {func(d *desk) { d.set("SERVER__KEY", "") }, "wpbridge_sitoo__password: sitoo.password is sealed, and the key is missing: set server.key"},
		"another key": {func(d *desk) { d.set("SERVER__KEY", secretbox.NewKey().Text()) }, "sitoo.password is sealed with another key: enter it again"},
		"in the clear": {
			func(d *desk) { d.keep("sitoo__password", "hunter2") },
			"sitoo.password is not sealed as wpbridge's settings page seals it: enter it again",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t, 1)
			d.set("SERVER__KEY", key.Text())
			d.moveLogin(key)
			d.must("migrate")
			tc.spoil(d)
			for _, command := range [][]string{{"config", "print"}, {"sync", "stock"}, {"check"}} {
				code, out, errs := d.run(command...)
				require.Equal(t, exitError, code, command)
				require.Contains(t, out+errs, tc.says)
				require.NotContains(t, out+errs, "hunter2")
			}
		})
	}
}

func TestSettingsAreInForceWithoutTheShop(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 1)
	d.set("SHOP__DSN", "root@tcp(127.0.0.1:1)/shop")
	code, out, errs := d.run("config", "print")
	require.Equal(t, 10, code)
	require.Contains(t, out, "# env WPBRIDGE_SITOO__BASE_URL")
	require.Contains(t, errs, "what the shop says is not among these settings")
}
