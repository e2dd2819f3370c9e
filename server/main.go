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

func main() {
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
