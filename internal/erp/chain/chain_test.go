package chain_test

import (
	"bytes"
	"context"
	"log/slog"
	"testing"
	"testing/synctest"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/require"

	"wpbridge/internal/erp"
	"wpbridge/internal/erp/chain"
	"wpbridge/internal/erp/erptest"
	"wpbridge/internal/erp/observe"
)

func registry(f *erptest.Fake) *erp.Registry {
	return erp.NewRegistry(erp.Factory{
		Name: "fake", Title: "Fake", Settings: []erp.Setting{{Name: "place", Required: true, Reference: "places"}},
		New: func(context.Context, erp.Settings, erp.Env) (erp.Connector, error) { return f, nil },
	})
}

func TestADeadERPIsLeftAlone(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f, log := &erptest.Fake{}, &bytes.Buffer{}
		m, err := observe.NewMetrics(prometheus.NewRegistry())
		require.NoError(t, err)
		c, err := chain.Open(t.Context(), registry(f), "fake", erp.Settings{"place": "a"}, chain.Options{
			Metrics: m, Log: slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug})),
		})
		require.NoError(t, err)
		f.Fail(erp.ErrUnreachable, -1)
		_, err = c.ReadStock(t.Context(), erp.Query{})
		require.ErrorIs(t, err, erp.ErrUnreachable)
		require.Equal(t, 5, f.Calls(erp.OpReadStock))

		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		begin := time.Now()
		_, err = c.CheckStock(ctx, nil)
		require.ErrorIs(t, err, erp.ErrUnreachable)
		require.Zero(t, time.Since(begin), "the checkout is told at once")
		require.Zero(t, f.Calls(erp.OpCheckStock))
		require.Equal(t, 5, bytes.Count(log.Bytes(), []byte("erp call")), "only what was asked is a call")

		f.Fail(nil, 0)
		_, err = c.ReadStock(t.Context(), erp.Query{})
		require.NoError(t, err, "a run waits for the next attempt")
	})
}

func TestProbe(t *testing.T) {
	t.Parallel()
	f := &erptest.Fake{}
	_, err := chain.Open(t.Context(), registry(f), "fake", nil, chain.Options{})
	require.ErrorContains(t, err, "fake.place is missing")
	c, err := chain.Probe(t.Context(), registry(f), "fake", nil, chain.Options{})
	require.NoError(t, err)
	require.NoError(t, c.Ping(t.Context()))
	require.Nil(t, c.ReadStock)
	_, err = chain.Open(t.Context(), registry(f), "other", nil, chain.Options{})
	require.ErrorIs(t, err, erp.ErrUnknown)
}
