package live

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp"
	"wpbridge/internal/erp/erptest"
)

func newAsker(f *erptest.Fake, delay time.Duration) *asker {
	return &asker{of: map[commerce.Code]*batch{}, ask: func(ctx context.Context, codes []commerce.Code) ([]commerce.StockLevel, error) {
		select {
		case <-time.After(delay):
			return f.CheckStock(ctx, codes)
		case <-ctx.Done():
			return nil, errors.Join(erp.ErrUnreachable, context.Cause(ctx))
		}
	}}
}

// askFor is a buyer with a second of time.
func (a *asker) askFor(t *testing.T, codes ...commerce.Code) (map[commerce.Code]commerce.Quantity, time.Time, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Second)
	defer cancel()
	return a.levels(ctx, codes)
}

func TestAnswersAreReusedForAWhile(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := &erptest.Fake{}
		f.SetLevel("a", "1", 5)
		f.SetLevel("a", "2", 2)
		a := newAsker(f, 100*time.Millisecond)
		ask := func(want int, codes ...commerce.Code) map[commerce.Code]commerce.Quantity {
			got, asked, err := a.askFor(t, codes...)
			require.NoError(t, err)
			require.LessOrEqual(t, time.Since(asked), reuse+100*time.Millisecond)
			require.Equal(t, want, f.Calls(erp.OpCheckStock))
			return got
		}
		require.Equal(t, map[commerce.Code]commerce.Quantity{"a": 7}, ask(1, "a", "unknown"))
		f.SetLevel("a", "1", 0)
		require.Equal(t, map[commerce.Code]commerce.Quantity{"a": 7}, ask(1, "a"))
		<-time.After(reuse)
		require.Equal(t, map[commerce.Code]commerce.Quantity{"a": 2}, ask(2, "a"))
		require.Empty(t, ask(2))
		<-time.After(reuse)
		ask(3, "b")
		require.Len(t, a.of, 1, "old answers are forgotten")
	})
}

func TestWhatComesMeanwhileIsAskedTogether(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := &erptest.Fake{}
		a := newAsker(f, 100*time.Millisecond)
		begin := time.Now()
		for _, code := range []commerce.Code{"a", "b", "c", "d", "e"} {
			go func() {
				_, _, err := a.askFor(t, "x", code)
				if err != nil {
					t.Error(err)
				}
			}()
			<-time.After(window) // a is sent before b comes
		}
		synctest.Wait()
		<-time.After(time.Second)
		require.Equal(t, 2, f.Calls(erp.OpCheckStock))
		require.Less(t, time.Since(begin), 2*time.Second)
	})
}

func TestABuyerWhoLeavesTakesNothingAlong(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := &erptest.Fake{}
		a := newAsker(f, 100*time.Millisecond)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		ctx, leave := context.WithCancel(ctx)
		time.AfterFunc(50*time.Millisecond, leave)
		other := make(chan error, 1)
		go func() { <-time.After(window); _, _, err := a.askFor(t, "a"); other <- err }()
		_, _, err := a.levels(ctx, []commerce.Code{"a"})
		require.ErrorIs(t, err, context.Canceled)
		require.NoError(t, <-other)
		require.Equal(t, 1, f.Calls(erp.OpCheckStock))
	})
}

func TestNoTurnIsAskedAgainWithinTheBudget(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := &erptest.Fake{}
		f.SetLevel("a", "1", 5)
		a := newAsker(f, 10*time.Millisecond)
		f.Fail(&erp.RetryAfter{Err: errors.New("too many connections")}, 3)
		got, _, err := a.askFor(t, "a")
		require.NoError(t, err)
		require.Len(t, got, 1)

		<-time.After(reuse)
		f.Fail(&erp.RetryAfter{Err: errors.New("budget"), Wait: 20 * time.Second}, -1)
		begin := time.Now()
		_, _, err = a.askFor(t, "a")
		require.ErrorContains(t, err, "budget")
		require.Less(t, time.Since(begin), 100*time.Millisecond, "a wait that does not fit is not begun")

		f.Fail(erp.ErrUnreachable, -1)
		calls := f.Calls(erp.OpCheckStock)
		_, _, err = a.askFor(t, "a")
		require.ErrorIs(t, err, erp.ErrUnreachable)
		require.Equal(t, calls+1, f.Calls(erp.OpCheckStock), "a broken connection is not tried twice")
	})
}

func TestSilenceIsSharedButNotForever(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := &erptest.Fake{}
		a := newAsker(f, time.Hour)
		wait := func(code commerce.Code) time.Duration {
			begin := time.Now()
			_, _, err := a.askFor(t, code)
			require.ErrorIs(t, err, errSilent)
			return time.Since(begin)
		}
		require.Equal(t, time.Second-margin, wait("a"))
		require.Zero(t, wait("b"))
		<-time.After(reuse)
		require.Equal(t, time.Second-margin, wait("b"))
	})
}
