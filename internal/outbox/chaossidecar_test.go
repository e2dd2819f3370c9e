package outbox_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/erp"
	"wpbridge/internal/erp/breaker"
	"wpbridge/internal/erp/chain"
	"wpbridge/internal/erp/retry"
	"wpbridge/internal/job"
	"wpbridge/internal/mysql"
	"wpbridge/internal/outbox"
	"wpbridge/internal/reconcile"
	"wpbridge/internal/state"
	"wpbridge/internal/woo"
	"wpbridge/internal/wp"
)

// envSidecar makes the test binary a sidecar: a process that can be killed.
const envSidecar = "WPBRIDGE_OUTBOX_SIDECAR"

type sidecarConfig struct {
	DSN, Prefix string
	ERP         erp.Settings
}

func TestMain(m *testing.M) {
	if text := os.Getenv(envSidecar); text != "" {
		if err := sidecarMain(context.Background(), text, os.Stdout); err != nil {
			_, _ = fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// hasty are times for a line that loses what takes longer than patience, and an
// ERP that may do it later all the same.
func hasty() outbox.Times {
	return outbox.Times{Call: time.Second, Doubt: 2 * stall, First: 5 * time.Millisecond, Longest: 50 * time.Millisecond, Patient: time.Second}
}

// connect is all that a sidecar needs, with everything before the connector that
// the program has.
func connect(ctx context.Context, c sidecarConfig) (*job.Runner, error) {
	log := slog.New(slog.DiscardHandler)
	prefix, err := wp.ParsePrefix(c.Prefix)
	if err != nil {
		return nil, err
	}
	db, err := mysql.Open(ctx, mysql.Options{DSN: c.DSN})
	if err != nil {
		return nil, err
	}
	context.AfterFunc(ctx, func() { _ = db.Close() })
	store, err := state.Open(ctx, db, prefix)
	if err != nil {
		return nil, err
	}
	shop, err := woo.Open(ctx, db, prefix)
	if err != nil {
		return nil, err
	}
	conn, err := chain.Open(ctx, erp.NewRegistry(factory()), "wild", c.ERP, chain.Options{
		Timeout: patience, Retry: retry.Options{Tries: 2, First: time.Millisecond}, Breaker: breaker.Options{Failures: 5, Pause: 20 * time.Millisecond},
	})
	if err != nil {
		return nil, err
	}
	return &job.Runner{
		ERP: conn.Ops, Waited: func() time.Duration { return 0 }, Account: "wild", Shop: shop, Store: store, Log: log,
		Stock:  reconcile.StockPolicy{Enable: true, Patience: 24 * time.Hour, StatusOf: shop.Settings().StatusOf}, // nothing may be hidden by a repair
		Limits: reconcile.Limits{MaxZeroedPercent: 100, MaxPriceJumpPercent: 100}, Progress: func(string, int, int) {},
		Outbox: &outbox.Engine{
			ERP: conn.Ops, Shop: shop, Store: store, Log: log, Label: "probe", Document: erp.OrderDocument,
			Statuses: []string{"processing", "completed"}, Automatic: true, Times: hasty(),
		},
	}, nil
}

// sidecarMain exports orders and keeps the stock until it is killed, and writes a
// line for each step.
func sidecarMain(ctx context.Context, text string, out io.Writer) error {
	var c sidecarConfig
	if err := json.Unmarshal([]byte(text), &c); err != nil {
		return err
	}
	r, err := connect(ctx, c)
	if err != nil && expected(err) {
		return nil // the database is away: the next one finds it back
	}
	if err != nil {
		return err
	}
	r.Progress = func(step string, done, _ int) { _, _ = fmt.Fprintln(out, step, done) }
	r.Outbox.Progress = r.Progress
	for {
		if err := pass(ctx, r); err != nil {
			return err
		}
	}
}

// pass does once what a service does all the time. Others may be at it, the line
// may be down, and the database away.
func pass(ctx context.Context, r *job.Runner) error {
	if _, err := r.Outbox.Find(ctx, false); !expected(err) {
		return fmt.Errorf("find: %w", err)
	}
	if _, err := r.Outbox.Work(ctx); !expected(err) {
		return fmt.Errorf("work: %w", err)
	}
	if _, err := r.Sync(ctx, job.Stock, job.Options{Full: rand.IntN(6) == 0}); !expected(err) {
		return fmt.Errorf("stock: %w", err)
	}
	return nil
}

func expected(err error) bool {
	for _, known := range []error{state.ErrBusy, state.ErrLeaseLost, job.ErrPartial, mysql.ErrUnreachable, context.Canceled} {
		if errors.Is(err, known) {
			return true
		}
	}
	return err == nil || erp.Temporary(err) || mysql.Lost(err) || mysql.Retryable(err)
}

// process is a sidecar of its own.
type process struct {
	cmd    *exec.Cmd
	steps  *bufio.Scanner
	faults bytes.Buffer
}

func launch(t *testing.T, c sidecarConfig) *process {
	t.Helper()
	self, err := os.Executable()
	require.NoError(t, err)
	text, err := json.Marshal(c)
	require.NoError(t, err)
	p := &process{cmd: exec.CommandContext(t.Context(), self)}
	p.cmd.Env = append(os.Environ(), envSidecar+"="+string(text))
	p.cmd.Stderr = &p.faults
	out, err := p.cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, p.cmd.Start())
	p.steps = bufio.NewScanner(out)
	return p
}

// killAfter lets the process make n steps and kills it as kill -9 does. It
// returns whether that was its end, and why it ended by itself otherwise.
func (p *process) killAfter(n int, beyond time.Duration) (killed bool, said string) {
	for range n {
		if !p.steps.Scan() {
			break
		}
	}
	<-time.After(beyond) // somewhere between two steps
	_ = p.cmd.Process.Kill()
	_ = p.cmd.Wait() // killed
	if p.cmd.ProcessState.ExitCode() == 1 {
		said = p.faults.String()
	}
	return p.cmd.ProcessState.ExitCode() < 0, said
}
