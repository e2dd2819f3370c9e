package bench

import (
	"database/sql"
	"fmt"
	"log/slog"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/job"
	"wpbridge/internal/ledger"
	"wpbridge/internal/mysql"
	"wpbridge/internal/reconcile"
	"wpbridge/internal/shoptest"
	"wpbridge/internal/state"
	"wpbridge/internal/woo"
	"wpbridge/internal/wp"
)

// tenThousand is the catalogue of the stock goals: 8,000 simple products and
// 2,000 variations of 500 variable ones.
func tenThousand() shoptest.Catalogue {
	return shoptest.Catalogue{Simple: 8000, Variable: 500, VariationsEach: 4}
}

// rig is a filled shop whose every stock holder is linked to an ERP in memory.
type rig struct {
	*job.Runner
	shop *shoptest.Shop
	erp  *source
}

func newRig(b *testing.B, c shoptest.Catalogue) *rig {
	b.Helper()
	shop := shoptest.DB(b)
	require.NoError(b, c.Fill(b.Context(), shop.DB, shop.Prefix))
	r := &rig{shop: shop, erp: newSource(c)}
	db, err := mysql.Open(b.Context(), mysql.Options{DSN: shop.DSN})
	require.NoError(b, err)
	b.Cleanup(func() { _ = db.Close() })
	r.Runner = r.runner(b, db)
	r.analyze(b)
	_, err = r.Match(b.Context(), "sku", true)
	require.NoError(b, err)
	r.sync(b)
	r.analyze(b)
	return r
}

func (r *rig) runner(b *testing.B, db *sql.DB) *job.Runner {
	b.Helper()
	prefix, err := wp.ParsePrefix(r.shop.Prefix)
	require.NoError(b, err)
	require.NoError(b, state.Migrate(b.Context(), db, prefix))
	store, err := state.Open(b.Context(), db, prefix)
	require.NoError(b, err)
	shop, err := woo.Open(b.Context(), db, prefix)
	require.NoError(b, err)
	return &job.Runner{
		ERP: r.erp.ops(), Waited: func() time.Duration { return r.erp.waited }, Account: "bench", Shop: shop, Store: store,
		Stock:  reconcile.StockPolicy{Enable: true, StatusOf: shop.Settings().StatusOf},
		Price:  job.PricePolicy(true, 2),
		Limits: reconcile.Limits{MaxZeroedPercent: 100, MaxPriceJumpPercent: 100},
		Log:    slog.New(slog.DiscardHandler), Progress: func(string, int, int) {},
	}
}

// analyze gives the optimizer what it would know in a shop that has run for a
// while.
func (r *rig) analyze(b *testing.B) {
	b.Helper()
	for _, t := range []string{"posts", "postmeta", "wc_product_meta_lookup", "term_relationships", "options", "wpbridge_link"} {
		r.shop.Exec(b, "ANALYZE TABLE "+r.shop.Table(t))
	}
}

// sync runs the stock job over everything. The second look at what the run
// before wrote, due seconds later, is kept out of the measurement.
func (r *rig) sync(b *testing.B) ledger.Run {
	b.Helper()
	r.shop.Exec(b, "UPDATE "+r.shop.Table("wpbridge_run")+" SET swept = 2")
	run, err := r.Sync(b.Context(), job.Stock, job.Options{Full: true})
	require.NoError(b, err)
	return run
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[len(sorted)/2]
}

func perSecond(n int, millis float64) float64 { return float64(n) / millis * 1000 }

// line prints one row of the report.
func line(format string, args ...any) { fmt.Fprintf(os.Stdout, format+"\n", args...) }

// goal prints a verdict; a goal that is missed fails the benchmark.
func goal(b *testing.B, reached bool, format string, args ...any) {
	b.Helper()
	verdict := "PASS"
	if !reached {
		verdict = "FAIL"
		b.Fail()
	}
	line("%s  %s", verdict, fmt.Sprintf(format, args...))
}
