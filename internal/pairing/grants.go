package pairing

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"wpbridge/internal/mysql"
	"wpbridge/internal/wp"
)

// Account is a database user of its own for wpbridge.
type Account struct {
	User     string
	Host     string // from where it connects, as MySQL sees it
	Password string
	Database string
}

// Statements are the SQL that makes the account and gives it what our code
// needs of these tables of the shop and of our own, and no more. Rights on tables that do not exist yet are allowed because
// CREATE is among them.
func (a Account) Statements(p wp.Prefix, shop []Table) []string {
	user := quote(a.User) + "@" + quote(a.Host)
	out := []string{fmt.Sprintf("CREATE USER IF NOT EXISTS %s IDENTIFIED BY %s;", user, quote(a.Password))}
	for _, t := range slices.Concat(shop, OwnTables()) {
		out = append(out, fmt.Sprintf("GRANT %s ON %s.%s TO %s;", t.Rights, name(a.Database), name(p.Table(t.Name)), user))
	}
	return out
}

func quote(s string) string {
	return "'" + strings.NewReplacer(`\`, `\\`, `'`, `''`).Replace(s) + "'"
}

func name(s string) string { return "`" + strings.ReplaceAll(s, "`", "``") + "`" }

// Lacking tells which rights the connected user lacks, as "UPDATE on wp_posts".
// It lets the server explain a statement of each kind: that needs the rights of
// the statement, whatever roles and patterns they come from, and does nothing.
func Lacking(ctx context.Context, db *sql.DB, p wp.Prefix, tables []Table) ([]string, error) {
	var out []string
	for _, t := range tables {
		for _, right := range []string{"SELECT", "INSERT", "UPDATE", "DELETE"} {
			if !t.Has(right) {
				continue
			}
			switch err := mysql.Each(ctx, db, ignore, p.SQL(trial(right, t))); {
			case mysql.NoTable(err):
			case mysql.Denied(err):
				out = append(out, right+" on "+p.Table(t.Name))
			case err != nil:
				return nil, fmt.Errorf("look at the rights on %s: %w", p.Table(t.Name), err)
			}
		}
	}
	return out, nil
}

func trial(right string, t Table) string {
	const tag = "/* wpbridge:check */ EXPLAIN "
	switch right {
	case "INSERT":
		return fmt.Sprintf(tag+"INSERT INTO {%s} (%s) VALUES (0)", t.Name, t.Key)
	case "UPDATE":
		return fmt.Sprintf(tag+"UPDATE {%s} SET %s = %s WHERE 1 = 0", t.Name, t.Key, t.Key)
	case "DELETE":
		return fmt.Sprintf(tag+"DELETE FROM {%s} WHERE 1 = 0", t.Name)
	}
	return fmt.Sprintf(tag+"SELECT %s FROM {%s} WHERE 1 = 0", t.Key, t.Name)
}

func ignore(*sql.Rows) error { return nil }
