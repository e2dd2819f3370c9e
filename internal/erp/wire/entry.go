package wire

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"unicode/utf8"

	"wpbridge/internal/erp"
)

// Raw is a JSON value that an Entry reads later, so that an error can name the
// field, the entry and what was found.
type Raw = json.RawMessage

// Entry reads the values of one entry of an answer. Only the types that a method
// names pass; the first fault stays in Err, wrapping erp.ErrAnswer. Connectors
// embed it and add what is particular to their system, such as quantities.
type Entry struct {
	Name string // how people know the entry, for errors
	Err  error
}

// Named is an entry by the name that errors use.
func Named(name string) Entry { return Entry{Name: name} }

// Fault notes that a field holds something else than want.
func (e *Entry) Fault(field, want string, v Raw) {
	if e.Err == nil {
		e.Err = fmt.Errorf("%w: %s of %s is %s, must be %s", erp.ErrAnswer, field, e.Name, Found(v), want)
	}
}

// Text is a string that must be there.
func (e *Entry) Text(field string, v Raw) string {
	s, ok := Unquote(v)
	if !ok {
		e.Fault(field, "a string", v)
	}
	return s
}

// Label is a string that may be absent.
func (e *Entry) Label(field string, v Raw) string {
	if Absent(v) {
		return ""
	}
	return e.Text(field, v)
}

// Flag is true or false, and must be there.
func (e *Entry) Flag(field string, v Raw) bool {
	if s := string(v); s != "true" && s != "false" {
		e.Fault(field, "true or false", v)
	}
	return string(v) == "true"
}

// Integer is a whole number; an absent one is 0.
func (e *Entry) Integer(field string, v Raw) int64 {
	if Absent(v) {
		return 0
	}
	n, err := strconv.ParseInt(string(v), 10, 64)
	if err != nil {
		e.Fault(field, "a whole number", v)
	}
	return n
}

// Found describes a value for an error, whatever it is.
func Found(v Raw) string {
	if len(v) == 0 {
		return "absent"
	}
	return Truncate(string(v), 60)
}

// Absent tells of a value that is missing or null.
func Absent(v Raw) bool { return len(v) == 0 || string(v) == "null" }

// Unquote decodes a JSON string; ok is false for anything else. A page holds
// thousands, few have escapes.
func Unquote(v Raw) (s string, ok bool) {
	if len(v) < 2 || v[0] != '"' || !utf8.Valid(v) {
		return "", false
	}
	if bytes.IndexByte(v, '\\') < 0 {
		return string(v[1 : len(v)-1]), true
	}
	err := json.Unmarshal(v, &s)
	return s, err == nil
}
