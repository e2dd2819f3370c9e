package pairing

import (
	"context"
	"database/sql"
	"fmt"

	"wpbridge/internal/mysql"
	"wpbridge/internal/state"
	"wpbridge/internal/wp"
)

// Migrate brings our tables to this program's version and tells the version
// before and after.
func Migrate(ctx context.Context, db *sql.DB, p wp.Prefix) (before, after int64, err error) {
	if before, err = state.Version(ctx, db, p); err != nil {
		return 0, 0, err
	}
	if err = state.Migrate(ctx, db, p); mysql.Denied(err) {
		return before, before, fmt.Errorf("%w: the database user may not make or change tables: run the GRANT lines of `wpbridge init`, or migrate once with a user that may", err)
	} else if err != nil {
		return before, before, err
	}
	after, err = state.Version(ctx, db, p)
	return before, after, err
}
