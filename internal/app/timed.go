package app

import (
	"context"
	"errors"
	"fmt"
	"time"

	"wpbridge/internal/config"
	"wpbridge/internal/httpapi"
	"wpbridge/internal/job"
	"wpbridge/internal/ledger"
	"wpbridge/internal/schedule"
	"wpbridge/internal/state"
)

// sweepAll is the nightly look at everything derived. It has no setting.
const (
	sweepAll   = "sweep"
	sweepAllAt = "daily 03:30"
)

// timedJob is what a name in the schedule stands for.
type timedJob struct {
	name string
	job  string
	full bool
}

// timedJobs lists the jobs that can be scheduled, in the order of a page.
func timedJobs() []timedJob {
	return []timedJob{{"stock", job.Stock, false}, {"stock-full", job.Stock, true}, {"prices", job.Prices, false}, {"orders", job.Orders, false}}
}

func timedBy(name string) (timedJob, error) {
	for _, t := range timedJobs() {
		if t.name == name {
			return t, nil
		}
	}
	return timedJob{}, fmt.Errorf("%w %q", job.ErrJob, name)
}

// plans is the schedule that the settings ask for.
func plans(c *config.Config) (map[string]schedule.Plan, error) {
	out := map[string]schedule.Plan{}
	texts := map[string]string{sweepAll: sweepAllAt}
	for _, t := range timedJobs() {
		texts[t.name] = c.Schedule[t.name]
	}
	for name, text := range texts {
		p, err := schedule.Parse(text)
		if err != nil {
			return nil, fmt.Errorf("schedule.%s: %w", name, err)
		}
		out[name] = p
	}
	return out, nil
}

// scheduled carries out what is due.
type scheduled struct{ *Service }

var _ schedule.Jobs = scheduled{}

// Run implements schedule.Jobs.
func (s scheduled) Run(ctx context.Context, name string) error {
	if name == sweepAll {
		return s.sweepAll(ctx)
	}
	t, err := timedBy(name)
	if err != nil {
		return err
	}
	_, ended, err := s.runs.launch(httpapi.Order{Job: t.job, Full: t.full, By: ledger.BySchedule})
	if err == nil {
		err = (<-ended).err
	}
	switch {
	case harmlessEnd(err):
		return nil
	case errors.Is(err, state.ErrBusy):
		return fmt.Errorf("%w: %w", schedule.ErrBusy, err)
	case errors.Is(err, httpapi.ErrNotReady), errors.Is(err, job.ErrNoMatch), errors.Is(err, job.ErrJob):
		return fmt.Errorf("%w: %w", schedule.ErrIdle, err)
	}
	return err
}

func (s scheduled) sweepAll(ctx context.Context) error {
	r, err := s.runner(ctx, false)
	if err != nil {
		return err
	}
	n, err := r.SweepAll(ctx)
	if err == nil {
		s.Log.InfoContext(ctx, "nightly sweep", "repaired", n)
	}
	return err
}

// Since implements schedule.Jobs.
func (s scheduled) Since(ctx context.Context, name string) (time.Duration, bool, error) {
	if name == sweepAll {
		return 0, false, nil
	}
	t, err := timedBy(name)
	if err != nil {
		return 0, false, err
	}
	return s.Store.SinceStart(ctx, t.job, t.full)
}

// Lock implements schedule.Jobs.
func (s scheduled) Lock(ctx context.Context, name string) (func(context.Context) error, error) {
	lease, _, err := s.Store.Acquire(ctx, "schedule "+name)
	if err != nil {
		return nil, err
	}
	return lease.Release, nil
}
