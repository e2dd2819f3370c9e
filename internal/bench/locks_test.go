package bench

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/job"
	"wpbridge/internal/job/jobtest"
	"wpbridge/internal/shoptest"
)

const (
	buyers      = 4
	hotProducts = 200
	passes      = 6
)

// BenchmarkLocks syncs 10,000 products while buyers decrement 200 of them as
// WooCommerce does, as fast as they can.
func BenchmarkLocks(b *testing.B) {
	c := tenThousand()
	r := newRig(b, c)
	r.shop.DB.SetMaxIdleConns(2 * buyers)
	r.shop.Exec(b, "SET GLOBAL log_output = 'TABLE', GLOBAL slow_query_log = ON, GLOBAL long_query_time = 1000")
	logged := &shoptest.Shop{DSN: r.shop.DSN + "&long_query_time=0", Prefix: r.shop.Prefix}
	r.Runner = r.runner(jobtest.Open(b, logged))
	f := newFloor(b, r.shop)
	for b.Loop() {
		line("\n10,000 products under %d buyers of %d products     waits   waited ms   ms a pass   sales/s", buyers, hotProducts)
		base := r.underSale(b, "chunks of 500 alone", func() {
			require.NoError(b, f.load(b.Context(), func(int) int64 { return 50_000 }))
			require.NoError(b, f.add(b.Context()))
		})
		floor := r.underSale(b, "the floor", func() {
			r.erp.round++
			require.NoError(b, f.load(b.Context(), func(i int) int64 { return 1000 * level(c, i, r.erp.round) }))
			_, err := f.run(b.Context())
			require.NoError(b, err)
		})
		r.shop.Exec(b, "TRUNCATE mysql.slow_log")
		ours := r.underSale(b, "the engine", func() {
			r.erp.round++
			r.erp.deal(c, r.erp.round)
			_, err := r.Sync(b.Context(), job.Stock, job.Options{})
			if !errors.Is(err, job.ErrPartial) {
				require.NoError(b, err)
			}
		})
		goal(b, ours <= 1.5*max(base, floor, 1), "locks: buyers waited %.1f ms a pass; chunks of 500 alone %.1f, the floor %.1f", ours, base, floor)
		hold, what := r.longestHold(b)
		goal(b, hold < 50*time.Millisecond, "locks: longest hold %.1f ms, below 50 (%s)", ms(hold), what)
	}
}

// underSale repeats a pass while buyers buy, and returns how many milliseconds
// of a pass statements of the whole server waited for row locks.
func (r *rig) underSale(b *testing.B, what string, pass func()) float64 {
	b.Helper()
	ctx, stop := context.WithCancel(b.Context())
	var done sync.WaitGroup
	sold := make([]int, buyers)
	for i := range buyers {
		done.Go(func() { sold[i] = r.buy(ctx, int64(i)) })
	}
	begun, waits, waited := time.Now(), r.status(b, "Innodb_row_lock_waits"), r.status(b, "Innodb_row_lock_time")
	for range passes {
		pass()
	}
	took := time.Since(begun).Seconds()
	waits, waited = r.status(b, "Innodb_row_lock_waits")-waits, r.status(b, "Innodb_row_lock_time")-waited
	stop()
	done.Wait()
	total := 0
	for _, n := range sold {
		total += n
	}
	line("  %-46s %9.0f %11.0f %11.1f %9.0f", what, waits, waited, waited/passes, float64(total)/took)
	return waited / passes
}

// buy decrements hot products, spread over the catalogue, until ctx ends.
func (r *rig) buy(ctx context.Context, seed int64) (sold int) {
	for n := seed; ctx.Err() == nil; n++ {
		first := int64(100) // ids of the catalogue begin somewhere below
		if r.shop.Decrement(ctx, first+n%hotProducts*37, 1) == nil {
			sold++
		}
	}
	return sold
}

func (r *rig) status(b *testing.B, name string) float64 {
	b.Helper()
	var value string
	require.NoError(b, r.shop.DB.QueryRowContext(b.Context(), "SHOW GLOBAL STATUS LIKE '"+name+"'").Scan(&name, &value))
	n, err := strconv.ParseFloat(value, 64)
	require.NoError(b, err)
	return n
}

// longestHold reads the server's log of the engine's statements: a row of the
// shop is locked from the statement that takes it to the end of its COMMIT.
func (r *rig) longestHold(b *testing.B) (longest time.Duration, what string) {
	b.Helper()
	rows, err := r.shop.DB.QueryContext(b.Context(), "SELECT thread_id, TIME_TO_SEC(query_time) * 1000000, LEFT(sql_text, 110) FROM mysql.slow_log ORDER BY thread_id, start_time")
	require.NoError(b, err)
	defer func() { _ = rows.Close() }()
	var open, hold float64
	inside := false
	for rows.Next() {
		var thread int
		var took float64
		var text string
		require.NoError(b, rows.Scan(&thread, &took, &text))
		writes := strings.HasPrefix(text, "/* wpbridge:woo */") && !strings.Contains(text, "SELECT ")
		switch {
		case text == "START TRANSACTION":
			inside, open = true, 0
			continue
		case writes || open > 0:
			open += took
		}
		if hold = open; inside && text != "COMMIT" {
			continue
		}
		inside, open = false, 0
		if d := time.Duration(hold) * time.Microsecond; d > longest {
			longest, what = d, strings.Join(strings.Fields(text), " ")
		}
	}
	require.NoError(b, rows.Err())
	require.Positive(b, longest)
	return longest, what
}
