package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"
	"github.com/spf13/cobra"

	"wpbridge/internal/app"
	"wpbridge/internal/commerce"
	"wpbridge/internal/erp/profile/profilesim"
	"wpbridge/internal/erp/sitoo/sitoosim"
	"wpbridge/internal/job"
	"wpbridge/internal/woo"
)

type simulateFlags struct {
	listen, file, faults string
	items                int
	warehouses           []int
	fromShop             bool
	budget               int
}

func (c *cli) simulateCommand() *cobra.Command {
	f := simulateFlags{}
	cmd := &cobra.Command{
		Use:   "simulate sitoo|sors|sedona",
		Short: "Play the ERP, to rehearse and to test",
		Long: `Serves a simulated business system on a loopback address until interrupted. Its catalogue
comes from the shop (--from-shop), a JSON file (--file) or a generator
(--items). Faults such as 429=0.1,500:3,drop-after=0.05 can be given and, while
it runs, changed under /_sim/.`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 || !slices.Contains([]string{"sitoo", "sors", "sedona"}, args[0]) {
				return usagef("name the system to simulate: sitoo, sors or sedona")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(f.warehouses) == 0 {
				return usagef("--warehouses needs at least one number")
			}
			faults, err := sitoosim.ParseFaults(f.faults)
			if err != nil {
				return usagef("--faults: %v", err)
			}
			products, err := c.simulated(cmd.Context(), f)
			if err != nil {
				return err
			}
			if args[0] != "sitoo" {
				return c.serveProfileSim(cmd.Context(), f.listen, profilesim.New(profilesim.Options{Form: args[0], Products: products, Faults: faults}))
			}
			return c.serveSim(cmd.Context(), f.listen, sitoosim.New(sitoosim.Options{Products: products, Faults: faults, Budget: f.budget}))
		},
	}
	cmd.Flags().StringVar(&f.listen, "listen", "127.0.0.1:8789", "address")
	cmd.Flags().StringVar(&f.file, "file", "", "catalogue as JSON")
	cmd.Flags().StringVar(&f.faults, "faults", "", "faults, e.g. 429=0.1,html:2")
	cmd.Flags().IntVar(&f.items, "items", 100, "how many items to generate")
	cmd.Flags().IntSliceVar(&f.warehouses, "warehouses", []int{1}, "warehouses of generated items")
	cmd.Flags().BoolVar(&f.fromShop, "from-shop", false, "the shop's own products and stock")
	cmd.Flags().IntVar(&f.budget, "budget", 0, "requests per minute before 429; 0: no limit")
	return cmd
}

func (c *cli) simulated(ctx context.Context, f simulateFlags) ([]sitoosim.Product, error) {
	switch {
	case f.file != "":
		return sitoosim.LoadFile(f.file)
	case !f.fromShop:
		return sitoosim.Generate(f.items, f.warehouses), nil
	}
	var products []sitoosim.Product
	seen := map[string]bool{}
	err := c.withShop(ctx, func(a *app.App) error {
		return a.Shop.Catalogue(ctx, 1000, func(page []woo.Product) error {
			more, err := copies(ctx, a.Shop, page, f.warehouses[0], seen)
			products = append(products, more...)
			return err
		})
	})
	return products, err
}

// copies makes an item of every product with a SKU that can hold stock. A SKU
// that the shop has twice is taken once.
func copies(ctx context.Context, shop *woo.Shop, page []woo.Product, warehouse int, seen map[string]bool) ([]sitoosim.Product, error) {
	ids := make([]commerce.ProductID, len(page))
	for i, p := range page {
		ids[i] = p.ID
	}
	holdings, err := shop.Holdings(ctx, ids)
	if err != nil {
		return nil, err
	}
	prices, err := shop.Prices(ctx, ids)
	if err != nil {
		return nil, err
	}
	var out []sitoosim.Product
	for _, p := range page {
		if p.SKU == "" || seen[p.SKU] || !job.Usable(p) {
			continue
		}
		seen[p.SKU] = true
		item := sitoosim.Product{SKU: p.SKU, Title: p.Name, Barcode: p.GTIN, Price: money(prices[p.ID].Regular)}
		if h := holdings[p.ID]; h.Managed {
			item.Stock = []sitoosim.Level{{Warehouse: warehouse, Quantity: h.Stock}}
		}
		out = append(out, item)
	}
	return out, nil
}

func money(text *string) string {
	if text == nil || *text == "" {
		return ""
	}
	d, err := decimal.NewFromString(strings.TrimSpace(*text))
	if err != nil {
		return ""
	}
	return d.StringFixed(2)
}

func (c *cli) serveSim(ctx context.Context, address string, sim *sitoosim.Sim) error {
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", address)
	if err != nil {
		return fmt.Errorf("listen for the simulator: %w", err)
	}
	s := sim.Settings("http://" + l.Addr().String())
	fmt.Fprintf(c.out, "Sitoo simulator with %d items; settings:\n\nerp: {name: sitoo}\nsitoo:\n  base_url: %s\n  api_id: %q\n  password: %s\n  site: %q\n  warehouses: [%s]\n\n",
		sim.Len(), s["base_url"], s["api_id"], s["password"], s["site"], s["warehouses"])
	return serveHandler(ctx, l, sim)
}

// serveProfileSim serves a system that is connected by a profile.
func (c *cli) serveProfileSim(ctx context.Context, address string, sim *profilesim.Sim) error {
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", address)
	if err != nil {
		return fmt.Errorf("listen for the simulator: %w", err)
	}
	s := sim.Settings("http://" + l.Addr().String())
	fmt.Fprintf(c.out, "Simulator with %d items; settings:\n\nerp: {name: profile}\nprofile:\n", sim.Len())
	for _, key := range []string{"file", "base_url", "secret"} {
		fmt.Fprintf(c.out, "  %s: %q\n", key, s[key])
	}
	fmt.Fprint(c.out, "  vars:\n")
	for _, key := range slices.Sorted(maps.Keys(s)) {
		if name, ok := strings.CutPrefix(key, "vars."); ok {
			fmt.Fprintf(c.out, "    %s: %q\n", name, s[key])
		}
	}
	fmt.Fprintln(c.out)
	return serveHandler(ctx, l, sim)
}

func serveHandler(ctx context.Context, l net.Listener, sim http.Handler) error {
	srv := &http.Server{Handler: sim, ReadHeaderTimeout: 5 * time.Second}
	stop := context.AfterFunc(ctx, func() { _ = srv.Close() })
	defer stop()
	if err := srv.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serve the simulator: %w", err)
	}
	return nil
}
