// Package observe shows what is asked of an ERP: one debug line and two metrics
// per call, and how long somebody waited for it.
package observe

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"wpbridge/internal/erp"
)

// The values of the label reason.
const (
	reasonOK           = "ok"
	reasonCanceled     = "canceled"
	reasonLater        = "retry_after"
	reasonUnreachable  = "unreachable"
	reasonUnauthorized = "unauthorized"
	reasonAnswer       = "bad_answer"
	reasonNotFound     = "not_found"
	reasonOther        = "other"
)

// Metrics are the calls of every ERP, by its name, operation and outcome.
type Metrics struct {
	calls   *prometheus.CounterVec
	seconds *prometheus.HistogramVec
}

// NewMetrics registers the metrics. It fails where they are registered already.
func NewMetrics(r prometheus.Registerer) (*Metrics, error) {
	m := &Metrics{
		calls: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "wpbridge_erp_calls_total", Help: "Calls to the ERP by outcome.",
		}, []string{"erp", "operation", "reason"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "wpbridge_erp_call_seconds", Help: "How long calls to the ERP took.",
			Buckets: prometheus.ExponentialBuckets(0.005, 3, 9),
		}, []string{"erp", "operation"}),
	}
	if err := errors.Join(r.Register(m.calls), r.Register(m.seconds)); err != nil {
		return nil, fmt.Errorf("register the metrics of the ERP: %w", err)
	}
	return m, nil
}

// Wrap returns o with every call logged at debug level and, where m is not nil,
// counted. What an error says in the log is what the connector put into it.
func Wrap(o *erp.Ops, log *slog.Logger, m *Metrics) *erp.Ops {
	log = log.With("connector", o.Name)
	return erp.Decorate(o, func(ctx context.Context, op string, call func(context.Context) error) error {
		begin := time.Now()
		err := call(ctx)
		took, reason := time.Since(begin), reasonOf(err)
		attrs := []slog.Attr{slog.String("operation", op), slog.String("reason", reason), slog.Duration("took", took)}
		if err != nil {
			attrs = append(attrs, slog.Any("err", err))
		}
		log.LogAttrs(ctx, slog.LevelDebug, "erp call", attrs...)
		m.count(o.Name, op, reason, took)
		return err
	})
}

func (m *Metrics) count(name, op, reason string, took time.Duration) {
	if m == nil {
		return
	}
	m.calls.WithLabelValues(name, op, reason).Inc()
	m.seconds.WithLabelValues(name, op).Observe(took.Seconds())
}

func reasonOf(err error) string {
	var later *erp.RetryAfter
	switch {
	case err == nil:
		return reasonOK
	case errors.Is(err, context.Canceled):
		return reasonCanceled
	case errors.Is(err, erp.ErrUnreachable):
		return reasonUnreachable
	case errors.As(err, &later):
		return reasonLater
	case errors.Is(err, erp.ErrUnauthorized):
		return reasonUnauthorized
	case errors.Is(err, erp.ErrAnswer):
		return reasonAnswer
	case errors.Is(err, erp.ErrNotFound):
		return reasonNotFound
	}
	return reasonOther
}
