package state

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"

	"wpbridge/internal/ledger"
)

// RunFilter narrows a list of runs; a zero field does not.
type RunFilter struct {
	Job    string
	Status ledger.RunStatus
	Before uint64 // only runs with a smaller number
	Limit  int
}

// RunsLike lists runs that pass a filter, the newest first.
func (s *Store) RunsLike(ctx context.Context, f RunFilter) ([]ledger.Run, error) {
	var c conditions
	c.add(f.Job != "", `job = ?`, f.Job)
	c.add(f.Status != "", `status = ?`, f.Status)
	c.add(f.Before != 0, `id < ?`, f.Before)
	return s.runs(ctx, c.where()+` ORDER BY id DESC LIMIT ?`, append(c.args, f.Limit)...)
}

// Last is the last ended run of a job that was no preview and no undo; full
// asks for one that read everything. A run number of 0: there is none.
func (s *Store) Last(ctx context.Context, job string, full bool) (ledger.Run, error) {
	runs, err := s.runs(ctx, `WHERE job = ? AND dry_run = 0 AND undo_of = 0 AND status <> ? AND full_read >= ? ORDER BY id DESC LIMIT 1`, job, ledger.Running, full)
	if err != nil || len(runs) == 0 {
		return ledger.Run{}, err
	}
	return runs[0], nil
}

// SinceStart is how long ago a run of a job, as of Last but ended or not, was
// started; false where there was none.
func (s *Store) SinceStart(ctx context.Context, job string, full bool) (time.Duration, bool, error) {
	var micros sql.NullInt64
	err := s.row(ctx, `SELECT TIMESTAMPDIFF(MICROSECOND, MAX(started_at), UTC_TIMESTAMP(6)) FROM
		(SELECT started_at FROM {wpbridge_run} WHERE job = ? AND dry_run = 0 AND undo_of = 0 AND full_read >= ? ORDER BY id DESC LIMIT 1) r`, job, full).Scan(&micros)
	if err != nil {
		return 0, false, fmt.Errorf("read when %s last ran: %w", job, err)
	}
	return time.Duration(micros.Int64) * time.Microsecond, micros.Valid, nil
}

// ChangeFilter narrows a run's changes; a zero field does not.
type ChangeFilter struct {
	Text  string // part of the SKU, the field or the note
	SKU   string // exactly
	After uint32 // only changes with a larger Seq
	Limit int
}

func (f ChangeFilter) conditions(run uint64) (c conditions) {
	c.add(true, `c.run_id = ?`, run)
	c.add(f.SKU != "", `c.sku = ?`, []byte(f.SKU))
	like := "%" + escapeLike(f.Text) + "%"
	c.add(f.Text != "", `(CONVERT(c.sku USING utf8mb4) LIKE ? OR c.field LIKE ? OR c.note LIKE ?)`, like, like, like)
	return c
}

// ChangesLike lists a run's changes that pass a filter, in the order planned.
func (s *Store) ChangesLike(ctx context.Context, run uint64, f ChangeFilter) ([]ledger.Change, error) {
	c := f.conditions(run)
	c.add(f.After != 0, `c.seq > ?`, f.After)
	return s.changes(ctx, c.where()+` ORDER BY c.seq LIMIT ?`, append(c.args, f.Limit)...)
}

// CountChanges counts them, from the first on.
func (s *Store) CountChanges(ctx context.Context, run uint64, f ChangeFilter) (n int, err error) {
	c := f.conditions(run)
	if err := s.row(ctx, `SELECT COUNT(*) FROM {wpbridge_change} c `+c.where(), c.args...).Scan(&n); err != nil {
		return 0, fmt.Errorf("count the changes of run %d: %w", run, err)
	}
	return n, nil
}

// conditions gathers what stands behind WHERE.
type conditions struct {
	text []string
	args []any
}

func (c *conditions) add(wanted bool, text string, args ...any) {
	if wanted {
		c.text, c.args = append(c.text, text), append(c.args, args...)
	}
}

func (c *conditions) where() string {
	if len(c.text) == 0 {
		return ""
	}
	return "WHERE " + strings.Join(c.text, " AND ")
}

// escapeLike takes the meaning from what LIKE would read as a pattern.
func escapeLike(s string) string {
	return strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(s)
}
