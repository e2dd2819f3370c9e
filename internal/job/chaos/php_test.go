package chaos_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/job"
	"wpbridge/internal/ledger"
	"wpbridge/internal/shoptest"
)

// envShop names the folder of a real shop, as scripts/shop set it up.
const envShop = "WPBRIDGE_TEST_SHOP"

// bought is what a buyer of WooCommerce's own kind reports.
type bought struct {
	Orders int      `json:"orders"`
	Faults []string `json:"faults"`
}

// TestWooCommerceBuyers sells through WooCommerce itself, three PHP processes
// at once, while syncs follow each other without a pause.
func TestWooCommerceBuyers(t *testing.T) {
	t.Parallel()
	dir := os.Getenv(envShop)
	if dir == "" {
		t.Skip("SKIP end-to-end: no WordPress")
	}
	tag := fmt.Sprintf("CHAOS%d", time.Now().UnixNano())
	buy := php[[]int64](t, dir, "products.php", tag, "6")
	w := realShop(t, dir, tag)
	r := w.sidecar(t)
	forget := func() { // the shop outlives the test, its ERP does not
		_, err := w.shop.DB.ExecContext(context.WithoutCancel(t.Context()), "DELETE FROM "+w.shop.Table("wpbridge_link")+" WHERE sku LIKE 'CHAOS%'")
		require.NoError(t, err)
	}
	forget()
	t.Cleanup(forget)
	w.accept(t, r)
	_, err := r.Sync(t.Context(), job.Stock, job.Options{})
	require.NoError(t, err)

	l := w.start(t, 0, 0, w.holders) // the ERP moves; the buyers are PHP
	span := scale(10 * time.Second)
	ctx, stop := context.WithCancel(t.Context())
	reports := make([]bought, 3)
	var shop sync.WaitGroup
	for n := range reports {
		args := []string{fmt.Sprint(span.Seconds()), fmt.Sprint(n)}
		for _, id := range buy {
			args = append(args, itoa(id))
		}
		shop.Go(func() { reports[n] = php[bought](t, dir, "buyer.php", args...) })
	}
	go func() { shop.Wait(); stop() }()
	runs := syncs(ctx, r, func(_ ledger.Run, err error) { require.NoError(t, err) })
	l.quiet()

	orders, met := 0, 0
	for _, b := range reports {
		orders += b.Orders
		lost := slices.DeleteFunc(slices.Clone(b.Faults), sameTermTwice)
		met += len(b.Faults) - len(lost)
		require.Empty(t, lost)
	}
	_, err = r.Sync(t.Context(), job.Stock, job.Options{})
	require.NoError(t, err)
	w.balanced(t)
	w.derived(t, r)
	w.ended(t)
	require.Positive(t, orders)
	t.Logf("WooCommerce: %d orders by 3 PHP processes, %d runs, %d ERP moves, database faults 0, visibility terms met %d, lost=0", orders, runs, l.moves.Load(), met)
}

// sameTermTwice tells the one fault that costs nothing: WooCommerce looks whether
// a product is marked out of stock and then marks it, and the sidecar had done
// so in between. The row that both want is there; balanced and derived prove it.
func sameTermTwice(fault string) bool {
	return strings.HasPrefix(fault, "Duplicate entry ") && strings.Contains(fault, "_term_relationships`")
}

// php runs a script of ours in the shop and reads its last line.
func php[T any](t *testing.T, dir, script string, args ...string) (out T) {
	t.Helper()
	script, err := filepath.Abs(filepath.Join("..", "..", "..", "scripts", "php", script))
	require.NoError(t, err)
	cmd := exec.CommandContext(t.Context(), "php", append([]string{script}, args...)...)
	cmd.Env = append(os.Environ(), "SHOP_DIR="+dir)
	text, err := cmd.Output()
	require.NoError(t, err, string(text))
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	require.NoError(t, json.Unmarshal([]byte(lines[len(lines)-1]), &out), string(text))
	return out
}

// realShop is the world of the real shop: only products whose SKU begins with tag.
func realShop(t *testing.T, dir, tag string) *world {
	t.Helper()
	env, err := exec.CommandContext(t.Context(), filepath.Join("..", "..", "..", "scripts", "shop"), "env", dir).Output()
	require.NoError(t, err)
	value := func(name string) string {
		m := regexp.MustCompile(`(?m)^` + name + `='(.*)'$`).FindStringSubmatch(string(env))
		require.Len(t, m, 2, name)
		return m[1]
	}
	w := &world{shop: shoptest.Existing(t, value("SHOP_DSN"), value("SHOP_PREFIX"))}
	w.find(t)
	var ours []holder
	for _, h := range w.holders {
		if strings.HasPrefix(h.sku, tag) {
			ours = append(ours, h)
		}
	}
	w.holders = ours
	return w.withERP(t)
}
