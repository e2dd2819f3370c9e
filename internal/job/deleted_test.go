package job_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/erp"
	"wpbridge/internal/job"
	"wpbridge/internal/shoptest"
)

// Where the ERP has no cheap way to tell, each question costs a reading of its
// whole list.
func TestAbsentItemsAreAskedAboutInOneGoAndOnceADay(t *testing.T) {
	t.Parallel()
	const items = 1500
	b := setup(t, shoptest.Catalogue{Simple: items})
	b.accept(t)
	b.run(t, job.Stock, job.Options{})
	for i := 2; i <= items; i++ {
		b.erp.RemoveLevel(code(i), "1")
	}
	full := func() { b.run(t, job.Stock, job.Options{Full: true}) }
	asked := func() int { return b.erp.Calls(erp.OpFindItems) }

	b.run(t, job.Stock, job.Options{Full: true, DryRun: true})
	require.Equal(t, 1, asked())
	full()
	require.Equal(t, 2, asked(), "a preview notes nothing")
	full()
	full()
	require.Equal(t, 2, asked(), "nothing has changed")
	require.Equal(t, "3 instock / 3 instock", b.stock(t, 2))

	b.level(2, 4)
	full()
	require.Equal(t, 2, asked())
	b.erp.Remove(code(2))
	full()
	require.Equal(t, 3, asked(), "it was there and is gone: that is new")
	require.Equal(t, "0 outofstock / 0 outofstock", b.stock(t, 2))

	b.shop.Exec(t, "UPDATE "+b.shop.Table("wpbridge_absent")+" SET asked_at = asked_at - INTERVAL 1 DAY")
	b.erp.Remove(code(3))
	full()
	require.Equal(t, 4, asked(), "the next day")
	require.Equal(t, "0 outofstock / 0 outofstock", b.stock(t, 3))
	full()
	require.Equal(t, 4, asked())
}

// A product whose item is gone stays as it is, asked about or not.
func TestAGoneItemsProductIsPutRightAgain(t *testing.T) {
	t.Parallel()
	b := setup(t, shoptest.Catalogue{Simple: 5})
	b.accept(t)
	b.run(t, job.Stock, job.Options{})
	b.erp.Remove(code(1))
	b.run(t, job.Stock, job.Options{Full: true})
	require.Equal(t, "0 outofstock / 0 outofstock", b.stock(t, 1))
	b.shop.Exec(t, "UPDATE "+b.shop.Table("postmeta")+" SET meta_value = 'yes' WHERE meta_key = '_backorders' AND post_id = ?", b.id(t, 1))

	require.Equal(t, 1, b.run(t, job.Stock, job.Options{Full: true}).Changed)

	require.Equal(t, 1, b.erp.Calls(erp.OpFindItems))
	require.Equal(t, "no", b.shop.Value(t, "SELECT meta_value FROM "+b.shop.Table("postmeta")+" WHERE meta_key = '_backorders' AND post_id = ?", b.id(t, 1)))
	b.item(1)
	b.level(1, 8)
	b.run(t, job.Stock, job.Options{Full: true})
	require.Equal(t, "8 instock / 8 instock", b.stock(t, 1), "it is back")
}
