package main

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/commerce"
	"wpbridge/internal/shoptest"
)

// TestEverySystemTakesTheMainRoad: whatever the ERP, the same commands do the
// same, and in the end the shop's numbers are the ERP's.
func TestEverySystemTakesTheMainRoad(t *testing.T) {
	t.Parallel()
	for _, name := range systems() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			const items = 30
			goods := shopGoods(items - 1)
			goods = append(goods, good{sku: "ONLY-ERP", name: "Only in the ERP", price: "1.00", stock: new(commerce.One)})
			d, sim := systemDesk(t, name, items, goods)
			want := map[int]int64{}
			for i := 1; i < items; i++ {
				want[i] = int64(shoptest.Stock(i))
			}
			set := func(i int, n int64) {
				require.NoError(t, sim.setStock(shoptest.SKU(i), commerce.Units(n)))
				want[i] = n
			}
			d.must("migrate")
			require.Contains(t, d.must("check"), "answers and accepts the login")

			require.Contains(t, d.must("match"), fmt.Sprint(items-1, "  new pairs"))
			require.Contains(t, d.must("match", "--accept"), fmt.Sprint(items-1, " pairs stored"))
			require.Contains(t, d.must("unmatched", "--side", "erp"), "ONLY-ERP")
			require.Contains(t, d.must("unmatched", "--side", "shop"), shoptest.SKU(items))

			set(1, 77)
			before := d.fingerprint()
			preview := decodeRun(t, d.must("sync", "stock", "--dry-run", "--json"))
			require.Equal(t, 1, preview.Changed)
			require.Equal(t, before, d.fingerprint(), "a preview writes nothing")
			sim.strike(t, "500:1,truncate:1,drop-after:1")
			first := decodeRun(t, d.must("sync", "stock", "--json"))
			require.True(t, first.Full)
			require.Equal(t, items-1, first.Matched)
			require.Equal(t, 1, first.Changed)

			set(2, 1234)
			set(4, 0)
			require.NoError(t, sim.drop(shoptest.SKU(3)))
			some := decodeRun(t, d.must("sync", "stock", "--json"))
			require.False(t, some.Full, "what has not moved is not looked at")
			require.Equal(t, 2, some.Changed)
			d.agrees(want)
			d.must("sync", "stock", "--full")
			d.agrees(want) // absent is not zero

			require.Equal(t, items-1, decodeRun(t, d.must("sync", "prices", "--full", "--json")).Matched)
			require.NoError(t, sim.setPrice(shoptest.SKU(5), "14.44"))
			require.Contains(t, d.must("sync", "prices", "--dry-run", "--json"), `"after": "14.44"`)
			require.Equal(t, 1, decodeRun(t, d.must("sync", "prices", "--json")).Changed)
			require.Zero(t, decodeRun(t, d.must("sync", "prices", "--json")).Changed)

			require.NoError(t, sim.remove(shoptest.SKU(6)))
			if sim.tells { // what the ERP has deleted cannot be ordered
				want[6] = 0
			}
			d.must("sync", "stock", "--full")
			d.agrees(want)
			require.Zero(t, decodeRun(t, d.must("sync", "stock", "--full", "--json")).Changed)
			d.breaks(sim)
			d.agrees(want)
		})
	}
}

// agrees compares the shop with what its numbers must be.
func (d *desk) agrees(want map[int]int64) {
	d.t.Helper()
	for i, n := range want {
		status := "instock"
		if n == 0 {
			status = "outofstock"
		}
		require.Equal(d.t, fmt.Sprintf("%d %s %d %s", n, status, n, status), d.stock(i), "item %d", i)
	}
}

// breaks lets everything go wrong that leaves the shop as it is.
func (d *desk) breaks(sim system) {
	d.t.Helper()
	before, good := d.fingerprint(), d.environ
	d.set(strings.ToUpper(sim.connector+"__"+sim.secret), "wr0ng")
	code, _, errs := d.run("sync", "stock", "--full")
	require.Equal(d.t, 14, code, errs)
	require.NotContains(d.t, errs, "wr0ng")
	d.environ = good
	sim.strike(d.t, "html=1")
	code, _, errs = d.run("sync", "stock", "--full")
	require.Equal(d.t, exitError, code, errs)
	require.NotContains(d.t, errs, "secret-")
	require.Equal(d.t, before, d.fingerprint())
}
