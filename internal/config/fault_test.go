package config_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/config"
)

func TestFaultsInTheFile(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ name, yaml, want string }{
		{"unknown key", "stock:\n  bufer: 2", `:2: stock.bufer is no setting; did you mean stock.buffer?`},
		{"unknown section", "stok: {buffer: 2}", `:1: stok.buffer is no setting; did you mean stock.buffer?`},
		{"key at the top", "buffer: 2", `:1: buffer is no setting; did you mean stock.buffer?`},
		{"nothing like it", "colour: {of: money}", `:1: colour.of is no setting; wpbridge config print lists them all`},
		{"unknown job", "schedule: {stocks: hourly}", `:1: schedule.stocks is no setting; did you mean schedule.stock?`},
		{"unknown key of a connector", "acme: {pasword: x}", `:1: acme.pasword is no setting; did you mean acme.password?`},
		{"unknown key of a test section", "acme: {test: {pasword: x}}", `:1: acme.test.pasword is no setting; did you mean acme.test.password?`},
		{"value for a section", "acme: hunter2", `:1: acme has a value of its own: it must hold keys, indented below it`},
		{"section for a value", "stock: {buffer: {a: {b: 1}}}", `:1: stock.buffer holds keys: it must be one value`},
		{"list for a value", "stock: {buffer: [1, 2]}", `:1: stock.buffer holds several values: it must be one`},
		{"empty section for a value", "stock: {buffer: {}}", `:1: stock.buffer holds several values: it must be one`},
		{"list of lists", "orders: {statuses: [a, [b]]}", `:1: orders.statuses holds something else than plain values without commas`},
		{"comma in a list", "orders: {statuses: ['a,b']}", `:1: orders.statuses holds something else than plain values without commas`},
		{"twice", "stock: {buffer: 1}\nlog: {level: info}\nstock: {manage: enable}", `:3: stock is given twice, first in line 1`},
		{"dotted key", "stock.buffer: 1", `:1: stock.buffer is no key: write one level per line, indented`},
		{"alias", "log: {level: &a info, format: *a}", `:1: log.format is a YAML alias: write the value itself`},
		{"syntax", "stock:\n  buffer: 1\n manage: x", `:2: is not valid YAML: did not find expected key`},
		{"tab", "stock:\n\tbuffer: 1", `:2: is not valid YAML: found character that cannot start any token`},
		{"no keys", "hello", `:1: must hold keys such as "shop:" at the top level`},
		{"two documents", "log: {level: info}\n---\nlog: {level: warn}", `: holds more than one YAML document: keep one`},
		{"enum", "stock: {manage: maybe}", `:1: stock.manage is "maybe": must be one of enable, respect`},
		{"backorders", "stock: {backorders: perhaps}", `:1: stock.backorders is "perhaps": must be one of respect, no, notify, yes`},
		{"match", "match: {key: ean}", `:1: match.key is "ean": must be one of sku, barcode, plu, name`},
		{"connector", "erp: {name: sap}", `:1: erp.name is "sap": must be one of acme, other`},
		{"truth", "stock: {fractional: 2}", `:1: stock.fractional is "2": must be true or false`},
		{"percent", "guard: {max_zeroed_percent: 120}", `:1: guard.max_zeroed_percent is "120": must be a whole number from 0 to 100; 100 never holds a run`},
		{"percent sign", "guard: {max_price_jump_percent: 70%}", `:1: guard.max_price_jump_percent is "70%": must be a whole number from 0 to 100; 100 never holds a run`},
		{"duration", "checkout: {budget: 1200}", `:1: checkout.budget is "1200": must be a duration such as 1.2s, from 50ms to 30s`},
		{"duration out of range", "stock: {drift_patience: 1s}", `:1: stock.drift_patience is "1s": must be a duration such as 3m, from 10s to 24h`},
		{"quantity", "stock: {buffer: -1}", `:1: stock.buffer is "-1": must be a quantity such as 0, 2 or 0.5`},
		{"schedule", "schedule: {stock: every 30s}", `:1: schedule.stock is "every 30s": must be off, hourly, every 5m (one minute or more) or daily 03:30`},
		{"time of day", "schedule: {stock: daily 25:00}", `:1: schedule.stock is "daily 25:00": must be off, hourly, every 5m (one minute or more) or daily 03:30`},
		{"open to the world", "server: {listen: '0.0.0.0:8787'}", `:1: server.listen is "0.0.0.0:8787": must be a loopback address such as 127.0.0.1:8787, or unix:/path/to/socket`},
		{"relative socket", "server: {listen: 'unix:sock'}", `:1: server.listen is "unix:sock": must be a loopback address such as 127.0.0.1:8787, or unix:/path/to/socket`},
		{"metrics", "server: {metrics: 'on'}", `:1: server.metrics is "on": must be off or an address such as 127.0.0.1:9187`},
		{"prefix", "shop: {prefix: 'wp-; DROP'}", `:1: shop.prefix is "wp-; DROP": must be letters, digits and underscores`},
		{"address", "shop: {url: shop.example}", `:1: shop.url is "shop.example": must be an address such as https://shop.example`},
		{"long value", "match: {key: " + strings.Repeat("x", 80) + "}", `:1: match.key is "` + strings.Repeat("x", 60) + `"…: must be one of sku, barcode, plu, name`},
		{"short secret", "server: {secret: hunter2}", `:1: server.secret must be at least 32 bytes long, it has 7; make one with: openssl rand -base64 33`},
		{"secret as list", "server: {secret: [hunter2]}", `:1: server.secret holds several values: it must be one`},
		{"no such file", "shop: {dsn_file: /nonexistent/dsn}", `:1: shop.dsn_file cannot be used: open /nonexistent/dsn: no such file or directory`},
		{"value and file", "shop: {dsn: x, dsn_file: /dev/null}", `:1: shop.dsn_file and shop.dsn are both given: keep one`},
		{"value and file of a connector", "acme: {password: x, password_file: /dev/null}", `:1: acme.password_file and acme.password are both given: keep one`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			path := write(t, "wpbridge.yaml", tc.yaml)
			_, err := config.Load(config.Sources{File: path, Connectors: connectors()})
			require.EqualError(t, err, "configuration: "+path+tc.want)
			require.NotContains(t, err.Error(), "hunter2")
		})
	}
}

