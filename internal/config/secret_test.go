package config_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"

	"wpbridge/internal/config"
)

const plain = "correct-horse-battery-staple-0123456789"

func TestSecretNeverShows(t *testing.T) {
	t.Parallel()
	s := config.NewSecret(plain)
	type hidden struct{ inner config.Secret }
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%T %v"} {
		for _, v := range []any{s, &s, hidden{s}, []config.Secret{s}, map[string]config.Secret{"a": s}} {
			requireMasked(t, fmt.Sprintf(verb, v, v))
		}
	}
	var log bytes.Buffer
	slog.New(slog.NewJSONHandler(&log, nil)).Info("x", "secret", s, "in", map[string]any{"s": s})
	slog.New(slog.NewTextHandler(&log, nil)).Info("x", "secret", s, "in", hidden{s})
	requireMasked(t, log.String())

	asJSON, err := json.Marshal(map[string]any{"a": s, "b": &s})
	require.NoError(t, err)
	require.JSONEq(t, `{"a":"[secret]","b":"[secret]"}`, string(asJSON))
	asYAML, err := yaml.Marshal(map[string]any{"a": s})
	require.NoError(t, err)
	require.YAMLEq(t, "a: '[secret]'", string(asYAML))
	require.Equal(t, plain, s.Reveal())
}

func TestEmptySecretShowsThatItIsEmpty(t *testing.T) {
	t.Parallel()
	require.Empty(t, config.Secret{}.String())
	require.True(t, config.NewSecret("").Empty())
}

func TestWholeConfigNeverShowsSecrets(t *testing.T) {
	t.Parallel()
	c, err := load(t, "shop: {dsn: "+plain+"}\nserver: {secret: "+plain+"}\nacme: {password: "+plain+", test: {password: "+plain+"}}")
	require.NoError(t, err)
	for _, verb := range []string{"%v", "%+v", "%#v"} {
		requireMasked(t, fmt.Sprintf(verb, *c))
	}
	var out strings.Builder
	require.NoError(t, config.Print(&out, c))
	requireMasked(t, out.String())
	entries, err := json.Marshal(c.Entries())
	require.NoError(t, err)
	requireMasked(t, string(entries))
}

func requireMasked(t *testing.T, shown string) {
	t.Helper()
	require.NotContains(t, shown, plain)
	require.NotContains(t, strings.ToLower(shown), fmt.Sprintf("%x", plain))
}

func TestTheSecretBeforeIsAcceptedToo(t *testing.T) {
	t.Parallel()
	c, err := load(t, "server: {secret: "+strings.Repeat("n", 32)+", previous_secret: "+strings.Repeat("o", 32)+"}")
	require.NoError(t, err)
	require.Equal(t, []string{strings.Repeat("n", 32), strings.Repeat("o", 32)}, c.Server.Secrets())
	c, err = load(t, "server: {secret: "+strings.Repeat("n", 32)+"}")
	require.NoError(t, err)
	require.Len(t, c.Server.Secrets(), 1, "an empty secret is none")
}
