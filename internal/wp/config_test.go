package wp_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/wp"
)

const plainConfig = `<?php
define( 'DB_NAME', 'shop' );
define( 'DB_USER', 'woo' );
define( 'DB_PASSWORD', 'p\'a\\ss#//x' );
define( 'DB_HOST', 'localhost' );
define( 'DB_CHARSET', 'utf8mb4' );
define( 'DB_COLLATE', '' );
$table_prefix = 'wp_';
require_once ABSPATH . 'wp-settings.php';
`

func TestParseConfig(t *testing.T) {
	t.Parallel()
	want := wp.Config{Name: "shop", User: "woo", Password: `p'a\ss#//x`, Host: "localhost", Charset: "utf8mb4", Prefix: "wp_"}
	with := func(change func(*wp.Config)) wp.Config { c := want; change(&c); return c }
	swap := func(old, replacement string) string { return strings.Replace(plainConfig, old, replacement, 1) }
	for _, tc := range []struct {
		name, source string
		want         wp.Config
	}{
		{"as WordPress writes it", plainConfig, want},
		{"CRLF and a byte order mark", "\ufeff" + strings.ReplaceAll(plainConfig, "\n", "\r\n"), want},
		{"closed, without a final line break", strings.TrimSpace(plainConfig) + " ?>", want},
		{"comments in every style", swap("define( 'DB_NAME'", "// define('DB_NAME', 'a');\n# define('DB_NAME', 'b');\n/* define('DB_NAME', 'c'); */ define( /* x */ 'DB_NAME'"), want},
		{"a line comment ends before ?>", swap("$table_prefix", "// closed ?> define('DB_NAME','no'); <?php $table_prefix"), want},
		{"text outside of PHP", "define('DB_NAME','html');\n" + plainConfig, want},
		{"guarded", swap("define( 'DB_NAME'", "defined('DB_NAME') || define( 'DB_NAME'"), want},
		{"upper case, no space, third argument", swap("define( 'DB_NAME', 'shop' )", "DEFINE('DB_NAME','shop',false)"), want},
		{"const", swap("define( 'DB_NAME', 'shop' )", "const DB_NAME = 'shop'"), want},
		{"the same twice", plainConfig + "define('DB_NAME', 'shop');", want},
		{"a heredoc in between", swap("$table_prefix", "$x = <<<EOT\ndefine('DB_NAME', 'z');\nEOT;\n$table_prefix"), want},
		{"a comparison is no assignment", swap("require", "if ($table_prefix == 'x') {}\nrequire"), want},
		{
			"double quotes", swap(`'p\'a\\ss#//x'`, `"tab\t \x41\101\u{e9} \$5 \q 100$ \"q\""`),
			with(func(c *wp.Config) { c.Password = "tab\t AA\u00e9 $5 \\q 100$ \"q\"" }),
		},
		{
			"addresses and multisite", plainConfig + `define('WP_HOME', "https://shop.example"); define('WP_SITEURL', 'https://shop.example/wp'); define('MULTISITE', TRUE);`,
			with(func(c *wp.Config) {
				c.Home, c.SiteURL, c.Multisite = "https://shop.example", "https://shop.example/wp", true
			}),
		},
		{"an address made by code is left out", plainConfig + `define('WP_HOME', 'https://' . $_SERVER['HTTP_HOST']);`, want},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			got, err := wp.ParseConfig([]byte(tc.source))
			require.NoError(t, err)
			require.Equal(t, tc.want, got)
		})
	}
}

