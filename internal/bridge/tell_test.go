package bridge_test

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/bridge"
	"wpbridge/internal/commerce"
	"wpbridge/internal/ledger"
	"wpbridge/internal/mysql"
	"wpbridge/internal/shoptest"
	"wpbridge/internal/state"
	"wpbridge/internal/wp"
)

// setup is a bridge between books and a plugin that has been met.
func setup(t *testing.T, c shoptest.Catalogue) (*bridge.Bridge, *shoptest.Plugin, *shoptest.Shop) {
	t.Helper()
	shop := shoptest.DB(t)
	require.NoError(t, c.Fill(t.Context(), shop.DB, shop.Prefix))
	db, err := mysql.Open(t.Context(), mysql.Options{DSN: shop.DSN})
	require.NoError(t, err)
	t.Cleanup(func() { _ = db.Close() })
	prefix, err := wp.ParsePrefix(shop.Prefix)
	require.NoError(t, err)
	require.NoError(t, state.Migrate(t.Context(), db, prefix))
	store, err := state.Open(t.Context(), db, prefix)
	require.NoError(t, err)
	plugin := shoptest.NewPlugin(t, secret)
	b := &bridge.Bridge{
		Client: client(t, bridge.Options{Site: plugin.URL}), Store: store, Hooks: "flips", Log: slog.New(slog.DiscardHandler),
		Listed: func(context.Context) (bool, error) { return true, nil },
	}
	_, err = b.Greet(t.Context())
	require.NoError(t, err)
	plugin.Heard()
	return b, plugin, shop
}

// written puts a run into the books that changed the stock of n products, all
// but the skipped ones.
func written(t *testing.T, s *state.Store, shop *shoptest.Shop, n int, skipped ...int) uint64 {
	t.Helper()
	run := ledger.Run{Job: "stock"}
	require.NoError(t, s.Begin(t.Context(), &run))
	changes := make([]ledger.Change, n)
	for i := range changes {
		changes[i] = ledger.Change{Seq: uint32(i + 1), Product: commerce.ProductID(i + 1), Field: ledger.Stock, After: new("1")}
	}
	require.NoError(t, s.Plan(t.Context(), run.ID, changes))
	shop.Exec(t, "UPDATE "+shop.Table("wpbridge_run")+" SET applied_upto = ? WHERE id = ?", n, run.ID)
	for _, seq := range skipped {
		shop.Exec(t, "UPDATE "+shop.Table("wpbridge_change")+" SET state = 1 WHERE run_id = ? AND seq = ?", run.ID, seq)
	}
	require.NoError(t, s.Tell(t.Context(), run.ID))
	return run.ID
}

func ids(batches []shoptest.Batch) (sizes []int, all map[int]bool) {
	all = map[int]bool{}
	for _, b := range batches {
		sizes = append(sizes, len(b.Items))
		for _, it := range b.Items {
			all[it.ID] = true
		}
	}
	return sizes, all
}

func TestALongRunIsToldInPieces(t *testing.T) {
	t.Parallel()
	b, plugin, shop := setup(t, shoptest.Catalogue{Simple: 1})
	written(t, b.Store, shop, 1100, 700)

	require.NoError(t, b.Drain(t.Context()))

	batches, _ := plugin.Heard()
	sizes, all := ids(batches)
	require.Equal(t, []int{500, 499, 100}, sizes)
	require.NotContains(t, all, 700, "a product that was skipped is as it was")
}

