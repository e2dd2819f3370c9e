package e2e_test

import (
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/live"
)

const ordersMeasured = 10

// stopwatch lets the shop tell how long the plugin's hooks took.
func (w *world) stopwatch() {
	text, err := os.ReadFile(filepath.Join("testdata", "stopwatch.php"))
	require.NoError(w.t, err)
	file := filepath.Join(w.dir, "www", "wp-content", "mu-plugins", "wpbridge-stopwatch.php")
	require.NoError(w.t, os.WriteFile(file, text, 0o600))
	w.t.Cleanup(func() { _ = os.Remove(file) })
}

// added is how long the plugin's hooks took in one call of the classic
// checkout.
func (b *buyer) added(form url.Values) time.Duration {
	b.t.Helper()
	_, resp := b.exchange("POST", b.w.url+"/?wc-ajax=checkout", strings.NewReader(form.Encode()), map[string][]string{"Content-Type": {"application/x-www-form-urlencoded"}})
	ms, err := strconv.ParseFloat(resp.Header.Get("X-Check-Ms"), 64)
	require.NoError(b.t, err)
	return time.Duration(ms * float64(time.Millisecond))
}

// measure places or tries so many orders of two lines, each in a cart of its
// own. The shop does not run out of goods.
func (w *world) measure() (p50, worst time.Duration) {
	for product, stock := range map[int64]string{w.goods.Simple: "50", w.goods.Tape: "40"} {
		w.shop.Exec(w.t, "UPDATE "+w.shop.Table("postmeta")+" SET meta_value = IF(meta_key = '_stock', ?, 'instock') WHERE post_id = ? AND meta_key IN ('_stock', '_stock_status')", stock, product)
	}
	var all []time.Duration
	for range ordersMeasured {
		b := w.guest()
		b.add(w.goods.Simple, 0, "1")
		b.add(w.goods.Tape, w.goods.TapeM, "1")
		all = append(all, b.added(b.orderForm()))
	}
	slices.Sort(all)
	return all[len(all)/2], all[len(all)-1]
}

// TestWhatACheckCosts prints what the plugin adds to WooCommerce's own
// place-order call, its order note included.
func TestWhatACheckCosts(t *testing.T) {
	w := newWorld(t)
	w.stopwatch()
	w.options.MaxAge = time.Hour
	w.fresh()
	w.shop.Exec(t, "INSERT INTO "+w.shop.Table("wpbridge_run")+" (job, status, dry_run, full_read, started_at, finished_at, counts, reason) VALUES ('stock', 'done', 0, 0, UTC_TIMESTAMP(6), UTC_TIMESTAMP(6), '{}', 'of a test')")
	defer w.shop.Exec(t, "DELETE FROM "+w.shop.Table("wpbridge_run")+" WHERE reason = 'of a test'")
	orders := w.sidecar.orders.Load()
	p50, worst := w.measure()
	t.Logf("young reading:  p50 %s, worst %s", p50, worst)
	require.Equal(t, orders+ordersMeasured, w.sidecar.orders.Load())
	require.Less(t, p50, 50*time.Millisecond, "ten on a quiet machine")
	inside := time.Duration(w.sidecar.spent.Load() / w.sidecar.asked())
	t.Logf("  of which inside the sidecar %s", inside)

	w.options.MaxAge = 0
	w.fresh()
	p50, worst = w.measure()
	t.Logf("live:           p50 %s, worst %s", p50, worst)

	w.policy(live.Allow)
	w.sidecar.die()
	p50, worst = w.measure()
	t.Logf("sidecar dead:   p50 %s, worst %s (first calls and then the open breaker)", p50, worst)
	require.Less(t, worst, 1500*time.Millisecond)

	w.sidecar = startSidecar(t, live.New(w.options))
	w.pair(w.sidecar.url())
	w.sidecar.mute.Store(true)
	w.set("wpbridge_breaker", "")
	b := w.guest()
	b.block(w.goods.Simple, 1) // not the classic way: that would have the cart's calls counted by the breaker
	w.set("wpbridge_breaker", "")
	silent := b.added(b.orderForm())
	t.Logf("sidecar silent: %s", silent)
	require.Greater(t, silent, time.Second)
	require.Less(t, silent, 1600*time.Millisecond, "the budget, and what the policy costs")

	w.set("wpbridge_breaker", `{"failures":3,"until":99999999999}`)
	p50, worst = w.measure()
	t.Logf("breaker open:   p50 %s, worst %s", p50, worst)
	require.Less(t, p50, 50*time.Millisecond, "twenty on a quiet machine")
	w.set("wpbridge_breaker", "")
}