func TestParseConfigRefuses(t *testing.T) {
	t.Parallel()
	const byCode = "wp-config.php: DB_NAME is worked out by PHP code, which is never run: set shop.dsn"
	for _, tc := range []struct{ name, line, want string }{
		{"getenv", `define('DB_NAME', getenv('DB'));`, byCode},
		{"joined", `define('DB_NAME', 'a' . 'b');`, byCode},
		{"another constant", `define('DB_NAME', OTHER);`, byCode},
		{"a variable", `define('DB_NAME', $name);`, byCode},
		{"a variable inside", `define('DB_NAME', "a$name");`, byCode},
		{"braces inside", `define('DB_NAME', "a{$name}");`, byCode},
		{"a command", "define('DB_NAME', `id`);", byCode},
		{"cut off", `define('DB_NAME', 'sho`, byCode},
		{"missing", ``, "wp-config.php: DB_NAME is not set there; perhaps a file that it includes does: set shop.dsn"},
		{"two values", `define('DB_NAME','a'); define('DB_NAME','b');`, "wp-config.php: DB_NAME is set more than once, to different values: set shop.dsn"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			source := strings.Replace(plainConfig, "define( 'DB_NAME', 'shop' );", "", 1) + tc.line
			got, err := wp.ParseConfig([]byte(source))
			require.EqualError(t, err, tc.want)
			require.ErrorIs(t, err, wp.ErrConfig)
			require.Equal(t, "wp_", got.Prefix, "what can be read is there all the same")
		})
	}
}

func TestParseConfigNamesEverythingMissing(t *testing.T) {
	t.Parallel()
	_, err := wp.ParseConfig(nil)
	for _, name := range []string{"DB_NAME", "DB_USER", "DB_PASSWORD", "DB_HOST", "$table_prefix"} {
		require.ErrorContains(t, err, name)
	}
}

func TestCandidates(t *testing.T) {
	t.Parallel()
	for host, want := range map[string]wp.Endpoint{
		"db":                      {Network: "tcp", Address: "db:3306"},
		"db.example:3307":         {Network: "tcp", Address: "db.example:3307"},
		"127.0.0.1":               {Network: "tcp", Address: "127.0.0.1:3306"},
		"[::1]:3306":              {Network: "tcp", Address: "[::1]:3306"},
		"::1":                     {Network: "tcp", Address: "[::1]:3306"},
		":/run/my.sock":           {Network: "unix", Address: "/run/my.sock"},
		"localhost:/run/my.sock":  {Network: "unix", Address: "/run/my.sock"},
		"10.0.0.5:/path/to/sock":  {Network: "tcp", Address: "10.0.0.5:3306"}, // PHP uses a socket on localhost only
		"db:3310:/path/to/socket": {Network: "tcp", Address: "db:3310"},
	} {
		require.Equal(t, []wp.Endpoint{want}, wp.Config{Host: host}.Candidates(), host)
	}
	for _, host := range []string{"localhost", "", "LocalHost:3307"} {
		all := wp.Config{Host: host}.Candidates()
		require.Equal(t, "unix", all[0].Network, host)
		require.Equal(t, "tcp", all[len(all)-1].Network, host)
	}
	all := wp.Config{Host: "localhost:3307"}.Candidates()
	require.Equal(t, "127.0.0.1:3307", all[len(all)-1].Address)
}

func TestFindConfig(t *testing.T) {
	t.Parallel()
	file := func(path string) {
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, nil, 0o600))
	}
	top := t.TempDir()
	above := filepath.Join(top, "site", "wp-config.php")
	file(above)
	inner := filepath.Join(top, "site", "public")
	file(filepath.Join(inner, "wp-settings.php"))

	got, err := wp.FindConfig(inner)
	require.NoError(t, err)
	require.Equal(t, above, got)

	file(filepath.Join(top, "site", "wp-settings.php"))
	_, err = wp.FindConfig(inner)
	require.ErrorIs(t, err, wp.ErrConfig, "the one above belongs to another WordPress")

	own := filepath.Join(inner, "wp-config.php")
	file(own)
	for _, given := range []string{inner, own} {
		got, err = wp.FindConfig(given)
		require.NoError(t, err)
		require.Equal(t, own, got)
	}
}

func FuzzParseConfig(f *testing.F) {
	f.Add(plainConfig)
	f.Add(`<?php define("DB_NAME", "\u{110000}\x\8$`)
	f.Add("<?php <<<'X'\nX")
	f.Add("<?php define(")
	f.Fuzz(func(t *testing.T, source string) {
		c, err := wp.ParseConfig([]byte(source))
		require.NotEmpty(t, c.Candidates())
		if err == nil && c.Prefix == "" {
			require.Contains(t, source, "$table_prefix")
		}
	})
}
