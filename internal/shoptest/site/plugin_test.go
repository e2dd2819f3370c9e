package site_test

import (
	"testing"

	"wpbridge/internal/shoptest/site"
)

// TestPlugin tries the plugin in a shop of its own. The parts follow each other,
// the last one removes the plugin.
func TestPlugin(t *testing.T) {
	t.Parallel()
	s := site.Fresh(t)
	for _, part := range []struct {
		name string
		test func(*testing.T, *site.Site)
	}{
		{"the zip installs", testZip},
		{"nobody else may call", testStrangers},
		{"tokens", testTokens},
		{"forwarding", testForwarding},
		{"forwarding to nobody", testNobody},
		{"ways to the sidecar", testWays},
		{"webhooks", testWebhooks},
		{"settings", testSettings},
		{"settings of a profile", testProfile},
		{"connection in words", testConnection},
		{"changed without an object cache", testHooks},
		{"changed with an object cache", testObjectCache},
		{"uninstall", testUninstall},
	} {
		t.Run(part.name, func(t *testing.T) { part.test(t, s) }) //nolint:paralleltest // they share the shop
	}
}
