package pairing_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/pairing"
	"wpbridge/internal/secretbox"
	"wpbridge/internal/wp"
)

const settingsOfWordPress = `<?php
define( 'DB_NAME', 'shop' );
define( 'DB_USER', 'woo' );
define( 'DB_PASSWORD', 'a\'b\\c' );
define( 'DB_HOST', 'localhost' );
$table_prefix = 'wp_';
`

const handsOver = "\n/* That's all, stop editing! Happy publishing. */\n\nrequire_once ABSPATH . 'wp-settings.php';\n"

// site is a wp-config.php of this text.
func site(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "wp-config.php")
	require.NoError(t, os.WriteFile(path, []byte(text), 0o640))
	return path
}

func read(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	require.NoError(t, err)
	return string(b)
}

// values are what a wp-config.php defines of ours.
func values(t *testing.T, path string) pairing.Shared {
	t.Helper()
	c := wp.ParseConstants([]byte(read(t, path)))
	value := func(name string) string {
		v, err := c.Value(name)
		require.NoError(t, err)
		return v
	}
	return pairing.Shared{URL: value(pairing.URLConstant), Secret: value(pairing.SecretConstant), Key: value(pairing.KeyConstant)}
}

func given() pairing.Shared { return pairing.Shared{URL: "http://127.0.0.1:8787"} }

func TestLinesAreAdded(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"as WordPress ships it": settingsOfWordPress + handsOver,
		"in another language":   settingsOfWordPress + "\n/* C'est tout, ne touchez pas à ce qui suit ! */\nrequire_once(ABSPATH . 'wp-settings.php');\n",
		"by include":            settingsOfWordPress + "\tinclude 'wp-settings.php';",
		"the note is elsewhere": settingsOfWordPress + "$x = <<<END\nThat's all, stop editing\nEND;\n" + handsOver,
		"with Windows' endings": strings.ReplaceAll(settingsOfWordPress+handsOver, "\n", "\r\n"),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := site(t, text)
			sharing := pairing.Sharing{Config: path, Given: given(), Write: true}

			shared, place, err := sharing.Share()
			require.NoError(t, err)
			require.Equal(t, pairing.Place{Defined: true, Changed: true, KeyHere: true}, place)
			require.Equal(t, shared, values(t, path))
			require.Equal(t, "http://127.0.0.1:8787", shared.URL)
			_, err = secretbox.ParseKey(shared.Key)
			require.NoError(t, err)
			written := read(t, path)
			require.Equal(t, strings.Count(written, "\n")*strings.Count(text, "\r\n")/strings.Count(text, "\n"), strings.Count(written, "\r\n"), "line endings")
			before, lines, _ := strings.Cut(written, "// How the plugin")
			_, after, _ := strings.Cut(lines, shared.Key+"' );")
			require.Equal(t, strings.Fields(text), strings.Fields(before+after), "nothing else changes")

			again, place, err := sharing.Share()
			require.NoError(t, err)
			require.False(t, place.Changed)
			require.Equal(t, shared, again, "what is shared stays")
			require.Equal(t, written, read(t, path))

			sharing.Replace = true
			anew, place, err := sharing.Share()
			require.NoError(t, err)
			require.True(t, place.Changed)
			require.NotEqual(t, shared.Secret, anew.Secret)
			require.Equal(t, shared.Key, anew.Key, "or no stored password could be opened")
			require.Equal(t, anew, values(t, path))
			require.Equal(t, strings.Count(written, "\n"), strings.Count(read(t, path), "\n"), "in the same lines")
		})
	}
}

func TestFilesThatAreLeftAlone(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct{ text, why string }{
		"without an end":       {settingsOfWordPress, "no line that loads wp-settings.php"},
		"with settings by PHP": {"<?php\ndefine('DB_NAME', getenv('DB'));\n" + handsOver, "DB_NAME is worked out by PHP code"},
		"the end is a comment": {settingsOfWordPress + "/*\nrequire 'wp-settings.php';\n*/", "would not define WPBRIDGE_URL"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := site(t, tc.text)
			shared, place, err := pairing.Sharing{Config: path, Given: given(), Write: true}.Share()
			require.NoError(t, err)
			require.False(t, place.Defined)
			require.ErrorContains(t, place.Why, tc.why)
			require.Equal(t, tc.text, read(t, path))
			require.GreaterOrEqual(t, len(shared.Secret), 32)
		})
	}
}

func TestNoWriteLeavesTheFileAlone(t *testing.T) {
	t.Parallel()
	path := site(t, settingsOfWordPress+handsOver)
	shared, place, err := pairing.Sharing{Config: path, Given: given()}.Share()
	require.NoError(t, err)
	require.Equal(t, pairing.Place{}, place)
	require.Equal(t, settingsOfWordPress+handsOver, read(t, path))
	require.Regexp(t, `^wpbridge1:[A-Za-z0-9_-]+$`, shared.Text())
}

func TestConstantsThatAreThere(t *testing.T) {
	t.Parallel()
	key := secretbox.NewKey().Text()
	for name, tc := range map[string]struct {
		lines  string
		given  pairing.Shared
		secret string
		fault  string
	}{
		"kept":         {lines: "define('WPBRIDGE_SECRET', '" + strings.Repeat("s", 32) + "');\nconst WPBRIDGE_KEY = \"" + key + "\";\n", secret: strings.Repeat("s", 32)},
		"too short":    {lines: "define('WPBRIDGE_SECRET', 'hunter2');\n", fault: "WPBRIDGE_SECRET must be at least 32 bytes long"},
		"by PHP":       {lines: "define('WPBRIDGE_SECRET', getenv('S'));\n", fault: "WPBRIDGE_SECRET is worked out by PHP code, which is never run: give its value"},
		"by PHP, told": {lines: "define('WPBRIDGE_SECRET', getenv('S'));\n", given: pairing.Shared{Secret: strings.Repeat("t", 32)}, secret: strings.Repeat("t", 32)},
		"a wrong key":  {lines: "define('WPBRIDGE_KEY', 'hunter2');\n", fault: "WPBRIDGE_KEY: a key must be the base64 text of 32 bytes"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := site(t, settingsOfWordPress+tc.lines+handsOver)
			tc.given.URL = "unix:/run/wpbridge.sock"
			shared, _, err := pairing.Sharing{Config: path, Given: tc.given, Write: true}.Share()
			if tc.fault != "" {
				require.ErrorContains(t, err, tc.fault)
				require.NotContains(t, err.Error(), "hunter2")
				require.NotContains(t, read(t, path), "How the plugin")
				return
			}
			require.NoError(t, err)
			require.Equal(t, tc.secret, shared.Secret)
		})
	}
}

func TestTheFileKeepsItsPlaceAndMode(t *testing.T) {
	t.Parallel()
	path := site(t, settingsOfWordPress+handsOver)
	link := filepath.Join(t.TempDir(), "wp-config.php")
	require.NoError(t, os.Symlink(path, link))
	_, place, err := pairing.Sharing{Config: link, Given: given(), Write: true}.Share()
	require.NoError(t, err)
	require.True(t, place.Changed)
	info, err := os.Lstat(link)
	require.NoError(t, err)
	require.NotZero(t, info.Mode()&os.ModeSymlink, "the link stays one")
	info, err = os.Stat(path)
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o640), info.Mode().Perm())
	files, err := os.ReadDir(filepath.Dir(path))
	require.NoError(t, err)
	require.Len(t, files, 1, "nothing is left behind")
}
