package checkup

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"wpbridge/internal/pairing"
	"wpbridge/internal/wp"
)

// The oldest servers that wpbridge is made for.
const (
	oldestMariaDB = "10.6"
	oldestMySQL   = "8.0"
)

// Database looks at the server, our rights and its clock.
func (r *Report) Database(ctx context.Context, db *sql.DB, p wp.Prefix) {
	r.server(ctx, db)
	r.grants(ctx, db, p)
	r.clock(ctx, db)
}

func (r *Report) server(ctx context.Context, db *sql.DB) {
	const name = "server"
	var version, current, database string
	var readOnly bool
	err := db.QueryRowContext(ctx, `/* wpbridge:check */ SELECT VERSION(), CURRENT_USER(), DATABASE(), @@read_only`).Scan(&version, &current, &database, &readOnly)
	flavour, oldest := "MySQL", oldestMySQL
	if strings.Contains(version, "MariaDB") {
		flavour, oldest = "MariaDB", oldestMariaDB
	}
	switch {
	case err != nil:
		r.Fail(name, fmt.Errorf("ask the server for its version: %w", err), "")
	case readOnly:
		r.Fail(name, fmt.Errorf("the database server %s is read-only", version), "connect to the primary, not to a replica: DB_HOST or shop.dsn")
	case older(version, oldest):
		r.Warn(name, flavour+" "+version, "wpbridge is made for MariaDB "+oldestMariaDB+" and MySQL "+oldestMySQL+" or newer")
	default:
		r.OK(name, "%s %s, database %s as %s", flavour, version, database, current)
	}
}

// older compares the first two numbers of a version; one that it cannot read is
// not older.
func older(version, than string) bool {
	number := regexp.MustCompile(`\d+`)
	have, want := number.FindAllString(version, 2), number.FindAllString(than, 2)
	for i := range want {
		if len(have) <= i {
			return false
		}
		h, _ := strconv.Atoi(have[i])
		w, _ := strconv.Atoi(want[i])
		if h != w {
			return h < w
		}
	}
	return false
}

func (r *Report) grants(ctx context.Context, db *sql.DB, p wp.Prefix) {
	const name = "grants"
	lacking, err := pairing.Lacking(ctx, db, p, slices.Concat(pairing.ShopTables(), pairing.OwnTables()))
	switch {
	case err != nil:
		r.Fail(name, err, "")
	case len(lacking) > 0:
		r.Fail(name, errors.New("the database user lacks "+strings.Join(lacking, ", ")), "run the GRANT lines that `wpbridge init` prints")
	default:
		r.OK(name, "the database user may do what wpbridge does")
	}
}

// clock compares the server's clock with ours. Nothing is decided by ours, but
// tokens and logs are dated by it.
func (r *Report) clock(ctx context.Context, db *sql.DB) {
	const name, tolerated = "clocks", 2 * time.Second
	var micros int64
	before := time.Now()
	err := db.QueryRowContext(ctx, `/* wpbridge:check */ SELECT CAST(UNIX_TIMESTAMP(NOW(6)) * 1000000 AS SIGNED)`).Scan(&micros)
	middle := before.Add(time.Since(before) / 2)
	apart := time.UnixMicro(micros).Sub(middle).Abs().Round(time.Millisecond)
	switch {
	case err != nil:
		r.Fail(name, fmt.Errorf("read the database's clock: %w", err), "")
	case apart > tolerated:
		r.Warn(name, fmt.Sprintf("the clocks of the database and of this machine are %s apart", apart), "let both follow NTP")
	default:
		r.OK(name, "database and this machine agree to %s", max(apart, time.Millisecond))
	}
}
