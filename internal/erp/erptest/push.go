package erptest

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp"
)

// push lets the ERP say what moved. What it says is the truth or in doubt, and
// nothing it says of a chosen location is lost.
func push(t *testing.T, w World) {
	need(t, w.Push != nil)
	o := w.open(t, 5)
	p, err := o.DecodePush(t.Context(), w.Push())
	require.NoError(t, err)
	require.True(t, p.Probe)
	require.Empty(t, p.Codes())
	levels, codes := w.Levels(), w.codes()
	for _, some := range [][]commerce.StockLevel{levels[:1], levels[:9], levels} {
		p, err := o.DecodePush(t.Context(), w.Push(some...))
		require.NoError(t, err)
		require.False(t, p.Probe)
		for _, l := range some {
			require.Contains(t, p.Codes(), l.Code)
		}
		for _, l := range p.Levels {
			require.Equal(t, w.truth()[levelKey(l)], l)
			require.NotContains(t, p.Reread, l.Code)
		}
	}
	elsewhere := commerce.StockLevel{Code: codes[0], Location: "no such place", Available: commerce.One}
	p, err = o.DecodePush(t.Context(), w.Push(elsewhere))
	require.NoError(t, err)
	require.Empty(t, p.Codes())
	require.Equal(t, 1, p.Ignored)
	require.False(t, p.Probe)
}

func strangers(t *testing.T, w World) {
	need(t, w.Push != nil)
	o := w.open(t, 5)
	for _, token := range []string{"", "Bearer", "Bearer wrong", "Basic d3Jvbmc="} {
		p := w.Push(w.Levels()[0])
		p.Header = http.Header{"Authorization": {token}}
		got, err := o.DecodePush(t.Context(), p)
		require.ErrorIs(t, err, erp.ErrUnauthorized)
		require.Empty(t, got)
	}
}
