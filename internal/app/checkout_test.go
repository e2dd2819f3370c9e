package app_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/erp"
	"wpbridge/internal/ledger"
	"wpbridge/internal/live"
	"wpbridge/internal/shoptest"
)

// checked asks for one product, as the plugin does when an order is placed.
func (s *sidecar) checked(product, quantity string) live.Answer {
	s.w.t.Helper()
	res := s.raw("POST", "/v1/checkout/check", fmt.Sprintf(`{"moment":"order","items":[{"product_id":%s,"variation_id":0,"quantity":%q,"when_unreachable":""}]}`, product, quantity), bearer(s.w.t, "checkout"))
	require.Equal(s.w.t, 200, res.status, res.body)
	var a live.Answer
	require.NoError(s.w.t, json.Unmarshal([]byte(res.body), &a))
	require.Len(s.w.t, a.Items, 1)
	return a
}

func TestTheCheckoutIsAnsweredAndTheShopCorrected(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 12)
	w.set("CHECKOUT__MAX_AGE", "0s")
	s := w.serve()
	s.done("/v1/match/accept", "")
	s.done("/v1/jobs/stock/runs", "")
	product := w.shop.Value(t, "SELECT post_id FROM "+w.shop.Table("wpbridge_link")+" WHERE sku = ?", shoptest.SKU(8))
	require.Equal(t, live.ByLive, s.checked(product, "9").DecidedBy)

	w.level(8, 4)
	require.Eventually(t, func() bool { return !s.checked(product, "9").OK }, wait, tick, "an answer is reused for two seconds")
	require.Eventually(t, func() bool { return w.stock(8) == "4 instock" }, wait, tick)
	require.Eventually(t, func() bool {
		last := get[struct{ Runs []ledger.Run }](s.client, "/v1/runs").Runs[0]
		return last.StartedBy == ledger.ByCheckout && last.Status == ledger.Done && last.Changed == 1
	}, wait, tick)

	res := s.raw("POST", "/v1/checkout/check", `{"moment":"order","items":[{"product_id":1,"quantity":"-1"}]}`, bearer(t, "checkout"))
	require.Equal(t, 400, res.status)
	require.Contains(t, res.body, `"field":"items[0].quantity"`)
	require.Equal(t, "forbidden_scope", s.raw("POST", "/v1/checkout/check", `{}`, bearer(t, "admin")).code())
}

func TestTheCheckoutFollowsTheSettings(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 12)
	w.set("CHECKOUT__MAX_AGE", "0s")
	s := w.serve()
	s.done("/v1/match/accept", "")
	s.done("/v1/jobs/stock/runs", "")
	product := w.shop.Value(t, "SELECT post_id FROM "+w.shop.Table("wpbridge_link")+" WHERE sku = ?", shoptest.SKU(8))
	w.erp.Fail(erp.ErrUnauthorized, -1)
	require.False(t, s.checked(product, "1").OK)

	w.set("CHECKOUT__WHEN_UNREACHABLE", "allow")

	require.Eventually(t, func() bool { return s.checked(product, "1").OK }, wait, tick)
	require.Equal(t, live.ByPolicy, s.checked(product, "1").DecidedBy)
}
