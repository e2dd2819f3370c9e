package main

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/shoptest"
)

func TestOtherSettingsOfTheERPAreReadInFull(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 3).ready()
	full := func() bool { return decodeRun(t, d.must("sync", "stock", "--json")).Full }
	require.False(t, full())

	d.set("SITOO__FETCH", "active")
	require.True(t, full(), "a mark of other settings does not apply")
	require.False(t, full())
	d.set("SITOO__FETCH", "all")
	require.True(t, full(), "nor does an older one of these")
	require.False(t, full())
}

func TestAnotherBufferForAllIsAppliedAtOnce(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 3).ready()
	d.keep("stock__buffer", "1")
	require.Equal(t, 3, decodeRun(t, d.must("sync", "stock", "--json")).Changed)
	require.Equal(t, "1 instock 1 instock", d.stock(1))
	require.Contains(t, d.must("why", shoptest.SKU(1)), "1 are kept back from sale")
}

func TestWishesForOneProduct(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 3).ready()
	wish := func(i int, key, value string) {
		d.shop.Exec(t, "INSERT INTO "+d.shop.Table("postmeta")+" (post_id, meta_key, meta_value) VALUES (?, ?, ?)", d.product(i), "_wpbridge_"+key, value)
	}
	wish(1, "buffer", "1")
	wish(2, "exclude_update", "yes")
	d.level(2, 40)

	run := decodeRun(t, d.must("sync", "stock", "--json"))

	require.Equal(t, 1, run.Changed)
	require.Equal(t, map[string]int{"excluded from update": 1}, run.Reasons)
	require.Equal(t, "1 instock 1 instock", d.stock(1))
	require.Contains(t, d.must("why", shoptest.SKU(1)), "stock 2 -> 1  (buffer)")
	require.Contains(t, d.must("why", shoptest.SKU(2)), "excluded from update")
	require.Contains(t, d.must("undo", fmt.Sprint(run.ID)), "1 products given back")
	require.Equal(t, "2 instock 2 instock", d.stock(1))
}
