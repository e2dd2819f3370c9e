package limit_test

import (
	"io"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/erp"
	"wpbridge/internal/erp/limit"
)

// erpWith counts requests, those of others included, in windows on the clock.
// Requests reach it late and answers come back late, so that they overtake each
// other.
type erpWith struct {
	calls  int
	window time.Duration
	silent bool // states nothing
	travel func() (there, back time.Duration)

	mu       sync.Mutex
	slot     int64
	spent    int
	overdraw int
	counted  []time.Time
}

func (s *erpWith) trip(r *http.Request) (*http.Response, error) {
	s.mu.Lock()
	there, back := s.travel()
	s.mu.Unlock()
	<-time.After(there)
	h := s.count()
	<-time.After(back)
	return &http.Response{StatusCode: 200, Header: h, Body: io.NopCloser(strings.NewReader("{}")), Request: r}, nil
}

func (s *erpWith) count() http.Header {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := time.Now()
	if slot := now.UnixNano() / int64(s.window); slot != s.slot {
		s.slot, s.spent = slot, 0
	}
	s.spent++
	s.counted = append(s.counted, now)
	if s.spent > s.calls {
		s.overdraw++
	}
	if s.silent {
		return http.Header{}
	}
	end := (s.slot + 1) * int64(s.window)
	return http.Header{"Left": {strconv.Itoa(max(s.calls-s.spent, 0))}, "End": {strconv.FormatInt(end, 10)}}
}

// densest is the most requests in any window, wherever it begins.
func (s *erpWith) densest() int {
	most, first := 0, 0
	for last, t := range s.counted {
		for t.Sub(s.counted[first]) >= s.window {
			first++
		}
		most = max(most, last-first+1)
	}
	return most
}

func allowance(r *http.Response) erp.Allowance {
	left, err := strconv.Atoi(r.Header.Get("Left"))
	if err != nil {
		return erp.Allowance{}
	}
	end, _ := strconv.ParseInt(r.Header.Get("End"), 10, 64) // erpWith wrote it
	return erp.Allowance{Known: true, Remaining: left, Renewed: time.Until(time.Unix(0, end))}
}

func steady() (there, back time.Duration) { return 0, time.Second }

func jumpy(seed uint64) func() (there, back time.Duration) {
	r := rand.New(rand.NewPCG(seed, 7))
	return func() (there, back time.Duration) {
		return time.Duration(r.Int64N(int64(3 * time.Second))), time.Duration(r.Int64N(int64(3 * time.Second)))
	}
}

func client(g *limit.Gate, s *erpWith) *http.Client {
	return limit.Transport{Gate: g, Allowance: allowance}.Client(&http.Client{Transport: tripper(s.trip)})
}

func ask(t *testing.T, c *http.Client, n int) {
	t.Helper()
	parallel(t, n, func() {
		if err := get(t.Context(), c); err != nil {
			t.Error(err)
		}
	})
}

func TestBudgetIsNeverOverdrawn(t *testing.T) {
	t.Parallel()
	for _, n := range []int{1, 2} {
		synctest.Test(t, func(t *testing.T) {
			s, g := &erpWith{calls: 5, window: time.Minute, travel: steady}, limit.NewGate()
			g.Allow(n)
			begin := time.Now()
			ask(t, client(g, s), 23)
			require.Zero(t, s.overdraw)
			require.GreaterOrEqual(t, time.Since(begin), 4*time.Minute)
			left, known := g.Remaining()
			require.True(t, known)
			require.Equal(t, 2, left)
		})
	}
}

func TestAnswersThatOvertakeEachOther(t *testing.T) {
	t.Parallel()
	for _, n := range []int{2, 3, 5} {
		for seed := range uint64(20) {
			synctest.Test(t, func(t *testing.T) {
				s, g := &erpWith{calls: 9, window: time.Minute, travel: jumpy(seed)}, limit.NewGate()
				g.Allow(n)
				begin := time.Now()
				ask(t, client(g, s), 60)
				require.Zero(t, s.overdraw)
				require.Less(t, time.Since(begin), 9*time.Minute, "and the budget is used")
			})
		}
	}
}

// A budget known beforehand holds in any span of its length, whatever the ERP's
// own windows are and however long requests travel.
func TestBudgetKnownBeforehand(t *testing.T) {
	t.Parallel()
	for seed := range uint64(20) {
		synctest.Test(t, func(t *testing.T) {
			s, g := &erpWith{calls: 30, window: 10 * time.Second, silent: true, travel: jumpy(seed)}, limit.NewGate()
			g.Allow(4, erp.Budget{Calls: 30, Per: 10 * time.Second, Reserve: 24})
			begin := time.Now()
			ask(t, client(g, s), 60)
			require.LessOrEqual(t, s.densest(), 6)
			require.Less(t, time.Since(begin), 160*time.Second, "6 in 10 s and the time they travel")
		})
	}
}

// Others use the same login. What they have used is stated by the answers; what
// they still may use in the window is the reserve.
func TestReserveIsLeftToOthers(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s, g := &erpWith{calls: 30, window: 10 * time.Second, travel: func() (a, b time.Duration) { return 0, 100 * time.Millisecond }}, limit.NewGate()
		g.Allow(1, erp.Budget{Calls: 30, Per: 10 * time.Second, Reserve: 10})
		c, done := client(g, s), make(chan struct{})
		go func() {
			defer close(done)
			for range 100 { // 10 in 10 s at most
				s.count()
				<-time.After(1001 * time.Millisecond)
			}
		}()
		ask(t, c, 100)
		<-done
		require.Zero(t, s.overdraw)
	})
}

func TestEachBudgetHasItsOwnTurns(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		g := limit.NewGate()
		g.Allow(1, erp.Budget{Path: "/api/v3/", Calls: 1, Per: time.Hour}, erp.Budget{Calls: 2, Per: time.Minute}, erp.Budget{Path: "/api/", Calls: 1, Per: time.Minute})
		began := time.Now()
		took := func(path string) time.Duration {
			turn, err := g.Enter(t.Context(), path)
			require.NoError(t, err)
			turn.Leave()
			return time.Since(began)
		}
		require.Zero(t, took("/api/v3/products"))
		require.Zero(t, took("/api/stocks"), "another budget")
		require.Zero(t, took("/"))
		require.Zero(t, took("/"))
		require.Equal(t, time.Minute, took("/"))
		require.Equal(t, time.Minute, took("/api/stocks"))
		require.Equal(t, time.Hour, took("/api/v3/products"), "the longest path wins")
	})
}

// A request whose answer never came may have been counted.
func TestLostRequestsCount(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		g := told(t, erp.Allowance{Known: true, Remaining: 2, Renewed: time.Minute})
		turn, err := g.Enter(t.Context(), "/")
		require.NoError(t, err)
		turn.Leave()
		left, known := g.Remaining()
		require.True(t, known)
		require.Equal(t, 1, left)
	})
}
