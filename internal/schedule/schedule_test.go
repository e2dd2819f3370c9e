package schedule_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"wpbridge/internal/schedule"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// books stands for the shop's database, which all schedulers share.
type books struct {
	mu      sync.Mutex
	started map[string][]time.Time
	held    map[string]bool
	takes   time.Duration
	fail    func(n int) error // of the n-th call of Run, from 1; a failed one did not begin
	calls   int
}

func newBooks() *books { return &books{started: map[string][]time.Time{}, held: map[string]bool{}} }

func (b *books) Run(ctx context.Context, name string) error {
	b.mu.Lock()
	b.calls++
	var err error
	if b.fail != nil {
		err = b.fail(b.calls)
	}
	if err == nil {
		b.started[name] = append(b.started[name], time.Now())
	}
	b.mu.Unlock()
	if err == nil && b.takes > 0 {
		select {
		case <-ctx.Done():
		case <-time.After(b.takes):
		}
	}
	return err
}

func (b *books) Since(_ context.Context, name string) (time.Duration, bool, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	list := b.started[name]
	if len(list) == 0 {
		return 0, false, nil
	}
	return time.Since(list[len(list)-1]), true, nil
}

func (b *books) Lock(_ context.Context, name string) (func(context.Context) error, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.held[name] {
		return nil, errors.New("somebody else has it")
	}
	b.held[name] = true
	return func(context.Context) error {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.held[name] = false
		return nil
	}, nil
}

// times are the starts of a job since begin.
func (b *books) times(name string, begin time.Time) []time.Duration {
	b.mu.Lock()
	defer b.mu.Unlock()
	var out []time.Duration
	for _, t := range b.started[name] {
		out = append(out, t.Sub(begin))
	}
	return out
}

func plans(t *testing.T, texts map[string]string) map[string]schedule.Plan {
	t.Helper()
	out := map[string]schedule.Plan{}
	for name, text := range texts {
		p, err := schedule.Parse(text)
		require.NoError(t, err)
		out[name] = p
	}
	return out
}

// bubble runs f with a scheduler in a world where waiting costs no time.
func bubble(t *testing.T, f func(t *testing.T, ctx context.Context, b *books, s *schedule.Scheduler, log *bytes.Buffer)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		b, log := newBooks(), &bytes.Buffer{}
		s, err := schedule.New(b, slog.New(slog.NewTextHandler(log, nil)))
		require.NoError(t, err)
		f(t, ctx, b, s, log)
		cancel()
		require.NoError(t, s.Close())
	})
}

func TestJobsStartAtTheirTimes(t *testing.T) {
	t.Parallel()
	bubble(t, func(t *testing.T, ctx context.Context, b *books, s *schedule.Scheduler, _ *bytes.Buffer) {
		begin := time.Now() // synctest: midnight UTC of 2000-01-01
		zone := time.FixedZone("site", 2*3600+1800)
		require.NoError(t, s.Set(ctx, plans(t, map[string]string{"stock": "every 3m", "full": "hourly", "night": "daily 03:30", "none": "off"}), zone))
		<-time.After(10 * time.Minute)

		require.Equal(t, []time.Duration{0, 3 * time.Minute, 6 * time.Minute, 9 * time.Minute}, b.times("stock", begin))
		require.Equal(t, []time.Duration{0}, b.times("full", begin))
		require.Empty(t, b.times("night", begin))
		_, planned := s.Next("none")
		require.False(t, planned)
		next, planned := s.Next("night")
		require.True(t, planned)
		require.Equal(t, "03:30", next.In(zone).Format("15:04"))
		<-time.After(48 * time.Hour)
		require.Equal(t, []time.Duration{time.Hour, 25 * time.Hour}, b.times("night", begin), "03:30 there is 01:00 UTC")
	})
}

func TestChangedPlansTakeEffectAndTheOthersStay(t *testing.T) {
	t.Parallel()
	bubble(t, func(t *testing.T, ctx context.Context, b *books, s *schedule.Scheduler, _ *bytes.Buffer) {
		begin := time.Now()
		set := func(stock string) {
			require.NoError(t, s.Set(ctx, plans(t, map[string]string{"stock": stock, "full": "hourly"}), time.UTC))
		}
		set("every 10m")
		<-time.After(4 * time.Minute)
		set("every 10m") // the same again changes nothing
		set("every 5m")
		<-time.After(2 * time.Minute)
		set("off")
		<-time.After(time.Hour)
		require.Equal(t, []time.Duration{0, 5 * time.Minute}, b.times("stock", begin))
		require.Equal(t, []time.Duration{0, time.Hour}, b.times("full", begin))
	})
}

