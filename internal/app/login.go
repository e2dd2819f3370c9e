package app

import (
	"context"
	"fmt"
	"log/slog"
	"maps"
	"sync"

	"wpbridge/internal/config"
	"wpbridge/internal/erp"
	"wpbridge/internal/erp/chain"
	"wpbridge/internal/erp/observe"
	"wpbridge/internal/httpapi"
)

// login is the one connection to the business system in use: its gate counts
// only what passes through it. It is made anew when its settings change; runs
// under way keep the one they began with.
type login struct {
	registry *erp.Registry
	log      *slog.Logger
	metrics  *observe.Metrics

	mu         sync.Mutex
	name, mode string
	given      map[string]string
	conn       *chain.Connection
	err        error
	opened     int // how often it was made anew
}

// use opens what the settings name, unless it is open already, and tells how
// often that was done: another number, another login.
func (l *login) use(ctx context.Context, c *config.Config) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	given := c.Connector(c.ERP.Name)
	if (l.conn != nil || l.err != nil) && l.name == c.ERP.Name && l.mode == c.ERP.Mode && maps.Equal(l.given, given) {
		return l.opened
	}
	l.opened++
	l.name, l.mode, l.given = c.ERP.Name, c.ERP.Mode, given
	l.conn, l.err = nil, nil
	if l.name == "" {
		l.err = fmt.Errorf("%w: no business system is chosen: choose one under WooCommerce › Settings › WP Bridge, or set erp.name", httpapi.ErrNotReady)
		return l.opened
	}
	conn, err := chain.Open(ctx, l.registry, l.name, given, l.options())
	if err != nil {
		l.err = fmt.Errorf("%w: the settings of the business system are not complete: %w", httpapi.ErrNotReady, err)
		return l.opened
	}
	l.conn = conn
	return l.opened
}

func (l *login) options() chain.Options { return chain.Options{Log: l.log, Metrics: l.metrics} }

// connection is the one in use, or why there is none.
func (l *login) connection() (*chain.Connection, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.conn, l.err
}

// is reports whether the connection in use was opened with just this.
func (l *login) is(name string, given map[string]string) (*chain.Connection, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.conn, l.conn != nil && l.name == name && maps.Equal(l.given, given)
}
