package app

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"
	"time"

	"wpbridge/internal/erp/observe"
	"wpbridge/internal/httpapi"
	"wpbridge/internal/job"
	"wpbridge/internal/ledger"
	"wpbridge/internal/mysql"
	"wpbridge/internal/state"
	"wpbridge/internal/woo"
)

// runs starts runs and owns them to their end. There is one of a job at a time:
// the lease sees to that; of previews, which need none, runs itself does.
type runs struct {
	service *Service
	crew    *crew

	mu       sync.Mutex
	previews map[string]bool
}

// outcome is how a run ended.
type outcome struct {
	run ledger.Run
	err error
}

// A run is in the books as done a moment before its lease is free, and whoever
// saw that may start the next: patience is how long it waits for the lease.
const (
	patience = time.Second
	glances  = 50 * time.Millisecond
)

// Start implements httpapi.Runs.
func (r *runs) Start(ctx context.Context, o httpapi.Order) (ledger.Run, error) {
	for begin := time.Now(); ; {
		run, err := r.start(ctx, o)
		if !errors.Is(err, state.ErrBusy) || time.Since(begin) > patience {
			return run, err
		}
		if err := mysql.Pause(ctx, glances); err != nil {
			return run, err
		}
	}
}

func (r *runs) start(ctx context.Context, o httpapi.Order) (ledger.Run, error) {
	begun, ended, err := r.launch(o)
	if err != nil {
		return ledger.Run{}, err
	}
	var out outcome
	select {
	case out.run = <-begun:
	case out = <-ended:
		select {
		case out.run = <-begun: // over before we looked
		default:
			return ledger.Run{}, out.err
		}
	case <-ctx.Done():
		return ledger.Run{}, context.Cause(ctx)
	}
	return r.service.Store.Run(ctx, out.run.ID)
}

// launch has the order carried out. begun hears of the run when it is in the
// books, ended of its end; a run that never got into the books only ends.
func (r *runs) launch(o httpapi.Order) (begun <-chan ledger.Run, ended <-chan outcome, err error) {
	release, err := r.reserve(o)
	if err != nil {
		return nil, nil, err
	}
	first, last := make(chan ledger.Run, 1), make(chan outcome, 1)
	err = r.crew.do(func(ctx context.Context) {
		defer release()
		run, err := r.carryOut(ctx, o, func(run ledger.Run) { first <- run })
		if run.ID != 0 {
			r.service.ended(run)
		}
		last <- outcome{run, err}
	})
	if err != nil {
		release()
	}
	return first, last, err
}

// reserve lets one preview of a job be made at a time.
func (r *runs) reserve(o httpapi.Order) (release func(), err error) {
	if !o.DryRun {
		return func() {}, nil
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.previews[o.Job] {
		return nil, fmt.Errorf("%w: a preview of %s is being made", state.ErrBusy, o.Job)
	}
	r.previews[o.Job] = true
	return func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		delete(r.previews, o.Job)
	}, nil
}

// carryOut does what is ordered. A fault in a run ends that run only.
func (r *runs) carryOut(ctx context.Context, o httpapi.Order, begun func(ledger.Run)) (run ledger.Run, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("a fault in a run of wpbridge itself: %v", p)
			r.service.Log.ErrorContext(ctx, "panic in a run", "run_id", run.ID, "err", err, "stack", string(debug.Stack()))
		}
	}()
	runner, err := r.service.runner(ctx, o.Undo == 0 && o.Approve == 0)
	if err != nil {
		return run, err
	}
	runner.By = o.By
	runner.Begun = func(b ledger.Run) {
		run = b
		begun(b)
	}
	switch {
	case o.Undo != 0:
		run, _, err = runner.Undo(ctx, o.Undo)
	case o.Approve != 0:
		run, err = r.approve(ctx, runner, o.Approve)
	case o.Job == job.Matching:
		_, err = runner.Match(ctx, r.service.Config().Match.Key, o.Accept)
	default:
		run, err = r.sync(ctx, runner, o)
	}
	return run, err
}

func (r *runs) approve(ctx context.Context, runner *job.Runner, id uint64) (ledger.Run, error) {
	held, err := r.service.Store.Run(ctx, id)
	if err != nil {
		return held, err
	}
	return runner.Approve(ctx, held.Job, id)
}

// sync opens no run where nothing is matched: there would be one in the books
// every few minutes.
func (r *runs) sync(ctx context.Context, runner *job.Runner, o httpapi.Order) (ledger.Run, error) {
	_, linked, err := r.service.Store.LinkSpan(ctx)
	if err != nil {
		return ledger.Run{}, err
	}
	if linked == 0 {
		return ledger.Run{}, job.ErrNoMatch
	}
	return runner.Sync(ctx, o.Job, job.Options{Full: o.Full, DryRun: o.DryRun, Only: o.Only, Stated: o.Stated})
}

// Cancel implements httpapi.Runs.
func (r *runs) Cancel(ctx context.Context, id uint64, by string) (ledger.Run, error) {
	running, err := r.service.Store.Cancel(ctx, id, by)
	if err != nil {
		return ledger.Run{}, err
	}
	run, err := r.service.Store.Run(ctx, id)
	if err == nil && !running {
		err = &job.WrongRunError{Why: fmt.Sprintf("run %d is %s: only one that is running can be cancelled", id, run.Status)}
	}
	return run, err
}

// runner is one for a single run: it has its own view of the shop's settings,
// and its own watch of the time waited for the ERP.
func (s *Service) runner(ctx context.Context, withERP bool) (*job.Runner, error) {
	one, err := s.view(), error(nil)
	one.watch = &observe.Watch{}
	if withERP {
		if one.ERP, err = s.login.connection(); err != nil {
			return nil, err
		}
	}
	if one.Shop, err = woo.Open(ctx, s.DB, s.Prefix); err != nil {
		return nil, err
	}
	return one.Runner(nil)
}

// harmlessEnd reports whether a run that ended so needs no line in the log.
func harmlessEnd(err error) bool {
	return err == nil || errors.Is(err, context.Canceled) || errors.Is(err, errStopping)
}