func TestARunOutlivesItsPlan(t *testing.T) {
	t.Parallel()
	bubble(t, func(t *testing.T, ctx context.Context, b *books, s *schedule.Scheduler, _ *bytes.Buffer) {
		b.takes = 20 * time.Minute
		begin := time.Now()
		require.NoError(t, s.Set(ctx, plans(t, map[string]string{"stock": "every 3m"}), time.UTC))
		<-time.After(time.Minute)
		require.NoError(t, s.Set(ctx, plans(t, map[string]string{"stock": "every 4m"}), time.UTC))
		<-time.After(38 * time.Minute)
		got := b.times("stock", begin)
		require.Len(t, got, 2, "%v: never two at a time", got)
		require.GreaterOrEqual(t, got[1], 20*time.Minute)
	})
}

func TestSeveralShareTheWork(t *testing.T) {
	t.Parallel()
	bubble(t, func(t *testing.T, ctx context.Context, b *books, first *schedule.Scheduler, log *bytes.Buffer) {
		begin := time.Now()
		due := plans(t, map[string]string{"stock": "every 3m", "night": "daily 00:30"})
		require.NoError(t, first.Set(ctx, due, time.UTC))
		<-time.After(90 * time.Second)
		other, err := schedule.New(b, slog.New(slog.DiscardHandler))
		require.NoError(t, err)
		require.NoError(t, other.Set(ctx, due, time.UTC))
		<-time.After(61 * time.Minute)

		require.Len(t, b.times("stock", begin), 21, "one in three minutes")
		require.Equal(t, []time.Duration{30 * time.Minute}, b.times("night", begin))
		require.NoError(t, first.Set(ctx, nil, time.UTC)) // as if it had died
		<-time.After(30 * time.Minute)
		require.Len(t, b.times("stock", begin), 31, "the other goes on")
		require.NoError(t, other.Close())
		require.NotContains(t, log.String(), "not started")
	})
}

func TestABusyJobIsTriedAgainForAWhile(t *testing.T) {
	t.Parallel()
	bubble(t, func(t *testing.T, ctx context.Context, b *books, s *schedule.Scheduler, log *bytes.Buffer) {
		begin := time.Now()
		b.fail = func(n int) error {
			if n <= 3 {
				return fmt.Errorf("%w: stock is running", schedule.ErrBusy)
			}
			return nil
		}
		require.NoError(t, s.Set(ctx, plans(t, map[string]string{"full": "hourly"}), time.UTC))
		<-time.After(time.Minute)
		require.Equal(t, []time.Duration{15 * time.Second}, b.times("full", begin))

		b.mu.Lock()
		b.fail = func(int) error { return schedule.ErrBusy }
		b.mu.Unlock()
		<-time.After(2 * time.Hour)
		require.Len(t, b.times("full", begin), 1)
		require.Contains(t, log.String(), "scheduled job not started")
	})
}

func TestFailuresAreToldAndTriedAtTheNextTime(t *testing.T) {
	t.Parallel()
	bubble(t, func(t *testing.T, ctx context.Context, b *books, s *schedule.Scheduler, log *bytes.Buffer) {
		b.fail = func(n int) error {
			return map[int]error{1: schedule.ErrIdle, 2: errors.New("the ERP is down")}[n]
		}
		begin := time.Now()
		require.NoError(t, s.Set(ctx, plans(t, map[string]string{"stock": "every 3m"}), time.UTC))
		<-time.After(7 * time.Minute)
		require.Equal(t, []time.Duration{6 * time.Minute}, b.times("stock", begin))
		require.Contains(t, log.String(), `level=INFO msg="scheduled job not started"`)
		require.Contains(t, log.String(), `level=WARN msg="scheduled job did not end well"`)
		require.Contains(t, log.String(), "the ERP is down")
	})
}

func TestDailyJobsWhereClocksJump(t *testing.T) {
	t.Parallel()
	zone, err := time.LoadLocation("Europe/Bucharest")
	require.NoError(t, err)
	for day, want := range map[string]string{
		"2026-03-29": "04:30 +0300", // 03:30 does not exist
		"2026-10-25": "03:30 +0200", // it comes twice; once is enough
		"2026-07-01": "03:30 +0300",
		"2026-12-01": "03:30 +0200",
	} {
		p := plans(t, map[string]string{"night": "daily 03:30"})["night"]
		midnight, err := time.ParseInLocation("2006-01-02", day, zone)
		require.NoError(t, err)
		first := p.Next(midnight, zone)
		require.Equal(t, day+" "+want, first.Format("2006-01-02 15:04 -0700"))
		second := p.Next(first, zone)
		require.NotEqual(t, day, second.Format("2006-01-02"))
	}
}
