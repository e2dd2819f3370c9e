package config_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/config"
)

func TestListHidesSecretsAndTellsOrigins(t *testing.T) {
	t.Parallel()
	sources := config.Sources{
		Environ:    []string{"WPBRIDGE_ACME__PASSWORD=hunter2", "WPBRIDGE_ACME__TEST__URL=http://test", "WPBRIDGE_STOCK__BUFFER=2"},
		Connectors: map[string][]config.Key{"acme": {{Name: "password", Secret: true}, {Name: "url"}}},
	}
	c, err := config.Load(sources)
	require.NoError(t, err)
	list := map[string]config.Listed{}
	for _, l := range c.List() {
		list[l.Key] = l
	}
	require.Equal(t, config.Listed{Key: "acme.password", Secret: true, Set: true, Origin: config.Origin{Kind: "env", Detail: "WPBRIDGE_ACME__PASSWORD"}}, list["acme.password"])
	require.True(t, list["acme.password"].Origin.Fixed())
	require.Equal(t, config.Listed{Key: "acme.url", Origin: config.Origin{Kind: "default"}}, list["acme.url"])
	require.False(t, list["acme.url"].Origin.Fixed())
	require.NotContains(t, list, "acme.password_file")

	require.Equal(t, map[string]string{"url": "http://test"}, c.Section("acme", "test"))
	require.Equal(t, map[string]string{"password": "hunter2"}, c.Section("acme", "live"))
	require.Equal(t, "live", c.ERP.Mode)

	again, err := config.Load(sources)
	require.NoError(t, err)
	require.True(t, config.Same(c, again))
	sources.Environ[0] = "WPBRIDGE_ACME__PASSWORD=hunter3"
	other, err := config.Load(sources)
	require.NoError(t, err)
	require.False(t, config.Same(c, other), "a secret counts too")
}
