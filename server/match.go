package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"wpbridge/internal/app"
	"wpbridge/internal/job"
	"wpbridge/internal/state"
)

// classTitles are the words of the match report.
func classTitles() map[state.Class]string {
	return map[state.Class]string{
		state.Linked: "linked already", state.Matched: "new pairs", state.Renamed: "linked, but renamed on one side", state.Broken: "linked, but gone on one side",
		state.Ambiguous: "ambiguous: the key occurs more than once", state.DupShop: "the same key twice in the shop", state.DupERP: "the same key twice in the ERP",
		state.Similar: "differ only by case or white space: make them equal", state.MissingERP: "only in the shop", state.MissingOwn: "only in the ERP",
		state.NoKey: "in the shop without a key", state.NotStock: "hold no stock: external, grouped, parents of variations", state.Unmanaged: "paired, stock management off in the shop",
	}
}

func (c *cli) matchCommand() *cobra.Command {
	accept := false
	cmd := &cobra.Command{
		Use:   "match [products|all]",
		Short: "Compare both catalogues; --accept stores the pairs",
		Long: `Compares the ERP's items with the shop's products by match.key and reports what
pairs, what is missing on either side, and what is ambiguous. Nothing in the
shop is ever changed by it; syncs touch only products of accepted pairs.`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 1 || len(args) == 1 && args[0] != "products" && args[0] != "all" {
				return usagef("match takes products or all")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, _ []string) error {
			return c.withRunner(cmd.Context(), true, func(r *job.Runner, a *app.App) error {
				report, err := r.Match(cmd.Context(), a.Config.Match.Key, accept)
				if err != nil {
					return err
				}
				if c.json {
					return printJSON(c.out, report)
				}
				c.printReport(report)
				return nil
			})
		},
	}
	cmd.Flags().BoolVar(&accept, "accept", false, "store the new pairs")
	return cmd
}

func (c *cli) printReport(r job.Report) {
	titles := classTitles()
	fmt.Fprintf(c.out, "matched by %s\n", r.Key)
	for _, class := range state.Classes() {
		if r.Counts[class] == 0 {
			continue
		}
		fmt.Fprintf(c.out, "%8d  %s\n", r.Counts[class], titles[class])
		if class == state.Matched || class == state.Linked {
			continue
		}
		for _, f := range r.Lists[class] {
			fmt.Fprintf(c.out, "          %s\n", describe(f))
		}
	}
	switch {
	case r.Accepted:
		fmt.Fprintf(c.out, "%d pairs stored\n", r.Counts[state.Matched])
	case r.Counts[state.Matched] > 0:
		fmt.Fprintln(c.out, "nothing stored yet: `wpbridge match --accept` stores the new pairs")
	}
}

func describe(f state.Finding) string {
	switch {
	case f.Product == 0:
		return fmt.Sprintf("%q  %s", f.Code, f.Name)
	case f.Item == "":
		return fmt.Sprintf("product %d  %q  %s", f.Product, f.SKU, f.Name)
	}
	return fmt.Sprintf("product %d  %q  with %q  %s", f.Product, f.SKU, f.Code, f.Name)
}

func (c *cli) unmatchedCommand() *cobra.Command {
	side, page := "", 1
	const size = 100
	cmd := &cobra.Command{
		Use:   "unmatched --side erp|shop",
		Short: "List what one side has and the other lacks, as of the last match",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			class, ok := map[string]state.Class{"erp": state.MissingOwn, "shop": state.MissingERP}[side]
			if !ok || page < 1 {
				return usagef("--side must be erp or shop, --page 1 or more")
			}
			return c.withRunner(cmd.Context(), false, func(r *job.Runner, _ *app.App) error {
				total, err := r.Store.Count(cmd.Context(), class)
				if err != nil {
					return err
				}
				list, err := r.Store.Findings(cmd.Context(), class, (page-1)*size, size)
				if err != nil {
					return err
				}
				if c.json {
					return printJSON(c.out, map[string]any{"side": side, "total": total, "page": page, "items": list})
				}
				fmt.Fprintf(c.out, "%d only in the %s, page %d\n", total, map[string]string{"erp": "ERP", "shop": "shop"}[side], page)
				for _, f := range list {
					fmt.Fprintln(c.out, "  "+describe(f))
				}
				return nil
			})
		},
	}
	cmd.Flags().StringVar(&side, "side", "", "erp or shop")
	cmd.Flags().IntVar(&page, "page", 1, "page of 100")
	return cmd
}
