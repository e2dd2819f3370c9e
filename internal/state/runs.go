package state

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"wpbridge/internal/ledger"
	"wpbridge/internal/mysql"
)

// ErrNoRun says that there is no run of this number.
var ErrNoRun = errors.New("no such run")

// Begin opens a run.
func (s *Store) Begin(ctx context.Context, r *ledger.Run) error {
	var id int64
	err := mysql.WithTx(ctx, s.db, func(tx *sql.Tx) error {
		res, err := tx.ExecContext(ctx, s.prefix.SQL(`/* wpbridge:state */ INSERT INTO {wpbridge_run} (job, status, dry_run, full_read, started_at, undo_of, counts, reason) VALUES (?, ?, ?, ?, UTC_TIMESTAMP(6), ?, ?, '')`),
			r.Job, ledger.Running, r.DryRun, r.Full, r.UndoOf, "{}")
		if err != nil {
			return err
		}
		if id, err = res.LastInsertId(); err != nil {
			return err
		}
		_, err = s.exec(ctx, tx, `INSERT INTO {wpbridge_progress} (run_id, started_by, beat_at) VALUES (?, ?, UTC_TIMESTAMP(6))`, id, r.StartedBy)
		return err
	})
	if err != nil {
		return fmt.Errorf("open run of %s: %w", r.Job, err)
	}
	r.ID, r.Status = uint64(id), ledger.Running
	return nil
}

// Finish closes a run with what it has counted. The mark is stored with it, in
// one transaction, so that the next incremental reading starts behind exactly
// what was applied; an empty mark leaves the old one.
func (s *Store) Finish(ctx context.Context, r ledger.Run, markName string) error {
	counts, err := json.Marshal(r.Counts)
	if err != nil {
		return fmt.Errorf("close run %d: %w", r.ID, err)
	}
	err = mysql.WithTx(ctx, s.db, func(tx *sql.Tx) error {
		if _, err := s.exec(ctx, tx, `UPDATE {wpbridge_run} SET status = ?, finished_at = UTC_TIMESTAMP(6), counts = ?, reason = ?, next_mark = ? WHERE id = ?`,
			r.Status, string(counts), r.Reason, []byte(r.Mark), r.ID); err != nil {
			return err
		}
		if markName == "" || r.Mark == "" {
			return nil
		}
		_, err := s.exec(ctx, tx, `INSERT INTO {wpbridge_mark} (name, value, updated_at) VALUES (?, ?, UTC_TIMESTAMP(6))
			ON DUPLICATE KEY UPDATE value = VALUES(value), updated_at = VALUES(updated_at)`, markName, []byte(r.Mark))
		if err != nil {
			return err
		}
		// What another account has left behind may not be gone on from any more.
		_, err = s.exec(ctx, tx, `DELETE FROM {wpbridge_mark} WHERE name LIKE CONCAT(?, ' %') AND name <> ?`, r.Job, markName)
		return err
	})
	if err != nil {
		return fmt.Errorf("close run %d: %w", r.ID, err)
	}
	return nil
}

// Supersede closes held runs of a job that a newer one replaces.
func (s *Store) Supersede(ctx context.Context, job string, newer uint64) error {
	_, err := s.exec(ctx, s.db, `UPDATE {wpbridge_run} SET status = ? WHERE job = ? AND status = ? AND id < ?`, ledger.Superseded, job, ledger.Held, newer)
	return err
}

// SetStatus changes only a run's status.
func (s *Store) SetStatus(ctx context.Context, run uint64, status ledger.RunStatus) error {
	_, err := s.exec(ctx, s.db, `UPDATE {wpbridge_run} SET status = ? WHERE id = ?`, status, run)
	return err
}

// Mark reads a stored mark; empty where there is none.
func (s *Store) Mark(ctx context.Context, name string) (string, error) {
	var v []byte
	err := s.row(ctx, `SELECT value FROM {wpbridge_mark} WHERE name = ?`, name).Scan(&v)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("read mark %s: %w", name, err)
	}
	return string(v), nil
}

