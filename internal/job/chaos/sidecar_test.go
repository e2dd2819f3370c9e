package chaos_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"testing"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/erp"
	"wpbridge/internal/job"
	"wpbridge/internal/mysql"
	"wpbridge/internal/wp"
)

// envSidecar makes the test binary a sidecar: a process that can be killed.
const envSidecar = "WPBRIDGE_CHAOS_SIDECAR"

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
	}
	os.Exit(m.Run())
}

// sidecarMain syncs until it is killed and writes a line for each step.
func sidecarMain(ctx context.Context, text string, out io.Writer) error {
	var c sidecarConfig
	if err := json.Unmarshal([]byte(text), &c); err != nil {
		return err
	}
	prefix, err := wp.ParsePrefix(c.Prefix)
	if err != nil {
		return err
	}
	db, err := mysql.Open(ctx, mysql.Options{DSN: c.DSN})
	if err != nil {
		return err
	}
	r, err := open(ctx, db, prefix, c.ERP)
	if err != nil {
		return err
	}
	r.Progress = func(step string, done, _ int) { _, _ = fmt.Fprintln(out, step, done) }
	for {
		if _, err := r.Sync(ctx, job.Stock, job.Options{Full: rand.IntN(4) == 0}); err != nil {
			return err
		}
	}
}

// process is a sidecar of its own.
type process struct {
	cmd    *exec.Cmd
	steps  *bufio.Scanner
	faults bytes.Buffer
}

func (w *world) launch(t *testing.T) *process {
	t.Helper()
	self, err := os.Executable()
	require.NoError(t, err)
	text, err := json.Marshal(sidecarConfig{w.shop.DSN, w.shop.Prefix, w.erp})
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

// killAfter lets the process make n steps and kills it as kill -9 does.
func (p *process) killAfter(t *testing.T, n int) {
	t.Helper()
	for range n {
		if !p.steps.Scan() {
			break
		}
	}
	require.NoError(t, p.cmd.Process.Kill())
	_ = p.cmd.Wait() // killed
	require.Empty(t, p.faults.String(), "the sidecar ended by itself")
}

// aMinuteLater lets the lease of a dead process run out.
func (w *world) aMinuteLater(t *testing.T) {
	t.Helper()
	w.shop.Exec(t, "UPDATE "+w.shop.Table("wpbridge_lease")+" SET until_at = '2000-01-01'")
}
