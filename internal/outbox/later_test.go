package outbox_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp"
	"wpbridge/internal/job"
	"wpbridge/internal/outbox"
	"wpbridge/internal/state"
	"wpbridge/internal/woo"
)

func orderOptions(reference string) woo.OrderOptions {
	return woo.OrderOptions{Reference: func(commerce.OrderID) string { return reference }}
}

func TestACancelledOrder(t *testing.T) {
	t.Parallel()
	t.Run("before it is sent", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t)
		id := w.buy(1, 1)
		w.find()
		w.giveBack(id, 1, 1)
		w.find()
		require.Equal(t, state.Skipped, w.order(id).State)
		w.drain()
		require.Empty(t, w.erp.Made())
		w.status(id, "processing")
		w.find()
		w.drain()
		require.Equal(t, state.Sent, w.order(id).State, "it was taken up again")
	})
	t.Run("just before", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t)
		id := w.buy(1, 1)
		w.find()
		w.giveBack(id, 1, 1)
		w.drain()
		require.Equal(t, state.Skipped, w.order(id).State, "no sweep has seen it yet")
	})
	t.Run("after", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t)
		id := w.buy(1, 5)
		w.find()
		w.drain()
		w.stock()
		w.giveBack(id, 1, 5)
		require.Equal(t, 1, w.find())
		w.erp.FailWrite(erp.ErrUnreachable, true)
		w.drain()
		require.Equal(t, state.Sent, w.export(id, state.CancelKind).State)
		require.Equal(t, erp.Cancelled, w.erp.Made()[0].State)
		require.Equal(t, commerce.Units(50), w.level(1))
		require.Zero(t, w.stock())
		require.Equal(t, "50", w.shelf(1))
	})
	t.Run("while it is being sent", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t)
		write := w.ERP.WriteOrder
		var id commerce.OrderID
		w.ERP.WriteOrder = func(ctx ctx, r erp.WriteRequest) (erp.Document, error) {
			w.giveBack(id, 1, 2)
			return write(ctx, r)
		}
		id = w.buy(1, 2)
		w.find()
		w.drain()
		require.Equal(t, state.Sent, w.export(id, state.CancelKind).State)
		w.stock()
		require.Equal(t, "50", w.shelf(1))
	})
	t.Run("which the ERP cannot be told", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t)
		w.ERP.Act = nil
		id := w.buy(1, 1)
		w.find()
		w.drain()
		w.giveBack(id, 1, 1)
		w.find()
		require.Equal(t, 1, w.drain().Parked)
		require.Contains(t, w.export(id, state.CancelKind).Error, "cancel D-1 there")
		x, err := w.Resolve(t.Context(), id, outbox.Answer{Exists: "D-1"})
		require.NoError(t, err)
		require.Equal(t, state.Sent, x.State)
		w.erp.SetLevel(code(1), "1", commerce.Units(50)) // as the person did
		w.stock()
		require.Equal(t, "50", w.shelf(1))
	})
}

func TestARefundBecomesAReturn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.buy(1, 5)
	w.find()
	w.drain()
	back := w.refund(id, 1, 2)
	require.Equal(t, 1, w.find())
	w.erp.FailWrite(erp.ErrUnreachable, true)
	w.drain()
	x := w.export(id, state.ReverseKind)
	require.Equal(t, back, x.Refund)
	require.Equal(t, state.Sent, x.State)
	require.Len(t, w.erp.Made(), 2)
	require.Equal(t, commerce.Units(47), w.level(1))
	w.stock()
	require.Equal(t, "47", w.shelf(1))
	require.Zero(t, w.find())
}

func TestHistoryIsExportedOnDemand(t *testing.T) {
	t.Parallel()
	w := unmatched(t)
	old := w.buy(1, 1)
	late, err := w.shop.PlaceOrder(t.Context(), line(w, 2, 1))
	require.NoError(t, err)
	_, err = w.Find(t.Context(), false)
	require.ErrorIs(t, err, state.ErrNoFloor)
	w.shop.Exec(t, "UPDATE "+w.shop.Table("wc_orders")+" SET date_created_gmt = date_created_gmt - INTERVAL 1 DAY, date_updated_gmt = date_updated_gmt - INTERVAL 1 MINUTE")
	w.accept()
	require.Equal(t, "50", w.shelf(1), "what was sold before, the ERP knows")
	require.NoError(t, w.shop.Reduce(t.Context(), late)) // paid after the match
	w.status(commerce.OrderID(late.ID), "processing")

	require.Equal(t, 1, w.find(), "only the one that was paid since")
	w.drain()
	require.Equal(t, state.Sent, w.order(commerce.OrderID(late.ID)).State)
	n, err := w.ExportAll(t.Context())
	require.NoError(t, err)
	require.Equal(t, 1, n)
	w.drain()
	require.Equal(t, state.Sent, w.order(old).State)
	w.stock()
	require.Equal(t, "49", w.shelf(1), "the ERP has learnt of a sale that it did not know")
	require.Equal(t, "49", w.shelf(2))
}

func TestByHandOnly(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Automatic = false
	id := w.buy(1, 1)
	require.Zero(t, w.find())
	rows, err := w.Export(t.Context(), id)
	require.NoError(t, err)
	require.Len(t, rows, 1)
	require.True(t, rows[0].Manual)
	w.drain()
	w.giveBack(id, 1, 1)
	require.Equal(t, 1, w.find(), "what was exported is followed")
	_, err = w.Export(t.Context(), 999_999)
	require.ErrorIs(t, err, woo.ErrNoOrder)
	gone := w.buy(1, 1)
	w.giveBack(gone, 1, 1)
	_, err = w.Export(t.Context(), gone)
	require.ErrorContains(t, err, "the order is cancelled in the shop")
}

func TestWhatIsNoticedIsLookedAtAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.buy(1, 1)
	n, err := w.Enqueue(t.Context(), id, 999_999)
	require.NoError(t, err)
	require.Equal(t, 1, n)
	require.Zero(t, w.find())
	w.drain()
	w.shop.Exec(t, "UPDATE "+w.shop.Table("wc_orders")+" SET total_amount = 150 WHERE id = ?", id)
	w.find()
	require.Contains(t, w.order(id).Note, "its total was 121, now it is 150")
}

func TestAReadingDuringAnExportIsNotUsed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.buy(1, 3)
	w.find()
	write := w.ERP.WriteOrder
	w.ERP.WriteOrder = func(ctx ctx, r erp.WriteRequest) (erp.Document, error) {
		d, err := write(ctx, r)
		w.erp.SetLevel(code(2), "1", commerce.Units(60))
		require.Equal(t, 1, w.stock(), "only the other product")
		require.Equal(t, "60", w.shelf(2))
		require.Equal(t, "47", w.shelf(1))
		return d, err
	}
	w.drain()
	require.Equal(t, state.Sent, w.order(id).State)
	w.erp.SetLevel(code(1), "1", w.level(1)+commerce.Units(1))
	require.Equal(t, 1, w.stock())
	require.Equal(t, "48", w.shelf(1))
	require.Equal(t, "0", w.shop.Value(t, "SELECT COUNT(*) FROM "+w.shop.Table("wpbridge_reread")))
}

func TestASettlingERPIsNotBelievedAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.ERP.Traits.Settle = time.Hour
	w.erp.Facts.Reserves = erp.DeliveryDocument // its stock does not know of the order yet
	w.buy(1, 3)
	w.find()
	w.drain()
	require.Zero(t, w.stock())
	run, err := w.runner.Sync(t.Context(), job.Stock, job.Options{Full: true})
	require.NoError(t, err)
	require.Zero(t, run.Changed)
	require.Equal(t, "47", w.shelf(1))
	w.erp.SetLevel(code(1), "1", commerce.Units(47))
	w.ERP.Traits.Settle = 0
	w.stock()
	require.Equal(t, "47", w.shelf(1))
}

// aged makes what the ERP has of all orders two months old.
func (w *world) aged() {
	w.t.Helper()
	w.shop.Exec(w.t, "UPDATE "+w.shop.Table("wpbridge_contained")+" SET since_at = since_at - INTERVAL 60 DAY")
}

func (w *world) full() int {
	w.t.Helper()
	run, err := w.runner.Sync(w.t.Context(), job.Stock, job.Options{Full: true})
	require.NoError(w.t, err)
	return run.Changed
}

// mark is how many order lines of an item lie behind its mark, and its base.
func (w *world) mark(i int) string {
	w.t.Helper()
	meta := w.shop.Table("woocommerce_order_itemmeta")
	return w.shop.Value(w.t, "SELECT CONCAT((SELECT COUNT(*) FROM "+meta+" WHERE meta_key = '_reduced_stock' AND meta_id > l.taken_mark), ' ', CAST(l.base AS SIGNED)) FROM "+w.shop.Table("wpbridge_link")+" l WHERE l.post_id = ?", w.product(i))
}

func TestOldOrdersDoNotCountForEver(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.runner.FoldFrom = 1
	old := w.buy(1, 4)
	w.find()
	w.drain()
	w.aged()
	w.Automatic = false
	w.buy(2, 1) // the ERP will not hear of it
	fresh := w.buy(1, 2)
	_, err := w.Export(t.Context(), fresh)
	require.NoError(t, err)
	w.drain()
	require.Equal(t, []string{"3 50", "3 50"}, []string{w.mark(1), w.mark(2)})

	require.Zero(t, w.full())

	require.Equal(t, []string{"2 46", "2 50"}, []string{w.mark(1), w.mark(2)}, "the first item's base is less by what it has sold")
	require.Equal(t, []string{"44", "49"}, []string{w.shelf(1), w.shelf(2)})
	require.Zero(t, w.full())

	w.giveBack(old, 1, 4)
	require.Equal(t, "48", w.shelf(1))
	lease, _, err := w.Store.Acquire(t.Context(), job.Stock)
	require.NoError(t, err)
	require.Zero(t, w.find(), "a stock run is at work")
	require.NoError(t, lease.Release(t.Context()))
	w.drain()
	_, err = w.Work(t.Context())
	require.NoError(t, err)
	w.drain()
	require.Equal(t, state.Sent, w.export(old, state.CancelKind).State)
	require.Zero(t, w.full(), "neither a step nor a repair")
	require.Equal(t, "48", w.shelf(1))
	require.Equal(t, commerce.Units(48), w.level(1))
}

func TestFoldingStopsAtWhatTheERPDoesNotKnow(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.runner.FoldFrom = 1
	w.Automatic = false
	w.buy(1, 1) // stays here
	known := w.buy(1, 2)
	_, err := w.Export(t.Context(), known)
	require.NoError(t, err)
	w.drain()
	w.aged()
	require.Zero(t, w.full())
	require.Equal(t, "2 50", w.mark(1))
	require.Equal(t, "47", w.shelf(1))
}

func TestAReturnOfAnOldOrder(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.runner.FoldFrom = 1
	id := w.buy(1, 5)
	w.find()
	w.drain()
	w.aged()
	w.full()
	require.Equal(t, "0 45", w.mark(1))
	w.refund(id, 1, 2)
	w.find()
	w.drain()
	require.Zero(t, w.full())
	require.Equal(t, "47", w.shelf(1))
	require.Equal(t, commerce.Units(47), w.level(1))
}