func TestARoundGoesOnWhereItWasCutOff(t *testing.T) {
	t.Parallel()
	b, plugin, shop := setup(t, shoptest.Catalogue{Simple: 1})
	written(t, b.Store, shop, 1100)
	calls := 0
	plugin.Behave(func(p *shoptest.Behaviour) {
		fail := says(500, "x")
		fail(p)
		instead := p.Instead
		p.Instead = func(w http.ResponseWriter, r *http.Request) bool {
			calls++
			return calls == 2 && instead(w, r)
		}
	})
	require.ErrorIs(t, b.Drain(t.Context()), bridge.ErrAnswer)
	shop.Exec(t, "UPDATE "+shop.Table("wpbridge_told")+" SET due_at = UTC_TIMESTAMP(6) - INTERVAL 1 SECOND")
	require.NoError(t, b.Drain(t.Context()))
	batches, _ := plugin.Heard()
	sizes, all := ids(batches)
	require.Equal(t, []int{500, 500, 100}, sizes)
	require.Len(t, all, 1100)
}

func TestParentsThatTurnedAreTold(t *testing.T) {
	t.Parallel()
	b, plugin, shop := setup(t, shoptest.Catalogue{Simple: 1, Variable: 1, VariationsEach: 2})
	run := written(t, b.Store, shop, 1)
	product := func(sku string) (id commerce.ProductID) {
		require.NoError(t, shop.DB.QueryRowContext(t.Context(), "SELECT post_id FROM "+shop.Table("postmeta")+" WHERE meta_key = '_sku' AND meta_value = ?", sku).Scan(&id))
		return id
	}
	parent, child := product(shoptest.ParentSKU(1)), product(shoptest.SKU(2))
	require.NoError(t, b.Store.NoteTurned(t.Context(), run, map[commerce.ProductID]string{1: "outofstock", parent: "outofstock", child: "instock"}))

	require.NoError(t, b.Drain(t.Context()))

	batches, _ := plugin.Heard()
	got := map[string]bool{}
	for _, batch := range batches {
		for _, it := range batch.Items {
			got[fmt.Sprint(it.ID, it.Parent, it.Status)] = true
		}
	}
	require.Equal(t, map[string]bool{
		fmt.Sprint(1, 0, "outofstock"): true, fmt.Sprint(parent, 0, "outofstock"): true, fmt.Sprint(child, parent, "instock"): true,
	}, got)
}

func TestWhatCanNotBeToldForAWeekIsGivenUp(t *testing.T) {
	t.Parallel()
	b, plugin, shop := setup(t, shoptest.Catalogue{Simple: 1})
	written(t, b.Store, shop, 1)
	plugin.Behave(says(500, "x"))
	require.Error(t, b.Drain(t.Context()))
	shop.Exec(t, "UPDATE "+shop.Table("wpbridge_told")+" SET due_at = UTC_TIMESTAMP(6) - INTERVAL 1 SECOND")
	shop.Exec(t, "UPDATE "+shop.Table("wpbridge_run")+" SET finished_at = UTC_TIMESTAMP(6) - INTERVAL 8 DAY")
	require.NoError(t, b.Drain(t.Context()))
	require.Equal(t, "0", shop.Value(t, "SELECT COUNT(*) FROM "+shop.Table("wpbridge_told")))
}

func TestASweepOfTheWholeShopIsTold(t *testing.T) {
	t.Parallel()
	b, plugin, shop := setup(t, shoptest.Catalogue{Simple: 2})
	var id commerce.ProductID
	require.NoError(t, shop.DB.QueryRowContext(t.Context(), "SELECT MIN(ID) FROM "+shop.Table("posts")+" WHERE post_type = 'product'").Scan(&id))
	require.NoError(t, b.Store.NoteTurned(t.Context(), state.Sweep, map[commerce.ProductID]string{id: ""}))
	require.NoError(t, b.Store.Tell(t.Context(), state.Sweep))
	for range 2 {
		require.NoError(t, b.Drain(t.Context()))
		batches, _ := plugin.Heard()
		_, all := ids(batches)
		require.Equal(t, map[int]bool{int(id): true}, all)
		shop.Exec(t, "UPDATE "+shop.Table("wpbridge_told")+" SET due_at = UTC_TIMESTAMP(6) - INTERVAL 1 SECOND")
	}
	require.Equal(t, "0", shop.Value(t, "SELECT COUNT(*) FROM "+shop.Table("wpbridge_told")))
}
