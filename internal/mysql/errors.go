package mysql

import (
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"

	driverpkg "github.com/go-sql-driver/mysql"
)

// ErrUnreachable is wrapped by the error of Open.
var ErrUnreachable = errors.New("shop database unreachable")

// Server error numbers that callers decide on.
const (
	numDeadlock    = 1213
	numLockWait    = 1205
	numNoTable     = 1146
	numNoDB        = 1049
	numAccess      = 1045
	numDBAccess    = 1044
	numTableAccess = 1142
)

// Is reports whether err is the server's error number n.
func is(err error, n uint16) bool {
	var e *driverpkg.MySQLError
	return errors.As(err, &e) && e.Number == n
}

// Retryable reports whether the server rolled the work back for the sake of
// somebody else, so that repeating all of it is safe.
func Retryable(err error) bool { return is(err, numDeadlock) || is(err, numLockWait) }

// NoTable reports whether a table of the statement does not exist.
func NoTable(err error) bool { return is(err, numNoTable) }

// Denied reports whether the database user lacks a right.
func Denied(err error) bool {
	return is(err, numTableAccess) || is(err, numAccess) || is(err, numDBAccess)
}

// Lost reports whether the connection broke, so that it is unknown whether the
// last statement took effect.
func Lost(err error) bool {
	var n net.Error
	return errors.Is(err, driverpkg.ErrInvalidConn) || errors.Is(err, driver.ErrBadConn) ||
		errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) || errors.As(err, &n) || is(err, 1053) || is(err, 1927)
}

func explain(err error, addr, user, db string) error {
	cure := "check that the database server runs and that this address is the one of DB_HOST in wp-config.php"
	switch {
	case is(err, numAccess):
		cure = "the user name or the password is wrong, or this user may not connect from this host"
	case is(err, numDBAccess):
		cure = "the user has no rights on this database; see the GRANT lines of `wpbridge init`"
	case is(err, numNoDB):
		cure = "there is no such database on this server"
	}
	return fmt.Errorf("%w: %s as %q, database %q: %w: %s", ErrUnreachable, addr, user, db, err, cure)
}
