// Package state is wpbridge's memory: its own tables, in the shop's database,
// so that a change and the note of it are one transaction. It owns links, runs
// and their journal, marks in the ERP's change streams, and leases.
package state

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/database"

	"wpbridge/internal/mysql"
	"wpbridge/internal/wp"
)

// ErrSchema says that our tables are missing or not of this version.
var ErrSchema = errors.New("wpbridge's own tables need `wpbridge migrate`")

//go:embed migrations/*.sql
var migrations embed.FS

// schemaVersion is how many migrations there are: file 00003_….sql leads to
// version 3.
func schemaVersion() int64 { return int64(len(migrationFiles())) }

func migrationFiles() []string {
	files, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		panic(err) // only a malformed pattern can do that
	}
	return files
}

// Store reads and writes our tables.
type Store struct {
	db     *sql.DB
	prefix wp.Prefix
}

// Open returns a Store, or ErrSchema where `wpbridge migrate` is due.
func Open(ctx context.Context, db *sql.DB, p wp.Prefix) (*Store, error) {
	have, err := Version(ctx, db, p)
	if err != nil {
		return nil, err
	}
	if need := schemaVersion(); have != need {
		return nil, fmt.Errorf("%w: they are at version %d, this program needs %d", ErrSchema, have, need)
	}
	return &Store{db: db, prefix: p}, nil
}

// Version is the schema version of our tables, 0 where there are none.
func Version(ctx context.Context, db *sql.DB, p wp.Prefix) (int64, error) {
	var v sql.NullInt64
	err := db.QueryRowContext(ctx, p.SQL(`/* wpbridge:schema */ SELECT MAX(version_id) FROM {wpbridge_schema} WHERE is_applied`)).Scan(&v)
	if mysql.NoTable(err) {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("read the version of wpbridge's tables: %w", err)
	}
	return v.Int64, nil
}

// Migrate brings our tables to this program's version. The shop's own tables
// are never touched.
func Migrate(ctx context.Context, db *sql.DB, p wp.Prefix) error {
	history, err := database.NewStore(database.DialectMySQL, p.Table("wpbridge_schema"))
	if err != nil {
		return fmt.Errorf("prepare migration: %w", err)
	}
	var steps []*goose.Migration
	for i, file := range migrationFiles() {
		run, err := statements(file, p)
		if err != nil {
			return err
		}
		steps = append(steps, goose.NewGoMigration(int64(i+1), &goose.GoFunc{RunDB: run}, nil))
	}
	provider, err := goose.NewProvider("", db, nil, goose.WithStore(history), goose.WithDisableGlobalRegistry(true), goose.WithGoMigrations(steps...))
	if err != nil {
		return fmt.Errorf("prepare migration: %w", err)
	}
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("migrate wpbridge's tables: %w", err)
	}
	return nil
}

// statements makes one migration of an embedded file. Its statements must be
// repeatable: DDL commits by itself, so a migration may be cut off half-way.
func statements(file string, p wp.Prefix) (func(context.Context, *sql.DB) error, error) {
	raw, err := migrations.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", file, err)
	}
	text := p.SQL(string(raw))
	return func(ctx context.Context, db *sql.DB) error {
		for q := range strings.SplitSeq(text, ";\n") {
			if strings.TrimSpace(q) == "" {
				continue
			}
			if _, err := db.ExecContext(ctx, q); err != nil {
				return err
			}
		}
		return nil
	}, nil
}

// exec runs one statement of ours on x.
func (s *Store) exec(ctx context.Context, x mysql.Execer, q string, args ...any) (int64, error) {
	return mysql.Affected(ctx, x, s.prefix.SQL("/* wpbridge:state */ "+q), args...)
}

func (s *Store) each(ctx context.Context, f func(*sql.Rows) error, q string, args ...any) error {
	return mysql.Each(ctx, s.db, f, s.prefix.SQL("/* wpbridge:state */ "+q), args...)
}

func (s *Store) row(ctx context.Context, q string, args ...any) *sql.Row {
	return s.db.QueryRowContext(ctx, s.prefix.SQL("/* wpbridge:state */ "+q), args...)
}
