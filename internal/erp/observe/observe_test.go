package observe_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"testing"
	"testing/synctest"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/require"

	"wpbridge/internal/erp"
	"wpbridge/internal/erp/erptest"
	"wpbridge/internal/erp/observe"
)

func TestCallsAreCountedByReason(t *testing.T) {
	t.Parallel()
	reg := prometheus.NewRegistry()
	m, err := observe.NewMetrics(reg)
	require.NoError(t, err)
	var log bytes.Buffer
	f := &erptest.Fake{}
	o := observe.Wrap(f.Ops(), slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})), m)
	for _, e := range []error{
		erp.ErrUnreachable, erp.ErrUnauthorized, erp.ErrAnswer, erp.ErrNotFound, context.Canceled,
		&erp.RetryAfter{Err: fmt.Errorf("busy")}, fmt.Errorf("else"),
	} {
		f.Fail(e, 1)
		_, err := o.ReadStock(t.Context(), erp.Query{})
		require.ErrorIs(t, err, e)
	}
	_, err = o.ReadStock(t.Context(), erp.Query{})
	require.NoError(t, err)
	require.ElementsMatch(t, []string{
		"unreachable", "unauthorized", "bad_answer", "not_found", "canceled", "retry_after", "other", "ok",
	}, reasons(t, reg))
	require.Contains(t, log.String(), "connector=fake operation=read_stock reason=unreachable")
	_, err = observe.NewMetrics(reg)
	require.Error(t, err)
}

func reasons(t *testing.T, reg *prometheus.Registry) []string {
	t.Helper()
	families, err := reg.Gather()
	require.NoError(t, err)
	var out []string
	for _, f := range families {
		if f.GetName() != "wpbridge_erp_calls_total" {
			continue
		}
		for _, m := range f.GetMetric() {
			require.InEpsilon(t, 1, m.GetCounter().GetValue(), 0)
			for _, l := range m.GetLabel() {
				if l.GetName() == "reason" {
					out = append(out, l.GetValue())
				}
			}
		}
	}
	return out
}

func TestWatchAddsUpTheWaits(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		slow := erp.Decorate((&erptest.Fake{}).Ops(), func(ctx context.Context, _ string, call func(context.Context) error) error {
			<-time.After(3 * time.Second)
			return call(ctx)
		})
		var a, b observe.Watch
		mine, other := a.Wrap(slow), b.Wrap(slow)
		for range 2 {
			_, err := mine.ReadStock(t.Context(), erp.Query{})
			require.NoError(t, err)
		}
		require.NoError(t, other.Ping(t.Context()))
		require.Equal(t, 6*time.Second, a.Total())
		require.Equal(t, 3*time.Second, b.Total())
	})
}
