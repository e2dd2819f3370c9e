package limit_test

import (
	"context"
	"io"
	"net/http"
	"strconv"
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

// spending answers with a budget of five per minute, a second after it counted
// the request, and counts who overdrew.
type spending struct {
	mu       sync.Mutex
	window   int64
	left     int
	overdraw int
}

func (s *spending) trip(*http.Request) (*http.Response, error) {
	h := http.Header{"Left": {strconv.Itoa(s.spend())}}
	<-time.After(time.Second)
	return &http.Response{StatusCode: 200, Header: h, Body: io.NopCloser(strings.NewReader("{}"))}, nil
}

func (s *spending) spend() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	if w := time.Now().Unix() / 60; w != s.window {
		s.window, s.left = w, 5
	}
	s.left--
	if s.left < 0 {
		s.overdraw++
	}
	return max(s.left, 0)
}

func allowance(r *http.Response) erp.Allowance {
	n, _ := strconv.Atoi(r.Header.Get("Left")) // always a number: spending wrote it
	end := time.Unix((time.Now().Unix()/60+1)*60, 0)
	return erp.Allowance{Known: true, Remaining: n, Renewed: time.Until(end)}
}

// With two in flight, which no connector asks for, answers may overtake each
// other and the budget be overdrawn by one; the 429 that follows is retried.
func TestBudgetIsNeverOverdrawn(t *testing.T) {
	t.Parallel()
	for _, n := range []int{1} {
		synctest.Test(t, func(t *testing.T) {
			s, g := &spending{}, limit.NewGate()
			g.Allow(n)
			c := limit.Transport{Gate: g, Allowance: allowance}.Client(&http.Client{Transport: tripper(s.trip)})
			begin := time.Now()
			parallel(t, 23, func() {
				if err := get(t.Context(), c); err != nil {
					t.Error(err)
				}
			})
			require.Zero(t, s.overdraw)
			require.GreaterOrEqual(t, time.Since(begin), 4*time.Minute)
			left, known := g.Remaining()
			require.True(t, known)
			require.Equal(t, 2, left)
		})
	}
}

func TestNoTimeLeftIsSaidAtOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		g := limit.NewGate()
		g.Note(erp.Allowance{Known: true, Remaining: 0, Renewed: 40 * time.Second})
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		begin := time.Now()
		_, err := g.Enter(ctx)
		require.ErrorIs(t, err, limit.ErrBudget)
		var later *erp.RetryAfter
		require.ErrorAs(t, err, &later)
		require.Equal(t, 40*time.Second, later.Wait)
		require.Zero(t, time.Since(begin))
		leave, err := g.Enter(t.Context())
		require.NoError(t, err, "a refused caller leaves no trace")
		leave()
		require.Equal(t, 40*time.Second, time.Since(begin))
	})
}

func TestQueueRespectsTheCaller(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		g := limit.NewGate()
		leave, err := g.Enter(t.Context())
		require.NoError(t, err)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err = g.Enter(ctx)
		require.ErrorIs(t, err, limit.ErrQueue)
		gone, stop := context.WithCancel(t.Context())
		stop()
		_, err = g.Enter(gone)
		require.ErrorIs(t, err, context.Canceled)
		leave()
		leave, err = g.Enter(t.Context())
		require.NoError(t, err)
		leave()
	})
}

func TestWrongClocksDoNotStopTheShop(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		g := limit.NewGate()
		g.Note(erp.Allowance{Known: true, Renewed: 8760 * time.Hour, Wait: 8760 * time.Hour})
		begin := time.Now()
		leave, err := g.Enter(t.Context())
		require.NoError(t, err)
		leave()
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
			leave, err := g.Enter(t.Context())
			require.NoError(t, err)
			time.AfterFunc(busy, leave)
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
		g := limit.NewGate()
		g.Note(erp.Allowance{Known: true, Remaining: 100, Renewed: time.Minute})
		plain := &erp.Ops{Ping: func(ctx context.Context) error {
			leave, err := g.Enter(ctx)
			if err == nil {
				leave()
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
