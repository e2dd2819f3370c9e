// Package retry repeats operations that may succeed a little later.
package retry

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/cenkalti/backoff/v5"

	"wpbridge/internal/erp"
)

// Options bound the repetition. Zero values stand for the defaults given.
type Options struct {
	Tries   uint          // calls in all, the first included: 5
	First   time.Duration // about how long the first pause is, doubled each time: 500 ms
	Longest time.Duration // of the pauses we choose ourselves: 30 s
	Total   time.Duration // no pause begins that would end after this: 5 min
}

// Wrap returns o with its operations repeated where erp.Temporary says that this
// may help. A pause the ERP asks for is kept; one that the caller's deadline or
// Total does not allow ends the attempts at once. The error is that of the last
// call, joined by the context's where that ended the wait.
//
// Ping is left alone: who asks whether the ERP answers wants to know now. So is
// what does not ask the ERP.
func Wrap(o *erp.Ops, opt Options) *erp.Ops {
	opt.Tries = cmp.Or(opt.Tries, 5)
	opt.First = cmp.Or(opt.First, 500*time.Millisecond)
	opt.Longest = cmp.Or(opt.Longest, 30*time.Second)
	opt.Total = cmp.Or(opt.Total, 5*time.Minute)
	return erp.Decorate(o, opt.around)
}

func (opt Options) around(ctx context.Context, op string, call func(context.Context) error) error {
	if op == erp.OpPing || !erp.Asks(op) {
		return call(ctx)
	}
	var last error
	_, err := backoff.Retry(ctx, func() (struct{}, error) {
		last = call(ctx)
		return struct{}{}, verdict(ctx, last)
	}, backoff.WithBackOff(opt.pauses()), backoff.WithMaxTries(opt.Tries), backoff.WithMaxElapsedTime(opt.Total))
	if cause := context.Cause(ctx); err != nil && cause != nil && !errors.Is(last, cause) {
		return fmt.Errorf("%w; last answer: %w", cause, last)
	}
	return last
}

func (opt Options) pauses() *backoff.ExponentialBackOff {
	b := backoff.NewExponentialBackOff()
	b.InitialInterval, b.Multiplier, b.MaxInterval = opt.First, 2, opt.Longest
	return b
}

// verdict tells backoff what to do with an error.
func verdict(ctx context.Context, err error) error {
	var later *erp.RetryAfter
	switch {
	case err == nil:
		return nil
	case !erp.Temporary(err):
		return backoff.Permanent(err)
	case !errors.As(err, &later) || later.Wait <= 0:
		return err
	}
	if end, ok := ctx.Deadline(); ok && time.Until(end) < later.Wait {
		return backoff.Permanent(err)
	}
	return &backoff.RetryAfterError{Duration: later.Wait}
}
