package outbox_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp"
	"wpbridge/internal/outbox"
	"wpbridge/internal/shoptest"
	"wpbridge/internal/state"
)

func TestAnOrderIsSentOnceAndTheShelfStaysRight(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.buy(1, 3)
	require.Equal(t, "47", w.shelf(1))

	require.Equal(t, 1, w.find())
	require.Zero(t, w.find(), "it is there already")
	require.Equal(t, outbox.Tally{Sent: 1}, w.drain())

	x := w.order(id)
	require.Equal(t, state.Sent, x.State)
	require.Equal(t, fmt.Sprintf("probe-%d", id), x.Reference)
	require.Equal(t, "D-1", x.Document.Number)
	require.Equal(t, "121", x.Total.Decimal.String())
	require.Equal(t, commerce.Units(47), w.level(1), "the ERP has set it aside")
	require.Zero(t, w.stock(), "what moved to the ERP is in the shop's number already")
	require.Equal(t, "47", w.shelf(1))

	w.erp.SetLevel(code(1), "1", w.level(1)+commerce.Units(10))
	require.Equal(t, 1, w.stock())
	require.Equal(t, "57", w.shelf(1))
	require.Zero(t, w.find())
	require.Equal(t, outbox.Tally{}, w.drain())
	require.Len(t, w.erp.Made(), 1)
}

func TestWhateverTheERPAnswersThereIsOneDocument(t *testing.T) {
	t.Parallel()
	later := &erp.RetryAfter{Err: errors.New("429"), Wait: time.Millisecond}
	lost := fmt.Errorf("%w: connection reset", erp.ErrUnreachable)
	for name, c := range map[string]struct {
		fault  error
		stored bool
		tries  int
		seen   []state.Outcome
	}{
		"dropped after storing":  {lost, true, 1, []state.Outcome{state.Lost, state.Known}},
		"dropped before storing": {lost, false, 2, []state.Outcome{state.Lost, state.None, state.Made}},
		"nonsense":               {fmt.Errorf("%w: HTML", erp.ErrAnswer), true, 1, []state.Outcome{state.Lost, state.Known}},
		"busy":                   {later, false, 1, []state.Outcome{state.NotTaken, state.Made}},
		"no connection":          {&erp.NotSent{Err: lost}, false, 1, []state.Outcome{state.NotTaken, state.Made}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.erp.FailWrite(c.fault, c.stored)
			id := w.buy(1, 2)
			require.Equal(t, 1, w.find())

			w.drain()

			x := w.order(id)
			require.Equal(t, state.Sent, x.State)
			require.Equal(t, c.tries, x.Tries)
			require.Empty(t, x.Error)
			require.Len(t, w.erp.Made(), 1)
			attempts, err := w.Store.Attempts(t.Context(), x.ID)
			require.NoError(t, err)
			var seen []state.Outcome
			for _, a := range attempts {
				if len(seen) == 0 || seen[len(seen)-1] != a.Outcome { // it may have been asked more than once
					seen = append(seen, a.Outcome)
				}
			}
			require.Equal(t, c.seen, seen)
			require.Zero(t, w.stock())
			require.Equal(t, "48", w.shelf(1))
		})
	}
}

func TestARefusedOrderFailsInTheERPsWordsUntilSomethingChanges(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.erp.FailWrite(fmt.Errorf("%w: no such customer", erp.ErrRefused), false)
	id := w.buy(1, 1)
	w.find()
	require.Equal(t, outbox.Tally{Failed: 1}, w.drain())
	require.Contains(t, w.order(id).Error, "no such customer")
	require.Zero(t, w.find())
	require.Equal(t, state.Failed, w.order(id).State)

	w.shop.Exec(t, "UPDATE "+w.shop.Table("wc_order_addresses")+" SET last_name = 'Popescu' WHERE order_id = ?", id)
	w.find()
	require.Equal(t, state.Pending, w.order(id).State)
	w.drain()
	require.Equal(t, state.Sent, w.order(id).State)
}

