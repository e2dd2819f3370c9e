package site_test

import (
	"archive/zip"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/shoptest"
	"wpbridge/internal/shoptest/site"
)

// testZip packs the plugin, installs the zip in place of the folder, and leaves
// it to the other parts.
func testZip(t *testing.T, s *site.Site) {
	pack := func(name string) []byte {
		out := filepath.Join(t.TempDir(), name)
		text, err := exec.CommandContext(t.Context(), filepath.Join(shoptest.ModuleRoot(t), "scripts", "plugin-zip"), out).CombinedOutput()
		require.NoError(t, err, string(text))
		raw, err := os.ReadFile(out)
		require.NoError(t, err)
		return raw
	}
	raw := pack("a.zip")
	require.Equal(t, raw, pack("b.zip"), "the same commit gives the same bytes")

	r, err := zip.NewReader(strings.NewReader(string(raw)), int64(len(raw)))
	require.NoError(t, err)
	plugins := filepath.Join(s.Dir, "www", "wp-content", "plugins")
	require.NoError(t, os.Remove(filepath.Join(plugins, "wpbridge")))
	names := map[string]bool{}
	for _, f := range r.File {
		names[f.Name] = true
		require.True(t, strings.HasPrefix(f.Name, "wpbridge/"), f.Name)
		unpack(t, f, filepath.Join(plugins, filepath.FromSlash(f.Name)))
	}
	for _, name := range []string{"wpbridge.php", "uninstall.php", "readme.txt", "LICENSE", "src/Plugin.php", "languages/wpbridge-ro_RO.mo"} {
		require.True(t, names["wpbridge/"+name], name)
	}
	for name := range names {
		require.NotRegexp(t, `tests|phpunit|phpcs|\.po$|/\.`, name)
	}
	owner := s.Login(t, "admin", "admin")
	for locale, word := range map[string]string{"ro_RO": "Conexiune", "sk_SK": "Spojenie", "sv_SE": "Anslutning", "sr_RS": "Веза", "en_US": "Connection"} {
		s.PHP(t, `update_user_meta( 1, 'locale', '`+locale+`' ); if ( ! is_dir( WP_LANG_DIR ) ) { mkdir( WP_LANG_DIR ); } touch( WP_LANG_DIR . '/`+locale+`.mo' );`, nil)
		require.Contains(t, owner.Get(t, tab).Body, "<h2>"+word+"</h2>", locale)
	}
	s.PHP(t, `delete_user_meta( 1, 'locale' );`, nil)
}

func unpack(t *testing.T, f *zip.File, to string) {
	t.Helper()
	require.NoError(t, os.MkdirAll(filepath.Dir(to), 0o755)) //nolint:gosec // the web server reads it
	in, err := f.Open()
	require.NoError(t, err)
	defer in.Close()
	raw, err := io.ReadAll(in)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(to, raw, 0o644)) //nolint:gosec // the web server reads it
}
