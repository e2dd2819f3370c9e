package flowii_test

import (
	"context"
	"log/slog"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp"
	"wpbridge/internal/erp/all"
	"wpbridge/internal/erp/flowii"
	"wpbridge/internal/erp/flowii/flowiisim"
)

func contextFor(t *testing.T, d time.Duration) (context.Context, context.CancelFunc) {
	t.Helper()
	return context.WithTimeout(t.Context(), d)
}

func direct(t testing.TB, sim *flowiisim.Sim, more ...string) *erp.Ops {
	t.Helper()
	s := sim.Settings("http://flowii.example")
	for i := 0; i < len(more); i += 2 {
		s[more[i]] = more[i+1]
	}
	env := erp.Env{HTTP: sim.Client(), Log: slog.New(slog.DiscardHandler)}
	o, err := all.Connectors().Open(t.Context(), flowii.Name, s, env)
	require.NoError(t, err)
	return o
}

// everything goes through a whole reading; a later entry replaces an earlier one.
func everything[T any](t testing.TB, read erp.Op[erp.Query, erp.Page[T]], q erp.Query, key func(T) string) (map[string]T, erp.Mark) {
	t.Helper()
	got := map[string]T{}
	for {
		p, err := read(t.Context(), q)
		require.NoError(t, err)
		for _, x := range p.Items {
			got[key(x)] = x
		}
		if q.Page = p.Next; q.Page == "" {
			return got, p.Mark
		}
	}
}

func byCode(i commerce.Item) string { return string(i.Code) }

func ofCode(l commerce.StockLevel) string { return string(l.Code) }

func units(n int64) *commerce.Quantity { return new(commerce.Units(n)) }

func keys[T any](m map[string]T) []string {
	var out []string
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}
