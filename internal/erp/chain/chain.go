// Package chain opens a connector with everything that stands before it.
package chain

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"wpbridge/internal/erp"
	"wpbridge/internal/erp/breaker"
	"wpbridge/internal/erp/limit"
	"wpbridge/internal/erp/observe"
	"wpbridge/internal/erp/retry"
)

// Options are the surroundings of a connection. The zero value works.
type Options struct {
	HTTP    *http.Client     // nil: a new one
	Log     *slog.Logger     // nil: silent
	Metrics *observe.Metrics // nil: none
	Retry   retry.Options
	Breaker breaker.Options
	// Timeout bounds one HTTP request, not the wait for its turn: 60 s.
	Timeout time.Duration
}

// Connection is an opened ERP. One login needs exactly one: the gate counts only
// what passes through it.
type Connection struct {
	*erp.Ops
	// Prompt is the same for a caller whom somebody waits for: nothing is
	// repeated, and its requests go before those of Ops.
	Prompt  *erp.Ops
	Gate    *limit.Gate
	Breaker *breaker.Breaker
}

// Open makes the connector called name and puts the decorators before it.
//
//	retry → breaker → observe → connector → gate → network
//
// The gate is innermost because one operation may be several requests and each
// needs its own turn. observe sees every single attempt. The breaker is outside
// of it, so that what it refuses is not counted as a call, and inside of retry,
// so that attempts count one by one and an open breaker ends or delays them.
func Open(ctx context.Context, r *erp.Registry, name string, s erp.Settings, opt Options) (*Connection, error) {
	return open(ctx, r, name, s, opt, r.Open)
}

// Probe is Open for what can be done before choices are made: Ping and
// ListReference; see erp.Registry.Probe.
func Probe(ctx context.Context, r *erp.Registry, name string, s erp.Settings, opt Options) (*Connection, error) {
	return open(ctx, r, name, s, opt, r.Probe)
}

type opener func(context.Context, string, erp.Settings, erp.Env) (*erp.Ops, error)

func open(ctx context.Context, r *erp.Registry, name string, s erp.Settings, opt Options, with opener) (*Connection, error) {
	f, err := r.Factory(name)
	if err != nil {
		return nil, err
	}
	opt = opt.withDefaults()
	base, err := secured(f, s, opt.HTTP)
	if err != nil {
		return nil, err
	}
	c := &Connection{Gate: limit.NewGate(), Breaker: breaker.New(opt.Breaker)}
	t := limit.Transport{Gate: c.Gate, Allowance: f.Allowance, Timeout: opt.Timeout}
	env := erp.Env{HTTP: t.Client(base), Log: opt.Log.With("component", "erp", "connector", name)}
	o, err := with(ctx, name, s, env)
	if err != nil {
		return nil, err
	}
	c.Gate.Allow(o.Traits.Concurrency, o.Traits.Budgets...)
	c.Gate.Bound(o.Traits.Timeout)
	guarded := breaker.Wrap(observe.Wrap(o, opt.Log, opt.Metrics), c.Breaker)
	c.Ops, c.Prompt = retry.Wrap(guarded, opt.Retry), limit.First(guarded)
	return c, nil
}

// secured lets the settings choose how connections are secured.
func secured(f erp.Factory, s erp.Settings, base *http.Client) (*http.Client, error) {
	if f.Transport == nil {
		return base, nil
	}
	t, err := f.Transport(s, base.Transport)
	if err != nil {
		return nil, fmt.Errorf("set up %s: %w", f.Title, err)
	}
	h := *base
	h.Transport = t
	return &h, nil
}

func (o Options) withDefaults() Options {
	o.Timeout = cmp.Or(o.Timeout, time.Minute)
	if o.HTTP == nil {
		o.HTTP = &http.Client{}
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return o
}
