package ledger

import (
	"context"
	"database/sql"
	"errors"
)

// ErrRecorded says that the chunk was carried out before: a commit thought lost
// has arrived after all.
var ErrRecorded = errors.New("this part of the plan is carried out already")

// Books is where a chunk of changes is written down, in the transaction that
// makes them.
type Books interface {
	// Record notes the chunk as carried out, but for the skipped changes by Seq.
	// It is the first thing in the transaction, so that the shop's own rows are
	// locked last and shortest. Of a chunk carried out before it returns
	// ErrRecorded, and nothing more may be written.
	Record(ctx context.Context, tx *sql.Tx, skipped map[uint32]string) error
	// Recorded tells, after a lost connection, whether Record was committed.
	Recorded(ctx context.Context) (bool, error)
}