func TestARefusalOfASecondRequestIsLookedInto(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	write := w.ERP.WriteOrder
	var late erp.WriteRequest
	w.ERP.WriteOrder = func(ctx ctx, r erp.WriteRequest) (erp.Document, error) {
		if late.Kind == "" { // it arrives later than anybody would think
			late = r
			return erp.Document{}, erp.ErrUnreachable
		}
		_, err := write(ctx, late)
		require.NoError(t, err)
		return erp.Document{}, fmt.Errorf("%w: there is one with this reference", erp.ErrRefused)
	}
	id := w.buy(1, 1)
	w.find()
	w.drain()
	require.Equal(t, state.Sent, w.order(id).State)
	require.Equal(t, "D-1", w.order(id).Document.Number)
}

func TestADeadERPStopsEverythingAndNoTriesAreLost(t *testing.T) {
	t.Parallel()
	for name, cause := range map[string]error{"unreachable": &erp.NotSent{Err: erp.ErrUnreachable}, "login": erp.ErrUnauthorized} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.Times.First, w.Times.Longest, w.Times.Patient = time.Minute, time.Minute, time.Second
			first, second := w.buy(1, 1), w.buy(2, 1)
			w.find()
			w.erp.Fail(cause, -1)

			_, err := w.Work(t.Context())

			require.ErrorIs(t, err, errors.Unwrap(fmt.Errorf("%w", cause)))
			require.Equal(t, 1, w.erp.Calls(erp.OpWriteOrder), "the second is not even tried")
			tally, err := w.Work(t.Context())
			require.NoError(t, err, "it waits")
			require.Zero(t, tally)
			w.erp.Fail(nil, 0)
			require.NoError(t, w.Retry(t.Context()))
			require.Equal(t, outbox.Tally{Sent: 2}, w.drain())
			for _, id := range []commerce.OrderID{first, second} {
				require.Equal(t, 1, w.order(id).Tries)
			}
		})
	}
}

// blind is an ERP that keeps no reference.
func blind(t *testing.T) *world {
	w := newWorld(t)
	w.erp.Blind = true
	return w
}

func TestAPersonIsAskedWhereTheERPCannotTell(t *testing.T) {
	t.Parallel()
	t.Run("it exists", func(t *testing.T) {
		t.Parallel()
		w := blind(t)
		w.erp.FailWrite(erp.ErrUnreachable, true)
		id := w.buy(1, 4)
		w.find()
		require.Equal(t, 1, w.drain().Parked)
		require.Contains(t, w.order(id).Error, "it may be D-1 there: is it?")
		_, err := w.Export(t.Context(), id)
		require.ErrorIs(t, err, outbox.ErrNotNow)
		w.stock()
		require.Equal(t, "42", w.shelf(1), "in doubt, too little is sold rather than too much")

		x, err := w.Resolve(t.Context(), id, outbox.Answer{Exists: "D-1"})

		require.NoError(t, err)
		require.Equal(t, state.Sent, x.State)
		require.Equal(t, "1", x.Document.ID)
		_, err = w.Resolve(t.Context(), id, outbox.Answer{Resend: true})
		require.ErrorIs(t, err, outbox.ErrNothingAsked)
		w.erp.SetLevel(code(1), "1", w.level(1)) // the ERP mentions it again
		w.stock()
		require.Equal(t, "46", w.shelf(1))
	})
	t.Run("send again", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t)
		w.ERP.FindOrder = nil
		w.erp.FailWrite(erp.ErrUnreachable, false)
		id := w.buy(1, 4)
		w.find()
		w.drain()
		require.Contains(t, w.order(id).Error, "is there a document")

		_, err := w.Resolve(t.Context(), id, outbox.Answer{Resend: true})

		require.NoError(t, err)
		require.Equal(t, 1, w.drain().Sent)
		require.Len(t, w.erp.Made(), 1)
	})
	t.Run("unknown", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t)
		_, err := w.Resolve(t.Context(), 1, outbox.Answer{Resend: true})
		require.ErrorIs(t, err, state.ErrNoExport)
	})
}

