package breaker_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/erp"
	"wpbridge/internal/erp/breaker"
	"wpbridge/internal/erp/erptest"
)

func TestWhatOpens(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		err   error
		opens bool
	}{
		"unreachable":   {erp.ErrUnreachable, true},
		"login refused": {erp.ErrUnauthorized, false},
		"not found":     {erp.ErrNotFound, false},
		"nonsense":      {erp.ErrAnswer, false},
		"busy":          {&erp.RetryAfter{Err: errors.New("busy")}, false},
		"busy and down": {&erp.RetryAfter{Err: erp.ErrUnreachable}, true},
		"canceled":      {context.Canceled, false},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := &erptest.Fake{}
			f.Fail(c.err, -1)
			o := breaker.Wrap(f.Ops(), breaker.New(breaker.Options{Failures: 3}))
			for range 10 {
				_, err := o.ReadStock(t.Context(), erp.Query{})
				require.ErrorIs(t, err, c.err)
			}
			want := 10
			if c.opens {
				want = 3
			}
			require.Equal(t, want, f.Calls(erp.OpReadStock))
		})
	}
}

func TestOpenSaysSinceWhenAndWhyAndRecovers(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := &erptest.Fake{}
		b := breaker.New(breaker.Options{Failures: 2, Pause: 20 * time.Second})
		o := breaker.Wrap(f.Ops(), b)
		f.Fail(errors.Join(erp.ErrUnreachable, errors.New("no route")), -1)
		for range 2 {
			_, err := o.CheckStock(t.Context(), nil)
			require.ErrorIs(t, err, erp.ErrUnreachable)
			<-time.After(time.Second)
		}
		_, err := o.CheckStock(t.Context(), nil)
		require.ErrorContains(t, err, "since 2000-01-01T00:00:00Z")
		require.ErrorContains(t, err, "no route")
		var later *erp.RetryAfter
		require.ErrorAs(t, err, &later)
		require.Equal(t, 20*time.Second, later.Wait)
		require.Error(t, o.Ping(t.Context()), "ping asks all the same")
		require.Equal(t, 1, f.Calls(erp.OpPing))
		open, _, why := b.Open()
		require.True(t, open)
		require.ErrorContains(t, why, "no route")

		f.Fail(nil, 0)
		<-time.After(21 * time.Second)
		_, err = o.CheckStock(t.Context(), nil)
		require.NoError(t, err)
		open, since, _ := b.Open()
		require.False(t, open)
		require.True(t, since.IsZero())
	})
}

func TestAnAnswerEndsTheRun(t *testing.T) {
	t.Parallel()
	f := &erptest.Fake{}
	o := breaker.Wrap(f.Ops(), breaker.New(breaker.Options{Failures: 3}))
	for range 5 {
		f.Fail(erp.ErrUnreachable, 2)
		for range 3 {
			_, _ = o.CheckStock(t.Context(), nil)
		}
	}
	require.Equal(t, 15, f.Calls(erp.OpCheckStock))
}
