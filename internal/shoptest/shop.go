package shoptest

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/hex"
	"os"
	"testing"
	"time"

	"github.com/go-sql-driver/mysql"
)

// EnvDSN names the server that tests create their databases on, as a
// go-sql-driver DSN without a database.
const EnvDSN = "WPBRIDGE_TEST_DSN"

// Shop is one empty shop in a database of its own.
type Shop struct {
	DB     *sql.DB
	DSN    string // of this shop's database
	Name   string // the database
	Prefix string // of the tables, such as "wp_"
}

// Table returns the full name of a table, such as wp_postmeta for postmeta.
func (s *Shop) Table(name string) string { return s.Prefix + name }

// Existing is a shop that is already there, such as the real one of scripts/shop.
// One test at a time has it, of whatever package; the others wait.
func Existing(t testing.TB, dsn, prefix string) *Shop {
	t.Helper()
	config, err := mysql.ParseDSN(dsn)
	if err != nil {
		t.Fatalf("dsn: %v", err)
	}
	s := &Shop{DB: open(t, config), DSN: dsn, Name: config.DBName, Prefix: prefix}
	s.alone(t)
	return s
}

// alone holds a lock of the database server until the test ends.
func (s *Shop) alone(t testing.TB) {
	t.Helper()
	conn, err := s.DB.Conn(t.Context())
	if err != nil {
		t.Fatalf("connect to the shop: %v", err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	var got sql.NullInt64
	if err := conn.QueryRowContext(t.Context(), "SELECT GET_LOCK('wpbridge test shop', 900)").Scan(&got); err != nil || got.Int64 != 1 {
		t.Fatalf("the shop is still another test's after 15 minutes: %v", err)
	}
}

// DB creates a database for this test, loads the recorded empty shop and drops
// the database when the test ends.
func DB(t testing.TB, options ...Option) *Shop {
	t.Helper()
	base := serverConfig(t)
	schema := recorded()
	for _, option := range options {
		option(&schema)
	}

	shop := &Shop{Name: databaseName(t), Prefix: schema.prefix}
	server := open(t, base)
	exec(t, server, "CREATE DATABASE `"+shop.Name+"` CHARACTER SET "+charset(schema.collation)+" COLLATE "+schema.collation)
	t.Cleanup(func() { dropDatabase(t, base, shop.Name) })

	base.DBName = shop.Name
	shop.DSN = base.FormatDSN()
	loader := base.Clone()
	loader.MultiStatements = true
	exec(t, open(t, loader), schema.sql())
	shop.DB = open(t, base)
	return shop
}

// SetOption writes one WordPress option, as get_option would read it.
func (s *Shop) SetOption(t testing.TB, name, value string) {
	t.Helper()
	exec(t, s.DB, "INSERT INTO `"+s.Table("options")+"` (option_name, option_value, autoload) VALUES (?, ?, 'on')"+
		" ON DUPLICATE KEY UPDATE option_value = VALUES(option_value)", name, value)
}

// Exec runs one statement and fails the test when it fails.
func (s *Shop) Exec(t testing.TB, query string, args ...any) {
	t.Helper()
	exec(t, s.DB, query, args...)
}

// Value returns the single value that query selects, "NULL" for NULL.
func (s *Shop) Value(t testing.TB, query string, args ...any) string {
	t.Helper()
	var value sql.NullString
	if err := s.DB.QueryRowContext(t.Context(), query, args...).Scan(&value); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	if !value.Valid {
		return "NULL"
	}
	return value.String
}

func serverConfig(t testing.TB) *mysql.Config {
	t.Helper()
	dsn := os.Getenv(EnvDSN)
	if dsn == "" {
		t.Fatalf("%s is not set: run scripts/test, or eval \"$(scripts/mariadb start DIR)\" and export it", EnvDSN)
	}
	config, err := mysql.ParseDSN(dsn)
	if err != nil {
		t.Fatalf("%s: %v", EnvDSN, err)
	}
	if config.Params == nil {
		config.Params = map[string]string{}
	}
	// WordPress drops the strict modes for its own connection.
	config.Params["sql_mode"] = "'NO_ENGINE_SUBSTITUTION'"
	return config
}

func open(t testing.TB, config *mysql.Config) *sql.DB {
	t.Helper()
	connector, err := mysql.NewConnector(config)
	if err != nil {
		t.Fatalf("connect to the test server: %v", err)
	}
	db := sql.OpenDB(connector)
	t.Cleanup(func() { _ = db.Close() })
	return db
}

func exec(t testing.TB, db *sql.DB, query string, args ...any) {
	t.Helper()
	if _, err := db.ExecContext(t.Context(), query, args...); err != nil {
		t.Fatalf("%.120s: %v", query, err)
	}
}

func databaseName(t testing.TB) string {
	t.Helper()
	var random [6]byte
	if _, err := rand.Read(random[:]); err != nil {
		t.Fatal(err)
	}
	return "wpbridge_test_" + hex.EncodeToString(random[:])
}

// dropDatabase runs after the test's context has ended and its pools are closed.
func dropDatabase(t testing.TB, config *mysql.Config, name string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	connector, err := mysql.NewConnector(config)
	if err != nil {
		t.Errorf("drop %s: %v", name, err)
		return
	}
	db := sql.OpenDB(connector)
	defer func() { _ = db.Close() }()
	if _, err := db.ExecContext(ctx, "DROP DATABASE IF EXISTS `"+name+"`"); err != nil {
		t.Errorf("drop %s: %v", name, err)
	}
}
