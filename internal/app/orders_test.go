package app_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/erp"
	"wpbridge/internal/job"
	"wpbridge/internal/shoptest"
	"wpbridge/internal/state"
)

type exports struct {
	Orders []struct {
		state.Export
		Attempts []state.Attempt
	}
	Next   uint64
	Counts map[state.ExportState]int
}

// buy places an order for one of item i that is paid.
func (w *world) buy(i int) int64 {
	w.t.Helper()
	var product int64
	_, err := fmt.Sscan(w.product(i), &product)
	require.NoError(w.t, err)
	o, err := w.shop.PlaceOrder(w.t.Context(), shoptest.Line{ProductID: product, Quantity: 1})
	require.NoError(w.t, err)
	require.NoError(w.t, w.shop.Reduce(w.t.Context(), o))
	require.NoError(w.t, w.shop.SetOrderStatus(w.t.Context(), o.ID, "wc-processing"))
	return o.ID
}

// shown waits until an order's document is as wanted, and returns its exports.
func (s *sidecar) shown(order int64, want state.ExportState) (out exports) {
	s.t.Helper()
	require.Eventually(s.t, func() bool {
		out = get[exports](s.client, fmt.Sprintf("/v1/orders/%d", order))
		return out.Orders[0].State == want
	}, wait, tick)
	return out
}

func TestOrdersOverHTTP(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 3)
	s := w.ready()
	id := w.buy(1)
	require.Equal(t, "not_found", s.call(404, "GET", fmt.Sprintf("/v1/orders/%d", id), "").code())
	require.Equal(t, "not_found", s.call(404, "POST", "/v1/orders/999999/export", "").code())
	require.Equal(t, "not_found", s.call(404, "GET", "/v1/orders/0", "").code())
	require.Equal(t, "invalid", s.call(400, "GET", "/v1/orders?state=lost", "").code())

	s.call(202, "POST", fmt.Sprintf("/v1/orders/%d/export", id), "")
	x := s.shown(id, state.Sent).Orders[0]
	require.Equal(t, "D-1", x.Document.Number)
	require.True(t, x.Manual)
	require.Equal(t, state.Made, x.Attempts[0].Outcome)

	second := w.buy(2)
	s.call(202, "POST", fmt.Sprintf("/v1/orders/%d/export", second), `{"changed":true}`)
	require.False(t, s.shown(second, state.Sent).Orders[0].Manual)
	page := get[exports](s.client, "/v1/orders?limit=1&state=sent")
	require.Equal(t, map[state.ExportState]int{state.Sent: 2}, page.Counts)
	rest := get[exports](s.client, fmt.Sprintf("/v1/orders?before=%d&limit=2", page.Next))
	require.EqualValues(t, id, rest.Orders[0].Order)
	require.Zero(t, rest.Next)
	require.Len(t, get[exports](s.client, "/v1/orders?q=D-2").Orders, 1)

	third := w.buy(3)
	run := s.done("/v1/jobs/orders/runs", "")
	require.Equal(t, job.Orders, run.Job)
	s.shown(third, state.Sent)
	require.Equal(t, "invalid", s.call(400, "POST", "/v1/jobs/orders/runs", `{"dry_run":true}`).code())
}

func TestAQuestionIsAnsweredOverHTTP(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 3)
	s := w.ready()
	w.erp.FailWrite(fmt.Errorf("%w: no such customer", erp.ErrRefused), false)
	id := w.buy(1)
	resolve := fmt.Sprintf("/v1/orders/%d/resolve", id)
	require.Equal(t, "not_found", s.call(404, "POST", resolve, `{"resend":true}`).code())
	s.call(202, "POST", fmt.Sprintf("/v1/orders/%d/export", id), "")
	require.Contains(t, s.shown(id, state.Failed).Orders[0].Error, "no such customer")
	require.Equal(t, "invalid", s.call(400, "POST", resolve, `{"resend":true,"exists":"7"}`).code())

	s.call(200, "POST", resolve, `{"resend":true}`)

	s.shown(id, state.Sent)
	require.Equal(t, "conflict", s.call(409, "POST", resolve, `{"exists":"7"}`).code())
}
