package limit_test

import (
	"context"
	"io"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"

	"wpbridge/internal/erp"
	"wpbridge/internal/erp/limit"
)

type tripper func(*http.Request) (*http.Response, error)

func (f tripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// server takes a second for an answer and counts what is in flight.
type server struct{ now, most, all atomic.Int64 }

func (s *server) trip(*http.Request) (*http.Response, error) {
	s.all.Add(1)
	n := s.now.Add(1)
	for most := s.most.Load(); n > most && !s.most.CompareAndSwap(most, n); most = s.most.Load() {
		continue
	}
	<-time.After(time.Second)
	return &http.Response{StatusCode: 200, Body: ending{strings.NewReader("{}"), func() { s.now.Add(-1) }}}, nil
}

type ending struct {
	io.Reader
	end func()
}

func (e ending) Close() error { e.end(); return nil }

func get(ctx context.Context, c *http.Client) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://erp.example/", nil)
	if err != nil {
		return err
	}
	resp, err := c.Do(r)
	if err != nil {
		return err
	}
	_, err = io.ReadAll(resp.Body)
	return joinClose(err, resp.Body)
}

func joinClose(err error, c io.Closer) error {
	if e := c.Close(); err == nil {
		return e
	}
	return err
}

func parallel(t *testing.T, n int, f func()) {
	t.Helper()
	var wg sync.WaitGroup
	for range n {
		wg.Go(f)
	}
	wg.Wait()
}

func TestSoManyInFlight(t *testing.T) {
	t.Parallel()
	for _, n := range []int{1, 3} {
		synctest.Test(t, func(t *testing.T) {
			s, g := &server{}, limit.NewGate()
			g.Allow(n)
			c := limit.Transport{Gate: g}.Client(&http.Client{Transport: tripper(s.trip)})
			parallel(t, 12, func() {
				if err := get(t.Context(), c); err != nil {
					t.Error(err)
				}
			})
			require.Equal(t, int64(n), s.most.Load())
			require.Equal(t, int64(12), s.all.Load())
		})
	}
}

// told is a gate that has had this answer.
func told(t *testing.T, a erp.Allowance) *limit.Gate {
	t.Helper()
	g := limit.NewGate()
	turn, err := g.Enter(t.Context(), "/")
	require.NoError(t, err)
	turn.Answered(a)
	turn.Leave()
	return g
}

func TestNoTimeLeftIsSaidAtOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		g := told(t, erp.Allowance{Known: true, Remaining: 0, Renewed: 40 * time.Second})
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		begin := time.Now()
		_, err := g.Enter(ctx, "/")
		require.ErrorIs(t, err, limit.ErrBudget)
		var later *erp.RetryAfter
		require.ErrorAs(t, err, &later)
		require.Equal(t, 40*time.Second, later.Wait)
		require.Zero(t, time.Since(begin))
		turn, err := g.Enter(t.Context(), "/")
		require.NoError(t, err, "a refused caller leaves no trace")
		turn.Leave()
		require.Equal(t, 40*time.Second, time.Since(begin))
	})
}

func TestQueueRespectsTheCaller(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		g := limit.NewGate()
		turn, err := g.Enter(t.Context(), "/")
		require.NoError(t, err)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err = g.Enter(ctx, "/")
		require.ErrorIs(t, err, limit.ErrQueue)
		gone, stop := context.WithCancel(t.Context())
		stop()
		_, err = g.Enter(gone, "/")
		require.ErrorIs(t, err, context.Canceled)
		turn.Leave()
		turn, err = g.Enter(t.Context(), "/")
		require.NoError(t, err)
		turn.Leave()
	})
}

func TestWrongClocksDoNotStopTheShop(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		g := told(t, erp.Allowance{Known: true, Renewed: 8760 * time.Hour, Wait: 8760 * time.Hour})
		begin := time.Now()
		turn, err := g.Enter(t.Context(), "/")
		require.NoError(t, err)
		turn.Leave()
		require.Equal(t, 10*time.Minute, time.Since(begin))
	})
}

