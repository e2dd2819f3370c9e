// Package schedule starts jobs at their times, for as long as somebody serves:
// every few minutes, hourly, or daily in the shop's own time zone. Where several
// serve one shop they share the work: of all that are due for a job at a time,
// the lease lets one.
package schedule

import (
	"fmt"
	"strings"
	"time"
)

// Plan says when a job runs. The zero value is never.
type Plan struct {
	every time.Duration
	daily bool
	at    time.Duration // of a daily job, since midnight
}

// Parse reads what a setting says: off, hourly, every 5m, or daily 03:30.
func Parse(text string) (Plan, error) {
	if text == "off" {
		return Plan{}, nil
	}
	if text == "hourly" {
		return Plan{every: time.Hour}, nil
	}
	if every, ok := strings.CutPrefix(text, "every "); ok {
		if d, err := time.ParseDuration(every); err == nil && d >= time.Minute {
			return Plan{every: d}, nil
		}
	}
	if at, ok := strings.CutPrefix(text, "daily "); ok {
		if t, err := time.Parse("15:04", at); err == nil {
			return Plan{every: 24 * time.Hour, daily: true, at: time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute}, nil
		}
	}
	return Plan{}, fmt.Errorf("schedule %q: must be off, hourly, every 5m (one minute or more) or daily 03:30", text)
}

// Off reports whether the job is never started.
func (p Plan) Off() bool { return p.every == 0 }

// Cron is the plan as the five fields of a cron line; empty for never. Cron
// knows no steps beyond an hour but whole hours: others become the next shorter.
func (p Plan) Cron() string {
	minutes := int(p.every / time.Minute)
	switch {
	case p.Off():
		return ""
	case p.daily:
		return fmt.Sprintf("%d %d * * *", int(p.at/time.Minute)%60, int(p.at/time.Hour))
	case minutes == 1:
		return "* * * * *"
	case minutes < 60:
		return fmt.Sprintf("*/%d * * * *", minutes)
	case minutes < 120:
		return "0 * * * *"
	}
	return fmt.Sprintf("0 */%d * * *", min(minutes/60, 23))
}

// fresh is how long after a start another of the same job is not due: somebody
// else did it. A daily job is due at its time whoever ran it in between.
func (p Plan) fresh() time.Duration {
	if p.daily {
		return 30 * time.Minute
	}
	return p.every * 9 / 10
}

// patience is how long a start waits while another run holds what it needs.
func (p Plan) patience() time.Duration { return min(p.every/2, 30*time.Minute) }

// Next is the first moment after t at which a daily job is due. On a day when
// the clocks skip it, it is due as much later.
func (p Plan) Next(t time.Time, loc *time.Location) time.Time {
	t = t.In(loc)
	for day := 0; ; day++ {
		due := time.Date(t.Year(), t.Month(), t.Day()+day, int(p.at/time.Hour), int(p.at/time.Minute)%60, 0, 0, loc)
		if due.After(t) {
			return due
		}
	}
}
