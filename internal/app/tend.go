package app

import (
	"context"
	"errors"
	"fmt"
	"time"

	"wpbridge/internal/bridge"
	"wpbridge/internal/config"
	"wpbridge/internal/ledger"
	"wpbridge/internal/mysql"
	"wpbridge/internal/state"
	"wpbridge/internal/wp"
)

// When WooCommerce may have derived something from the number of a moment
// before, and a little more, so that the books find the sweep due.
const (
	firstSweep  = 5500 * time.Millisecond
	secondSweep = 61 * time.Second
)

// tidyEach is how many looks at the settings lie between two tidyings.
const tidyEach = 4

// tellEvery is how often the plugin is told what has waited for it.
const tellEvery = 3 * time.Second

// tell keeps the plugin informed of what runs of any process wrote. The bridge
// is the same for as long as the settings are: it remembers when it last greeted.
func (s *Service) tell(ctx, work context.Context) error {
	tick := time.NewTicker(tellEvery)
	defer tick.Stop()
	var b *bridge.Bridge
	var under *config.Config
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
		var err error
		if now := s.Config(); now != under {
			if b, err = s.view().Bridge(work); err == nil {
				under = now
			}
		}
		if err == nil && b != nil {
			err = b.Drain(work)
		}
		if err != nil && ctx.Err() == nil {
			s.Log.WarnContext(ctx, "the plugin could not be told of changes; that is done later", "err", err)
		}
	}
}

// keep looks at the settings now and then, shows that the service is alive, and
// tidies up. A database that is away for a while does not end it.
func (s *Service) keep(ctx, work context.Context) error {
	tick := time.NewTicker(s.opt.Poll)
	defer tick.Stop()
	for n := 1; ; n++ {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
		err := s.tend(work)
		if n%tidyEach == 0 {
			err = errors.Join(err, s.Store.ForgetTokens(ctx), s.Store.ForgetPushes(ctx), s.sweep(work))
		}
		if err != nil && ctx.Err() == nil {
			s.Log.WarnContext(ctx, "upkeep", "err", err)
		}
	}
}

// look takes up settings that have changed without waiting for the time to look
// at them: a page that follows upon saving them shows what they are good for.
func (s *Service) look(ctx context.Context) {
	looked := make(chan struct{})
	if err := s.runs.crew.do(func(work context.Context) {
		defer close(looked)
		if err := s.tend(work); err != nil && work.Err() == nil {
			s.Log.WarnContext(work, "upkeep", "err", err)
		}
	}); err != nil {
		return // it is stopping
	}
	select {
	case <-looked:
	case <-ctx.Done():
	}
}

// tend takes up settings that have changed. The schedule begins anew with
// another business system, so that what was missed is done at once.
func (s *Service) tend(work context.Context) error {
	s.tending.Lock()
	defer s.tending.Unlock()
	alive := s.Store.Alive(work, state.Serve)
	s.inForce.reload(work)
	if n := s.login.use(work, s.Config()); n != s.planned {
		s.planned = n
		if err := s.schedule.Set(work, nil, time.UTC); err != nil {
			return err
		}
	}
	zone, err := wp.ReadOptions(work, s.DB, s.Prefix, "timezone_string", "gmt_offset")
	if err != nil {
		return errors.Join(alive, err)
	}
	due, err := plans(s.Config())
	if err != nil {
		return errors.Join(alive, err)
	}
	return errors.Join(alive, s.schedule.Set(work, due, zone.Location()))
}

// ended counts a run and has what it wrote looked at again.
func (s *Service) ended(run ledger.Run) {
	s.metrics.count(run)
	s.inbox.Wake() // what was pushed may have waited for the job
	if run.Applied == 0 {
		return
	}
	_ = s.runs.crew.do(func(ctx context.Context) { // when the service stops, the next run sweeps
		for _, wait := range []time.Duration{firstSweep, secondSweep - firstSweep} {
			if mysql.Pause(ctx, wait) != nil {
				return
			}
			if err := s.sweep(ctx); err != nil && ctx.Err() == nil {
				s.Log.WarnContext(ctx, "sweep", "err", err)
			}
		}
	})
}

// sweep looks again at what recent runs of any process wrote.
func (s *Service) sweep(ctx context.Context) error {
	due, err := s.Store.DueSweeps(ctx)
	if err != nil || len(due) == 0 {
		return err
	}
	r, err := s.runner(ctx, false)
	if err == nil {
		err = r.Sweep(ctx)
	}
	if err != nil {
		return fmt.Errorf("sweep: %w", err)
	}
	return nil
}