func TestOneRequestIsBounded(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		hang := tripper(func(r *http.Request) (*http.Response, error) {
			<-r.Context().Done()
			return nil, context.Cause(r.Context())
		})
		c := limit.Transport{Gate: limit.NewGate(), Timeout: 30 * time.Second}.Client(&http.Client{Transport: hang})
		begin := time.Now()
		for range 2 {
			require.ErrorIs(t, get(t.Context(), c), limit.ErrSlow)
		}
		require.Equal(t, time.Minute, time.Since(begin), "the turn is given back")
	})
}

func TestWhoeverTookLongerIsToBlame(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		hang := tripper(func(r *http.Request) (*http.Response, error) {
			<-r.Context().Done()
			return nil, r.Context().Err()
		})
		g := limit.NewGate()
		c := limit.Transport{Gate: g}.Client(&http.Client{Transport: hang})
		ask := func(busy time.Duration) error {
			turn, err := g.Enter(t.Context(), "/")
			require.NoError(t, err)
			time.AfterFunc(busy, turn.Leave)
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			defer cancel()
			return get(ctx, c)
		}
		require.ErrorIs(t, ask(900*time.Millisecond), limit.ErrQueue)
		require.NotErrorIs(t, ask(100*time.Millisecond), limit.ErrQueue)
	})
}

func TestAPersonsRequestGoesFirst(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &server{}
		c := limit.Transport{Gate: limit.NewGate()}.Client(&http.Client{Transport: tripper(s.trip)})
		plain := &erp.Ops{Ping: func(ctx context.Context) error { return get(ctx, c) }}
		prompt := limit.First(plain)
		begin := time.Now()
		var wg errgroup.Group
		for range 5 {
			wg.Go(func() error { return plain.Ping(t.Context()) })
		}
		synctest.Wait()
		for range 2 {
			wg.Go(func() error {
				err := prompt.Ping(t.Context())
				if took := time.Since(begin); took > 3*time.Second {
					t.Errorf("a person waited %s behind a sync", took)
				}
				return err
			})
		}
		require.NoError(t, wg.Wait())
		require.Equal(t, 7*time.Second, time.Since(begin), "nobody is forgotten")
	})
}

func TestASyncLeavesSomeBudgetToPeople(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		g := told(t, erp.Allowance{Known: true, Remaining: 100, Renewed: time.Minute})
		plain := &erp.Ops{Ping: func(ctx context.Context) error {
			turn, err := g.Enter(ctx, "/")
			if err == nil {
				turn.Leave()
			}
			return err
		}}
		soon, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		for range 90 {
			require.NoError(t, plain.Ping(soon))
		}
		require.ErrorIs(t, plain.Ping(soon), limit.ErrBudget)
		waiting := make(chan error, 1)
		go func() { waiting <- plain.Ping(t.Context()) }()
		synctest.Wait()

		prompt := limit.First(plain)
		for range 10 {
			require.NoError(t, prompt.Ping(soon), "a sync that waits for budget bars nobody's way")
		}
		require.ErrorIs(t, prompt.Ping(soon), limit.ErrBudget, "what the ERP has not got, nobody gets")
		begin := time.Now()
		require.NoError(t, <-waiting)
		require.Equal(t, time.Minute, time.Since(begin))
	})
}

func TestASyncLeavesSomeOfABudgetKnownBeforehandToPeople(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		g := limit.NewGate()
		g.Allow(1, erp.Budget{Calls: 50, Per: time.Minute, Reserve: 10})
		plain := &erp.Ops{Ping: func(ctx context.Context) error {
			turn, err := g.Enter(ctx, "/")
			if err == nil {
				turn.Leave()
			}
			return err
		}}
		soon, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		for range 36 {
			require.NoError(t, plain.Ping(soon))
		}
		require.ErrorIs(t, plain.Ping(soon), limit.ErrBudget)
		for range 4 {
			require.NoError(t, limit.First(plain).Ping(soon))
		}
		require.ErrorIs(t, limit.First(plain).Ping(soon), limit.ErrBudget)
		begin := time.Now()
		require.NoError(t, plain.Ping(t.Context()))
		require.Equal(t, time.Minute, time.Since(begin))
	})
}
