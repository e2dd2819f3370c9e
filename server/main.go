// Command wpbridge keeps a WooCommerce shop in step with a business system.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
)

// Hardly anything lives long in a sync: pages come, become statements and go.
// By Go's default the few megabytes that stay would be searched at every few
// that come, a tenth of a run's time. The limit keeps a large catalogue small.
const (
	collectAt = 400      // percent of what lives
	enough    = 64 << 20 // bytes from which memory goes before time
)

func main() {
	debug.SetGCPercent(collectAt)
	debug.SetMemoryLimit(enough)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the process at once
	os.Exit(run(ctx, process{args: os.Args[1:], environ: os.Environ(), out: os.Stdout, err: os.Stderr}))
}

// process is what the surroundings give to one run of the program.
type process struct {
	args     []string
	environ  []string
	out, err io.Writer
}

// run executes one command line and returns its exit code.
func run(ctx context.Context, p process) (code int) {
	defer func() {
		if r := recover(); r != nil {
			fmt.Fprintf(p.err, "wpbridge: a fault in wpbridge itself: %v\n%s", r, debug.Stack())
			code = exitError
		}
	}()
	c := newCLI(p)
	err := c.root().ExecuteContext(ctx) //nolint:contextcheck // each command takes it from cobra: cmd.Context()
	if err != nil {
		fmt.Fprintf(p.err, "wpbridge: %v\n", err)
	}
	return c.exitCode(ctx, err)
}
