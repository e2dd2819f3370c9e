package live_test

import (
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/commerce"
	"wpbridge/internal/job"
	"wpbridge/internal/live"
	"wpbridge/internal/shoptest"
)

// took runs f and tells how long it took.
func took(f func()) time.Duration {
	begin := time.Now()
	f()
	return time.Since(begin)
}

func TestADeadERPLeavesItToThePolicy(t *testing.T) {
	t.Parallel()
	for _, faults := range []string{"drop-before=1", "500=1", "html=1", "401=1", "truncate=1", "wrongtype=1"} {
		t.Run(faults, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t).linked()
			w.faults(faults)
			allow := w.want(7, "1")
			allow.WhenUnreachable = live.Allow
			a := check(t, w.checker(), live.Order, w.want(6, "1"), allow)
			require.False(t, a.OK)
			require.Equal(t, "policy | ? unreachable | ? unreachable allowed", said(a))
			shopAllows := w.checker(func(o *live.Options) { o.WhenUnreachable = live.Allow })
			refuse := w.want(7, "1")
			refuse.WhenUnreachable = live.Refuse
			require.Equal(t, "policy | ? unreachable allowed | ? unreachable", said(check(t, shopAllows, live.Order, w.want(6, "1"), refuse)))

			w.faults("")
			require.Equal(t, "live | 7 ok", said(check(t, w.checker(), live.Order, w.want(6, "1"))), "it resumes by itself")
		})
	}
}

func TestABreakerSparesTheWaitAndClosesByItself(t *testing.T) {
	t.Parallel()
	w := newWorld(t).linked()
	w.faults("500=1")
	c := w.checker()
	open := func() bool { yes, _, _ := w.erp.Breaker.Open(); return yes }
	for range 5 {
		require.Equal(t, live.ByPolicy, check(t, c, live.Order, w.want(6, "1")).DecidedBy)
	}
	require.True(t, open())
	before := w.sim.Requests()
	item := w.want(6, "1")
	spared := took(func() { require.Equal(t, live.ByPolicy, check(t, c, live.Order, item).DecidedBy) })
	require.Equal(t, before, w.sim.Requests(), "nothing is asked while it is open")
	t.Logf("breaker open: %s", spared)

	w.faults("")
	require.Eventually(t, func() bool { return !open() }, 10*pause, pause/10)
	require.Equal(t, "live | 7 ok", said(check(t, c, live.Order, w.want(6, "1"))))
}

func TestASlowERPCostsNoMoreThanTheBudget(t *testing.T) {
	t.Parallel()
	w := newWorld(t).linked()
	w.faults("slow=1:5s")
	const budget = time.Second
	c := w.checker(func(o *live.Options) { o.Budget = budget })
	var a live.Answer
	first := took(func() { a = check(t, c, live.Order, w.want(6, "1")) })
	require.Equal(t, "policy | ? unreachable", said(a))
	require.Less(t, first, 2*budget)
	next := took(func() { a = check(t, c, live.Order, w.want(7, "1")) })
	require.Equal(t, "policy | ? unreachable", said(a))
	require.Less(t, next, budget/2, "what was just waited for in vain is not waited for again")
	t.Logf("slow ERP: first buyer %s of a budget of %s, the next %s", first, budget, next)
}

func TestManyCheckoutsAreOneQuestion(t *testing.T) {
	t.Parallel()
	w := newWorld(t).linked()
	c := w.checker()
	before := w.sim.Requests()
	items := []live.Item{w.want(5, "1"), w.want(6, "1"), w.want(7, "1")}
	var buyers sync.WaitGroup
	for n := range 60 {
		buyers.Go(func() {
			a, err := c.Check(t.Context(), live.Request{Moment: live.Order, Items: items[n%3 : n%3+1]})
			if err != nil || !a.OK || a.DecidedBy != live.ByLive {
				t.Errorf("%+v %v", a, err)
			}
		})
	}
	buyers.Wait()
	asked := w.sim.Requests() - before
	require.LessOrEqual(t, asked, 3*2, "two warehouses a question, at most three questions")
	t.Logf("60 checkouts at once: %d requests", asked)
}

// A sync turns page after page while a buyer pays.
func TestASyncDoesNotStarveTheCheckout(t *testing.T) {
	t.Parallel()
	w := newWorld(t).linked()
	w.connect(map[string]string{"page_size": "1"})
	w.faults("slow=1:30ms")
	done := make(chan error, 3)
	for range 3 { // three jobs at once queue at the gate
		go func() {
			_, err := w.runner.Sync(t.Context(), job.Stock, job.Options{Full: true, DryRun: true})
			done <- err
		}()
	}
	before := w.sim.Requests()
	require.Eventually(t, func() bool { return w.sim.Requests() > before+3 }, 10*time.Second, time.Millisecond)
	c := w.checker()
	worst := time.Duration(0)
	for range 3 {
		worst = max(worst, took(func() {
			require.Equal(t, "live | 7 ok", said(check(t, c, live.Order, w.want(6, "1"))))
		}))
		w.forget(c)
	}
	require.Empty(t, done, "the syncs are still at it")
	t.Logf("three syncs paging at 30 ms a page, two warehouses to ask: worst checkout %s", worst)
	for range 3 {
		require.NoError(t, <-done)
	}
	require.Zero(t, w.sim.Statuses()[http.StatusTooManyRequests])
}

// forget waits until an answer is not reused any more.
func (w *world) forget(c *live.Checker) {
	before := w.sim.Requests()
	require.Eventually(w.t, func() bool {
		check(w.t, c, live.Order, w.want(8, "1"))
		return w.sim.Requests() > before
	}, 10*time.Second, 50*time.Millisecond)
}

func TestARefusalIsWrittenToTheShopSoon(t *testing.T) {
	t.Parallel()
	w := newWorld(t).linked()
	w.level(6, east, "2")
	heard := make(chan []commerce.Code, 1)
	c := w.checker(func(o *live.Options) { o.Refresh = func(codes []commerce.Code) { heard <- codes } })
	check(t, c, live.Order, w.want(5, "1"), w.want(6, "2"))
	require.Empty(t, heard, "nobody was refused")
	check(t, c, live.Order, w.want(5, "1"), w.want(6, "3"), w.want(6, "1"))
	require.Equal(t, []commerce.Code{commerce.Code(shoptest.SKU(6))}, <-heard)
}