func TestFaultsInTheEnvironment(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ name, variable, want string }{
		{"unknown", "WPBRIDGE_STOCK__BUFER=1", `environment: WPBRIDGE_STOCK__BUFER is no setting; did you mean WPBRIDGE_STOCK__BUFFER?`},
		{"one underscore", "WPBRIDGE_STOCK_BUFFER=1", `environment: WPBRIDGE_STOCK_BUFFER is no setting; did you mean WPBRIDGE_STOCK__BUFFER?`},
		{"bad value", "WPBRIDGE_ERP__MODE=prod", `WPBRIDGE_ERP__MODE: erp.mode is "prod": must be one of live, test`},
		{"secret", "WPBRIDGE_SERVER__SECRET=hunter2", `WPBRIDGE_SERVER__SECRET: server.secret must be at least 32 bytes long, it has 7; make one with: openssl rand -base64 33`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			_, err := load(t, "", tc.variable)
			require.EqualError(t, err, "configuration: "+tc.want)
		})
	}
}

func TestAllFaultsComeAtOnce(t *testing.T) {
	t.Parallel()
	path := write(t, "wpbridge.yaml", "stock:\n  bufer: 1\nmatch:\n  key: ean\n")
	_, err := config.Load(config.Sources{
		File: path, Environ: []string{"WPBRIDGE_NO=1"}, Flags: flags(t, "--log-level", "loud"),
	})
	require.EqualError(t, err, `configuration has 4 faults:
  `+path+`:2: stock.bufer is no setting; did you mean stock.buffer?
  environment: WPBRIDGE_NO is no setting; wpbridge config print lists them all
  `+path+`:4: match.key is "ean": must be one of sku, barcode, plu, name
  --log-level: log.level is "loud": must be one of debug, info, warn, error`)
	var faults config.Faults
	require.ErrorAs(t, err, &faults)
	require.Equal(t, "stock.bufer", faults[0].Key)
}

func TestFileThatCannotBeRead(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "none.yaml")
	_, err := config.Load(config.Sources{File: path})
	require.EqualError(t, err, "configuration: "+path+": cannot be read: no such file or directory")
	dir := t.TempDir()
	_, err = config.Load(config.Sources{File: dir})
	require.EqualError(t, err, "configuration: "+dir+": cannot be read: is a directory")
}
