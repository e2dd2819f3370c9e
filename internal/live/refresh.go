package live

import (
	"context"
	"errors"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"time"

	"wpbridge/internal/commerce"
	"wpbridge/internal/state"
)

// later is the pause after a run that found the job held: the run that holds it
// may have read the ERP before the number moved.
const later = 5 * time.Second

// Refresher brings the shop's numbers of single codes up to date, so that cart
// and product page soon say what the checkout has said. One run is under way at
// a time; what is heard meanwhile makes the next.
type Refresher struct {
	run func(context.Context, []commerce.Code) error
	log *slog.Logger

	mu    sync.Mutex
	codes map[commerce.Code]bool
	wake  chan struct{}
}

// NewRefresher returns a Refresher that carries out each run by run.
func NewRefresher(run func(context.Context, []commerce.Code) error, log *slog.Logger) *Refresher {
	return &Refresher{run: run, log: log, codes: map[commerce.Code]bool{}, wake: make(chan struct{}, 1)}
}

// Hear takes codes in and returns at once; it is an Options.Refresh.
func (r *Refresher) Hear(codes []commerce.Code) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, c := range codes {
		r.codes[c] = true
	}
	select {
	case r.wake <- struct{}{}:
	default: // it is to wake already
	}
}

// Work does the runs until ctx ends. A run that fails is logged, and left to the
// next stock run; one that finds the job held is tried again.
func (r *Refresher) Work(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-r.wake:
		}
		codes := r.take()
		err := r.run(ctx, codes)
		switch {
		case errors.Is(err, state.ErrBusy):
			time.AfterFunc(later, func() { r.Hear(codes) })
		case err != nil && ctx.Err() == nil:
			r.log.WarnContext(ctx, "numbers of a refused order not written to the shop", "codes", len(codes), "err", err)
		}
	}
}

func (r *Refresher) take() []commerce.Code {
	r.mu.Lock()
	defer r.mu.Unlock()
	codes := slices.Sorted(maps.Keys(r.codes))
	clear(r.codes)
	return codes
}