// crash leaves an attempt behind whose end nobody has noted; made tells whether
// the ERP got it.
func (w *world) crash(made bool) {
	w.t.Helper()
	x, ok, err := w.Store.Claim(w.t.Context(), time.Minute)
	require.NoError(w.t, err)
	require.True(w.t, ok)
	_, err = w.Store.BeginAttempt(w.t.Context(), x, "write", nil)
	require.NoError(w.t, err)
	if made {
		o, err := w.Shop.Order(w.t.Context(), x.Order, orderOptions(x.Reference))
		require.NoError(w.t, err)
		_, err = w.erp.WriteOrder(w.t.Context(), erp.WriteRequest{Kind: erp.DocumentKind(x.Kind), Order: o})
		require.NoError(w.t, err)
	}
	_, ok, err = w.Store.Claim(w.t.Context(), time.Minute)
	require.NoError(w.t, err)
	require.False(w.t, ok, "its lease goes on")
	w.shop.Exec(w.t, "UPDATE "+w.shop.Table("wpbridge_outbox")+" SET lease_until = '2000-01-01', doubt_until = '2000-01-01'")
}

func TestAfterACrashTheERPIsAskedFirst(t *testing.T) {
	t.Parallel()
	for name, made := range map[string]bool{"it was made": true, "it was not": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			id := w.buy(1, 1)
			w.find()
			w.crash(made)
			w.drain()
			require.Equal(t, state.Sent, w.order(id).State)
			require.Len(t, w.erp.Made(), 1)
			require.Positive(t, w.erp.Calls(erp.OpFindOrder))
		})
	}
}

func TestNoIsNotBelievedWhileTheLostRequestMayBeAtWork(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Times.Doubt = time.Minute
	w.erp.FailWrite(erp.ErrUnreachable, false)
	id := w.buy(1, 1)
	w.find()
	for range 3 {
		_, err := w.Work(t.Context())
		require.NoError(t, err)
		require.Equal(t, state.Sending, w.order(id).State)
		w.shop.Exec(t, "UPDATE "+w.shop.Table("wpbridge_outbox")+" SET due_at = '2000-01-01'")
	}
	require.Equal(t, 1, w.erp.Calls(erp.OpWriteOrder))
	w.shop.Exec(t, "UPDATE "+w.shop.Table("wpbridge_outbox")+" SET doubt_until = '2000-01-01'")
	w.drain()
	require.Equal(t, 2, w.order(id).Tries)
	require.Len(t, w.erp.Made(), 1)
}

func TestTwoSidecarsSendEachOrderOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const n = 40
	for i := range n {
		w.buy(1+i%items, 1)
	}
	require.Equal(t, n, w.find())
	var both sync.WaitGroup
	for _, e := range []*outbox.Engine{w.Engine, w.engine()} {
		both.Go(func() {
			_, err := e.Work(t.Context())
			if err != nil {
				t.Error(err)
			}
		})
	}
	both.Wait()
	require.Len(t, w.erp.Made(), n)
	require.Equal(t, n, w.erp.Calls(erp.OpWriteOrder))
}

func TestWhatSomebodyWaitsForGoesFirst(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	first, wished := w.buy(1, 1), w.buy(1, 1)
	w.find()
	_, err := w.Export(t.Context(), wished)
	require.NoError(t, err)
	w.drain()
	require.Equal(t, []string{fmt.Sprintf("probe-%d", wished), fmt.Sprintf("probe-%d", first)}, []string{w.erp.Made()[0].Reference, w.erp.Made()[1].Reference})
}

func TestOrdersAsPosts(t *testing.T) {
	t.Parallel()
	w := newWorld(t, shoptest.WithLegacyOrders())
	id := w.buy(2, 2)
	require.Equal(t, 1, w.find())
	w.drain()
	require.Equal(t, state.Sent, w.order(id).State)
}
