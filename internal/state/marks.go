package state

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// SetMark stores a mark.
func (s *Store) SetMark(ctx context.Context, name, value string) error {
	_, err := s.exec(ctx, s.db, `INSERT INTO {wpbridge_mark} (name, value, updated_at) VALUES (?, ?, UTC_TIMESTAMP(6)) ON DUPLICATE KEY UPDATE value = VALUES(value), updated_at = VALUES(updated_at)`, name, []byte(value))
	if err != nil {
		return fmt.Errorf("store mark %s: %w", name, err)
	}
	return nil
}

// KeepMark stores a mark for good: it returns the value that stands, which is
// that of whoever came first.
func (s *Store) KeepMark(ctx context.Context, name, value string) (string, error) {
	_, err := s.exec(ctx, s.db, `INSERT IGNORE INTO {wpbridge_mark} (name, value, updated_at) VALUES (?, ?, UTC_TIMESTAMP(6))`, name, []byte(value))
	if err != nil {
		return "", fmt.Errorf("store mark %s: %w", name, err)
	}
	return s.Mark(ctx, name)
}

// Floor is where wpbridge's time began for a shop's orders: what was over by then
// is history.
type Floor struct {
	At    time.Time `json:"at"`    // by the database's clock
	Taken uint64    `json:"taken"` // see ledger.Link.TakenMark
	Post  uint64    `json:"post"`  // the last post then; orders are numbered as posts
}

// ErrNoFloor says that no match was accepted yet.
var ErrNoFloor = errors.New("no match has been accepted yet")

const floorMark = "orders-floor"

// KeepFloor notes that the time of orders begins now, unless it has begun.
func (s *Store) KeepFloor(ctx context.Context, taken uint64) error {
	f := Floor{Taken: taken}
	if err := s.row(ctx, `SELECT UTC_TIMESTAMP(6), (SELECT COALESCE(MAX(ID), 0) FROM {posts})`).Scan(&f.At, &f.Post); err != nil {
		return fmt.Errorf("note where orders begin: %w", err)
	}
	b, err := json.Marshal(f)
	if err != nil {
		return fmt.Errorf("note where orders begin: %w", err)
	}
	_, err = s.KeepMark(ctx, floorMark, string(b))
	return err
}

// Floor reads it, or returns ErrNoFloor.
func (s *Store) Floor(ctx context.Context) (f Floor, err error) {
	text, err := s.Mark(ctx, floorMark)
	if err != nil {
		return f, err
	}
	if text == "" {
		return f, ErrNoFloor
	}
	if err := json.Unmarshal([]byte(text), &f); err != nil {
		return f, fmt.Errorf("read where orders begin: %w", err)
	}
	return f, nil
}
