package shoptest

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/go-sql-driver/mysql"
)

// Create makes the recorded empty shop in a new database on a server, for use
// outside of tests. The DSN names the database.
func Create(ctx context.Context, dsn string) error {
	config, err := mysql.ParseDSN(dsn)
	if err != nil {
		return fmt.Errorf("dsn: %w", err)
	}
	name := config.DBName
	config.DBName, config.MultiStatements = "", true
	db, err := sql.Open("mysql", config.FormatDSN())
	if err != nil {
		return fmt.Errorf("create shop: %w", err)
	}
	defer func() { _ = db.Close() }()
	schema := recorded()
	for _, q := range []string{
		"CREATE DATABASE `" + name + "` CHARACTER SET " + charset(schema.collation) + " COLLATE " + schema.collation,
		"USE `" + name + "`;" + schema.sql(),
	} {
		if _, err := db.ExecContext(ctx, q); err != nil {
			return fmt.Errorf("create shop: %w", err)
		}
	}
	return nil
}
