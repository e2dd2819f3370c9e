package sitoo_test

import (
	"log/slog"
	"testing"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp"
	"wpbridge/internal/erp/all"
	"wpbridge/internal/erp/sitoo/sitoosim"
)

func TestSmoke(t *testing.T) {
	t.Parallel()
	sim := sitoosim.New(sitoosim.Options{Products: sitoosim.Generate(2500, []int{1, 2})})
	o, err := all.Connectors().Open(t.Context(), "sitoo", sim.Settings("http://sim"), erp.Env{HTTP: sim.Client(), Log: slog.New(slog.DiscardHandler)})
	require.NoError(t, err)
	require.NoError(t, o.Ping(t.Context()))
	q, n := erp.Query{}, map[commerce.StockLevel]bool{}
	for {
		p, err := o.ReadStock(t.Context(), q)
		require.NoError(t, err)
		for _, l := range p.Items {
			n[l] = true
		}
		if q.Page = p.Next; p.Next == "" {
			require.NotEmpty(t, p.Mark)
			break
		}
	}
	require.Len(t, n, 5000)
	it, err := o.ReadItems(t.Context(), erp.Query{})
	require.NoError(t, err)
	require.Len(t, it.Items, 1000)
	w, err := o.ListReference(t.Context(), "warehouses")
	require.NoError(t, err)
	require.Len(t, w, 2)
}
