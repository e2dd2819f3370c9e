package job_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/job"
	"wpbridge/internal/shoptest"
	"wpbridge/internal/state"
	"wpbridge/internal/woo"
)

// told is what the plugin would be told: runs, and products that turned.
func (b *bundle) told(t *testing.T) (runs, turned string) {
	t.Helper()
	runs = b.shop.Value(t, "SELECT COALESCE(GROUP_CONCAT(CONCAT(run_id, '/', round) ORDER BY run_id), '') FROM "+b.shop.Table("wpbridge_told"))
	turned = b.shop.Value(t, "SELECT COALESCE(GROUP_CONCAT(CONCAT(m.meta_value, ' ', f.status) ORDER BY m.meta_value), '') FROM "+b.shop.Table("wpbridge_flip")+
		" f JOIN "+b.shop.Table("postmeta")+" m ON m.post_id = f.post_id AND m.meta_key = '_sku'")
	return runs, turned
}

func TestARunLeavesWordForThePlugin(t *testing.T) {
	t.Parallel()
	b := setup(t, shoptest.Catalogue{Simple: 1, Variable: 1, VariationsEach: 2})
	b.accept(t)
	b.run(t, job.Stock, job.Options{})
	b.Limits.MaxZeroedPercent = 100
	b.level(1, 7)
	b.run(t, job.Stock, job.Options{})
	runs, _ := b.told(t)
	require.Empty(t, runs, "there is no plugin")
	require.NoError(t, b.Store.Meet(t.Context(), state.Plugin{Version: "1.0.0"}))

	b.run(t, job.Stock, job.Options{Full: true})
	runs, _ = b.told(t)
	require.Empty(t, runs, "nothing has changed")
	b.level(1, 8)
	b.level(2, 0)
	b.level(3, 0)
	b.run(t, job.Stock, job.Options{DryRun: true})
	runs, _ = b.told(t)
	require.Empty(t, runs, "a preview changes nothing")
	run := b.run(t, job.Stock, job.Options{})

	runs, turned := b.told(t)
	require.Equal(t, fmt.Sprint(run.ID)+"/1", runs)
	require.Equal(t, shoptest.SKU(2)+" outofstock,"+shoptest.SKU(3)+" outofstock,"+shoptest.ParentSKU(1)+" outofstock", turned)
}

func TestWhatASweepTurnsIsTold(t *testing.T) {
	t.Parallel()
	b := setup(t, shoptest.Catalogue{Simple: 2})
	b.accept(t)
	b.run(t, job.Stock, job.Options{})
	require.NoError(t, b.Store.Meet(t.Context(), state.Plugin{Version: "1.0.0"}))
	b.level(1, 5)
	run := b.run(t, job.Stock, job.Options{})
	require.NoError(t, b.Store.ForgetTold(t.Context(), run.ID))
	b.shop.Exec(t, "UPDATE "+b.shop.Table("postmeta")+" SET meta_value = 'outofstock' WHERE meta_key = '_stock_status' AND post_id = ?", b.id(t, 1))
	b.shop.Exec(t, "UPDATE "+b.shop.Table("wpbridge_run")+" SET finished_at = finished_at - INTERVAL 6 SECOND")

	require.NoError(t, b.Sweep(t.Context()))

	runs, turned := b.told(t)
	require.Equal(t, fmt.Sprint(run.ID)+"/1", runs)
	require.Equal(t, shoptest.SKU(1)+" instock", turned)
	require.NoError(t, b.Store.ForgetTold(t.Context(), run.ID))

	b.shop.Exec(t, "UPDATE "+b.shop.Table("postmeta")+" SET meta_value = 'outofstock' WHERE meta_key = '_stock_status' AND post_id = ?", b.id(t, 2))
	_, err := b.SweepAll(t.Context())
	require.NoError(t, err)
	runs, turned = b.told(t)
	require.Equal(t, "0/1", runs)
	require.Equal(t, shoptest.SKU(2)+" instock", turned)
}

func TestAShopThatKeepsItsProductsElsewhereIsNotWritten(t *testing.T) {
	t.Parallel()
	b := setup(t, shoptest.Catalogue{Simple: 1})
	b.accept(t)
	b.level(1, 9)
	require.NoError(t, b.Store.Meet(t.Context(), state.Plugin{Version: "1.0.0", DataStore: "Other"}))
	_, err := b.Sync(t.Context(), job.Stock, job.Options{})
	require.ErrorIs(t, err, woo.ErrRefused)
	require.NotZero(t, b.run(t, job.Stock, job.Options{DryRun: true}).Changed, "a preview does no harm")
	require.Equal(t, "2 instock / 2 instock", b.stock(t, 1))
}
