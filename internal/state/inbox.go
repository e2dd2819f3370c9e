package state

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"wpbridge/internal/mysql"
)

// What has become of a push.
const (
	pushWaits  = "waits"
	pushTaken  = "taken" // somebody is at work on it, or was when he died
	pushDone   = "done"
	pushFailed = "failed"
)

// How long pushes are kept for diagnosis once nothing more is done about them.
const (
	keepDone   = 7 * 24 * time.Hour
	keepFailed = 30 * 24 * time.Hour
)

// Push is what a business system sent, as it came.
type Push struct {
	System  string
	Headers string // those worth keeping, as text
	Body    []byte
	Said    []byte // what it was understood as
	Digest  []byte // 32 bytes: the same again while it waits says nothing new
}

// AddPush stores a push that is to be worked. It is false where the same waits
// already; that one then counts as having come just now.
func (s *Store) AddPush(ctx context.Context, p Push) (fresh bool, err error) {
	var n int64
	err = mysql.Retry(ctx, func() error {
		n, err = s.exec(ctx, s.db, `INSERT INTO {wpbridge_inbox} (system, received_at, headers, body, said, digest, state, due_at, last_error)
			VALUES (?, UTC_TIMESTAMP(6), ?, ?, ?, ?, ?, UTC_TIMESTAMP(6), '') ON DUPLICATE KEY UPDATE received_at = VALUES(received_at)`,
			p.System, p.Headers, p.Body, p.Said, p.Digest, pushWaits)
		return err
	})
	if err != nil {
		return false, fmt.Errorf("store a push of %s: %w", p.System, err)
	}
	return n == 1, nil
}

// AddLostPush stores a push that cannot be understood, so that somebody can look
// at it.
func (s *Store) AddLostPush(ctx context.Context, p Push, why string) error {
	_, err := s.exec(ctx, s.db, `INSERT INTO {wpbridge_inbox} (system, received_at, headers, body, said, state, due_at, last_error)
		VALUES (?, UTC_TIMESTAMP(6), ?, ?, '', ?, UTC_TIMESTAMP(6), ?)`, p.System, p.Headers, p.Body, pushFailed, why)
	if err != nil {
		return fmt.Errorf("store a push of %s: %w", p.System, err)
	}
	return nil
}

// TakenPush is one to work on.
type TakenPush struct {
	ID     uint64
	System string
	Said   []byte
	Tries  int // that failed
}

// PushesDue tells whether there is anything to work on.
func (s *Store) PushesDue(ctx context.Context) (due bool, err error) {
	err = s.row(ctx, `SELECT EXISTS (SELECT 1 FROM {wpbridge_inbox} WHERE state IN (?, ?) AND due_at <= UTC_TIMESTAMP(6))`, pushWaits, pushTaken).Scan(&due)
	if err != nil {
		return false, fmt.Errorf("look into the inbox: %w", err)
	}
	return due, nil
}

// TakePushes takes those that are due, in the order in which they came. From now
// on the same push says something new. Only the holder of the inbox's lease may
// take: what another one had taken is then nobody's.
func (s *Store) TakePushes(ctx context.Context, lease *Lease, limit int) (out []TakenPush, err error) {
	err = mysql.WithTx(ctx, s.db, func(tx *sql.Tx) error {
		out = nil
		if err := lease.Check(ctx, tx); err != nil {
			return err
		}
		err := mysql.Each(ctx, tx, func(r *sql.Rows) error {
			var p TakenPush
			err := r.Scan(&p.ID, &p.System, &p.Said, &p.Tries)
			out = append(out, p)
			return err
		}, s.prefix.SQL(`/* wpbridge:state */ SELECT id, system, said, tries FROM {wpbridge_inbox} WHERE state IN (?, ?) AND due_at <= UTC_TIMESTAMP(6) ORDER BY received_at, id LIMIT ? FOR UPDATE`),
			pushWaits, pushTaken, limit)
		if err != nil || len(out) == 0 {
			return err
		}
		return s.setPushes(ctx, tx, out, `state = ?, digest = NULL`, pushTaken)
	})
	if err != nil {
		return nil, fmt.Errorf("take pushes: %w", err)
	}
	return out, nil
}

// PushesDone notes that nothing more is to be done about these; why is empty
// where they were applied.
func (s *Store) PushesDone(ctx context.Context, pushes []TakenPush, why string) error {
	return s.markPushes(ctx, pushes, `state = ?, last_error = ?`, pushDone, why)
}

// PushesLater puts these back, to be taken after a while. tried says that this
// was a try, which failed for a reason.
func (s *Store) PushesLater(ctx context.Context, pushes []TakenPush, wait time.Duration, tried bool, why string) error {
	return s.markPushes(ctx, pushes, `state = ?, due_at = UTC_TIMESTAMP(6) + INTERVAL ? MICROSECOND, tries = tries + ?, last_error = ?`,
		pushWaits, wait.Microseconds(), tried, why)
}

// PushesFailed gives these up.
func (s *Store) PushesFailed(ctx context.Context, pushes []TakenPush, why string) error {
	return s.markPushes(ctx, pushes, `state = ?, tries = tries + 1, last_error = ?`, pushFailed, why)
}

func (s *Store) markPushes(ctx context.Context, pushes []TakenPush, set string, args ...any) error {
	if len(pushes) == 0 {
		return nil
	}
	if err := mysql.Retry(ctx, func() error { return s.setPushes(ctx, s.db, pushes, set, args...) }); err != nil {
		return fmt.Errorf("note what became of pushes: %w", err)
	}
	return nil
}

func (s *Store) setPushes(ctx context.Context, x mysql.Execer, pushes []TakenPush, set string, args ...any) error {
	ids := make([]uint64, len(pushes))
	for i, p := range pushes {
		ids[i] = p.ID
	}
	in, list := mysql.List(ids)
	_, err := s.exec(ctx, x, `UPDATE {wpbridge_inbox} SET `+set+` WHERE id IN (`+in+`)`, append(args, list...)...)
	return err
}

// ForgetPushes drops old pushes about which nothing more is done, some at a time.
func (s *Store) ForgetPushes(ctx context.Context) error {
	for state, keep := range map[string]time.Duration{pushDone: keepDone, pushFailed: keepFailed} {
		err := mysql.Retry(ctx, func() error {
			_, err := s.exec(ctx, s.db, `DELETE FROM {wpbridge_inbox} WHERE state = ? AND due_at < UTC_TIMESTAMP(6) - INTERVAL ? SECOND ORDER BY due_at LIMIT 2000`, state, int(keep.Seconds()))
			return err
		})
		if err != nil {
			return fmt.Errorf("forget old pushes: %w", err)
		}
	}
	return nil
}
