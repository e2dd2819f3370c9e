package chaos_test

import (
	"context"
	"database/sql"
	"log/slog"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/erp"
	"wpbridge/internal/erp/all"
	"wpbridge/internal/erp/chain"
	"wpbridge/internal/job"
	"wpbridge/internal/mysql"
	"wpbridge/internal/reconcile"
	"wpbridge/internal/state"
	"wpbridge/internal/woo"
	"wpbridge/internal/wp"
)

// sidecar is a runner with a pool of its own, as every process has.
func (w *world) sidecar(t *testing.T) *job.Runner {
	t.Helper()
	db, err := mysql.Open(t.Context(), mysql.Options{DSN: w.shop.DSN})
	require.NoError(t, err)
	t.Cleanup(func() { _ = db.Close() })
	prefix, err := wp.ParsePrefix(w.shop.Prefix)
	require.NoError(t, err)
	require.NoError(t, state.Migrate(t.Context(), db, prefix))
	r, err := open(t.Context(), db, prefix, w.erp)
	require.NoError(t, err)
	return r
}

// open is all that a sidecar needs.
func open(ctx context.Context, db *sql.DB, prefix wp.Prefix, settings erp.Settings) (*job.Runner, error) {
	log := slog.New(slog.DiscardHandler)
	store, err := state.Open(ctx, db, prefix)
	if err != nil {
		return nil, err
	}
	shop, err := woo.Open(ctx, db, prefix)
	if err != nil {
		return nil, err
	}
	conn, err := chain.Open(ctx, all.Connectors(), "sitoo", settings, chain.Options{Log: log})
	if err != nil {
		return nil, err
	}
	return &job.Runner{
		ERP: conn.Ops, Waited: func() time.Duration { return 0 }, Account: "sitoo live", Shop: shop, Store: store,
		Stock:  reconcile.StockPolicy{Enable: true, Patience: 24 * time.Hour, StatusOf: shop.Settings().StatusOf}, // nothing may be hidden by a repair
		Price:  job.PricePolicy(true, 2),
		Limits: reconcile.Limits{MaxZeroedPercent: 100, MaxPriceJumpPercent: 100},
		Log:    log, Progress: func(string, int, int) {},
	}, nil
}
