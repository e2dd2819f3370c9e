package state

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"
	"time"

	"wpbridge/internal/commerce"
	"wpbridge/internal/ledger"
	"wpbridge/internal/mysql"
)

// Told is how far the plugin has been told of a run.
type Told struct {
	Run   uint64
	Round int    // the one under way
	Upto  uint32 // seq up to which it is told in this round
	Tries int    // how often it has failed
	Why   string // the last failure
}

// Sweep stands for a run where the whole shop was looked at.
const Sweep uint64 = 0

// Tell notes that the plugin is to be told of a run, from the start and now.
func (s *Store) Tell(ctx context.Context, run uint64) error {
	_, err := s.exec(ctx, s.db, `INSERT INTO {wpbridge_told} (run_id, round, due_at) VALUES (?, 1, UTC_TIMESTAMP(6))
		ON DUPLICATE KEY UPDATE round = 1, upto = 0, due_at = UTC_TIMESTAMP(6), tries = 0`, run)
	if err != nil {
		return fmt.Errorf("note that the plugin is to be told of run %d: %w", run, err)
	}
	return nil
}

// NoteTurned notes which products went to another status, for Tell; an empty
// status is a product that changed otherwise.
func (s *Store) NoteTurned(ctx context.Context, run uint64, turned map[commerce.ProductID]string) error {
	for part := range mysql.Chunks(slices.Sorted(maps.Keys(turned)), planBatch) {
		var v mysql.Values
		for _, id := range part {
			v.Add(run, id, turned[id])
		}
		if _, err := s.exec(ctx, s.db, `REPLACE INTO {wpbridge_flip} (run_id, post_id, status) VALUES `+v.String(), v.Args...); err != nil {
			return fmt.Errorf("note products that went in or out of stock: %w", err)
		}
	}
	return nil
}

// DueTold lists the runs of which the plugin is to be told now, oldest first.
func (s *Store) DueTold(ctx context.Context) ([]Told, error) {
	var out []Told
	err := s.each(ctx, func(r *sql.Rows) error {
		var t Told
		err := r.Scan(&t.Run, &t.Round, &t.Upto, &t.Tries, &t.Why)
		out = append(out, t)
		return err
	}, `SELECT run_id, round, upto, tries, last_error FROM {wpbridge_told} WHERE due_at <= UTC_TIMESTAMP(6) ORDER BY run_id LIMIT 1000`)
	if err != nil {
		return nil, fmt.Errorf("read what the plugin is to be told: %w", err)
	}
	return out, nil
}

// NoteTold notes how far a round has come.
func (s *Store) NoteTold(ctx context.Context, t Told) error {
	return s.told(ctx, `UPDATE {wpbridge_told} SET upto = ? WHERE run_id = ?`, t.Upto, t.Run)
}

// NextRound begins a run's next round after wait. The plugin has answered, so
// what waited for it is due.
func (s *Store) NextRound(ctx context.Context, t Told, wait time.Duration) error {
	if err := s.told(ctx, `UPDATE {wpbridge_told} SET round = round + 1, upto = 0, tries = 0, due_at = UTC_TIMESTAMP(6) + INTERVAL ? MICROSECOND WHERE run_id = ?`, wait.Microseconds(), t.Run); err != nil {
		return err
	}
	return s.told(ctx, `UPDATE {wpbridge_told} SET due_at = UTC_TIMESTAMP(6) WHERE tries > 0`)
}

// ForgetTold drops a run of which the plugin knows all, or never will.
func (s *Store) ForgetTold(ctx context.Context, run uint64) error {
	if err := s.told(ctx, `DELETE FROM {wpbridge_told} WHERE run_id = ?`, run); err != nil {
		return err
	}
	return s.told(ctx, `DELETE FROM {wpbridge_flip} WHERE run_id = ?`, run)
}

// Postpone notes that a run could not be told, and lets every other wait as
// long: they need the same plugin.
func (s *Store) Postpone(ctx context.Context, t Told, wait time.Duration, why string) error {
	if err := s.told(ctx, `UPDATE {wpbridge_told} SET tries = tries + 1, last_error = ? WHERE run_id = ?`, cutTo(why, 1000), t.Run); err != nil {
		return err
	}
	return s.told(ctx, `UPDATE {wpbridge_told} SET due_at = GREATEST(due_at, UTC_TIMESTAMP(6) + INTERVAL ? MICROSECOND)`, wait.Microseconds())
}

func (s *Store) told(ctx context.Context, q string, args ...any) error {
	if _, err := s.exec(ctx, s.db, q, args...); err != nil {
		return fmt.Errorf("note what the plugin was told: %w", err)
	}
	return nil
}

// Turned are the new statuses of those of the products that a run turned.
func (s *Store) Turned(ctx context.Context, run uint64, ids []commerce.ProductID) (map[commerce.ProductID]string, error) {
	in, args := mysql.List(ids)
	out := map[commerce.ProductID]string{}
	err := s.each(ctx, func(r *sql.Rows) error {
		var id commerce.ProductID
		var status string
		err := r.Scan(&id, &status)
		out[id] = status
		return err
	}, `SELECT post_id, status FROM {wpbridge_flip} WHERE run_id = ? AND post_id IN (`+in+`)`, append([]any{run}, args...)...)
	if err != nil {
		return nil, fmt.Errorf("read products that went in or out of stock: %w", err)
	}
	return out, nil
}

// Follower is a product that a run turned without having a change of its own: a
// parent, or a variation that follows one.
type Follower struct {
	Product, Parent commerce.ProductID
	Status          string
}

// Followers lists those of a run with an id above after, in that order.
func (s *Store) Followers(ctx context.Context, run uint64, after commerce.ProductID, limit int) ([]Follower, error) {
	var out []Follower
	err := s.each(ctx, func(r *sql.Rows) error {
		var f Follower
		err := r.Scan(&f.Product, &f.Parent, &f.Status)
		out = append(out, f)
		return err
	}, `SELECT f.post_id, IF(p.post_type = 'product_variation', p.post_parent, 0), f.status FROM {wpbridge_flip} f JOIN {posts} p ON p.ID = f.post_id
		WHERE f.run_id = ? AND f.post_id > ? AND NOT EXISTS (SELECT 1 FROM {wpbridge_change} c JOIN {wpbridge_run} r ON r.id = c.run_id
		WHERE c.post_id = f.post_id AND c.run_id = f.run_id AND c.seq <= r.applied_upto AND c.state <> ?) ORDER BY f.post_id LIMIT ?`, run, after, ledger.Skipped, limit)
	if err != nil {
		return nil, fmt.Errorf("read products that went in or out of stock: %w", err)
	}
	return out, nil
}
