package app_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"wpbridge/internal/app"
	"wpbridge/internal/erp"
	"wpbridge/internal/httpapi"
	"wpbridge/internal/ledger"
	"wpbridge/internal/state"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// block makes the ERP's readings wait until the returned function is called.
func (w *world) block() (reached <-chan struct{}, release func()) {
	hit, open := make(chan struct{}, 100), make(chan struct{})
	w.hold.Store(&gate{hit, open})
	return hit, func() { w.hold.Store(nil); close(open) }
}

func TestOneRunOfAJobAtATime(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 5)
	first := w.ready()
	second := w.serve()
	reached, release := w.block()
	run := first.start("/v1/jobs/stock/runs", "")
	<-reached

	for _, s := range []*sidecar{first, second} {
		a := s.call(409, "POST", "/v1/jobs/stock/runs", "")
		require.Equal(t, "busy", a.code())
		require.Contains(t, a.body, fmt.Sprintf("process %d", os.Getpid()))
		jobs := get[httpapi.Status](s.client, "/v1/status").Jobs
		require.Equal(t, run.ID, jobs[0].Running, "each sees runs of the other")
	}
	preview := first.start("/v1/jobs/prices/runs", `{"dry_run":true}`)
	<-reached
	require.Equal(t, "busy", first.call(409, "POST", "/v1/jobs/prices/runs", `{"dry_run":true}`).code())

	release()
	require.Equal(t, ledger.Done, second.wait(run.ID).Status)
	require.Equal(t, ledger.Done, first.wait(preview.ID).Status)
	first.done("/v1/jobs/prices/runs", `{"dry_run":true}`)
}

func TestARunIsCancelledFromAnywhere(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 5)
	first := w.ready()
	second := w.serve()
	w.level(1, 50)
	reached, release := w.block()
	defer release()
	run := first.start("/v1/jobs/stock/runs", "")
	<-reached

	require.Equal(t, run.ID, second.start(fmt.Sprintf("/v1/runs/%d/cancel", run.ID), "").ID)

	over := second.wait(run.ID)
	require.Equal(t, ledger.Failed, over.Status)
	require.Contains(t, over.Reason, "cancelled by a person in the shop's pages")
	require.Equal(t, "2 instock", w.stock(1))
	require.Equal(t, "not_found", second.call(404, "POST", "/v1/runs/9999/cancel", "").code())
}

func TestProgressIsSeenFromAnywhere(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 30)
	w.erp.PageSize = 10
	s := w.ready()
	other := w.serve()
	reached, release := w.block()
	run := s.start("/v1/jobs/stock/runs", `{"full":true}`)
	<-reached
	w.hold.Load().open <- struct{}{} // one page
	<-reached

	seen := other.until(run.ID, func(r shown) bool { return r.Progress != nil && r.Progress.Done > 0 })

	require.Equal(t, "read", seen.Progress.Step)
	require.Equal(t, 10, seen.Progress.Done)
	release()
	require.Equal(t, ledger.Done, other.wait(run.ID).Status)
	require.Nil(t, get[shown](other.client, fmt.Sprintf("/v1/runs/%d", run.ID)).Progress)
}

func TestStopDuringEverything(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"/v1/jobs/stock/runs", "/v1/jobs/prices/runs", "/v1/jobs/match/runs"} {
		t.Run(path, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, 5)
			s := w.ready()
			w.level(1, 50)
			reached, release := w.block()
			defer release()
			run := s.start(path, "")
			<-reached

			require.NoError(t, s.stop())

			status := w.shop.Value(t, "SELECT CONCAT(status, ': ', reason) FROM "+w.shop.Table("wpbridge_run")+" WHERE id = ?", run.ID)
			require.Contains(t, status, "failed: wpbridge was stopped; what it had written is complete")
			require.Equal(t, "0", w.shop.Value(t, "SELECT COUNT(*) FROM "+w.shop.Table("wpbridge_lease")+" WHERE until_at > UTC_TIMESTAMP(6)"), "leases are given back")
			require.Equal(t, "2 instock", w.stock(1))
		})
	}
}

