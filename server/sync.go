package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"wpbridge/internal/app"
	"wpbridge/internal/job"
	"wpbridge/internal/ledger"
	"wpbridge/internal/state"
)

const shownChanges = 20

func (c *cli) syncCommand() *cobra.Command {
	var o job.Options
	var approve uint64
	cmd := &cobra.Command{
		Use:   "sync JOB...",
		Short: "Bring shop and ERP up to date: stock, prices, orders, all",
		Long: `Reads what changed in the ERP, plans, checks the plan against the guard's
limits, and writes the differences into the shop. Of orders, it finds those that
are due and sends them to the ERP.

Jobs: stock, prices, orders, all. Quiet and exit code 0 unless something is wrong, so
it fits a cron line; see --json for figures.`,
		Args: func(_ *cobra.Command, args []string) error {
			_, err := jobsOf(args)
			return err
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			jobs, err := jobsOf(args)
			if err != nil {
				return err
			}
			if slices.Contains(args, job.Orders) && (o.DryRun || o.Full || approve != 0) {
				return usagef("orders take neither --full nor --dry-run nor --approve; `wpbridge orders list` shows what waits")
			}
			if approve != 0 && (len(jobs) != 1 || o.DryRun || o.Full) {
				return usagef("--approve RUN takes one job and neither --full nor --dry-run")
			}
			return c.withRunner(cmd.Context(), true, func(r *job.Runner, a *app.App) error {
				c.showCron(cmd.Context(), a)
				defer tell(cmd.Context(), a)
				return c.sync(cmd.Context(), r, jobs, o, approve)
			})
		},
	}
	cmd.Flags().BoolVar(&o.Full, "full", false, "read everything, not only what changed since the last run, and look for drift")
	cmd.Flags().BoolVar(&o.DryRun, "dry-run", false, "plan only; show what would change")
	cmd.Flags().Uint64Var(&approve, "approve", 0, "apply the plan of this held run")
	return cmd
}

// showCron lets the shop's pages see that a cron line is alive: what runs without
// a terminal is taken for one.
func (c *cli) showCron(ctx context.Context, a *app.App) {
	if terminal(c.err) {
		return
	}
	if err := a.Store.Alive(ctx, state.Cron); err != nil {
		a.Log.WarnContext(ctx, "the pages will not see this cron line", "err", err)
	}
}

// tell lets the shop's plugin know at once, for a moment; what then remains, the
// service or the next command tells.
func tell(ctx context.Context, a *app.App) {
	const moment = 10 * time.Second
	ctx, cancel := context.WithTimeoutCause(ctx, moment, errors.New("the plugin is slow"))
	defer cancel()
	b, err := a.Bridge(ctx)
	if err == nil && b != nil {
		err = b.Drain(ctx)
	}
	if err != nil && ctx.Err() == nil {
		a.Log.WarnContext(ctx, "the plugin could not be told of changes; that is done later", "error", err)
	}
}

func jobsOf(args []string) ([]string, error) {
	var jobs []string
	for _, a := range args {
		switch a {
		case job.Stock, job.Prices, job.Orders:
			jobs = append(jobs, a)
		case "all":
			jobs = append(jobs, job.Orders, job.Prices, job.Stock)
		default:
			return nil, usagef("there is no job %q: name stock, prices, orders or all", a)
		}
	}
	if len(jobs) == 0 {
		return nil, usagef("name a job: stock, prices, orders or all")
	}
	return jobs, nil
}

// outcome is a run as printed: in a preview with its changes.
type outcome struct {
	ledger.Run
	Changes []ledger.Change `json:"changes,omitzero"`
}

func (c *cli) sync(ctx context.Context, r *job.Runner, jobs []string, o job.Options, approve uint64) error {
	var outcomes []outcome
	var faults []error
	for _, name := range jobs {
		if name == job.Orders && len(jobs) > 1 && (r.ERP.WriteOrder == nil || o.DryRun || o.Full) {
			continue // of all jobs, those there are
		}
		var run ledger.Run
		var err error
		if approve != 0 {
			run, err = r.Approve(ctx, name, approve)
		} else {
			run, err = r.Sync(ctx, name, o)
		}
		out := outcome{Run: run}
		if o.DryRun && run.ID != 0 {
			changes, readErr := allChanges(ctx, r.Store, run.ID)
			out.Changes, err = changes, errors.Join(err, readErr)
		}
		outcomes, faults = append(outcomes, out), append(faults, err)
		if ctx.Err() != nil {
			break
		}
	}
	return errors.Join(c.showOutcomes(outcomes), errors.Join(faults...))
}

// allChanges reads a plan from the journal.
func allChanges(ctx context.Context, s *state.Store, run uint64) ([]ledger.Change, error) {
	all := []ledger.Change{}
	for after := uint32(0); ; after = all[len(all)-1].Seq {
		page, err := s.Changes(ctx, run, after, 5000)
		if err != nil || len(page) == 0 {
			return all, err
		}
		all = append(all, page...)
	}
}

func (c *cli) showOutcomes(list []outcome) error {
	switch {
	case c.json && len(list) == 1:
		return printJSON(c.out, list[0])
	case c.json:
		return printJSON(c.out, map[string]any{"runs": list})
	}
	for _, o := range list {
		if o.ID == 0 {
			continue // it did not begin; the error says why
		}
		c.printRun(o.Run)
		c.printChanges(o.Changes)
	}
	return nil
}

func (c *cli) printRun(r ledger.Run) {
	kind := "changed"
	if r.DryRun {
		kind = "would change"
	}
	fmt.Fprintf(c.out, "run %d  %s  %s: read %d, matched %d, %s %d, unchanged %d, excluded %d, unmatched %d, failed %d  (%d ms, of which %d ms waiting for the ERP)\n",
		r.ID, r.Job, r.Status, r.Read, r.Matched, kind, r.Changed, r.Unchanged, r.Excluded, r.Unmatched, r.Failed, r.DurationMS, r.ERPMS)
	for _, why := range slices.Sorted(maps.Keys(r.Reasons)) {
		fmt.Fprintf(c.out, "  %d excluded: %s\n", r.Reasons[why], why)
	}
}

func (c *cli) printChanges(changes []ledger.Change) {
	for i, ch := range changes {
		if i == shownChanges {
			fmt.Fprintf(c.out, "  ... and %d more; --json shows all\n", len(changes)-i)
			return
		}
		note := ""
		if ch.Note != "" {
			note = "  (" + ch.Note + ")"
		}
		fmt.Fprintf(c.out, "  %-24s %-14s %10s -> %-10s %s%s\n", ch.SKU, ch.Field, value(ch.Before), value(ch.After), ch.Reason, note)
	}
}

func value(s *string) string {
	switch {
	case s == nil:
		return "none"
	case *s == "":
		return "empty"
	}
	return *s
}
