package config_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/config"
)

func TestPrintTellsWhereEachValueComesFrom(t *testing.T) {
	t.Parallel()
	dsn := write(t, "dsn", "u:p@tcp(db)/shop")
	path := write(t, "wpbridge.yaml", "shop:\n  dsn_file: "+dsn+"\nstock: {buffer: 2}\nacme: {password: x, warehouses: [1, 2]}\n")
	c, err := config.Load(config.Sources{
		File: path, Environ: []string{"WPBRIDGE_MATCH__KEY=plu"}, Flags: flags(t, "--log-level", "warn"), Connectors: connectors(),
	})
	require.NoError(t, err)
	var out strings.Builder
	require.NoError(t, config.Print(&out, c))
	for _, line := range []string{
		`  dsn: '[secret]' # file shop.dsn_file`,
		`  dsn_file: ` + dsn + ` # file ` + path + `:2`,
		`  buffer: "2" # file ` + path + `:3`,
		`  key: plu # env WPBRIDGE_MATCH__KEY`,
		`  level: warn # flag --log-level`,
		`  automatic: true # default`,
		`  statuses: [processing, completed] # default`,
		`  max_zeroed_percent: 50 # default`,
		`  password: '[secret]' # file ` + path + `:4`,
		`  warehouses: [1, 2] # file ` + path + `:4`,
	} {
		require.Contains(t, strings.Split(out.String(), "\n"), line)
	}
	require.NotContains(t, out.String(), "other:", "a section that nobody gave")
}

func TestPrintOfDefaultsLoadsAgain(t *testing.T) {
	t.Parallel()
	c, err := load(t, "")
	require.NoError(t, err)
	var first, second strings.Builder
	require.NoError(t, config.Print(&first, c))
	again, err := load(t, first.String())
	require.NoError(t, err)
	require.Equal(t, c.Entries()[0].Key, again.Entries()[0].Key)
	require.NoError(t, config.Print(&second, again))
	require.Equal(t, bare(first.String()), bare(second.String()))
}

// bare drops the comments.
func bare(yaml string) []string {
	lines := strings.Split(yaml, "\n")
	for i, line := range lines {
		lines[i], _, _ = strings.Cut(line, " # ")
	}
	return lines
}
