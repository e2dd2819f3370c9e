package live

import (
	"context"
	"sync"
	"time"

	"wpbridge/internal/job"
	"wpbridge/internal/state"
	"wpbridge/internal/woo"
)

// For how long what is the same for every cart is not read again: a new stock
// run counts after a second, a new wish for a product or category after ten.
const (
	keepReading = time.Second
	keepRules   = 10 * time.Second
)

// known is what every check needs and no check changes. The zero value knows
// nothing yet.
type known struct {
	reading kept[reading]
	rule    kept[*woo.Rules]
}

// reading is the last stock run; the zero value is none.
type reading struct {
	at    time.Time // by our clock, reckoned from the age by the database's
	known bool
}

func (k *known) readingAge(ctx context.Context, s *state.Store) (time.Duration, bool, error) {
	r, err := k.reading.get(ctx, keepReading, func(ctx context.Context) (reading, error) {
		begin := time.Now()
		age, known, err := s.ReadingAge(ctx, job.Stock)
		return reading{begin.Add(-age), known}, err
	})
	return time.Since(r.at), r.known, err
}

func (k *known) rules(ctx context.Context, s *woo.Shop) (*woo.Rules, error) {
	return k.rule.get(ctx, keepRules, s.Rules)
}

// kept is a value that is read again when it is too old. Callers never wait for
// each other: some may read at the same time.
type kept[T any] struct {
	mu    sync.Mutex
	value T
	until time.Time
}

func (k *kept[T]) get(ctx context.Context, keep time.Duration, read func(context.Context) (T, error)) (T, error) {
	k.mu.Lock()
	v, until := k.value, k.until
	k.mu.Unlock()
	if time.Now().Before(until) {
		return v, nil
	}
	v, err := read(ctx)
	if err == nil {
		k.mu.Lock()
		k.value, k.until = v, time.Now().Add(keep)
		k.mu.Unlock()
	}
	return v, err
}
