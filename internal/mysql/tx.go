package mysql

import (
	"context"
	"database/sql"
	"fmt"
	"iter"
	"math/rand/v2"
	"time"
)

const tries = 5

// WithTx runs f in a transaction: commit when f returns nil, otherwise roll
// back. When the server gave our work up for somebody else's (deadlock, lock
// wait) the whole of f runs again, up to five times; f must therefore have no
// effect outside tx. An error for which Lost is true leaves open whether the
// commit took place.
func WithTx(ctx context.Context, db *sql.DB, f func(*sql.Tx) error) error {
	for try := 1; ; try++ {
		err := once(ctx, db, f)
		if err == nil || try == tries || !Retryable(err) {
			return err
		}
		if err := backOff(ctx, try); err != nil {
			return err
		}
	}
}

// Snapshot runs f on one view of the database: all reads in it see what was
// committed when the first began, and none locks a row.
func Snapshot(ctx context.Context, db *sql.DB, f func(Queryer) error) error {
	tx, err := db.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true})
	if err != nil {
		return fmt.Errorf("begin snapshot: %w", err)
	}
	defer func() { _ = tx.Rollback() }() // there is nothing to keep
	return f(tx)
}

// Retry runs f, a single autocommit statement, again after a deadlock or a lock
// wait.
func Retry(ctx context.Context, f func() error) error {
	for try := 1; ; try++ {
		err := f()
		if err == nil || try == tries || !Retryable(err) {
			return err
		}
		if err := backOff(ctx, try); err != nil {
			return err
		}
	}
}

func once(ctx context.Context, db *sql.DB, f func(*sql.Tx) error) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin transaction: %w", err)
	}
	if err := f(tx); err != nil {
		// The driver rolls back on its own when ctx ends; after that Rollback is a no-op.
		_ = tx.Rollback()
		return err
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	return nil
}

// backOff waits a little longer with each try, never twice the same.
func backOff(ctx context.Context, try int) error {
	return Pause(ctx, time.Duration(try)*(5*time.Millisecond+rand.N(20*time.Millisecond)))
}

// Pause waits for d, or returns why ctx ended before.
func Pause(ctx context.Context, d time.Duration) error {
	wait := time.NewTimer(d)
	defer wait.Stop()
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-wait.C:
		return nil
	}
}

// Chunks cuts s into pieces of at most n.
func Chunks[T any](s []T, n int) iter.Seq[[]T] {
	return func(yield func([]T) bool) {
		for ; len(s) > 0; s = s[min(n, len(s)):] {
			if !yield(s[:min(n, len(s))]) {
				return
			}
		}
	}
}
