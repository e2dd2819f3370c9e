package state

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"time"
)

// What can keep a shop in step by itself.
const (
	Serve = "serve" // `wpbridge serve` with its schedule
	Cron  = "cron"  // `wpbridge sync …` from a cron line
)

// Alive notes that one of them is alive.
func (s *Store) Alive(ctx context.Context, name string) error {
	host, _ := os.Hostname()
	_, err := s.exec(ctx, s.db, `INSERT INTO {wpbridge_alive} (name, host, beat_at) VALUES (?, ?, UTC_TIMESTAMP(6))
		ON DUPLICATE KEY UPDATE host = VALUES(host), beat_at = VALUES(beat_at)`, name, cutTo(host, 120))
	if err != nil {
		return fmt.Errorf("note that %s is alive: %w", name, err)
	}
	return nil
}

// Beats tells of each when it last said that it is alive.
func (s *Store) Beats(ctx context.Context) (map[string]time.Time, error) {
	out := map[string]time.Time{}
	err := s.each(ctx, func(r *sql.Rows) error {
		var name string
		var at time.Time
		err := r.Scan(&name, &at)
		out[name] = at.UTC()
		return err
	}, `SELECT name, beat_at FROM {wpbridge_alive}`)
	if err != nil {
		return nil, fmt.Errorf("read what is alive: %w", err)
	}
	return out, nil
}
