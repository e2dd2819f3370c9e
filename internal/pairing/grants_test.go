package pairing_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/pairing"
)

// rightsUsed reads our own source: which rights its statements need on which
// table.
func rightsUsed(t *testing.T) map[string][]string {
	t.Helper()
	out := map[string][]string{}
	forms := map[string]*regexp.Regexp{
		"INSERT": regexp.MustCompile(`INSERT (?:IGNORE )?INTO \{(\w+)\}`),
		"UPDATE": regexp.MustCompile(`UPDATE \{(\w+)\}`),
		"DELETE": regexp.MustCompile(`DELETE (?:\w+ )?FROM \{(\w+)\}`),
		"SELECT": regexp.MustCompile(`(?:FROM|JOIN|INTO|UPDATE) \{(\w+)\}`),
	}
	text := source(t)
	for right, form := range forms {
		for _, m := range form.FindAllStringSubmatch(text, -1) {
			out[m[1]] = append(out[m[1]], right)
		}
	}
	for _, one := range strings.Split(text, "INSERT ")[1:] {
		if strings.Contains(strings.Split(one, "\n}\n")[0], "ON DUPLICATE KEY UPDATE") {
			m := forms["INSERT"].FindStringSubmatch("INSERT " + one)
			out[m[1]] = append(out[m[1]], "UPDATE")
		}
	}
	return out
}

// source is all of our code that holds SQL.
func source(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	for _, pattern := range []string{"../woo/*.go", "../wp/*.go", "../state/*.go", "../match/*.go", "../job/*.go", "../app/*.go", "../options/*.go", "../bridge/*.go"} {
		files, err := filepath.Glob(pattern)
		require.NoError(t, err)
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			text, err := os.ReadFile(file)
			require.NoError(t, err)
			b.Write(text)
		}
	}
	return b.String()
}

func TestRightsAreThoseOurStatementsNeed(t *testing.T) {
	t.Parallel()
	granted := map[string]pairing.Table{}
	for _, table := range slices.Concat(pairing.ShopTables(), pairing.OwnTables()) {
		granted[table.Name] = table
	}
	used := rightsUsed(t)
	for name, rights := range used {
		for _, right := range rights {
			require.True(t, granted[name].Has(right), "%s on %s is used by our SQL but not granted", right, name)
		}
	}
	for _, table := range pairing.ShopTables() {
		require.Contains(t, used, table.Name, "granted but not used")
		for _, right := range []string{"INSERT", "UPDATE", "DELETE"} {
			require.Equal(t, slices.Contains(used[table.Name], right), table.Has(right), "%s on %s", right, table.Name)
		}
	}
}
