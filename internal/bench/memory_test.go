package bench

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/mysql"
	"wpbridge/internal/shoptest"
	"wpbridge/internal/state"
	"wpbridge/internal/wp"
)

// envBinary names the built wpbridge.
const envBinary = "WPBRIDGE_BENCH_BINARY"

// BenchmarkMemory runs the real program against the simulator, each a process
// of its own, and reads its peak from the kernel: taking every product over,
// which writes all of them, and the same again with nothing to do.
func BenchmarkMemory(b *testing.B) {
	if os.Getenv(envBinary) == "" {
		b.Skip("run it by scripts/bench memory")
	}
	for b.Loop() {
		line("\npeak memory of `wpbridge sync stock --full`     all written MB   nothing to do MB   match MB")
		small := peakAt(b, 100_000)
		large := peakAt(b, 1_000_000)
		goal(b, small < 100, "memory: %.0f MB at 100,000 items, below 100", small)
		goal(b, large-small < 50, "memory: %.0f MB more at 1,000,000, below 50", large-small)
	}
}

// slim is the least that makes a product: what a stock sync reads of it.
var slim = []string{
	`INSERT INTO {posts} (ID, post_author, post_date, post_date_gmt, post_title, post_name, post_status, post_type)
		SELECT 1000 + seq, 1, NOW(), NOW(), CONCAT('Product ', seq), CONCAT('product-', seq), 'publish', 'product' FROM seq_1_to_%[1]d`,
	`INSERT INTO {postmeta} (post_id, meta_key, meta_value) SELECT 1000 + seq, k.meta_key, COALESCE(k.meta_value, CONCAT('SKU-', LPAD(seq, 7, '0'))) FROM seq_1_to_%[1]d
		JOIN (SELECT '_sku' meta_key, NULL meta_value UNION ALL SELECT '_manage_stock', 'yes' UNION ALL SELECT '_backorders', 'no' UNION ALL SELECT '_stock', '100'
		UNION ALL SELECT '_stock_status', 'instock') k`,
	`INSERT INTO {wc_product_meta_lookup} (product_id, stock_quantity, stock_status, min_price, max_price) SELECT 1000 + seq, 100, 'instock', 0, 0 FROM seq_1_to_%[1]d`,
}

func peakAt(b *testing.B, n int) float64 {
	b.Helper()
	shop := shoptest.DB(b)
	prefix, err := wp.ParsePrefix(shop.Prefix)
	require.NoError(b, err)
	db, err := mysql.Open(b.Context(), mysql.Options{DSN: shop.DSN})
	require.NoError(b, err)
	defer func() { _ = db.Close() }()
	require.NoError(b, state.Migrate(b.Context(), db, prefix))
	for _, q := range slim {
		shop.Exec(b, prefix.SQL(fmt.Sprintf(q, n)))
	}
	env := append(plainEnviron(), "WPBRIDGE_SHOP__DSN="+shop.DSN, "WPBRIDGE_SHOP__PREFIX="+shop.Prefix, "WPBRIDGE_ERP__NAME=sitoo", "WPBRIDGE_SITOO__BASE_URL="+simulator(b, n),
		"WPBRIDGE_SITOO__API_ID=90000-1", "WPBRIDGE_SITOO__PASSWORD=secret-password", "WPBRIDGE_SITOO__SITE=1", "WPBRIDGE_SITOO__WAREHOUSES=1")
	match := peak(b, env, "match", "--accept")
	write := peak(b, env, "sync", "stock", "--full")
	idle := peak(b, env, "sync", "stock", "--full")
	line("  %-44d %16.0f %18.0f %10.0f", n, write, idle, match)
	return max(write, idle)
}

// plainEnviron leaves out what is ours: the program refuses settings it does not
// know.
func plainEnviron() []string {
	return slices.DeleteFunc(os.Environ(), func(v string) bool { return strings.HasPrefix(v, "WPBRIDGE_") })
}

// simulator starts one with n items, to end with the benchmark, and returns
// its base URL.
func simulator(b *testing.B, n int) string {
	b.Helper()
	cmd := exec.CommandContext(b.Context(), os.Getenv(envBinary), "simulate", "sitoo", "--listen", "127.0.0.1:0", "--items", strconv.Itoa(n))
	out, err := cmd.StdoutPipe()
	require.NoError(b, err)
	require.NoError(b, cmd.Start())
	b.Cleanup(func() { _, _ = cmd.Process.Kill(), cmd.Wait() })
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if _, url, ok := strings.Cut(lines.Text(), "base_url: "); ok {
			return url
		}
	}
	b.Fatal("the simulator did not start")
	return ""
}

// peak runs the program and returns the most memory it ever had, in MB. The
// kernel's figure only grows, so that looking often suffices.
func peak(b *testing.B, env []string, args ...string) float64 {
	b.Helper()
	cmd := exec.CommandContext(b.Context(), os.Getenv(envBinary), args...)
	var output strings.Builder
	cmd.Env, cmd.Stdout, cmd.Stderr = env, &output, &output
	begun := time.Now()
	require.NoError(b, cmd.Start())
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	most := 0.0
	for {
		select {
		case err := <-ended:
			require.NoError(b, err, output.String())
			line("    %s: %.1f s  %s", strings.Join(args, " "), time.Since(begun).Seconds(), firstLine(output.String()))
			return most
		case <-tick.C:
			most = max(most, highWater(cmd.Process.Pid))
		}
	}
}

func highWater(pid int) float64 {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0 // it has just ended
	}
	_, rest, _ := strings.Cut(string(text), "VmHWM:")
	var kb float64
	_, _ = fmt.Sscan(rest, &kb)
	return kb / 1024
}

func firstLine(s string) string {
	first, _, _ := strings.Cut(s, "\n")
	return first
}
