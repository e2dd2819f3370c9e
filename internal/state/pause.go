package state

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// OrdersPause stops all work on orders.
const OrdersPause = "orders"

// Pause is why and how long something is not tried.
type Pause struct {
	Tries int // failures in a row
	Left  time.Duration
	Why   string
}

// Pause notes one more failure and lets nobody try for as long as wait says of
// so many in a row.
func (s *Store) Pause(ctx context.Context, name, why string, wait func(tries int) time.Duration) error {
	p, err := s.Paused(ctx, name)
	if err != nil {
		return err
	}
	_, err = s.exec(ctx, s.db, `INSERT INTO {wpbridge_pause} (name, tries, until_at, why) VALUES (?, ?, UTC_TIMESTAMP(6) + INTERVAL ? MICROSECOND, ?)
		ON DUPLICATE KEY UPDATE tries = VALUES(tries), until_at = GREATEST(until_at, VALUES(until_at)), why = VALUES(why)`,
		name, p.Tries+1, wait(p.Tries+1).Microseconds(), cutTo(why, 1000))
	if err != nil {
		return fmt.Errorf("note a pause of %s: %w", name, err)
	}
	return nil
}

// Paused reads a pause; the zero value where there is none. Tries stays after
// Left has run out, until Resume.
func (s *Store) Paused(ctx context.Context, name string) (Pause, error) {
	var p Pause
	var micros int64
	err := s.row(ctx, `SELECT tries, GREATEST(0, TIMESTAMPDIFF(MICROSECOND, UTC_TIMESTAMP(6), until_at)), why FROM {wpbridge_pause} WHERE name = ?`, name).Scan(&p.Tries, &micros, &p.Why)
	if errors.Is(err, sql.ErrNoRows) {
		return Pause{}, nil
	}
	if err != nil {
		return p, fmt.Errorf("read the pause of %s: %w", name, err)
	}
	p.Left = time.Duration(micros) * time.Microsecond
	return p, nil
}

// Lift ends a pause for one more try; the failures before still count.
func (s *Store) Lift(ctx context.Context, name string) error {
	if _, err := s.exec(ctx, s.db, `UPDATE {wpbridge_pause} SET until_at = UTC_TIMESTAMP(6) WHERE name = ?`, name); err != nil {
		return fmt.Errorf("lift the pause of %s: %w", name, err)
	}
	return nil
}

// Resume ends a pause and forgets the failures before.
func (s *Store) Resume(ctx context.Context, name string) error {
	if _, err := s.exec(ctx, s.db, `DELETE FROM {wpbridge_pause} WHERE name = ?`, name); err != nil {
		return fmt.Errorf("end the pause of %s: %w", name, err)
	}
	return nil
}
