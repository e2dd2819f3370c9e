package bridge

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"wpbridge/internal/state"
)

const (
	second     = 7 * time.Second // from round 1 to round 2
	greetEvery = time.Hour
	greetAgain = 5 * time.Minute // where there was nobody to greet
	giveUp     = 7 * 24 * time.Hour
)

// waits are from one failure to the next try; the last one stays.
var waits = []time.Duration{time.Minute, 5 * time.Minute, 15 * time.Minute, time.Hour}

// Bridge keeps the plugin informed.
type Bridge struct {
	Client *Client
	Store  *state.Store
	Hooks  string // flips, all, none; see bridge.hooks
	// Listed tells whether WordPress lists the plugin as active.
	Listed func(context.Context) (bool, error)
	Log    *slog.Logger

	greet time.Time // when it is time for Greet
}

// Greet asks the plugin about itself and remembers the answer; from then on it
// is told of runs. A plugin that is no more is forgotten.
func (b *Bridge) Greet(ctx context.Context) (state.Plugin, error) {
	p, err := b.Client.Ping(ctx)
	if err == nil {
		return p, b.Store.Meet(ctx, p)
	}
	if errors.Is(err, ErrNoPlugin) {
		if listed, listErr := b.Listed(ctx); listErr == nil && !listed {
			return p, errors.Join(err, b.Store.Part(ctx))
		}
	}
	return p, err
}

// Drain tells the plugin what is due now, the oldest run first, and makes its
// acquaintance where that is due. Call it every few seconds, from one place at a
// time. What fails is stored and due again later; the error is for the log. When
// ctx ends, what was not told stays due.
func (b *Bridge) Drain(ctx context.Context) error {
	if err := b.keepUp(ctx); err != nil {
		b.Log.WarnContext(ctx, "the plugin cannot be asked about the shop", "error", err)
	}
	due, err := b.Store.DueTold(ctx)
	if err != nil || len(due) == 0 {
		return err
	}
	lease, held, err := b.Store.Acquire(ctx, "bridge")
	if errors.Is(err, state.ErrBusy) {
		return nil // another machine tells
	}
	if err != nil {
		return err
	}
	if due, err = b.Store.DueTold(held); err == nil {
		err = b.tellAll(held, due)
	}
	return errors.Join(err, lease.Release(ctx))
}

// keepUp greets once an hour; until then what is known is good enough.
func (b *Bridge) keepUp(ctx context.Context) error {
	if time.Now().Before(b.greet) {
		return nil
	}
	b.greet = time.Now().Add(greetAgain)
	known, err := b.Store.Plugin(ctx)
	if err != nil {
		return err
	}
	if known.Met.IsZero() {
		if listed, err := b.Listed(ctx); err != nil || !listed {
			return err
		}
	}
	now, err := b.Store.Now(ctx)
	if err != nil || now.Sub(known.Met) < greetEvery {
		return err
	}
	_, err = b.Greet(ctx)
	return err
}

func (b *Bridge) tellAll(ctx context.Context, due []state.Told) error {
	for _, t := range due {
		err := b.tell(ctx, t)
		if err != nil && context.Cause(ctx) != nil {
			return context.Cause(ctx) // stopped, which is nobody's fault: it stays due
		}
		if err != nil {
			wait := waits[min(t.Tries, len(waits)-1)]
			return errors.Join(err, b.Store.Postpone(ctx, t, wait, err.Error()))
		}
	}
	return nil
}
