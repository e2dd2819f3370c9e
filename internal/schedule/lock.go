package schedule

import (
	"context"
	"errors"

	"github.com/go-co-op/gocron/v2"
)

// errDone says that a job is not due any more: somebody has just done it.
var errDone = errors.New("somebody has just started it")

// locker lets one of all schedulers of a shop start a job at a time.
type locker struct {
	jobs Jobs
	plan Plan
}

// Lock implements gocron.Locker. Who comes second, be it a moment later, finds
// the job done.
func (l locker) Lock(ctx context.Context, name string) (gocron.Lock, error) {
	unlock, err := l.jobs.Lock(ctx, name)
	if err != nil {
		return nil, err
	}
	since, known, err := l.jobs.Since(ctx, name)
	if err == nil && known && since < l.plan.fresh() {
		err = errDone
	}
	if err != nil {
		return nil, errors.Join(err, unlock(ctx))
	}
	return lock(unlock), nil
}

// lock gives a lease back when the job has ended.
type lock func(context.Context) error

// Unlock implements gocron.Lock.
func (l lock) Unlock(ctx context.Context) error { return l(ctx) }
