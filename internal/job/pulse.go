package job

import (
	"context"
	"fmt"
	"sync"
	"time"

	"wpbridge/internal/ledger"
	"wpbridge/internal/state"
)

// beatEvery is how often a run tells the books how far it is and asks whether it
// is to end.
const beatEvery = time.Second

// pulse keeps the books up to date about a run under way, so that a page sees it
// whichever process does it.
type pulse struct {
	mu sync.Mutex
	at state.Progress
}

func (p *pulse) tell(step string, done, total int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.at = state.Progress{Step: step, Done: done, Total: total}
}

func (p *pulse) now() state.Progress {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.at
}

// Progress tells the books and the caller how far a step is. Some systems give
// an entry more than once, so that more may be read than there is.
func (w *work) Progress(step string, done, total int) {
	if total > 0 {
		done = min(done, total)
	}
	w.pulse.tell(step, done, total)
	w.Runner.Progress(step, done, total)
}

// alive does an opened run, with its pulse beating, and closes it. Asked to end,
// the run finds its context ended with ErrCancelled.
func (w *work) alive(ctx context.Context, do func(context.Context) error) (ledger.Run, error) {
	w.pulse = &pulse{}
	if w.Begun != nil {
		w.Begun(w.run)
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	beat, stop := context.WithCancel(context.WithoutCancel(ctx))
	var done sync.WaitGroup
	done.Go(func() { w.beat(beat, cancel) })
	w.err = do(ctx)
	stop()
	done.Wait()
	return w.finish(ctx)
}

// beat goes on without an answer from the books: a run that cannot reach the
// database ends by its own statements.
func (w *work) beat(ctx context.Context, cancel context.CancelCauseFunc) {
	tick := time.NewTicker(beatEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		by, err := w.Store.Beat(ctx, w.run.ID, w.pulse.now())
		switch {
		case ctx.Err() != nil:
			return
		case err != nil:
			w.Log.WarnContext(ctx, "the run's progress could not be noted", "run_id", w.run.ID, "err", err)
		case by != "":
			cancel(fmt.Errorf("%w by %s", ErrCancelled, by))
			return
		}
	}
}
