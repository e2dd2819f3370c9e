package main

import (
	"context"
	"errors"
	"fmt"

	"wpbridge/internal/erp"
	"wpbridge/internal/job"
	"wpbridge/internal/mysql"
	"wpbridge/internal/state"
)

// Exit codes that cron lines and scripts rely on; what lies between is in
// exitCodes.
const (
	exitDone        = 0
	exitError       = 1
	exitUsage       = 2
	exitInterrupted = 130
)

// exitCodes says which error ends the program with which code; the first match
// counts.
func exitCodes() []struct {
	err  error
	code int
} {
	return []struct {
		err  error
		code int
	}{
		{errUsage, exitUsage},
		{job.ErrPartial, 3},
		{job.ErrHeld, 4},
		{mysql.ErrUnreachable, 10},
		{state.ErrBusy, 11},
		{state.ErrSchema, 12},
		{erp.ErrUnauthorized, 14},
		{erp.ErrUnreachable, 13},
	}
}

// errUsage is wrapped by errors about the command line itself.
var errUsage = errors.New("see --help")

func usagef(format string, args ...any) error {
	return fmt.Errorf("%s (%w)", fmt.Sprintf(format, args...), errUsage)
}

// exitCode maps err to the code. What fails before a command has started is a
// usage error; after a signal every error is its consequence.
func (c *cli) exitCode(ctx context.Context, err error) int {
	switch {
	case err == nil:
		return exitDone
	case ctx.Err() != nil:
		return exitInterrupted
	case !c.started:
		return exitUsage
	}
	for _, x := range exitCodes() {
		if errors.Is(err, x.err) {
			return x.code
		}
	}
	return exitError
}
