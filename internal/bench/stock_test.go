package bench

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/shoptest"
)

const rounds = 7

// BenchmarkStock changes the stock of 10,000 products, three in ten from
// something to nothing or back, by the floor and by the engine in turn, on two
// shops of the same contents.
func BenchmarkStock(b *testing.B) {
	c := tenThousand()
	c.Transients = true
	engine, below := newRig(b, c), newRig(b, c)
	f := newFloor(b, below.shop)
	for b.Loop() {
		line("\n10,000 products, all changed, 30 %% flips     engine ms   floor ms   ratio   engine products/s   floor")
		engine.alternate(b, f, c, -1, false)
		warm, base := engine.alternate(b, f, c, rounds, false)
		cold, coldBase := engine.alternate(b, f, c, 3, true)
		row("no cached transients", c.Holders(), warm, base)
		row("19,000 cached transients to drop", c.Holders(), cold, coldBase)
		goal(b, warm/base <= 2 && cold/coldBase <= 2, "stock: %.2f (cold %.2f) times the floor, at most 2", warm/base, cold/coldBase)
		compareWooCommerce(b, perSecond(c.Holders(), warm))
	}
}

func row(what string, n int, engine, floor float64) {
	line("  %-42s %8.0f %10.0f %7.2f %15.0f %12.0f", what, engine, floor, engine/floor, perSecond(n, engine), perSecond(n, floor))
}

// alternate is the median of n turns of each; a negative n warms up.
func (r *rig) alternate(b *testing.B, f *floor, c shoptest.Catalogue, n int, cold bool) (engine, floor float64) {
	b.Helper()
	var ours, theirs []float64
	for range max(n, 2) {
		r.erp.round++
		round := r.erp.round
		r.erp.deal(c, round)
		require.NoError(b, f.load(b.Context(), func(ordinal int) int64 { return level(c, ordinal, round) }))
		if cold {
			r.cache(b)
			f.cache(b)
		}
		total, err := f.run(b.Context())
		require.NoError(b, err)
		run := r.sync(b)
		require.Equal(b, c.Holders(), run.Changed)
		ours, theirs = append(ours, float64(run.ShopMS)), append(theirs, ms(total))
	}
	return median(ours), median(theirs)
}

const cached = `INSERT IGNORE INTO {options} (option_name, option_value, autoload)
	SELECT CONCAT(x.start, p.ID), '1', 'off' FROM {posts} p JOIN (SELECT '_transient_wc_related_' start UNION ALL SELECT '_transient_timeout_wc_related_'
	UNION ALL SELECT '_transient_wc_var_prices_' UNION ALL SELECT '_transient_timeout_wc_var_prices_') x
	ON x.start LIKE '%related%' OR EXISTS (SELECT 1 FROM {posts} v WHERE v.post_parent = p.ID AND v.post_type = 'product_variation')
	WHERE p.post_type = 'product'`

// cache makes the transients of a shop whose every product page was visited.
func (r *rig) cache(b *testing.B) {
	b.Helper()
	r.shop.Exec(b, (&floor{prefix: r.shop.Prefix}).sql(cached))
	n, err := strconv.Atoi(r.shop.Value(b, "SELECT COUNT(*) FROM "+r.shop.Table("options")+" WHERE option_name LIKE '%transient%related%'"))
	require.NoError(b, err)
	require.Greater(b, n, 8000)
}

func (f *floor) cache(b *testing.B) {
	b.Helper()
	require.NoError(b, f.exec(b.Context(), cached))
}
