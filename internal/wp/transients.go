package wp

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"wpbridge/internal/mysql"
)

const transientBatch = 2000

// DeleteTransients removes the named transients and their time-outs.
func DeleteTransients(ctx context.Context, db *sql.DB, p Prefix, names ...string) error {
	rows := make([]string, 0, 2*len(names))
	for _, n := range names {
		rows = append(rows, "_transient_"+n, "_transient_timeout_"+n)
	}
	return deleteOptions(ctx, db, p, rows)
}

// DeleteTransientsOf removes every transient named family + a suffix that keep
// accepts, for each family. Names are read first, since a range on option_name
// means something else in every collation.
func DeleteTransientsOf(ctx context.Context, db *sql.DB, p Prefix, families []string, keep func(suffix string) bool) error {
	var names []string
	for _, f := range families {
		for _, start := range []string{"_transient_" + f, "_transient_timeout_" + f} {
			err := mysql.Each(ctx, db, func(r *sql.Rows) error {
				var name string
				if err := r.Scan(&name); err != nil {
					return err
				}
				if suffix, ok := strings.CutPrefix(name, start); ok && keep(suffix) {
					names = append(names, name)
				}
				return nil
			}, p.SQL(`/* wpbridge:transients */ SELECT option_name FROM {options} WHERE option_name LIKE ?`), strings.ReplaceAll(start, "_", `\_`)+"%")
			if err != nil {
				return fmt.Errorf("read transients %s*: %w", f, err)
			}
		}
	}
	return deleteOptions(ctx, db, p, names)
}

// deleteOptions goes by name, on that index: WordPress locks a row's name before
// the row, and whoever does it the other way round deadlocks with it.
func deleteOptions(ctx context.Context, db *sql.DB, p Prefix, names []string) error {
	for part := range mysql.Chunks(names, transientBatch) {
		in, args := mysql.List(part)
		err := mysql.Retry(ctx, func() error {
			_, err := db.ExecContext(ctx, p.SQL(`/* wpbridge:transients */ DELETE o FROM {options} o FORCE INDEX (option_name) WHERE o.option_name IN (`+in+`)`), args...)
			return err
		})
		if err != nil {
			return fmt.Errorf("delete transients: %w", err)
		}
	}
	return nil
}

// BumpVersion gives a transient version a new value, never the one it has: two
// changes within one second must still look like two. A version that was never
// made stays absent.
func BumpVersion(ctx context.Context, db *sql.DB, p Prefix, group string) error {
	err := mysql.Retry(ctx, func() error {
		_, err := db.ExecContext(ctx, p.SQL(`/* wpbridge:transients */ UPDATE {options}
			SET option_value = GREATEST(UNIX_TIMESTAMP(), CAST(option_value AS UNSIGNED) + 1) WHERE option_name = ?`),
			"_transient_"+group+"-transient-version")
		return err
	})
	if err != nil {
		return fmt.Errorf("bump transient version %s: %w", group, err)
	}
	return nil
}
