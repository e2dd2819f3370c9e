package pairing_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/config"
	"wpbridge/internal/erp"
	"wpbridge/internal/pairing"
)

func acme() *erp.Factory {
	return &erp.Factory{Name: "acme", Settings: []erp.Setting{
		{Name: "base_url", Required: true, Help: "Where it is."},
		{Name: "password", Secret: true, Help: "What opens it."},
		{Name: "vat", Default: "yes", OneOf: []string{"yes", "no"}, Help: "With VAT."},
		{Name: "warehouses", List: true, Help: "Which ones."},
	}}
}

func TestSettingsFileLoads(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "wpbridge.yaml")
	file := pairing.SettingsFile{WordPress: `/var/www/a "b": #c`, Secret: pairing.NewSecret(), ERP: acme()}
	require.NoError(t, file.Write(path, false))

	info, err := os.Stat(path)
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), info.Mode().Perm())
	c, err := config.Load(config.Sources{File: path, Connectors: map[string][]config.Key{"acme": nil}})
	require.NoError(t, err)
	require.Equal(t, file.WordPress, c.Shop.WordPress)
	require.Equal(t, file.Secret, c.Server.Secret.Reveal())
	require.Equal(t, "acme", c.ERP.Name)
}

func TestSettingsFileExplainsTheConnectorsSettings(t *testing.T) {
	t.Parallel()
	text := pairing.SettingsFile{ERP: acme()}.YAML()
	for _, want := range []string{
		"\nacme:\n  # Where it is. Required.\n  # base_url:\n",
		"  # What opens it. Or the path of a file that holds it, as password_file.\n  # password:\n",
		"  # With VAT. One of: yes, no.\n  # vat: yes\n",
		"  # Which ones.\n  # warehouses: []\n",
	} {
		require.Contains(t, text, want)
	}
	require.Contains(t, pairing.SettingsFile{Known: []string{"acme", "other"}}.YAML(), "# The business system: acme, other.\n")
}

func TestSettingsFileIsNotReplacedUnasked(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "wpbridge.yaml")
	require.NoError(t, os.WriteFile(path, []byte("mine"), 0o644))
	file := pairing.SettingsFile{WordPress: "/x", Secret: "s"}
	require.ErrorIs(t, file.Write(path, false), pairing.ErrExists)
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, "mine", string(text))

	require.NoError(t, file.Write(path, true))
	info, err := os.Stat(path)
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), info.Mode().Perm())
	left, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Len(t, left, 1, "no draft is left behind")

	require.ErrorContains(t, file.Write(filepath.Join(dir, "none", "x.yaml"), false), "write settings: ")
}
