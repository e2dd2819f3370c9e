package ledger

import (
	"context"
	"database/sql"
)

// Books is where a chunk of changes is written down, in the transaction that
// makes them.
type Books interface {
	// Record notes the chunk as carried out, but for the skipped changes by Seq.
	// It is the first thing in the transaction, so that the shop's own rows are
	// locked last and shortest.
	Record(ctx context.Context, tx *sql.Tx, skipped map[uint32]string) error
	// Recorded tells, after a lost connection, whether Record was committed.
	Recorded(ctx context.Context) (bool, error)
}
