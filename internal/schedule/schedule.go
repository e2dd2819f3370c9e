package schedule

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/go-co-op/gocron/v2"
)

// ErrBusy says that a job cannot start because another run holds what it needs.
var ErrBusy = errors.New("another run is at work")

// ErrIdle says that a job has nothing to work with yet, such as before a
// business system is chosen.
var ErrIdle = errors.New("nothing to do yet")

// Jobs carries out what is scheduled. A name is that of a plan, such as
// stock-full.
type Jobs interface {
	// Run runs a job to its end. It returns ErrBusy or ErrIdle where it did not
	// begin; of how it ended, the books tell.
	Run(ctx context.Context, name string) error
	// Since is how long ago anybody started it; false: nobody did.
	Since(ctx context.Context, name string) (time.Duration, bool, error)
	// Lock lets one process of all; the error says who has it.
	Lock(ctx context.Context, name string) (unlock func(context.Context) error, err error)
}

const (
	retryEvery = 5 * time.Second
	stopWithin = 2 * time.Minute
)

// Scheduler keeps the plans. Its methods are safe for concurrent use.
type Scheduler struct {
	jobs Jobs
	log  *slog.Logger
	cron gocron.Scheduler

	mu    sync.Mutex
	plans map[string]Plan
	zone  string
	at    map[string]gocron.Job
}

// New returns a scheduler without plans; Close ends it.
func New(jobs Jobs, log *slog.Logger) (*Scheduler, error) {
	s := &Scheduler{jobs: jobs, log: log.With("component", "schedule"), plans: map[string]Plan{}, at: map[string]gocron.Job{}}
	cron, err := gocron.NewScheduler(gocron.WithStopTimeout(stopWithin))
	if err != nil {
		return nil, fmt.Errorf("make the scheduler: %w", err)
	}
	s.cron = cron
	cron.Start()
	return s, nil
}

// Set makes the plans those given, in a time zone; what stays as it was keeps
// its next time. Runs begun by the plans before go on. What is started from now
// on ends when ctx does.
func (s *Scheduler) Set(ctx context.Context, plans map[string]Plan, zone *time.Location) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	name, offset := time.Now().In(zone).Zone()
	there := fmt.Sprint(zone, name, offset)
	moved := there != s.zone
	s.zone = there
	var faults []error
	for _, name := range slices.Sorted(maps.Keys(s.plans)) {
		if p := s.plans[name]; plans[name] != p || moved && p.daily {
			if j := s.at[name]; j != nil {
				faults = append(faults, s.cron.RemoveJob(j.ID()))
			}
			delete(s.plans, name)
			delete(s.at, name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(plans)) {
		if _, same := s.plans[name]; same || plans[name].Off() {
			continue
		}
		faults = append(faults, s.add(ctx, name, plans[name], zone))
	}
	return errors.Join(faults...)
}

func (s *Scheduler) add(ctx context.Context, name string, p Plan, zone *time.Location) error {
	options := []gocron.JobOption{
		gocron.WithName(name), gocron.WithSingletonMode(gocron.LimitModeReschedule),
		gocron.WithDistributedJobLocker(locker{s.jobs, p}),
	}
	what := gocron.DurationJob(p.every)
	if p.daily {
		what = gocron.CronJob(name, false)
		options = append(options, gocron.WithCronImplementation(daily{p, zone}))
	} else {
		options = append(options, gocron.WithStartAt(s.first(ctx, name, p)))
	}
	s.plans[name] = p
	j, err := s.cron.NewJob(what, gocron.NewTask(func() { s.run(ctx, name, p) }), options...)
	if err != nil {
		return fmt.Errorf("schedule %s: %w", name, err)
	}
	s.at[name] = j
	s.log.InfoContext(ctx, "scheduled", "job", name, "cron", p.Cron())
	return nil
}

// first goes on where another process, or this one before it was started anew,
// left off. What is overdue starts at once.
func (s *Scheduler) first(ctx context.Context, name string, p Plan) gocron.StartAtOption {
	since, known, err := s.jobs.Since(ctx, name)
	switch {
	case err != nil:
		return gocron.WithStartDateTime(time.Now().Add(p.every))
	case known && since < p.every:
		return gocron.WithStartDateTime(time.Now().Add(p.every - since))
	}
	return gocron.WithStartImmediately()
}

// run runs a job, waiting a little for another run that holds what it needs.
func (s *Scheduler) run(ctx context.Context, name string, p Plan) {
	give := time.Now().Add(p.patience())
	for ctx.Err() == nil {
		err := s.jobs.Run(ctx, name)
		switch {
		case errors.Is(err, ErrBusy) && time.Now().Before(give):
			select {
			case <-ctx.Done():
			case <-time.After(retryEvery):
			}
			continue
		case errors.Is(err, ErrBusy), errors.Is(err, ErrIdle):
			s.log.InfoContext(ctx, "scheduled job not started", "job", name, "err", err)
		case err != nil:
			s.log.WarnContext(ctx, "scheduled job did not end well", "job", name, "err", err)
		}
		return
	}
}

// Next tells when a job is due next; false where it has no plan.
func (s *Scheduler) Next(name string) (time.Time, bool) {
	s.mu.Lock()
	j := s.at[name]
	s.mu.Unlock()
	if j == nil {
		return time.Time{}, false
	}
	next, err := j.NextRun()
	return next, err == nil && !next.IsZero()
}

// Close starts nothing more and waits for what is under way; end the context of
// Set before.
func (s *Scheduler) Close() error {
	if err := s.cron.Shutdown(); err != nil {
		return fmt.Errorf("stop the schedule: %w", err)
	}
	return nil
}

// daily is gocron's view of a daily plan.
type daily struct {
	plan Plan
	zone *time.Location
}

// IsValid implements gocron.Cron.
func (d daily) IsValid(string, *time.Location, time.Time) error { return nil }

// Next implements gocron.Cron.
func (d daily) Next(last time.Time) time.Time { return d.plan.Next(last, d.zone) }