const runColumns = `id, job, status, dry_run, full_read, started_at, finished_at, applied_upto, undo_of, next_mark, counts, reason,
	COALESCE((SELECT started_by FROM {wpbridge_progress} WHERE run_id = id), '')`

// Run reads one run.
func (s *Store) Run(ctx context.Context, id uint64) (ledger.Run, error) {
	runs, err := s.runs(ctx, `WHERE id = ?`, id)
	if err != nil {
		return ledger.Run{}, err
	}
	if len(runs) == 0 {
		return ledger.Run{}, fmt.Errorf("%w: %d; `wpbridge runs` lists them", ErrNoRun, id)
	}
	return runs[0], nil
}

// Runs lists the newest runs first.
func (s *Store) Runs(ctx context.Context, limit int) ([]ledger.Run, error) {
	return s.runs(ctx, `ORDER BY id DESC LIMIT ?`, limit)
}

// ReadingAge is how old the shop's numbers are at most: the time since the last
// reading of a job began that was applied without a fault, whichever process
// made it. known is false where there was none. A reading is full or ends with a
// mark; undos and runs over single items have neither.
func (s *Store) ReadingAge(ctx context.Context, job string) (age time.Duration, known bool, err error) {
	var micros sql.NullInt64
	err = s.row(ctx, `SELECT TIMESTAMPDIFF(MICROSECOND, MAX(started_at), UTC_TIMESTAMP(6)) FROM
		(SELECT started_at FROM {wpbridge_run} WHERE job = ? AND status = ? AND dry_run = 0 AND undo_of = 0 AND (full_read = 1 OR next_mark <> '') ORDER BY id DESC LIMIT 1) r`, job, ledger.Done).Scan(&micros)
	if err != nil {
		return 0, false, fmt.Errorf("read the age of the last reading: %w", err)
	}
	return time.Duration(micros.Int64) * time.Microsecond, micros.Valid, nil
}

// Interrupted lists runs of a job, other than the one given, that stopped
// without an end. Only the holder of the job's lease may ask: then nobody can be
// at work on them.
func (s *Store) Interrupted(ctx context.Context, job string, other uint64) ([]ledger.Run, error) {
	return s.runs(ctx, `WHERE job = ? AND status = ? AND dry_run = 0 AND id <> ? ORDER BY id`, job, ledger.Running, other)
}

// DueSweeps lists applied runs whose derived rows are due for another look:
// the first after 5 seconds, the second after 60.
func (s *Store) DueSweeps(ctx context.Context) ([]ledger.Run, error) {
	return s.runs(ctx, `WHERE applied_upto > 0 AND finished_at IS NOT NULL AND ((swept = 0 AND finished_at < UTC_TIMESTAMP(6) - INTERVAL 5 SECOND)
		OR (swept = 1 AND finished_at < UTC_TIMESTAMP(6) - INTERVAL 60 SECOND)) ORDER BY id`)
}

// Swept notes one more look at a run's products.
func (s *Store) Swept(ctx context.Context, r ledger.Run) error {
	_, err := s.exec(ctx, s.db, `UPDATE {wpbridge_run} SET swept = IF(finished_at < UTC_TIMESTAMP(6) - INTERVAL 60 SECOND, 2, 1) WHERE id = ?`, r.ID)
	return err
}

func (s *Store) runs(ctx context.Context, where string, args ...any) ([]ledger.Run, error) {
	var out []ledger.Run
	err := s.each(ctx, func(rows *sql.Rows) error {
		var r ledger.Run
		var finished sql.NullTime
		var counts, mark []byte
		if err := rows.Scan(&r.ID, &r.Job, &r.Status, &r.DryRun, &r.Full, &r.Started, &finished, &r.Applied, &r.UndoOf, &mark, &counts, &r.Reason, &r.StartedBy); err != nil {
			return err
		}
		r.Finished, r.Mark = finished.Time, string(mark)
		out = append(out, r)
		return json.Unmarshal(counts, &out[len(out)-1].Counts)
	}, `SELECT `+runColumns+` FROM {wpbridge_run} `+where, args...)
	if err != nil {
		return nil, fmt.Errorf("read runs: %w", err)
	}
	return out, nil
}
