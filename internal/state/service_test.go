package state_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/ledger"
	"wpbridge/internal/shoptest"
	"wpbridge/internal/state"
)

func TestTokensAreSpentOnceAndForgotten(t *testing.T) {
	t.Parallel()
	shop, _, store := open(t, shoptest.WithPrefix("shop7_"), shoptest.WithMixedCollations())
	spend := func(id string, expires time.Time) bool {
		fresh, err := store.Spend(t.Context(), id, expires)
		require.NoError(t, err)
		return fresh
	}
	soon := time.Now().Add(time.Minute)
	require.True(t, spend("a", soon))
	require.False(t, spend("a", soon))
	require.True(t, spend("A", soon), "byte for byte")
	require.True(t, spend("a ", soon))
	require.False(t, spend("", soon))
	require.False(t, spend(strings.Repeat("x", 65), soon))
	require.True(t, spend("old", time.Now().Add(-time.Hour)))

	require.NoError(t, store.ForgetTokens(t.Context()))

	require.Equal(t, "3", shop.Value(t, "SELECT COUNT(*) FROM "+shop.Table("wpbridge_token")))
}

func TestAliveTellsWhoWasSeenLast(t *testing.T) {
	t.Parallel()
	_, _, store := open(t)
	beats, err := store.Beats(t.Context())
	require.NoError(t, err)
	require.Empty(t, beats)
	require.NoError(t, store.Alive(t.Context(), state.Serve))
	require.NoError(t, store.Alive(t.Context(), state.Serve))
	beats, err = store.Beats(t.Context())
	require.NoError(t, err)
	require.WithinDuration(t, time.Now(), beats[state.Serve], 5*time.Second)
	require.NotContains(t, beats, state.Cron)
}

func TestRunsTellWhoStartedThemHowFarTheyAreAndEndWhenAsked(t *testing.T) {
	t.Parallel()
	shop, _, store := open(t)
	run := ledger.Run{Job: "stock", StartedBy: ledger.BySchedule, Full: true}
	require.NoError(t, store.Begin(t.Context(), &run))
	by, err := store.Beat(t.Context(), run.ID, state.Progress{Step: "read", Done: 3, Total: 9})
	require.NoError(t, err)
	require.Empty(t, by)
	p, known, err := store.Progress(t.Context(), run.ID)
	require.NoError(t, err)
	require.True(t, known)
	require.Equal(t, []any{"read", 3, 9}, []any{p.Step, p.Done, p.Total})
	underway, err := store.Underway(t.Context())
	require.NoError(t, err)
	require.Equal(t, ledger.BySchedule, underway[0].StartedBy)

	for range 2 { // whoever asks first is named
		running, err := store.Cancel(t.Context(), run.ID, "somebody")
		require.NoError(t, err)
		require.True(t, running)
	}
	by, err = store.Beat(t.Context(), run.ID, p)
	require.NoError(t, err)
	require.Equal(t, "somebody", by)

	run.Status = ledger.Held
	require.NoError(t, store.Finish(t.Context(), run, ""))
	running, err := store.Cancel(t.Context(), run.ID, "somebody")
	require.NoError(t, err)
	require.False(t, running)
	require.NoError(t, store.Reopen(t.Context(), run))
	by, err = store.Beat(t.Context(), run.ID, p)
	require.NoError(t, err)
	require.Empty(t, by, "an approved run begins anew")

	last, err := store.Last(t.Context(), "stock", true)
	require.NoError(t, err)
	require.Equal(t, run.ID, last.ID)
	last, err = store.Last(t.Context(), "prices", false)
	require.NoError(t, err)
	require.Zero(t, last.ID)
	since, known, err := store.SinceStart(t.Context(), "stock", true)
	require.NoError(t, err)
	require.True(t, known)
	require.Less(t, since, time.Minute)

	preview := ledger.Run{Job: "stock", DryRun: true}
	require.NoError(t, store.Begin(t.Context(), &preview))
	require.NoError(t, store.CloseStalled(t.Context()))
	shop.Exec(t, "UPDATE "+shop.Table("wpbridge_progress")+" SET beat_at = beat_at - INTERVAL 1 HOUR")
	underway, err = store.Underway(t.Context())
	require.NoError(t, err)
	require.Empty(t, underway)
	got, err := store.Run(t.Context(), preview.ID)
	require.NoError(t, err)
	require.Equal(t, ledger.Running, got.Status)
	require.NoError(t, store.CloseStalled(t.Context()))
	got, err = store.Run(t.Context(), preview.ID)
	require.NoError(t, err)
	require.Equal(t, ledger.Failed, got.Status)
}
