// Package value turns the values of an answer into those of commerce by the
// rules of a profile. Numbers stay exact: nothing passes through a float. What
// is absent, null or empty is unknown, never zero, and what cannot be
// understood is an error.
package value

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp/profile/record"
)

// Rule says how one value is written.
type Rule struct {
	Typed  bool              // the format tells texts from numbers
	Trim   bool              // space around a text means nothing
	Nulls  []string          // further texts that mean "unknown"
	Lookup map[string]string // what stands for what; other texts are an error
	Number bool              // a text may be written as a number
	Point  string            // what parts whole and fraction: "." or ","
	Group  string            // what parts thousands: "", ".", ",", "'" or " "
	Shift  int32             // the point moves so many places to the right
	True   []string
	False  []string
	Layout Layout
}

// text is the value as text; known is false where there is none.
func (r Rule) text(v record.Value) (s string, known bool, err error) {
	s = v.Text
	if r.Trim {
		s = strings.TrimSpace(s)
	}
	switch {
	case v.Kind == record.Absent || v.Kind == record.Null || s == "" || slices.Contains(r.Nulls, s):
		return "", false, nil
	case v.Kind == record.Other:
		return "", false, fmt.Errorf("is %s, must be one value", v.Text)
	case strings.ContainsRune(s, utf8.RuneError):
		return "", false, fmt.Errorf("is %s, which holds bytes that the character set does not have", Show(s))
	case r.Lookup == nil:
		return s, true, nil
	}
	to, ok := r.Lookup[s]
	if !ok {
		return "", false, fmt.Errorf("is %s, which the lookup does not list", Show(s))
	}
	return to, to != "", nil
}

// Text is a text such as a code. A number is one only where the rule says so:
// numbers have lost their leading zeros.
func (r Rule) Text(v record.Value) (s string, known bool, err error) {
	if v.Kind == record.Bool || v.Kind == record.Number && !r.Number {
		return "", false, fmt.Errorf("is %s without quotes, must be a text; \"number: true\" accepts numbers", Show(v.Text))
	}
	return r.text(v)
}

// Decimal is an exact number.
func (r Rule) Decimal(v record.Value) (d decimal.Decimal, known bool, err error) {
	s, known, err := r.text(v)
	if err != nil || !known {
		return d, false, err
	}
	plain, ok := r.plain(s, v.Kind == record.Number)
	if !ok {
		return d, false, fmt.Errorf("is %s, must be a number such as %s", Show(s), r.example())
	}
	d, err = decimal.NewFromString(plain)
	return d.Shift(r.Shift), err == nil, err
}

// Quantity is a number of units, of at most six decimals.
func (r Rule) Quantity(v record.Value) (q commerce.Quantity, known bool, err error) {
	d, known, err := r.Decimal(v)
	if err != nil || !known {
		return 0, false, err
	}
	q, err = commerce.ParseQuantity(d.String())
	if err != nil {
		return 0, false, fmt.Errorf("is %s, must be a quantity with at most six decimals", Show(v.Text))
	}
	return q, true, nil
}

// Bool is true or false.
func (r Rule) Bool(v record.Value) (b, known bool, err error) {
	s, known, err := r.text(v)
	if err != nil || !known {
		return false, false, err
	}
	yes, no := r.True, r.False
	if len(yes)+len(no) == 0 {
		yes, no = []string{"true"}, []string{"false"}
	}
	switch {
	case slices.Contains(yes, s):
		return true, true, nil
	case slices.Contains(no, s) || len(no) == 0:
		return false, true, nil
	case len(yes) == 0:
		return true, true, nil
	}
	return false, false, fmt.Errorf("is %s, must be one of %s", Show(s), strings.Join(append(slices.Clone(yes), no...), ", "))
}

// Stamp is a place in the ERP's time or in its stream of changes; see Layout.
func (r Rule) Stamp(v record.Value) (at int64, known bool, err error) {
	s, known, err := r.text(v)
	if err != nil || !known {
		return 0, false, err
	}
	at, err = r.Layout.Parse(s)
	if err != nil {
		return 0, false, fmt.Errorf("is %s, must be %s", Show(s), r.Layout)
	}
	return at, true, nil
}

// Show quotes a value for an error, cut to a readable length.
func Show(s string) string {
	const most = 60
	if r := []rune(s); len(r) > most {
		return fmt.Sprintf("%q…", string(r[:most]))
	}
	return fmt.Sprintf("%q", s)
}

// Layout says how a stamp is written: unix, unix_ms, number (a counter), rfc3339,
// or Go's form of a date, "2006-01-02 15:04:05", in Zone.
type Layout struct {
	Form string
	Zone *time.Location
}

// The forms that are no pattern.
const (
	Unix    = "unix"
	UnixMS  = "unix_ms"
	Counter = "number"
	RFC3339 = "rfc3339"
)

// Counts tells whether stamps are numbers of a counter and not times.
func (l Layout) Counts() bool { return l.Form == Counter }

func (l Layout) String() string {
	switch l.Form {
	case Unix, UnixMS, Counter:
		return "a whole number"
	case RFC3339:
		return "a time such as 2026-01-31T12:00:00Z"
	}
	return "a time such as " + l.Form
}
