package state_test

import (
	"database/sql"
	"testing"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/mysql"
	"wpbridge/internal/shoptest"
	"wpbridge/internal/state"
	"wpbridge/internal/wp"
)

func open(t *testing.T, options ...shoptest.Option) (*shoptest.Shop, *sql.DB, *state.Store) {
	t.Helper()
	shop := shoptest.DB(t, options...)
	db, err := mysql.Open(t.Context(), mysql.Options{DSN: shop.DSN})
	require.NoError(t, err)
	t.Cleanup(func() { _ = db.Close() })
	prefix, err := wp.ParsePrefix(shop.Prefix)
	require.NoError(t, err)
	_, err = state.Open(t.Context(), db, prefix)
	require.ErrorIs(t, err, state.ErrSchema)
	require.NoError(t, state.Migrate(t.Context(), db, prefix))
	require.NoError(t, state.Migrate(t.Context(), db, prefix), "a second time changes nothing")
	store, err := state.Open(t.Context(), db, prefix)
	require.NoError(t, err)
	return shop, db, store
}

func TestLease(t *testing.T) {
	t.Parallel()
	shop, db, store := open(t, shoptest.WithPrefix("shop7_"), shoptest.WithMixedCollations())
	first, _, err := store.Acquire(t.Context(), "stock")
	require.NoError(t, err)

	_, _, err = store.Acquire(t.Context(), "stock")
	require.ErrorIs(t, err, state.ErrBusy)
	other, _, err := store.Acquire(t.Context(), "prices")
	require.NoError(t, err, "another job has its own lease")
	require.NoError(t, other.Release(t.Context()))

	shop.Exec(t, "UPDATE "+shop.Table("wpbridge_lease")+" SET until_at = '2001-01-01' WHERE name = 'stock'") // as if the holder had been silent for a minute
	second, _, err := store.Acquire(t.Context(), "stock")
	require.NoError(t, err)
	check := func(l *state.Lease) error {
		return mysql.WithTx(t.Context(), db, func(tx *sql.Tx) error { return l.Check(t.Context(), tx) })
	}
	require.ErrorIs(t, check(first), state.ErrLeaseLost)
	require.NoError(t, check(second))
	require.NoError(t, first.Release(t.Context()), "releasing what is lost takes nothing from the new holder")
	require.NoError(t, check(second))
	require.NoError(t, second.Release(t.Context()))
	third, _, err := store.Acquire(t.Context(), "stock")
	require.NoError(t, err)
	require.NoError(t, third.Release(t.Context()))
}
