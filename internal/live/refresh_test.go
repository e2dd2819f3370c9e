package live_test

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/commerce"
	"wpbridge/internal/job"
	"wpbridge/internal/ledger"
	"wpbridge/internal/live"
	"wpbridge/internal/shoptest"
	"wpbridge/internal/state"
)

func TestRefreshesAreGathered(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		var list [][]commerce.Code
		runs := func() [][]commerce.Code {
			mu.Lock()
			defer mu.Unlock()
			return slices.Clone(list)
		}
		answers := []error{nil, errors.Join(state.ErrBusy), errors.New("down"), nil}
		r := live.NewRefresher(func(_ context.Context, codes []commerce.Code) error {
			<-time.After(time.Second)
			mu.Lock()
			defer mu.Unlock()
			list = append(list, codes)
			return answers[len(list)-1]
		}, slog.New(slog.DiscardHandler))
		go r.Work(t.Context())
		r.Hear([]commerce.Code{"b", "a"})
		synctest.Wait()
		r.Hear([]commerce.Code{"c"})
		r.Hear([]commerce.Code{"c", "a"})
		<-time.After(2500 * time.Millisecond)
		synctest.Wait()
		require.Equal(t, [][]commerce.Code{{"a", "b"}, {"a", "c"}}, runs())
		<-time.After(7 * time.Second)
		synctest.Wait()
		require.Equal(t, []commerce.Code{"a", "c"}, runs()[2], "after a run that found the job held")
		<-time.After(time.Minute)
		synctest.Wait()
		require.Len(t, runs(), 3, "what failed is left to the next stock run")
	})
}

func TestARefusedNumberReachesTheShop(t *testing.T) {
	t.Parallel()
	w := newWorld(t).linked()
	w.level(5, east, "1")
	w.level(6, east, "2")
	r := live.NewRefresher(func(ctx context.Context, codes []commerce.Code) error {
		_, err := w.runner.Sync(ctx, job.Stock, job.Options{Only: codes})
		return err
	}, slog.New(slog.DiscardHandler))
	go r.Work(t.Context())
	c := w.checker(func(o *live.Options) { o.Refresh = r.Hear })
	require.Equal(t, "live | 2 not_enough", said(check(t, c, live.Order, w.want(6, "3"))))

	stock := func(n int) string {
		return w.shop.Value(t, "SELECT meta_value + 0 FROM "+w.shop.Table("postmeta")+" WHERE post_id = ? AND meta_key = '_stock'", w.id(n))
	}
	require.Eventually(t, func() bool { return stock(6) == "2" }, 10*time.Second, 10*time.Millisecond)
	require.Eventually(t, func() bool { runs := w.runs(); return runs[0].Status == ledger.Done }, 10*time.Second, 10*time.Millisecond)
	require.Equal(t, "6", stock(5), "only what was asked for")
	require.Equal(t, 2, w.runs()[0].Read, "two warehouses")
	require.False(t, w.runs()[0].Full)
	require.Equal(t, "live | 1 ok", said(check(t, w.checker(trusting, aged(t, w)), live.Order, w.want(5, "1"))), "such a run is no reading")
	require.Equal(t, "reading | 2 ok", said(check(t, w.checker(), live.Cart, w.want(6, "2"))))

	w.sync() // from the mark of the run before
	require.Equal(t, "1", stock(5))
	require.Empty(t, w.shop.Value(t, "SELECT COALESCE(MAX(code), '') FROM "+w.shop.Table("wpbridge_link")+" WHERE sku = ? AND base <> 2", shoptest.SKU(6)))
}

func (w *world) runs() []ledger.Run {
	runs, err := w.runner.Store.Runs(w.t.Context(), 5)
	require.NoError(w.t, err)
	return runs
}

// aged makes all full readings so far too old to be trusted.
func aged(t *testing.T, w *world) func(*live.Options) {
	t.Helper()
	w.shop.Exec(t, "UPDATE "+w.shop.Table("wpbridge_run")+" SET started_at = started_at - INTERVAL 2 HOUR WHERE next_mark <> ''")
	return func(*live.Options) {}
}
