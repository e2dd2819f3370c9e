package observe

import (
	"context"
	"sync/atomic"
	"time"

	"wpbridge/internal/erp"
)

// Watch adds up how long its owner, such as one run, waited for the ERP: pauses
// between attempts and waits for budget included, calls at the same time each
// for themselves. The zero value is ready.
type Watch struct{ total atomic.Int64 }

// Wrap returns o with its calls added to w. It goes around all other decorators.
func (w *Watch) Wrap(o *erp.Ops) *erp.Ops {
	return erp.Decorate(o, func(ctx context.Context, _ string, call func(context.Context) error) error {
		begin := time.Now()
		defer func() { w.total.Add(int64(time.Since(begin))) }()
		return call(ctx)
	})
}

// Total is the time waited so far, calls under way not included.
func (w *Watch) Total() time.Duration { return time.Duration(w.total.Load()) }
