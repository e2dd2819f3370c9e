package value

import (
	"strconv"
	"time"
)

// Parse reads a stamp: nanoseconds of Unix time, or the counter's number.
func (l Layout) Parse(s string) (int64, error) {
	switch l.Form {
	case Counter:
		return strconv.ParseInt(s, 10, 64)
	case Unix:
		n, err := strconv.ParseInt(s, 10, 64)
		return scale(n, int64(time.Second), err)
	case UnixMS:
		n, err := strconv.ParseInt(s, 10, 64)
		return scale(n, int64(time.Millisecond), err)
	}
	t, err := time.ParseInLocation(l.pattern(), s, l.zone())
	if err != nil {
		return 0, err
	}
	if t.Year() < 1900 || t.Year() > 2200 { // what nanoseconds can hold, and no stamp is
		return 0, strconv.ErrRange
	}
	return t.UnixNano(), nil
}

func scale(n, by int64, err error) (int64, error) {
	if err == nil && (n*by)/by != n {
		err = strconv.ErrRange
	}
	return n * by, err
}

// Format writes what Parse reads, rounded down.
func (l Layout) Format(at int64) string {
	switch l.Form {
	case Counter:
		return strconv.FormatInt(at, 10)
	case Unix:
		return strconv.FormatInt(at/int64(time.Second), 10)
	case UnixMS:
		return strconv.FormatInt(at/int64(time.Millisecond), 10)
	}
	return time.Unix(0, at).In(l.zone()).Format(l.pattern())
}

func (l Layout) pattern() string {
	if l.Form == RFC3339 {
		return time.RFC3339
	}
	return l.Form
}

func (l Layout) zone() *time.Location {
	if l.Zone == nil {
		return time.UTC
	}
	return l.Zone
}
