package pairing

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"wpbridge/internal/mysql"
	"wpbridge/internal/woo"
	"wpbridge/internal/wp"
)

// Result is what pairing found and did.
type Result struct {
	Shop          woo.Settings
	Before, After int64 // the version of our tables
	Account       Account
	Grants        []string // SQL that makes Account
	DSN           string   // how Account connects; empty where that cannot be told
}

// Pair refuses a shop that must not be written to, makes our tables in its
// database, and works out an account of its own for wpbridge. Site is what
// wp-config.php says, as far as it could be read.
func Pair(ctx context.Context, db *sql.DB, p wp.Prefix, site wp.Config) (Result, error) {
	var r Result
	shop, err := woo.Open(ctx, db, p)
	if err != nil {
		return r, err
	}
	r.Shop = shop.Settings()
	if r.Before, r.After, err = Migrate(ctx, db, p); err != nil {
		return r, err
	}
	tables, err := present(ctx, db, p)
	if err != nil {
		return r, err
	}
	if r.Account, r.DSN, err = account(ctx, db, site); err != nil {
		return r, err
	}
	r.Grants = r.Account.Statements(p, tables)
	return r, nil
}

// present are those tables of the shop that exist: a right can be given on no
// other.
func present(ctx context.Context, db *sql.DB, p wp.Prefix) ([]Table, error) {
	seen := map[string]bool{}
	err := mysql.Each(ctx, db, func(r *sql.Rows) error {
		var table string
		err := r.Scan(&table)
		seen[table] = true
		return err
	}, `/* wpbridge:init */ SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE()`)
	if err != nil {
		return nil, fmt.Errorf("list the shop's tables: %w", err)
	}
	return slices.DeleteFunc(ShopTables(), func(t Table) bool { return !seen[p.Table(t.Name)] }), nil
}

// account takes the host from the login that WordPress uses: what fits one
// program on this machine fits the other.
func account(ctx context.Context, db *sql.DB, site wp.Config) (Account, string, error) {
	a := Account{User: "wpbridge", Password: NewSecret()[:24]}
	var current, socket string
	if err := db.QueryRowContext(ctx, `/* wpbridge:init */ SELECT DATABASE(), CURRENT_USER(), @@socket`).Scan(&a.Database, &current, &socket); err != nil {
		return a, "", fmt.Errorf("ask the database who we are: %w", err)
	}
	a.Host = current[strings.LastIndexByte(current, '@')+1:]
	if site.Name == "" {
		return a, "", nil
	}
	to := site.Candidates()[0]
	if to.Network == "unix" {
		to.Address = socket
	}
	return a, fmt.Sprintf("%s:%s@%s(%s)/%s", a.User, a.Password, to.Network, to.Address, a.Database), nil
}
