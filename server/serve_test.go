package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/ledger"
	"wpbridge/internal/shoptest"
)

// serving starts `wpbridge serve`, calls f with its address, interrupts it and
// returns its exit code and log.
func (d *desk) serving(f func(base string)) (int, string) {
	d.t.Helper()
	l, err := (&net.ListenConfig{}).Listen(d.t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(d.t, err)
	address := l.Addr().String()
	require.NoError(d.t, l.Close())
	ctx, cancel := context.WithCancel(d.t.Context())
	var log bytes.Buffer
	code := make(chan int, 1)
	environ := append([]string{"WPBRIDGE_SERVER__LISTEN=" + address}, d.environ...)
	go func() {
		code <- run(ctx, process{args: []string{"serve"}, environ: environ, out: io.Discard, err: &log})
	}()
	require.Eventually(d.t, func() bool {
		conn, err := (&net.Dialer{Timeout: time.Second}).DialContext(ctx, "tcp", address)
		if err == nil {
			_ = conn.Close()
		}
		return err == nil
	}, 20*time.Second, 20*time.Millisecond)
	f("http://" + address)
	cancel()
	return <-code, log.String()
}

// ask calls the sidecar with a token that `wpbridge token` printed.
func (d *desk) ask(method, url string) (int, string) {
	d.t.Helper()
	req, err := http.NewRequestWithContext(d.t.Context(), method, url, nil)
	require.NoError(d.t, err)
	req.Header.Set("Authorization", "Bearer "+strings.TrimSpace(d.must("token", "--scope", "admin")))
	res, err := http.DefaultClient.Do(req)
	require.NoError(d.t, err)
	defer func() { _ = res.Body.Close() }()
	body, err := io.ReadAll(res.Body)
	require.NoError(d.t, err)
	return res.StatusCode, string(body)
}

func TestServeAndCronShareAShop(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 5).ready()
	d.set("SERVER__SECRET", strings.Repeat("s", 32))
	d.set("SCHEDULE__STOCK", "off")
	d.set("SCHEDULE__STOCK_FULL", "off")
	d.set("SCHEDULE__PRICES", "off")
	require.NoError(t, d.sim.SetStock(shoptest.SKU(1), 1, 0))

	code, log := d.serving(func(base string) {
		status, body := d.ask(http.MethodPost, base+"/v1/jobs/stock/runs")
		require.Equal(t, 202, status, body)
		var started ledger.Run
		require.NoError(t, json.Unmarshal([]byte(body), &started))
		require.Equal(t, ledger.ByCLI, started.StartedBy)
		require.Eventually(t, func() bool {
			_, body = d.ask(http.MethodGet, base+"/v1/runs?limit=1&status=done")
			return strings.Contains(body, `"changed":1`)
		}, 20*time.Second, 20*time.Millisecond)
		require.Equal(t, "0 outofstock 0 outofstock", d.stock(1))

		d.must("sync", "stock")
		_, body = d.ask(http.MethodGet, base+"/v1/status")
		require.NotContains(t, body, `"cron":null`, "what runs without a terminal is a cron line")
		_, body = d.ask(http.MethodGet, base+"/v1/check")
		require.Contains(t, body, `"name":"grants"`)
	})

	require.Equal(t, exitDone, code, log)
	require.NotContains(t, log, strings.Repeat("s", 32))
	require.NotContains(t, log, "secret-password")
}

func TestServeRefuses(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 1)
	code, _, errs := d.run("serve")
	require.Equal(t, 12, code)
	require.Contains(t, errs, "wpbridge migrate")
	d.must("migrate")
	code, _, errs = d.run("serve")
	require.Equal(t, exitError, code)
	require.Contains(t, errs, "server.secret is missing")
	d.set("SERVER__SECRET", strings.Repeat("s", 32))
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer func() { _ = l.Close() }()
	d.set("SERVER__LISTEN", l.Addr().String())
	code, _, errs = d.run("serve")
	require.Equal(t, exitError, code)
	require.Contains(t, errs, "the address is taken")
}
