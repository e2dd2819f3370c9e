package main

import (
	"bytes"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/commerce"
	"wpbridge/internal/config"
	"wpbridge/internal/erp"
	"wpbridge/internal/erp/all"
	"wpbridge/internal/erp/chain"
)

// What a simulator prints is a settings file that reaches it, and it has the
// goods it was given.
func TestEverySimulatorPlaysTheShop(t *testing.T) {
	t.Parallel()
	goods := []good{{sku: "A", name: "First", price: "9.90", stock: new(commerce.Units(7))}, {sku: "B", name: "Second"}}
	for _, name := range simulatorNames() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sim, err := simulators()[name].sim(stage{fromShop: true, goods: goods})
			require.NoError(t, err)
			require.Equal(t, 2, sim.Len())
			srv := httptest.NewServer(sim)
			defer srv.Close()
			o := connect(t, simulators()[name].connector, sim.Settings(srv.URL))
			require.NoError(t, o.Ping(t.Context()))
			p, err := o.ReadStock(t.Context(), erp.Query{})
			require.NoError(t, err)
			require.Len(t, p.Items, 1)
			require.Equal(t, commerce.Code("A"), p.Items[0].Code)
			require.Equal(t, commerce.Units(7), p.Items[0].Available)
			items, err := o.ReadItems(t.Context(), erp.Query{})
			require.NoError(t, err)
			require.Len(t, items.Items, 2)
			require.Equal(t, "9.9", items.Items[0].Price.Regular.String())
		})
	}
}

// connect takes the settings through a file, as a person would.
func connect(t *testing.T, name string, s erp.Settings) *chain.Connection {
	t.Helper()
	f, err := all.Connectors().Factory(name)
	require.NoError(t, err)
	var text bytes.Buffer
	printSettings(&text, f, s)
	path := filepath.Join(t.TempDir(), "wpbridge.yaml")
	require.NoError(t, os.WriteFile(path, text.Bytes(), 0o600))
	cfg, err := config.Load(config.Sources{File: path, Connectors: sections(all.Connectors())})
	require.NoError(t, err, text.String())
	o, err := chain.Open(t.Context(), all.Connectors(), cfg.ERP.Name, cfg.Connector(name), chain.Options{})
	require.NoError(t, err)
	return o
}

func TestSimulatorsGenerate(t *testing.T) {
	t.Parallel()
	for _, name := range simulatorNames() {
		sim, err := simulators()[name].sim(stage{items: 12})
		require.NoError(t, err)
		require.Equal(t, 12, sim.Len(), name)
		_, err = simulators()[name].sim(stage{file: filepath.Join(t.TempDir(), "none.json")})
		require.ErrorIs(t, err, os.ErrNotExist)
	}
	_, err := playSitoo(stage{warehouses: []string{"Depozit"}})
	require.ErrorContains(t, err, `"Depozit" is no number`)
}
