package retry_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/erp"
	"wpbridge/internal/erp/erptest"
	"wpbridge/internal/erp/retry"
)

func TestWhatIsTriedAgain(t *testing.T) {
	t.Parallel()
	plain := errors.New("refused")
	cases := []struct {
		name  string
		err   error
		fails int // how many calls fail
		calls int // how many are made
		ok    bool
	}{
		{"no error", nil, 0, 1, true},
		{"unreachable once", erp.ErrUnreachable, 1, 2, true},
		{"nonsense four times", fmt.Errorf("read: %w", erp.ErrAnswer), 4, 5, true},
		{"unreachable for good", erp.ErrUnreachable, 99, 5, false},
		{"come back later", &erp.RetryAfter{Err: plain, Wait: time.Minute}, 2, 3, true},
		{"come back, no time given", &erp.RetryAfter{Err: plain}, 2, 3, true},
		{"come back after more than the total", &erp.RetryAfter{Err: plain, Wait: time.Hour}, 1, 1, false},
		{"login refused", erp.ErrUnauthorized, 1, 1, false},
		{"not found", erp.ErrNotFound, 1, 1, false},
		{"another error", plain, 1, 1, false},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				f := &erptest.Fake{}
				f.Fail(c.err, c.fails)
				_, err := retry.Wrap(f.Ops(), retry.Options{}).ReadStock(t.Context(), erp.Query{})
				require.Equal(t, c.calls, f.Calls(erp.OpReadStock))
				if c.ok {
					require.NoError(t, err)
					return
				}
				require.Equal(t, c.err, err, "the last real error, as it was")
			})
		})
	}
}

func TestWaitAskedForIsKept(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := &erptest.Fake{}
		f.Fail(&erp.RetryAfter{Err: errors.New("busy"), Wait: 90 * time.Second}, 1)
		begin := time.Now()
		_, err := retry.Wrap(f.Ops(), retry.Options{}).CheckStock(t.Context(), nil)
		require.NoError(t, err)
		require.Equal(t, 90*time.Second, time.Since(begin))
	})
}

func TestDeadlineTooNearEndsAtOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := &erptest.Fake{}
		f.Fail(&erp.RetryAfter{Err: errors.New("busy"), Wait: 2 * time.Second}, -1)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		begin := time.Now()
		_, err := retry.Wrap(f.Ops(), retry.Options{}).CheckStock(ctx, nil)
		var later *erp.RetryAfter
		require.ErrorAs(t, err, &later)
		require.Zero(t, time.Since(begin), "the checkout does not wait for nothing")
	})
}

func TestContextEndsTheWait(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f, stop := &erptest.Fake{}, errors.New("program stops")
		f.Fail(erp.ErrUnreachable, -1)
		ctx, cancel := context.WithCancelCause(t.Context())
		time.AfterFunc(700*time.Millisecond, func() { cancel(stop) })
		_, err := retry.Wrap(f.Ops(), retry.Options{First: 10 * time.Second}).ReadStock(ctx, erp.Query{})
		require.ErrorIs(t, err, stop)
		require.ErrorIs(t, err, erp.ErrUnreachable)
		require.Equal(t, 1, f.Calls(erp.OpReadStock))
	})
}

func TestPingIsOneCall(t *testing.T) {
	t.Parallel()
	f := &erptest.Fake{}
	f.Fail(erp.ErrUnreachable, -1)
	require.ErrorIs(t, retry.Wrap(f.Ops(), retry.Options{}).Ping(t.Context()), erp.ErrUnreachable)
	require.Equal(t, 1, f.Calls(erp.OpPing))
}