func TestItServesWithoutABusinessSystemAndTakesItUp(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 3)
	w.set("ERP__NAME", "")
	s := w.serve()
	require.Equal(t, "not_ready", s.call(503, "POST", "/v1/match/accept", "").code())
	require.Equal(t, httpapi.ERPFacts{Mode: "live", Breaker: "closed", Problem: get[httpapi.Status](s.client, "/v1/status").ERP.Problem}, get[httpapi.Status](s.client, "/v1/status").ERP)
	require.Equal(t, "invalid", s.call(400, "POST", "/v1/erp/check", "").code())
	require.Equal(t, "not_ready", s.raw("POST", "/v1/checkout/check", "{}", bearer(t, "checkout")).code())

	w.set("ERP__NAME", "fake")

	require.Eventually(t, func() bool { return get[httpapi.Status](s.client, "/v1/status").ERP.Configured }, wait, tick)
	s.done("/v1/match/accept", "")
	s.done("/v1/jobs/stock/runs", "")
}

func TestWhoHasJustSavedSeesIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 1)
	w.poll = time.Hour
	w.set("ERP__NAME", "")
	s := w.serve()
	require.False(t, get[httpapi.Status](s.client, "/v1/status").ERP.Configured)
	w.set("ERP__NAME", "fake")
	w.set("SCHEDULE__STOCK", "hourly")

	status := get[httpapi.Status](s.client, "/v1/status")

	require.True(t, status.ERP.Configured)
	require.Equal(t, "hourly", status.Jobs[0].Schedule)
	require.NotNil(t, status.Jobs[0].Next)
	w.set("STOCK__BUFFER", "2")
	require.Contains(t, s.call(200, "GET", "/v1/config", "").body, `"key":"stock.buffer","value":"2"`)
}

func TestSettingsThatMakeNoSenseStayOutside(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 1)
	s := w.serve()
	w.set("STOCK__BUFFER", "much")
	require.Eventually(t, func() bool { return contains(w.log, "those before stay in force") }, wait, tick)
	w.set("STOCK__BUFFER", "1")
	require.Eventually(t, func() bool { return contains(w.log, "settings have changed") }, wait, tick)
	require.Contains(t, s.call(200, "GET", "/v1/config", "").body, `"key":"stock.buffer","value":"1"`)
}

func TestERPFailuresHaveTheirCodes(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 1)
	s := w.serve()
	w.erp.Fail(fmt.Errorf("list: %w", erp.ErrUnauthorized), -1)
	require.Equal(t, "erp_refused", s.call(502, "GET", "/v1/reference/warehouses", "").code())
	w.erp.Fail(fmt.Errorf("list: %w", errors.Join(erp.ErrNotFound)), -1)
	require.Equal(t, "not_found", s.call(404, "GET", "/v1/reference/warehouses", "").code())
}

func TestItRefusesToStart(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 1)
	busy, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer func() { _ = busy.Close() }()
	start := func(key, value string) error {
		before := w.environ[key]
		defer w.set(key, before)
		w.set(key, value)
		return app.Serve(t.Context(), w.options())
	}
	err = start("SERVER__LISTEN", busy.Addr().String())
	require.ErrorIs(t, err, httpapi.ErrTaken)
	require.ErrorContains(t, err, "choose another address in server.listen")
	require.ErrorContains(t, start("SERVER__SECRET", ""), "server.secret is missing")
	require.ErrorContains(t, start("SERVER__METRICS", busy.Addr().String()), "server.metrics")
	w.shop.Exec(t, "DELETE FROM "+w.shop.Table("wpbridge_schema")+" WHERE version_id > 1")
	require.ErrorIs(t, start("LOG__LEVEL", "info"), state.ErrSchema)
}

