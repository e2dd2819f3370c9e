package app_test

import (
	"fmt"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/httpapi"
	"wpbridge/internal/job"
	"wpbridge/internal/ledger"
	"wpbridge/internal/shoptest"
	"wpbridge/internal/state"
)

type changes struct {
	Changes []struct {
		Seq    uint32
		SKU    string
		Field  string
		Before *string
		After  *string
		State  string
	}
	Next  uint32
	Total int
}

func TestTheMainRoadOverHTTP(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 12)
	s := w.serve()
	require.Nil(t, get[httpapi.Match](s.client, "/v1/match").At)
	require.Equal(t, "no_match", s.call(409, "POST", "/v1/jobs/stock/runs", "").code())

	matched := s.done("/v1/jobs/match/runs", "{}")
	require.Equal(t, job.Matching, matched.Job)
	require.Equal(t, 12, matched.Read)
	require.Equal(t, ledger.ByPage, matched.StartedBy)
	report := get[httpapi.Match](s.client, "/v1/match")
	require.Equal(t, 12, report.Counts[state.Matched])
	require.False(t, report.Accepted)
	require.Equal(t, "sku", report.Key)
	require.Equal(t, 12, s.done("/v1/match/accept", "").Changed)
	require.True(t, get[httpapi.Match](s.client, "/v1/match").Accepted)
	s.done("/v1/jobs/stock/runs", `{"full":true}`)

	w.level(1, 77)
	w.level(2, 0)
	preview := s.done("/v1/jobs/stock/runs", `{"dry_run":true}`)
	require.True(t, preview.DryRun)
	require.Equal(t, 2, preview.Changed)
	require.Equal(t, "2 instock", w.stock(1), "a preview writes nothing")
	run := s.done("/v1/jobs/stock/runs", "{}")
	require.Equal(t, 2, run.Changed)
	require.Equal(t, "77 instock", w.stock(1))
	require.Equal(t, "0 outofstock", w.stock(2))

	page := get[changes](s.client, fmt.Sprintf("/v1/runs/%d/changes?limit=1", run.ID))
	require.Len(t, page.Changes, 1)
	require.Equal(t, 2, page.Total)
	require.NotZero(t, page.Next)
	rest := get[changes](s.client, fmt.Sprintf("/v1/runs/%d/changes?after=%d&sku=%s", run.ID, page.Next, shoptest.SKU(2)))
	require.Equal(t, "0", *rest.Changes[0].After)
	require.Zero(t, rest.Next)
	require.Zero(t, get[changes](s.client, fmt.Sprintf("/v1/runs/%d/changes?q=%%25", run.ID)).Total, "a pattern is only text")
	csv := s.call(200, "GET", fmt.Sprintf("/v1/runs/%d/changes.csv", run.ID), "")
	require.Equal(t, fmt.Sprintf("sku,product_id,field,before,after,reason,state,note\n%s,%s,stock,2,77,erp,planned,\n%s,%s,stock,3,0,erp,planned,\n",
		shoptest.SKU(1), w.product(1), shoptest.SKU(2), w.product(2)), csv.body)

	why := get[struct{ Products []job.Why }](s.client, "/v1/products/"+shoptest.SKU(1)+"/history?product_id="+w.product(1))
	require.Equal(t, "77", why.Products[0].Stock)
	require.Len(t, why.Products[0].History, 1)

	undone := s.done(fmt.Sprintf("/v1/runs/%d/undo", run.ID), "")
	require.Equal(t, run.ID, undone.UndoOf)
	require.Equal(t, "2 instock", w.stock(1))
	require.Equal(t, ledger.Reverted, s.wait(run.ID).Status)
	require.Equal(t, "conflict", s.call(409, "POST", fmt.Sprintf("/v1/runs/%d/undo", preview.ID), "").code())

	w.level(3, 5)
	s.done("/v1/jobs/prices/runs", "{}")
	list := get[struct {
		Runs []ledger.Run
		Next uint64
	}](s.client, "/v1/runs?job=stock&status=done&limit=2")
	require.Len(t, list.Runs, 2)
	require.Equal(t, list.Runs[1].ID, list.Next)
	require.Equal(t, undone.ID, list.Runs[0].ID)
}

// product is the id of a product, as the shop has it.
func (w *world) product(i int) string {
	w.t.Helper()
	return w.shop.Value(w.t, "SELECT MIN(post_id) FROM "+w.shop.Table("postmeta")+" WHERE meta_key = '_sku' AND meta_value = ?", shoptest.SKU(i))
}

func TestHeldRunsAreApproved(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 8)
	s := w.ready()
	for i := 1; i <= 8; i++ {
		w.level(i, 0)
	}

	held := s.wait(s.start("/v1/jobs/stock/runs", "").ID)

	require.Equal(t, ledger.Held, held.Status)
	require.Equal(t, "2 instock", w.stock(1))
	require.Equal(t, held.ID, s.start(fmt.Sprintf("/v1/runs/%d/approve", held.ID), "").ID)
	require.Equal(t, ledger.Done, s.wait(held.ID).Status)
	require.Equal(t, "0 outofstock", w.stock(1))
	require.Equal(t, "conflict", s.call(409, "POST", fmt.Sprintf("/v1/runs/%d/approve", held.ID), "").code())
	require.Equal(t, "conflict", s.call(409, "POST", fmt.Sprintf("/v1/runs/%d/cancel", held.ID), "").code())
}

// ready is a service whose shop is matched and synced.
func (w *world) ready() *sidecar {
	w.t.Helper()
	s := w.serve()
	s.done("/v1/match/accept", "")
	s.done("/v1/jobs/stock/runs", "")
	return s
}

