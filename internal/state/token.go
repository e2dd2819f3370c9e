package state

import (
	"context"
	"fmt"
	"time"

	"wpbridge/internal/mysql"
)

// longestID is how long the ID of a token may be.
const longestID = 64

// forgetAfter is how long a used token is remembered beyond its own end, for
// the sake of clocks that differ.
const forgetAfter = 10 * time.Minute

// Spend notes that a token, by its ID, is used for a write. It is false where it
// was used before, by whichever sidecar, and for an ID that cannot be noted.
func (s *Store) Spend(ctx context.Context, id string, expires time.Time) (fresh bool, err error) {
	if id == "" || len(id) > longestID {
		return false, nil
	}
	n, err := s.exec(ctx, s.db, `INSERT IGNORE INTO {wpbridge_token} (jti, expires_at) VALUES (?, ?)`, []byte(id), expires.UTC())
	if err != nil {
		return false, fmt.Errorf("note a token as used: %w", err)
	}
	return n == 1, nil
}

// ForgetTokens drops used tokens that have expired, some at a time.
func (s *Store) ForgetTokens(ctx context.Context) error {
	err := mysql.Retry(ctx, func() error {
		_, err := s.exec(ctx, s.db, `DELETE FROM {wpbridge_token} WHERE expires_at < UTC_TIMESTAMP(6) - INTERVAL ? SECOND ORDER BY expires_at LIMIT 5000`, int(forgetAfter.Seconds()))
		return err
	})
	if err != nil {
		return fmt.Errorf("forget expired tokens: %w", err)
	}
	return nil
}
