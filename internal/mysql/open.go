// Package mysql owns everything that is specific to the database server: the
// pool and its session settings, transactions, and what its errors mean. It
// speaks only SQL that MariaDB 10.6+ and MySQL 8.0+ both accept.
package mysql

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"time"

	driverpkg "github.com/go-sql-driver/mysql"
)

// Options says where the shop's database is.
type Options struct {
	DSN       string // go-sql-driver form; wins over the fields below
	User      string
	Password  string
	Network   string // tcp or unix
	Address   string
	Database  string
	MaxOpen   int           // 0: 4
	LockWait  time.Duration // 0: 3 s
	Collation string        // empty: the driver's utf8mb4 default
}

// session is what every connection is told once.
//
// READ COMMITTED: plain reads inside our transactions never lock rows that the
// checkout needs. sql_mode as relaxed as WordPress' own, or one bad old row
// fails a whole chunk. time_zone stays untouched: wp_wc_reserved_stock compares
// its stamps with the server's NOW().
func (o Options) session() []string {
	wait := o.LockWait
	if wait == 0 {
		wait = 3 * time.Second
	}
	return []string{
		"SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED",
		fmt.Sprintf("SET SESSION innodb_lock_wait_timeout=%d, lock_wait_timeout=%d", int(wait.Seconds()), 30),
		"SET SESSION sql_mode='NO_ENGINE_SUBSTITUTION'",
	}
}

// Open connects, checks that the server answers and returns a small pool. The
// error wraps ErrUnreachable and says in words what to look at.
func Open(ctx context.Context, o Options) (*sql.DB, error) {
	cfg, err := o.config()
	if err != nil {
		return nil, err
	}
	base, err := driverpkg.NewConnector(cfg)
	if err != nil {
		return nil, fmt.Errorf("shop database settings: %w", err)
	}
	db := sql.OpenDB(connector{base, o.session()})
	open := o.MaxOpen
	if open == 0 {
		open = 4
	}
	db.SetMaxOpenConns(open)
	db.SetMaxIdleConns(open)
	db.SetConnMaxLifetime(10 * time.Minute)
	if err := db.PingContext(ctx); err != nil {
		_ = db.Close()
		return nil, explain(err, cfg.Addr, cfg.User, cfg.DBName)
	}
	return db, nil
}

func (o Options) config() (*driverpkg.Config, error) {
	cfg := driverpkg.NewConfig()
	if o.DSN != "" {
		var err error
		if cfg, err = driverpkg.ParseDSN(o.DSN); err != nil {
			return nil, fmt.Errorf("shop.dsn is not of the form user:password@tcp(host:3306)/database: %w", err)
		}
	} else {
		cfg.User, cfg.Passwd, cfg.Net, cfg.Addr, cfg.DBName = o.User, o.Password, o.Network, o.Address, o.Database
	}
	if cfg.DBName == "" {
		return nil, fmt.Errorf("shop database settings: no database named; write it behind the slash of shop.dsn")
	}
	// Values travel inside the statement: one round trip, no 65,535 limit.
	cfg.InterpolateParams = true
	cfg.ClientFoundRows = false
	cfg.MultiStatements = false
	cfg.ParseTime = true
	cfg.Logger = silent{}
	cfg.RejectReadOnly = true
	if cfg.Timeout == 0 {
		cfg.Timeout = 5 * time.Second
	}
	if cfg.ReadTimeout == 0 {
		cfg.ReadTimeout = 2 * time.Minute
	}
	if o.Collation != "" {
		cfg.Collation = o.Collation
	}
	return cfg, nil
}

// silent drops the driver's own log lines: the same errors are returned.
type silent struct{}

func (silent) Print(...any) {}

// connector prepares each new connection's session.
type connector struct {
	driver.Connector
	setup []string
}

func (c connector) Connect(ctx context.Context) (driver.Conn, error) {
	conn, err := c.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	for _, q := range c.setup {
		if _, err := conn.(driver.ExecerContext).ExecContext(ctx, q, nil); err != nil {
			_ = conn.Close()
			return nil, fmt.Errorf("prepare database session: %w", err)
		}
	}
	return conn, nil
}
