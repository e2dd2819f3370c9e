package main

import (
	"fmt"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"wpbridge/internal/app"
	"wpbridge/internal/job"
	"wpbridge/internal/ledger"
)

func (c *cli) runsCommand() *cobra.Command {
	limit := 20
	list := &cobra.Command{
		Use:   "runs",
		Short: "List runs, the newest first",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return c.withRunner(cmd.Context(), false, func(r *job.Runner, _ *app.App) error {
				runs, err := r.Store.Runs(cmd.Context(), limit)
				if err != nil {
					return err
				}
				if c.json {
					return printJSON(c.out, map[string]any{"runs": runs})
				}
				for _, run := range runs {
					c.printRunLine(run)
				}
				return nil
			})
		},
	}
	list.Flags().IntVar(&limit, "limit", limit, "how many")
	list.AddCommand(&cobra.Command{
		Use:   "show RUN",
		Short: "Show one run with its changes",
		Args:  oneRun,
		RunE: func(cmd *cobra.Command, args []string) error {
			id, _ := strconv.ParseUint(args[0], 10, 64)
			return c.withRunner(cmd.Context(), false, func(r *job.Runner, _ *app.App) error {
				run, err := r.Store.Run(cmd.Context(), id)
				if err != nil {
					return err
				}
				changes, err := allChanges(cmd.Context(), r.Store, id)
				if err != nil {
					return err
				}
				if c.json {
					return printJSON(c.out, outcome{run, changes})
				}
				c.printRun(run)
				if run.Reason != "" {
					fmt.Fprintf(c.out, "  %s\n", run.Reason)
				}
				c.printChanges(changes)
				return nil
			})
		},
	})
	return list
}

func oneRun(_ *cobra.Command, args []string) error {
	if len(args) != 1 {
		return usagef("name one run by its number; `wpbridge runs` lists them")
	}
	if _, err := strconv.ParseUint(args[0], 10, 64); err != nil {
		return usagef("%q is not the number of a run", args[0])
	}
	return nil
}

func (c *cli) printRunLine(r ledger.Run) {
	name := r.Job
	if r.DryRun {
		name += " (preview)"
	}
	if r.UndoOf != 0 {
		name += fmt.Sprintf(" (undo of %d)", r.UndoOf)
	}
	fmt.Fprintf(c.out, "%6d  %s  %-22s %-10s changed %d, failed %d  %s\n", r.ID, r.Started.Format(time.DateTime), name, r.Status, r.Changed, r.Failed, r.Reason)
}

func (c *cli) undoCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "undo RUN",
		Short: "Take back what a run changed",
		Long: `Gives every product of the run back what it had before, as a run of its own. A
product that somebody or something has touched since is left alone and named.`,
		Args: oneRun,
		RunE: func(cmd *cobra.Command, args []string) error {
			id, _ := strconv.ParseUint(args[0], 10, 64)
			return c.withRunner(cmd.Context(), false, func(r *job.Runner, a *app.App) error {
				defer tell(cmd.Context(), a)
				run, left, err := r.Undo(cmd.Context(), id)
				if c.json && run.ID != 0 {
					if printErr := printJSON(c.out, struct {
						ledger.Run
						Left []job.Left `json:"left_alone"`
					}{run, left}); printErr != nil {
						return printErr
					}
					return err
				}
				if run.ID != 0 && run.UndoOf != 0 {
					fmt.Fprintf(c.out, "run %d  undo of %d: %d products given back, %d left alone\n", run.ID, id, run.Changed, len(left))
				}
				if run.Changed > 0 && !c.json {
					fmt.Fprintf(c.out, "the ERP has not changed: the next `wpbridge sync %s --full` would apply its numbers again\n", run.Job)
				}
				for _, l := range left {
					fmt.Fprintf(c.out, "  %-24s product %d: %s\n", l.SKU, l.Product, l.Reason)
				}
				return err
			})
		},
	}
}

func (c *cli) whyCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "why SKU",
		Short: "Explain a product's stock: where the number comes from",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usagef("name one SKU or ERP code")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.withRunner(cmd.Context(), false, func(r *job.Runner, _ *app.App) error {
				list, err := r.Why(cmd.Context(), args[0])
				if err != nil {
					return err
				}
				if c.json {
					return printJSON(c.out, map[string]any{"products": list})
				}
				for _, w := range list {
					c.printWhy(w)
				}
				return nil
			})
		},
	}
}

func (c *cli) printWhy(w job.Why) {
	fmt.Fprintf(c.out, "%s (product %d, ERP %q): stock %s, %s\n", w.SKU, w.Product, w.Code, w.Stock, w.Status)
	if !w.TakenOver {
		fmt.Fprintln(c.out, "  not taken over from the ERP yet")
	} else {
		fmt.Fprintf(c.out, "  %s sellable in the ERP when last applied, less %s sold in the shop since the match = %s\n", w.Base, w.Sold, w.Expected)
	}
	if w.Drift != 0 {
		fmt.Fprintf(c.out, "  the shop differs from that by %s: a person or another program wrote it, or an order is being placed\n", w.Drift)
	}
	if w.Buffer != 0 {
		fmt.Fprintf(c.out, "  %s are kept back from sale\n", w.Buffer)
	}
	if w.Excluded {
		fmt.Fprintln(c.out, "  excluded from update: the ERP's numbers are not written")
	}
	if w.Deleted {
		fmt.Fprintln(c.out, "  the ERP has deleted the item")
	}
	for _, e := range w.History {
		note := ""
		if e.Change.State != ledger.Planned {
			note = "  [" + e.Change.State.String() + "] " + e.Change.Note
		}
		fmt.Fprintf(c.out, "  %s  run %d  %s %s -> %s  (%s)%s\n", e.Run.Started.Format(time.DateTime), e.Run.ID, e.Change.Field, value(e.Change.Before), value(e.Change.After), e.Change.Reason, note)
	}
}
