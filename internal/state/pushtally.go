package state

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"wpbridge/internal/mysql"
)

// PushTally is how many pushes of a system came, and how they fared.
type PushTally struct {
	Accepted, Repeated, Probes int
	Ignored                    int // entries of other locations, or that name no item
	Unknown                    int // codes that no product is linked to
	Refused                    int // that did not prove their sender, or made no sense
	LastAccepted               time.Time
	LastRefused                time.Time
	Refusal                    string // why the last one was refused
}

// CountPush adds to a system's tally. Of the times only the present one counts:
// that of something accepted, repeated or probed, and that of a refusal.
func (s *Store) CountPush(ctx context.Context, system string, t PushTally) error {
	came := t.Accepted+t.Repeated+t.Probes > 0
	err := mysql.Retry(ctx, func() error {
		_, err := s.exec(ctx, s.db, `INSERT INTO {wpbridge_push} (system, accepted, repeated, probes, ignored, unknown, refused, accepted_at, refused_at, refusal)
			VALUES (?, ?, ?, ?, ?, ?, ?, IF(?, UTC_TIMESTAMP(6), NULL), IF(?, UTC_TIMESTAMP(6), NULL), ?)
			ON DUPLICATE KEY UPDATE accepted = accepted + VALUES(accepted), repeated = repeated + VALUES(repeated), probes = probes + VALUES(probes),
			ignored = ignored + VALUES(ignored), unknown = unknown + VALUES(unknown), refused = refused + VALUES(refused),
			accepted_at = COALESCE(VALUES(accepted_at), accepted_at), refused_at = COALESCE(VALUES(refused_at), refused_at),
			refusal = IF(VALUES(refused) > 0, VALUES(refusal), refusal)`,
			system, t.Accepted, t.Repeated, t.Probes, t.Ignored, t.Unknown, t.Refused, came, t.Refused > 0, t.Refusal)
		return err
	})
	if err != nil {
		return fmt.Errorf("count a push of %s: %w", system, err)
	}
	return nil
}

// PushTallies reads the tally of every system that ever sent something, by its
// name.
func (s *Store) PushTallies(ctx context.Context) (map[string]PushTally, error) {
	out := map[string]PushTally{}
	err := s.each(ctx, func(r *sql.Rows) error {
		var system string
		var t PushTally
		var accepted, refused sql.NullTime
		err := r.Scan(&system, &t.Accepted, &t.Repeated, &t.Probes, &t.Ignored, &t.Unknown, &t.Refused, &accepted, &refused, &t.Refusal)
		t.LastAccepted, t.LastRefused = accepted.Time, refused.Time
		out[system] = t
		return err
	}, `SELECT system, accepted, repeated, probes, ignored, unknown, refused, accepted_at, refused_at, refusal FROM {wpbridge_push}`)
	if err != nil {
		return nil, fmt.Errorf("read how pushes fared: %w", err)
	}
	return out, nil
}
