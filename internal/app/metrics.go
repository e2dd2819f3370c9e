package app

import (
	"fmt"
	"net/http"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"wpbridge/internal/erp/observe"
	"wpbridge/internal/ledger"
)

// metrics is what Prometheus may know of a service.
type metrics struct {
	registry *prometheus.Registry
	erp      *observe.Metrics
	runs     *prometheus.CounterVec
	changed  *prometheus.CounterVec
	last     *prometheus.GaugeVec
}

func newMetrics() (*metrics, error) {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		runs:     prometheus.NewCounterVec(prometheus.CounterOpts{Name: "wpbridge_runs_total", Help: "Runs by how they ended."}, []string{"job", "status"}),
		changed:  prometheus.NewCounterVec(prometheus.CounterOpts{Name: "wpbridge_changed_products_total", Help: "Products that runs changed."}, []string{"job"}),
		last:     prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: "wpbridge_last_done_timestamp_seconds", Help: "When a run of the job last ended well."}, []string{"job"}),
	}
	for _, c := range []prometheus.Collector{m.runs, m.changed, m.last, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{})} {
		if err := m.registry.Register(c); err != nil {
			return nil, fmt.Errorf("register metrics: %w", err)
		}
	}
	var err error
	m.erp, err = observe.NewMetrics(m.registry)
	return m, err
}

func (m *metrics) count(r ledger.Run) {
	if r.DryRun {
		return
	}
	m.runs.WithLabelValues(r.Job, string(r.Status)).Inc()
	m.changed.WithLabelValues(r.Job).Add(float64(r.Changed))
	if r.Status == ledger.Done {
		m.last.WithLabelValues(r.Job).SetToCurrentTime()
	}
}

// handler answers what Prometheus asks.
func (m *metrics) handler() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{}))
	return mux
}
