package mysql_test

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/mysql"
	"wpbridge/internal/shoptest"
)

func TestOpenSetsTheSession(t *testing.T) {
	t.Parallel()
	shop := shoptest.DB(t)
	db, err := mysql.Open(t.Context(), mysql.Options{DSN: shop.DSN})
	require.NoError(t, err)
	t.Cleanup(func() { _ = db.Close() })
	var mode, zone string
	var wait int
	require.NoError(t, db.QueryRowContext(t.Context(), "SELECT @@sql_mode, @@innodb_lock_wait_timeout, @@time_zone").Scan(&mode, &wait, &zone))
	require.Equal(t, "NO_ENGINE_SUBSTITUTION", mode)
	require.Equal(t, 3, wait)
	require.Equal(t, "SYSTEM", zone, "reservations are compared with the server's own NOW()")
}

func TestOpenExplains(t *testing.T) {
	t.Parallel()
	for dsn, says := range map[string]string{
		"root@tcp(127.0.0.1:1)/shop": "check that the database server runs",
		"nonsense":                   "shop.dsn is not of the form",
		"root@tcp(127.0.0.1:1)/":     "no database named",
	} {
		_, err := mysql.Open(t.Context(), mysql.Options{DSN: dsn})
		require.ErrorContains(t, err, says)
	}
}

func TestWithTxRepeatsAfterADeadlock(t *testing.T) {
	t.Parallel()
	shop := shoptest.DB(t)
	db, err := mysql.Open(t.Context(), mysql.Options{DSN: shop.DSN})
	require.NoError(t, err)
	t.Cleanup(func() { _ = db.Close() })
	shop.Exec(t, "CREATE TABLE a (id INT PRIMARY KEY, n INT) ENGINE=InnoDB")
	shop.Exec(t, "INSERT INTO a VALUES (1, 0), (2, 0)")
	meet := make(chan struct{})
	cross := func(first, second int) error {
		met := false
		return mysql.WithTx(t.Context(), db, func(tx *sql.Tx) error {
			add := func(id int) error {
				_, err := tx.ExecContext(t.Context(), "UPDATE a SET n = n + 1 WHERE id = ?", id)
				return err
			}
			if err := add(first); err != nil {
				return err
			}
			if !met { // both hold their first row before either asks for the second
				met = true
				select {
				case meet <- struct{}{}:
				case <-meet:
				}
			}
			return add(second)
		})
	}
	other := make(chan error)
	go func() { other <- cross(2, 1) }()
	require.NoError(t, cross(1, 2))
	require.NoError(t, <-other)
	require.Equal(t, "4", shop.Value(t, "SELECT SUM(n) FROM a"), "each transaction took effect exactly once")
}

func TestWithTxRollsBack(t *testing.T) {
	t.Parallel()
	shop := shoptest.DB(t)
	db, err := mysql.Open(t.Context(), mysql.Options{DSN: shop.DSN})
	require.NoError(t, err)
	t.Cleanup(func() { _ = db.Close() })
	shop.Exec(t, "CREATE TABLE a (id INT PRIMARY KEY) ENGINE=InnoDB")
	stop := errors.New("stop")
	ctx, cancel := context.WithCancel(t.Context())
	err = mysql.WithTx(ctx, db, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "INSERT INTO a VALUES (1)")
		require.NoError(t, err)
		cancel()
		return stop
	})
	require.ErrorIs(t, err, stop)
	require.Equal(t, "0", shop.Value(t, "SELECT COUNT(*) FROM a"))
}

func TestChunksAndLists(t *testing.T) {
	t.Parallel()
	require.Equal(t, [][]int{{1, 2}, {3}}, slices.Collect(mysql.Chunks([]int{1, 2, 3}, 2)))
	text, args := mysql.List([]int{1, 2})
	require.Equal(t, "?,?", text)
	require.Len(t, args, 2)
	none, _ := mysql.List([]int{})
	require.Equal(t, "NULL", none, "an empty list equals no row")
}
