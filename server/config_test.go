package main

import (
	"fmt"
	"os"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/config"
	"wpbridge/internal/erp/all"
)

const examplePath = "../configs/wpbridge.example.yaml"

func TestExampleFileShowsEverySettingWithItsDefault(t *testing.T) {
	t.Parallel()
	connectors := sections(all.Connectors())
	example, err := config.Load(config.Sources{File: examplePath, Connectors: connectors})
	require.NoError(t, err)
	defaults, err := config.Load(config.Sources{Connectors: connectors})
	require.NoError(t, err)
	shown, unset := example.Entries(), defaults.Entries()
	require.Len(t, shown, len(unset), "connectors' own settings stay comments")
	for i, e := range shown {
		require.Equal(t, "file", example.Origin(e.Key).Kind, "%s is not in the example file", e.Key)
		require.Equal(t, unset[i].Value, e.Value, "%s has another default", e.Key)
	}
}

func TestExampleFileShowsEverySettingOfConnectors(t *testing.T) {
	t.Parallel()
	b, err := os.ReadFile(examplePath)
	require.NoError(t, err)
	text := string(b)
	for _, key := range []string{"dsn_file", "secret_file"} {
		require.Contains(t, text, "  # "+key+": ")
	}
	connectors := all.Connectors()
	for _, name := range connectors.Names() {
		f, err := connectors.Factory(name)
		require.NoError(t, err)
		section := regexp.MustCompile(fmt.Sprintf(`(?ms)^%s:$.*?\n  # test:$`, name)).FindString(text)
		require.NotEmpty(t, section, "no section for %s", name)
		for _, s := range f.Settings {
			want := "\n  # " + s.Name + ":"
			if s.Default != "" {
				want += " " + s.Default + "\n"
			}
			require.Contains(t, section, want, "%s.%s or its default", name, s.Name)
			if s.Secret {
				require.Contains(t, section, "\n  # "+s.Name+"_file: ")
			}
		}
	}
}
