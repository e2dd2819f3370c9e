// Package breaker stops asking an ERP that does not answer, so that nobody at
// the checkout waits for it, and finds out by itself when it is back.
package breaker

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/sony/gobreaker/v2"

	"wpbridge/internal/erp"
)

// Options say when the breaker opens. Zero values stand for the defaults given.
type Options struct {
	Failures uint32        // unanswered calls in a row: 5
	Pause    time.Duration // how long nothing is asked then: 30 s
}

// Breaker is shared by all operations of one ERP. It is safe for concurrent use.
type Breaker struct {
	pause time.Duration
	cb    *gobreaker.CircuitBreaker[struct{}]

	mu    sync.Mutex
	since time.Time // of the first of the unanswered calls; zero: it answers
	why   error
}

// New returns a closed breaker.
func New(opt Options) *Breaker {
	opt.Failures = cmp.Or(opt.Failures, 5)
	b := &Breaker{pause: cmp.Or(opt.Pause, 30*time.Second)}
	b.cb = gobreaker.NewCircuitBreaker[struct{}](gobreaker.Settings{
		Timeout:      b.pause,
		ReadyToTrip:  func(c gobreaker.Counts) bool { return c.ConsecutiveFailures >= opt.Failures },
		IsSuccessful: func(err error) bool { return !errors.Is(err, erp.ErrUnreachable) },
		IsExcluded:   unasked,
	})
	return b
}

// unasked reports an error that says nothing about the ERP: the caller went
// away, or the request never left.
func unasked(err error) bool {
	var later *erp.RetryAfter
	return errors.Is(err, context.Canceled) ||
		errors.As(err, &later) && !errors.Is(err, erp.ErrUnreachable)
}

// Open reports whether calls are being refused, and since when and why the ERP
// does not answer.
func (b *Breaker) Open() (open bool, since time.Time, why error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.cb.State() == gobreaker.StateOpen, b.since, b.why
}

// State is closed where calls pass, open where none does, and half-open where
// one is let through to see.
func (b *Breaker) State() string { return b.cb.State().String() }

// Wrap returns o behind b. While b is open, calls get an erp.RetryAfter around
// erp.ErrUnreachable that says since when and why, at once. Only runs of
// erp.ErrUnreachable open it: an ERP that refuses a login or knows no such item
// does answer. Ping always asks, so that a person can see that it works again;
// what does not ask the ERP is none of b's business.
func Wrap(o *erp.Ops, b *Breaker) *erp.Ops { return erp.Decorate(o, b.around) }

func (b *Breaker) around(ctx context.Context, op string, call func(context.Context) error) error {
	if op == erp.OpPing || !erp.Asks(op) {
		return call(ctx)
	}
	_, err := b.cb.Execute(func() (struct{}, error) {
		err := call(ctx)
		b.note(err)
		return struct{}{}, err
	})
	if errors.Is(err, gobreaker.ErrOpenState) || errors.Is(err, gobreaker.ErrTooManyRequests) {
		return b.refusal()
	}
	return err
}

func (b *Breaker) note(err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch {
	case err != nil && unasked(err):
	case !errors.Is(err, erp.ErrUnreachable):
		b.since, b.why = time.Time{}, nil
	default:
		if b.since.IsZero() {
			b.since = time.Now()
		}
		b.why = err
	}
}

func (b *Breaker) refusal() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	err := fmt.Errorf("%w since %s and not asked for the moment; last error: %w",
		erp.ErrUnreachable, b.since.UTC().Format(time.RFC3339), b.why)
	return &erp.RetryAfter{Err: err, Wait: b.pause}
}
