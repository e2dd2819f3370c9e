package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"wpbridge/internal/erp"
	"wpbridge/internal/erp/simkit"
)

type simulateFlags struct {
	listen, file, faults string
	items                int
	warehouses           []string
	fromShop             bool
	budget               int
}

func (c *cli) simulateCommand() *cobra.Command {
	f := simulateFlags{}
	known := strings.Join(simulatorNames(), "|")
	cmd := &cobra.Command{
		Use:   "simulate " + known,
		Short: "Play the ERP, to rehearse and to test",
		Long: `Serves a simulated ERP on a loopback address until interrupted. Its catalogue
comes from the shop (--from-shop), a JSON file (--file) or a generator
(--items). Faults such as 429=0.1,500:3,drop-after=0.05 can be given and, while
it runs, changed under /_sim/.`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 || !slices.Contains(simulatorNames(), args[0]) {
				return usagef("name the system to simulate: %s", known)
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if cmd.Flags().Changed("warehouses") && len(f.warehouses) == 0 {
				return usagef("--warehouses needs at least one")
			}
			p, err := c.stage(cmd.Context(), f)
			if err != nil {
				return err
			}
			system := simulators()[args[0]]
			sim, err := system.sim(p)
			if err != nil {
				return err
			}
			return c.serveSim(cmd.Context(), f.listen, system.connector, sim)
		},
	}
	cmd.Flags().StringVar(&f.listen, "listen", "127.0.0.1:8789", "address")
	cmd.Flags().StringVar(&f.file, "file", "", "catalogue as JSON")
	cmd.Flags().StringVar(&f.faults, "faults", "", "faults, e.g. 429=0.1,html:2")
	cmd.Flags().IntVar(&f.items, "items", 100, "how many items to generate")
	cmd.Flags().StringSliceVar(&f.warehouses, "warehouses", nil, "warehouses of generated items, as the system names them")
	cmd.Flags().BoolVar(&f.fromShop, "from-shop", false, "the shop's own products and stock")
	cmd.Flags().IntVar(&f.budget, "budget", 0, "requests before the system refuses; 0: as many as it really allows")
	return cmd
}

// stage prepares what every simulator gets.
func (c *cli) stage(ctx context.Context, f simulateFlags) (stage, error) {
	faults, err := simkit.ParseFaults(f.faults)
	if err != nil {
		return stage{}, usagef("--faults: %v", err)
	}
	p := stage{file: f.file, items: f.items, warehouses: f.warehouses, budget: f.budget, faults: faults, fromShop: f.fromShop && f.file == ""}
	if p.fromShop {
		p.goods, err = c.shopGoods(ctx)
	}
	return p, err
}

func (c *cli) serveSim(ctx context.Context, address, name string, sim simulator) error {
	f, err := c.connectors.Factory(name)
	if err != nil {
		return err
	}
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", address)
	if err != nil {
		return fmt.Errorf("listen for the simulator: %w", err)
	}
	fmt.Fprintf(c.out, "%s simulator with %d items; settings:\n\n", f.Title, sim.Len())
	printSettings(c.out, f, sim.Settings("http://"+l.Addr().String()))
	srv := &http.Server{Handler: sim, ReadHeaderTimeout: 5 * time.Second}
	stop := context.AfterFunc(ctx, func() { _ = srv.Close() })
	defer stop()
	if err := srv.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serve the simulator: %w", err)
	}
	return nil
}

// printSettings writes what reaches the simulator, in the form of the settings
// file.
func printSettings(w io.Writer, f erp.Factory, s erp.Settings) {
	fmt.Fprintf(w, "erp: {name: %s}\n%s:\n", f.Name, f.Name)
	for _, key := range f.Settings {
		switch v := s[key.Name]; {
		case key.Map:
			printEntries(w, key.Name, s)
		case v == "":
		case key.List:
			fmt.Fprintf(w, "  %s: [%s]\n", key.Name, v)
		case key.Name == "base_url":
			fmt.Fprintf(w, "  %s: %s\n", key.Name, v)
		default:
			fmt.Fprintf(w, "  %s: %q\n", key.Name, v)
		}
	}
	fmt.Fprintln(w)
}

func printEntries(w io.Writer, section string, s erp.Settings) {
	fmt.Fprintf(w, "  %s:\n", section)
	for _, key := range slices.Sorted(maps.Keys(s)) {
		if name, ok := strings.CutPrefix(key, section+"."); ok {
			fmt.Fprintf(w, "    %s: %q\n", name, s[key])
		}
	}
}
