package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"wpbridge/internal/app"
	"wpbridge/internal/commerce"
	"wpbridge/internal/job"
	"wpbridge/internal/outbox"
	"wpbridge/internal/state"
)

func (c *cli) ordersCommand() *cobra.Command {
	return group("orders", "Orders on their way to the ERP", c.ordersExportCommand(), c.ordersListCommand(), c.ordersResolveCommand())
}

func (c *cli) ordersExportCommand() *cobra.Command {
	var fresh, all bool
	cmd := &cobra.Command{
		Use:   "export [ID...]",
		Short: "Send orders to the ERP now: some by number, all new ones, or all",
		Long: `Sends the named orders, whatever their status and age; with --new all that have
come since the match and have one of orders.statuses; with --all those from
before the match, too. An order that the ERP has is not sent again.`,
		RunE: func(cmd *cobra.Command, args []string) error {
			ids, err := orderIDs(args)
			if err != nil {
				return err
			}
			if n := len(ids); (n > 0) == (fresh || all) || fresh && all {
				return usagef("name orders by their numbers, or give one of --new and --all")
			}
			return c.withRunner(cmd.Context(), true, func(r *job.Runner, _ *app.App) error {
				if r.ERP.WriteOrder == nil {
					return fmt.Errorf("%s takes no orders", r.ERP.Name)
				}
				if len(ids) > 0 {
					return c.exportOrders(cmd.Context(), r, ids)
				}
				if all {
					if _, err := r.Outbox.ExportAll(cmd.Context()); err != nil {
						return err
					}
				}
				run, err := r.Sync(cmd.Context(), job.Orders, job.Options{New: true})
				return errors.Join(c.showOutcomes([]outcome{{Run: run}}), err)
			})
		},
	}
	cmd.Flags().BoolVar(&fresh, "new", false, "all orders since the match that are not sent yet, also where orders.automatic is off")
	cmd.Flags().BoolVar(&all, "all", false, "all orders of the exported statuses, those from before the match included")
	return cmd
}

func orderIDs(args []string) ([]commerce.OrderID, error) {
	ids := make([]commerce.OrderID, len(args))
	for i, a := range args {
		id, err := strconv.ParseUint(a, 10, 63)
		if err != nil || id == 0 {
			return nil, usagef("%q is not the number of an order", a)
		}
		ids[i] = commerce.OrderID(id)
	}
	return ids, nil
}

// exportOrders sends the named orders and shows what became of them.
func (c *cli) exportOrders(ctx context.Context, r *job.Runner, ids []commerce.OrderID) error {
	var faults []error
	for _, id := range ids {
		_, err := r.Outbox.Export(ctx, id)
		faults = append(faults, err)
	}
	if err := r.Outbox.Retry(ctx); err != nil {
		return err
	}
	_, err := r.Outbox.Work(ctx)
	faults = append(faults, err)
	rows, err := r.Store.ExportsOf(ctx, ids)
	faults = append(faults, err)
	if errors.Join(faults...) == nil && slices.ContainsFunc(rows, func(x state.Export) bool { return x.State != state.Sent }) {
		faults = append(faults, job.ErrPartial)
	}
	return errors.Join(append(faults, c.showExports(rows))...)
}

func (c *cli) ordersListCommand() *cobra.Command {
	f := state.ExportFilter{Limit: 50}
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List orders in the outbox, the newest first",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			states := []state.ExportState{"", state.Pending, state.Sending, state.Sent, state.Parked, state.Failed, state.Skipped}
			if !slices.Contains(states, f.State) {
				return usagef("there is no state %q: name one of %v", f.State, states[1:])
			}
			return c.withRunner(cmd.Context(), false, func(r *job.Runner, _ *app.App) error {
				rows, err := r.Store.ExportsLike(cmd.Context(), f)
				return errors.Join(err, c.showExports(rows))
			})
		},
	}
	cmd.Flags().StringVar((*string)(&f.State), "state", "", "only pending, sending, sent, parked, failed or skipped ones")
	cmd.Flags().IntVar(&f.Limit, "limit", f.Limit, "how many")
	return cmd
}

func (c *cli) ordersResolveCommand() *cobra.Command {
	var a outbox.Answer
	cmd := &cobra.Command{
		Use:   "resolve ID",
		Short: "Answer what is asked about an order: it exists in the ERP, or send it again",
		RunE: func(cmd *cobra.Command, args []string) error {
			ids, err := orderIDs(args)
			if err != nil {
				return err
			}
			if len(ids) != 1 || (a.Exists != "") == a.Resend {
				return usagef("name one order, and either --exists NUMBER or --resend")
			}
			return c.withRunner(cmd.Context(), true, func(r *job.Runner, _ *app.App) error {
				x, err := r.Outbox.Resolve(cmd.Context(), ids[0], a)
				if err != nil {
					return err
				}
				if a.Resend {
					return c.resend(cmd.Context(), r, x)
				}
				return c.showExports([]state.Export{x})
			})
		},
	}
	cmd.Flags().StringVar(&a.Exists, "exists", "", "the number that it has in the ERP")
	cmd.Flags().BoolVar(&a.Resend, "resend", false, "it does not exist there: send it again")
	cmd.Flags().StringVar(&a.Kind, "kind", "", "which document, where an order has several open questions")
	return cmd
}

func (c *cli) resend(ctx context.Context, r *job.Runner, x state.Export) error {
	if err := r.Outbox.Retry(ctx); err != nil {
		return err
	}
	_, err := r.Outbox.Work(ctx)
	rows, listing := r.Store.ExportsOf(ctx, []commerce.OrderID{x.Order})
	rows = slices.DeleteFunc(rows, func(o state.Export) bool { return o.ID != x.ID })
	return errors.Join(err, listing, c.showExports(rows))
}

func (c *cli) showExports(rows []state.Export) error {
	if c.json {
		if rows == nil {
			rows = []state.Export{}
		}
		return printJSON(c.out, map[string]any{"orders": rows})
	}
	for _, x := range rows {
		at, said := x.Added, x.Note
		if x.Acked != nil {
			at = *x.Acked
		}
		if x.Error != "" {
			said = x.Error
		}
		line := fmt.Sprintf("%8d  %s  %-12s %-8s %-16s %s", x.Order, at.Format(time.DateTime), x.Kind, x.State, x.Document.Number, said)
		fmt.Fprintln(c.out, strings.TrimRight(line, " "))
	}
	return nil
}
