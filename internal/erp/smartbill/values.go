package smartbill

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp"
)

// raw is a value that an entry reads later, so that an error can name the field,
// the entry and what was found.
type raw = json.RawMessage

// entry reads the values of one entry of an answer. The first fault stays in
// err, wrapping erp.ErrAnswer.
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

// flag is false where it is absent.
func (e *entry) flag(field string, v raw) bool {
	if s := string(v); !absent(v) && s != "true" && s != "false" {
		e.fault(field, "true or false", v)
	}
	return string(v) == "true"
}

// quantity is a number or the text of one; known is false where it is absent.
// SmartBill's numbers may have passed through floating arithmetic: they are
// rounded to six decimals.
func (e *entry) quantity(field string, v raw) (q commerce.Quantity, known bool) {
	if absent(v) {
		return 0, false
	}
	s, ok := numeral(v)
	q, err := commerce.ParseStored(s)
	if !ok || err != nil {
		e.fault(field, "a number such as 8 or 2.5", v)
	}
	return q, true
}

// amount is a number of at least nothing, or the text of one; not valid where it
// is absent.
func (e *entry) amount(field string, v raw) decimal.NullDecimal {
	if absent(v) {
		return decimal.NullDecimal{}
	}
	s, ok := numeral(v)
	d, err := decimal.NewFromString(s)
	if !ok || err != nil || d.IsNegative() {
		e.fault(field, "a number such as 84.03", v)
		return decimal.NullDecimal{}
	}
	return decimal.NewNullDecimal(d)
}

// maxNumeral is far more than any number of a business needs.
const maxNumeral = 40

// numeral is the text of a JSON number, or of a string that holds one.
func numeral(v raw) (string, bool) {
	s, quoted := unquote(v)
	if !quoted {
		s = string(v)
	}
	s = strings.TrimSpace(s)
	var n json.Number
	return s, len(s) <= maxNumeral && json.Unmarshal([]byte(s), &n) == nil && n.String() == s
}

// unquote decodes a JSON string; a list holds thousands, few have escapes.
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
