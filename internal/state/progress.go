package state

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"wpbridge/internal/ledger"
)

// Stalled is how long a run may be silent before nobody is taken to be at work
// on it.
const Stalled = 45 * time.Second

// Progress is how far a run is. Total is 0 where it is unknown.
type Progress struct {
	Step  string    `json:"step"`
	Done  int       `json:"done"`
	Total int       `json:"total"`
	At    time.Time `json:"at"` // when it was noted, by the database's clock
}

// Progress reads how far a run is; false where it has not said so yet.
func (s *Store) Progress(ctx context.Context, run uint64) (Progress, bool, error) {
	var p Progress
	err := s.row(ctx, `SELECT step, done, total, beat_at FROM {wpbridge_progress} WHERE run_id = ?`, run).Scan(&p.Step, &p.Done, &p.Total, &p.At)
	if errors.Is(err, sql.ErrNoRows) {
		return p, false, nil
	}
	if err != nil {
		return p, false, fmt.Errorf("read how far run %d is: %w", run, err)
	}
	return p, true, nil
}

// Beat notes how far a run is and that somebody is at work on it. It returns
// who wants the run to end, empty: nobody.
func (s *Store) Beat(ctx context.Context, run uint64, p Progress) (cancelledBy string, err error) {
	if _, err := s.exec(ctx, s.db, `UPDATE {wpbridge_progress} SET step = ?, done = ?, total = ?, beat_at = UTC_TIMESTAMP(6) WHERE run_id = ?`, p.Step, p.Done, p.Total, run); err != nil {
		return "", fmt.Errorf("note how far run %d is: %w", run, err)
	}
	if err := s.row(ctx, `SELECT cancel FROM {wpbridge_progress} WHERE run_id = ?`, run).Scan(&cancelledBy); err != nil {
		return "", fmt.Errorf("ask whether run %d is to end: %w", run, err)
	}
	return cancelledBy, nil
}

// Reopen makes the entry of a held run, about to be carried out, as new.
func (s *Store) Reopen(ctx context.Context, r ledger.Run) error {
	_, err := s.exec(ctx, s.db, `INSERT INTO {wpbridge_progress} (run_id, started_by, beat_at) VALUES (?, ?, UTC_TIMESTAMP(6))
		ON DUPLICATE KEY UPDATE step = '', done = 0, total = 0, cancel = '', beat_at = VALUES(beat_at)`, r.ID, r.StartedBy)
	if err != nil {
		return fmt.Errorf("open run %d again: %w", r.ID, err)
	}
	return nil
}

// Cancel asks whoever is at work on a run to end it; by says who asks, in
// words. It is false where the run is not running.
func (s *Store) Cancel(ctx context.Context, run uint64, by string) (bool, error) {
	n, err := s.exec(ctx, s.db, `UPDATE {wpbridge_progress} p JOIN {wpbridge_run} r ON r.id = p.run_id SET p.cancel = ? WHERE p.run_id = ? AND r.status = ? AND p.cancel = ''`, by, run, ledger.Running)
	if err != nil {
		return false, fmt.Errorf("cancel run %d: %w", run, err)
	}
	if n > 0 {
		return true, nil
	}
	r, err := s.Run(ctx, run)
	return r.Status == ledger.Running, err
}

// Underway lists the runs on which somebody is at work, here or elsewhere, the
// newest first.
func (s *Store) Underway(ctx context.Context) ([]ledger.Run, error) {
	return s.runs(ctx, `WHERE status = ? AND id IN (SELECT run_id FROM {wpbridge_progress} WHERE beat_at > UTC_TIMESTAMP(6) - INTERVAL ? SECOND) ORDER BY id DESC`,
		ledger.Running, int(Stalled.Seconds()))
}

// CloseStalled ends previews whose process has gone: no later run of the job
// looks after those, as it does after others.
func (s *Store) CloseStalled(ctx context.Context) error {
	_, err := s.exec(ctx, s.db, `UPDATE {wpbridge_run} r LEFT JOIN {wpbridge_progress} p ON p.run_id = r.id
		SET r.status = ?, r.reason = 'interrupted', r.finished_at = UTC_TIMESTAMP(6)
		WHERE r.status = ? AND r.dry_run = 1 AND (p.beat_at IS NULL OR p.beat_at < UTC_TIMESTAMP(6) - INTERVAL 10 MINUTE)`, ledger.Failed, ledger.Running)
	if err != nil {
		return fmt.Errorf("close interrupted previews: %w", err)
	}
	return nil
}
