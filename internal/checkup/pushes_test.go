package checkup_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/checkup"
	"wpbridge/internal/shoptest"
	"wpbridge/internal/state"
)

func TestHowPushesFare(t *testing.T) {
	t.Parallel()
	shop := shoptest.DB(t)
	db, p := open(t, shop), prefix(t, shop)
	require.NoError(t, state.Migrate(t.Context(), db, p))
	store, err := state.Open(t.Context(), db, p)
	require.NoError(t, err)
	look := func() checkup.Finding {
		var r checkup.Report
		r.Books(t.Context(), db, p)
		return finding(t, &r, "pushes of acme")
	}
	require.NoError(t, store.CountPush(t.Context(), "acme", state.PushTally{Refused: 2, Refusal: "another token"}))
	f := look()
	require.Equal(t, checkup.Warn, f.Level)
	require.Contains(t, f.Text, "2 were refused, the last 0s ago: another token")
	require.Contains(t, f.Cure, "the same token on both sides")

	require.NoError(t, store.CountPush(t.Context(), "acme", state.PushTally{Probes: 1}))
	require.NoError(t, store.CountPush(t.Context(), "acme", state.PushTally{Unknown: 3}))
	f = look()
	require.Equal(t, checkup.OK, f.Level)
	require.Equal(t, "0 taken in, the last sign of life 0s ago; 3 codes in them have no linked product", f.Text)
}
