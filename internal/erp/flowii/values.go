package flowii

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

// label is a string that may be absent.
func (e *entry) label(field string, v raw) string {
	if absent(v) {
		return ""
	}
	s, ok := unquote(v)
	if !ok {
		e.fault(field, "a string", v)
	}
	return s
}

// id is a positive whole number that must be there, as text.
func (e *entry) id(field string, v raw) string {
	s, ok := unquote(v)
	if n, err := strconv.ParseInt(s, 10, 64); !ok || err != nil || n < 0 || !digits(s) {
		e.fault(field, `a number as text, such as "93669"`, v)
	}
	return s
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

// longest bounds the text of a number.
const longest = 40

// quantity is a decimal; known is false where it is absent. Since nobody has
// described the attribute, its text form passes as well as a number.
func (e *entry) quantity(field string, v raw) (q commerce.Quantity, known bool) {
	if absent(v) {
		return 0, false
	}
	s, ok := unquote(v)
	if !ok {
		s = string(v)
	}
	if len(s) > longest {
		s = "too long"
	}
	q, err := commerce.ParseQuantity(s)
	if err != nil {
		e.fault(field, "a number such as 5 or 2.5", v)
	}
	return q, true
}

// amount is a number of at least nothing, rounded to six decimals: prices
// without VAT have been worked out. It is not valid where it is absent.
func (e *entry) amount(field string, v raw) decimal.NullDecimal {
	if absent(v) {
		return decimal.NullDecimal{}
	}
	text := string(v) // what is text in JSON begins with a quote
	if len(v) > longest || bytes.ContainsAny(v, "eE") {
		text = "too long or with an exponent"
	}
	d, err := decimal.NewFromString(text)
	if err != nil || d.IsNegative() || d.GreaterThan(decimal.New(1, 12)) {
		e.fault(field, "a number such as 12.5", v)
		return decimal.NullDecimal{}
	}
	return decimal.NewNullDecimal(d.Round(6))
}

// unquote decodes a JSON string; a page holds hundreds, few have escapes.
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
