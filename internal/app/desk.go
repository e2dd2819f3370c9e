package app

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"wpbridge/internal/checkup"
	"wpbridge/internal/httpapi"
	"wpbridge/internal/job"
	"wpbridge/internal/ledger"
	"wpbridge/internal/schedule"
	"wpbridge/internal/state"
	"wpbridge/internal/woo"
)

var _ httpapi.Shop = (*Service)(nil)

// Status implements httpapi.Shop.
func (s *Service) Status(ctx context.Context) (httpapi.Status, error) {
	s.look(ctx)
	out := httpapi.Status{Version: s.opt.Version, ERP: s.erpFacts(), CronLine: s.cronLine("stock")}
	shop, err := woo.Open(ctx, s.DB, s.Prefix)
	if err != nil {
		return out, err
	}
	w := shop.Settings()
	out.Shop = httpapi.ShopFacts{Version: w.Version, HPOS: w.HPOS, HideOutOfStock: w.HideOutOfStock}
	if out.Schema, err = state.Version(ctx, s.DB, s.Prefix); err != nil {
		return out, err
	}
	if _, out.Linked, err = s.Store.LinkSpan(ctx); err != nil {
		return out, err
	}
	beats, err := s.Store.Beats(ctx)
	if err != nil {
		return out, err
	}
	out.Alive = httpapi.Alive{Serve: moment(beats[state.Serve]), Cron: moment(beats[state.Cron])}
	if out.Now, err = s.Store.Now(ctx); err != nil {
		return out, err
	}
	out.Jobs, err = s.jobs(ctx)
	return out, err
}

func moment(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC()
	return &t
}

func (s *Service) erpFacts() httpapi.ERPFacts {
	c := s.Config()
	out := httpapi.ERPFacts{Name: c.ERP.Name, Mode: c.ERP.Mode, Breaker: "closed"}
	if f, err := s.opt.Registry.Factory(c.ERP.Name); err == nil {
		out.Title = f.Title
	}
	conn, err := s.login.connection()
	if err != nil {
		out.Problem = strings.TrimPrefix(err.Error(), httpapi.ErrNotReady.Error()+": ")
		return out
	}
	out.Title = cmp.Or(conn.Traits.Title, out.Title)
	out.Configured, out.Breaker = true, conn.Breaker.State()
	return out
}

func (s *Service) jobs(ctx context.Context) ([]httpapi.Job, error) {
	underway, err := s.Store.Underway(ctx)
	if err != nil {
		return nil, err
	}
	out := []httpapi.Job{}
	for _, t := range append(timedJobs(), timedJob{job.Matching, job.Matching, false}) {
		j := httpapi.Job{Job: t.name, Schedule: "off", CronLine: s.cronLine(t.name)}
		if text, ok := s.Config().Schedule[t.name]; ok {
			j.Schedule = text
		}
		if next, ok := s.schedule.Next(t.name); ok {
			j.Next = moment(next)
		}
		last, err := s.Store.Last(ctx, t.job, t.full)
		if err != nil {
			return nil, err
		}
		if last.ID != 0 {
			j.Last = &last
		}
		if i := slices.IndexFunc(underway, func(r ledger.Run) bool {
			return r.Job == t.job && r.Full == t.full || r.Job == t.job && t.job == job.Matching
		}); i >= 0 {
			j.Running = underway[i].ID
		}
		out = append(out, j)
	}
	return out, nil
}

// cronLine is what a crontab would hold instead of the schedule; empty for a job
// that is off or that cron does not do.
func (s *Service) cronLine(name string) string {
	t, err := timedBy(name)
	p, bad := schedule.Parse(s.Config().Schedule[name])
	if err != nil || bad != nil || p.Off() {
		return ""
	}
	line := p.Cron() + " " + quoted(s.opt.Program) + " sync " + t.job
	if t.full {
		line += " --full"
	}
	if s.opt.File != "" {
		line += " --config " + quoted(s.opt.File)
	}
	return line
}

// quoted is a path as a shell in a crontab reads it, where % has a meaning too.
func quoted(path string) string {
	if strings.Trim(path, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-") != "" {
		path = "'" + strings.ReplaceAll(path, "'", `'\''`) + "'"
	}
	return strings.ReplaceAll(path, "%", `\%`)
}

// Check implements httpapi.Shop.
func (s *Service) Check(ctx context.Context) *checkup.Report {
	var r checkup.Report
	s.opt.Check(ctx, &r)
	return &r
}
