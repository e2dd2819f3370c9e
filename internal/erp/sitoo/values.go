package sitoo

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp"
)

// entry reads the values of one entry of an answer. Only the documented types
// pass; the first fault stays in err, wrapping erp.ErrAnswer.
type entry struct {
	name string // how people know the entry, for errors
	err  error
}

func (e *entry) fault(field, want string, v raw) {
	if e.err == nil {
		e.err = fmt.Errorf("%w: %s of %s is %s, must be %s", erp.ErrAnswer, field, e.name, found(v), want)
	}
}

// found describes a value for an error, whatever it is.
func found(v raw) string {
	if len(v) == 0 {
		return "absent"
	}
	return truncate(string(v), 60)
}

func absent(v raw) bool { return len(v) == 0 || string(v) == "null" }

// text is a string that must be there.
func (e *entry) text(field string, v raw) string {
	s, ok := unquote(v)
	if !ok {
		e.fault(field, "a string", v)
	}
	return s
}

// label is a string that may be absent.
func (e *entry) label(field string, v raw) string {
	if absent(v) {
		return ""
	}
	return e.text(field, v)
}

func (e *entry) flag(field string, v raw) bool {
	if s := string(v); s != "true" && s != "false" {
		e.fault(field, "true or false", v)
	}
	return string(v) == "true"
}

// integer is a whole number; an absent one is 0.
func (e *entry) integer(field string, v raw) int64 {
	if absent(v) {
		return 0
	}
	n, err := strconv.ParseInt(string(v), 10, 64)
	if err != nil {
		e.fault(field, "a whole number", v)
	}
	return n
}

// id is a positive whole number that must be there, as text.
func (e *entry) id(field string, v raw) string {
	if n, err := strconv.ParseInt(string(v), 10, 64); err != nil || n < 0 {
		e.fault(field, "a number without sign", v)
	}
	return string(v)
}

// quantity is a decimal; known is false where it is absent.
func (e *entry) quantity(field string, v raw) (q commerce.Quantity, known bool) {
	if absent(v) {
		return 0, false
	}
	s, ok := unquote(v)
	q, err := commerce.ParseQuantity(s)
	if !ok || err != nil {
		e.fault(field, `a string such as "5.000"`, v)
	}
	return q, true
}

// money is an amount of at least nothing; not valid where it is absent.
func (e *entry) money(field string, v raw) decimal.NullDecimal {
	if absent(v) {
		return decimal.NullDecimal{}
	}
	s, ok := unquote(v)
	q, err := commerce.ParseQuantity(s) // the same plain form, and bounded
	if !ok || err != nil || q < 0 {
		e.fault(field, `a string such as "123.50"`, v)
	}
	return decimal.NewNullDecimal(decimal.New(int64(q), -6))
}

// percent is documented as a number; its text form is accepted as well because
// every other decimal of the interface is text.
func (e *entry) percent(field string, v raw) decimal.NullDecimal {
	if absent(v) {
		return decimal.NullDecimal{}
	}
	s, ok := unquote(v)
	if !ok {
		s = string(v)
	}
	q, err := commerce.ParseQuantity(s)
	if err != nil || q < 0 {
		e.fault(field, "a number such as 25", v)
	}
	return decimal.NewNullDecimal(decimal.New(int64(q), -6))
}

// unquote decodes a JSON string; a page holds thousands, few have escapes.
func unquote(v raw) (string, bool) {
	if len(v) < 2 || v[0] != '"' || !utf8.Valid(v) {
		return "", false
	}
	if bytes.IndexByte(v, '\\') < 0 {
		return string(v[1 : len(v)-1]), true
	}
	var s string
	err := json.Unmarshal(v, &s)
	return s, err == nil
}
