package erp

import (
	"errors"
	"fmt"
	"time"
)

// What a caller decides on. A connector wraps one of these; every other error
// counts as permanent.
var (
	// ErrUnreachable: no answer that could be the system's own: network, DNS, TLS,
	// time-out, 5xx. Worth another try.
	ErrUnreachable = errors.New("ERP unreachable")
	// ErrUnauthorized: the system refuses our login or our address.
	ErrUnauthorized = errors.New("ERP refused the login")
	// ErrAnswer: an answer that is not what the system is documented to send: HTML,
	// cut off, wrongly typed. Nothing of it may be used. Worth another try.
	ErrAnswer = errors.New("ERP gave an answer that makes no sense")
	// ErrNotFound: the named thing does not exist there.
	ErrNotFound = errors.New("not found in the ERP")
	// ErrIncomplete: nothing was asked, because settings are missing that the
	// question needs.
	ErrIncomplete = errors.New("the settings are not complete")
)

// RetryAfter says that the request was not processed and when to come back.
type RetryAfter struct { //nolint:errname // named after the HTTP header it carries
	Err  error
	Wait time.Duration // 0: the system did not say
}

func (e *RetryAfter) Error() string {
	if e.Wait <= 0 {
		return fmt.Sprintf("ERP asks to come back later: %v", e.Err)
	}
	return fmt.Sprintf("ERP asks to come back in %s: %v", e.Wait.Round(time.Second), e.Err)
}

func (e *RetryAfter) Unwrap() error { return e.Err }

// Once is an error of a request that must not be sent again, whatever it says:
// nobody knows whether it took effect.
type Once struct{ Err error } //nolint:errname // reads as a sentence where it is used

func (e *Once) Error() string { return e.Err.Error() }

func (e *Once) Unwrap() error { return e.Err }

// Temporary reports whether the same request may succeed a little later.
func Temporary(err error) bool {
	var later *RetryAfter
	if _, once := errors.AsType[*Once](err); once {
		return false
	}
	return errors.As(err, &later) || errors.Is(err, ErrUnreachable) || errors.Is(err, ErrAnswer)
}
