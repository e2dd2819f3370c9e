// Package jobtest opens what tests of whole runs need: a shop's database the way
// a process of its own opens it, and a runner over it.
package jobtest

import (
	"database/sql"
	"log/slog"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/erp"
	"wpbridge/internal/job"
	"wpbridge/internal/mysql"
	"wpbridge/internal/reconcile"
	"wpbridge/internal/shoptest"
	"wpbridge/internal/state"
	"wpbridge/internal/woo"
	"wpbridge/internal/wp"
)

// Site is a shop with our tables in it, on a pool of its own.
type Site struct {
	DB     *sql.DB
	Prefix wp.Prefix
	Shop   *woo.Shop
	Store  *state.Store
}

// Open makes our tables where they are missing; the pool closes with the test.
func Open(tb testing.TB, s *shoptest.Shop) Site {
	tb.Helper()
	db, err := mysql.Open(tb.Context(), mysql.Options{DSN: s.DSN})
	require.NoError(tb, err)
	tb.Cleanup(func() { _ = db.Close() })
	o := Site{DB: db}
	o.Prefix, err = wp.ParsePrefix(s.Prefix)
	require.NoError(tb, err)
	require.NoError(tb, state.Migrate(tb.Context(), db, o.Prefix))
	o.Store, err = state.Open(tb.Context(), db, o.Prefix)
	require.NoError(tb, err)
	o.Shop, err = woo.Open(tb.Context(), db, o.Prefix)
	require.NoError(tb, err)
	return o
}

// Runner is silent, switches stock management on and holds no run.
func (s Site) Runner(account string, ops *erp.Ops) *job.Runner {
	return &job.Runner{
		ERP: ops, Waited: func() time.Duration { return 0 }, Account: account, Shop: s.Shop, Store: s.Store,
		Stock:  reconcile.StockPolicy{Enable: true, StatusOf: s.Shop.Settings().StatusOf},
		Price:  job.PricePolicy(true, 2),
		Limits: reconcile.Limits{MaxZeroedPercent: 100, MaxPriceJumpPercent: 100},
		Log:    slog.New(slog.DiscardHandler), Progress: func(string, int, int) {},
	}
}
