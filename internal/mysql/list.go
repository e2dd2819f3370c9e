package mysql

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
)

// Queryer is what reading needs: a pool, a connection or a transaction.
type Queryer interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// Execer is what writing needs.
type Execer interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
}

// List is the text "?,?,?" and the values for an IN (…) of s. An empty s gives
// NULL, which no row equals.
func List[T any](s []T) (string, []any) {
	if len(s) == 0 {
		return "NULL", nil
	}
	args := make([]any, len(s))
	for i, v := range s {
		args[i] = v
	}
	return strings.Repeat("?,", len(s)-1) + "?", args
}

// Values builds the "(?,?),(?,?)" of a multi-row INSERT.
type Values struct {
	text strings.Builder
	Args []any
}

// Add appends one row.
func (v *Values) Add(row ...any) {
	if v.text.Len() > 0 {
		v.text.WriteByte(',')
	}
	v.text.WriteByte('(')
	for i := range row {
		if i > 0 {
			v.text.WriteByte(',')
		}
		v.text.WriteByte('?')
	}
	v.text.WriteByte(')')
	v.Args = append(v.Args, row...)
}

func (v *Values) String() string { return v.text.String() }

// Each runs a query and calls f for every row; f scans it.
func Each(ctx context.Context, q Queryer, f func(*sql.Rows) error, query string, args ...any) error {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		if err := f(rows); err != nil {
			return fmt.Errorf("read row: %w", err)
		}
	}
	return rows.Err()
}

// Affected runs a statement and returns how many rows it changed.
func Affected(ctx context.Context, x Execer, query string, args ...any) (int64, error) {
	res, err := x.ExecContext(ctx, query, args...)
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}
