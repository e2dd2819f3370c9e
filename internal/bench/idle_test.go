package bench

import (
	"testing"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/shoptest"
)

// BenchmarkIdle reads 100,000 linked products in full and finds nothing to do.
func BenchmarkIdle(b *testing.B) {
	c := shoptest.Catalogue{Simple: 80_000, Variable: 5000, VariationsEach: 4}
	r := newRig(b, c)
	for b.Loop() {
		var took []float64
		for range rounds {
			run := r.sync(b)
			require.Zero(b, run.Changed)
			require.Equal(b, c.Holders(), run.Matched)
			took = append(took, float64(run.ShopMS))
		}
		line("\n100,000 products, nothing to change, full reading: median %.0f ms of %v", median(took), took)
		goal(b, median(took) < 1000, "idle: %.0f ms of shop-side work, below 1,000", median(took))
	}
}