func TestSocketAndMetrics(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 2)
	dir, err := os.MkdirTemp("", "wpb") //nolint:usetesting // t.TempDir() is too long for a socket's path
	require.NoError(t, err)
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	path := filepath.Join(dir, "s")
	metrics := freePort(t)
	w.set("SERVER__LISTEN", "unix:"+path)
	w.set("SERVER__METRICS", metrics)
	o := w.options()
	ctx, cancel := context.WithCancel(t.Context())
	at, ended := make(chan net.Addr, 1), make(chan error, 1)
	o.Serving = func(a net.Addr) { at <- a }
	go func() { ended <- app.Serve(ctx, o) }()
	<-at

	info, err := os.Stat(path)
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o660), info.Mode().Perm())
	dial := func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "unix", path)
	}
	c := &http.Client{Transport: &http.Transport{DialContext: dial, DisableKeepAlives: true}}
	require.Contains(t, fetch(t, c, "http://wpbridge/readyz"), "ready")
	plain := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	require.Contains(t, fetch(t, plain, "http://"+metrics+"/metrics"), "go_goroutines")
	cancel()
	require.NoError(t, <-ended)
}

func fetch(t *testing.T, c *http.Client, url string) string {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	require.NoError(t, err)
	res, err := c.Do(req)
	require.NoError(t, err)
	defer func() { _ = res.Body.Close() }()
	text, err := io.ReadAll(res.Body)
	require.NoError(t, err)
	return string(text)
}

func freePort(t *testing.T) string {
	t.Helper()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer func() { _ = l.Close() }()
	return l.Addr().String()
}

func TestScheduledRunsShareTheWork(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 4)
	first := w.ready()
	second := w.serve()
	w.shop.Exec(t, "UPDATE "+w.shop.Table("wpbridge_run")+" SET started_at = started_at - INTERVAL 1 DAY")
	w.level(1, 50)

	w.set("SCHEDULE__STOCK", "every 3m")
	w.set("SCHEDULE__PRICES", "hourly")

	require.Eventually(t, func() bool { return w.stock(1) == "50 instock" }, wait, tick, "what is overdue starts at once")
	count := func(job string) string {
		return w.shop.Value(t, "SELECT COUNT(*) FROM "+w.shop.Table("wpbridge_run")+" r JOIN "+w.shop.Table("wpbridge_progress")+
			" p ON p.run_id = r.id WHERE p.started_by = 'schedule' AND r.job = ?", job)
	}
	for _, s := range []*sidecar{first, second} {
		require.Eventually(t, func() bool {
			st := get[httpapi.Status](s.client, "/v1/status")
			j := st.Jobs[0]
			return j.Next != nil && j.Next.After(time.Now()) && j.Running == 0 && j.Last != nil && st.Jobs[2].Last != nil && st.Jobs[2].Running == 0 && st.Jobs[2].Next != nil
		}, wait, tick)
	}
	require.Equal(t, "1", count("stock"), "two serve, one did it")
	require.Equal(t, "1", count("prices"))
	st := get[httpapi.Status](first.client, "/v1/status")
	require.Equal(t, "*/3 * * * * /usr/local/bin/wpbridge sync stock --config '/etc/wp bridge.yaml'", st.CronLine)
	require.Equal(t, ledger.BySchedule, st.Jobs[0].Last.StartedBy)

	w.set("SCHEDULE__STOCK", "off")
	require.Eventually(t, func() bool { return get[httpapi.Status](first.client, "/v1/status").Jobs[0].Next == nil }, wait, tick)
}

func TestWhatARunWroteIsLookedAtAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 3)
	s := w.ready()
	w.level(1, 50)
	run := s.done("/v1/jobs/stock/runs", "")
	w.shop.Exec(t, "UPDATE "+w.shop.Table("postmeta")+" SET meta_value = 'outofstock' WHERE meta_key = '_stock_status' AND post_id = ?", w.product(1))
	require.Equal(t, "50 outofstock", w.stock(1))

	require.Eventually(t, func() bool { return w.stock(1) == "50 instock" }, wait, tick)

	require.Eventually(t, func() bool {
		return w.shop.Value(t, "SELECT swept FROM "+w.shop.Table("wpbridge_run")+" WHERE id = ?", run.ID) == "1"
	}, wait, tick)
}