func TestFindings(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 6)
	meta := w.shop.Table("postmeta")
	for i := 1; i <= 3; i++ {
		w.shop.Exec(t, "UPDATE "+meta+" SET meta_value = ? WHERE meta_key = '_sku' AND meta_value = ?", fmt.Sprintf("own/%d%%", i), shoptest.SKU(i))
	}
	s := w.serve()
	s.done("/v1/jobs/match/runs", "")
	type page struct {
		Items       []state.Finding
		Next, Total int
	}

	first := get[page](s.client, "/v1/unmatched?side=shop&limit=2")
	require.Equal(t, []string{"own/1%", "own/2%"}, []string{first.Items[0].SKU, first.Items[1].SKU})
	require.Equal(t, 3, first.Total)
	second := get[page](s.client, fmt.Sprintf("/v1/unmatched?side=shop&limit=2&after=%d", first.Next))
	require.Equal(t, "own/3%", second.Items[0].SKU)
	require.Zero(t, second.Next)
	require.Equal(t, 1, get[page](s.client, "/v1/unmatched?side=shop&q="+url.QueryEscape("/2%")).Total)
	require.Equal(t, 3, get[page](s.client, "/v1/unmatched?side=erp").Total)
	require.Equal(t, 3, get[page](s.client, "/v1/match/matched").Total)
	for _, class := range state.Classes() {
		get[page](s.client, "/v1/match/"+string(class)+"?q=item")
	}
	require.Equal(t, "not_found", s.call(404, "GET", "/v1/match/none", "").code())
	require.Equal(t, "invalid", s.call(400, "GET", "/v1/unmatched", "").code())
}

func TestSettingsPage(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 3)
	s := w.serve()

	st := get[httpapi.Status](s.client, "/v1/status")
	require.Equal(t, httpapi.ERPFacts{Name: "fake", Title: "Fake", Mode: "live", Configured: true, Breaker: "closed"}, st.ERP)
	require.NotEmpty(t, st.Shop.Version)
	require.NotNil(t, st.Alive.Serve)
	require.Nil(t, st.Alive.Cron)
	require.Len(t, st.Jobs, 5)

	connectors := get[struct{ Connectors []httpapi.Connector }](s.client, "/v1/connectors").Connectors
	require.Equal(t, []string{"stock", "stock-check", "items", "item-lookup", "categories", "push", "reference", "orders", "order-lookup", "order-actions", "orders-in"}, connectors[0].Capabilities)
	require.Equal(t, []string{"warehouses"}, connectors[0].References)

	settings := map[string]httpapi.Setting{}
	for _, x := range get[struct{ Settings []httpapi.Setting }](s.client, "/v1/config").Settings {
		settings[x.Key] = x
	}
	require.Equal(t, httpapi.Setting{Key: "fake.password", Origin: "env", Detail: "WPBRIDGE_FAKE__PASSWORD", Fixed: true, Secret: true, Set: true}, settings["fake.password"])
	require.Equal(t, httpapi.Setting{Key: "stock.buffer", Value: "0", Origin: "default", Set: true}, settings["stock.buffer"])

	require.Equal(t, "warn", get[map[string]any](s.client, "/v1/check")["status"])
	require.Contains(t, s.call(200, "GET", "/v1/reference/warehouses", "").body, `"note":"not sellable"`)
	require.Equal(t, "not_found", s.call(404, "GET", "/v1/reference/nothing", "").code())
	require.Equal(t, "invalid", s.call(400, "GET", "/v1/reference/warehouses?mode=dead", "").code())
	require.Contains(t, s.call(400, "POST", "/v1/reference/warehouses", `{"erp":{"mode":"test"}}`).body, "fake.password is missing")
}

func TestUnsavedLoginsAreTried(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 3)
	w.set("FAKE__PASSWORD", "") // fixed nowhere, so that the page may say it
	w.set("FAKE__WAREHOUSES", "")
	s := w.serve()
	require.Contains(t, get[httpapi.Status](s.client, "/v1/status").ERP.Problem, "fake.password is missing")
	require.Equal(t, "not_ready", s.call(503, "POST", "/v1/jobs/stock/runs", "").code())

	try := func(body string) string { return s.call(200, "POST", "/v1/erp/check", body).body }
	require.Contains(t, try(`{"settings":{"password":"wrong"}}`), "refused the login")
	require.Contains(t, try(`{"settings":{"password":"wrong"}}`), `"code":"unauthorized"`)
	good := `{"erp":{"name":"fake","mode":"live"},"settings":{"password":"` + password + `","warehouses":"%s"}}`
	require.Contains(t, try(fmt.Sprintf(good, "1")), `"ok":true`)
	require.Contains(t, try(fmt.Sprintf(good, "9")), "names 9, which Fake does not have")
	require.Contains(t, try(`{"settings":{"password":""}}`), "fake.password is missing")
	require.Contains(t, s.call(200, "POST", "/v1/reference/warehouses", fmt.Sprintf(good, "")).body, "Main")
	require.Contains(t, s.call(400, "POST", "/v1/erp/check", `{"settings":{"pasword":"x"}}`).body, `"field":"settings.pasword"`)
	require.Equal(t, "invalid", s.call(400, "POST", "/v1/erp/check", `{"erp":{"name":"nobody"}}`).code())

	w.set("FAKE__PASSWORD", password)
	w.set("FAKE__WAREHOUSES", "1")
	require.Eventually(t, func() bool { return get[httpapi.Status](s.client, "/v1/status").ERP.Configured }, wait, tick)
	require.Contains(t, try(`{"settings":{"password":"wrong"}}`), `"ok":true`, "what the environment says stays")
}
