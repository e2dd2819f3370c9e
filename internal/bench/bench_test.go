package bench

import (
	"fmt"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/job"
	"wpbridge/internal/job/jobtest"
	"wpbridge/internal/ledger"
	"wpbridge/internal/shoptest"
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
	r.Runner = r.runner(jobtest.Open(b, shop))
	r.analyze(b)
	_, err := r.Match(b.Context(), "sku", true)
	require.NoError(b, err)
	r.sync(b)
	r.analyze(b)
	return r
}

func (r *rig) runner(site jobtest.Site) *job.Runner {
	out := site.Runner("bench", r.erp.ops())
	out.Waited = func() time.Duration { return r.erp.waited }
	return out
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
