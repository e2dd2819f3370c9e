package flowii

import (
	"bytes"
	"strconv"

	"github.com/shopspring/decimal"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp/wire"
)

// entry reads the values of one entry of an answer.
type entry struct{ wire.Entry }

// id is a positive whole number that must be there, as text.
func (e *entry) id(field string, v raw) string {
	s, ok := wire.Unquote(v)
	if n, err := strconv.ParseInt(s, 10, 64); !ok || err != nil || n < 0 || !wire.Digits(s) {
		e.Fault(field, `a number as text, such as "93669"`, v)
	}
	return s
}

// longest bounds the text of a number.
const longest = 40

// quantity is a decimal; known is false where it is absent. Since nobody has
// described the attribute, its text form passes as well as a number.
func (e *entry) quantity(field string, v raw) (q commerce.Quantity, known bool) {
	if wire.Absent(v) {
		return 0, false
	}
	s, ok := wire.Unquote(v)
	if !ok {
		s = string(v)
	}
	if len(s) > longest {
		s = "too long"
	}
	q, err := commerce.ParseQuantity(s)
	if err != nil {
		e.Fault(field, "a number such as 5 or 2.5", v)
	}
	return q, true
}

// amount is a number of at least nothing, rounded to six decimals: prices
// without VAT have been worked out. It is not valid where it is absent.
func (e *entry) amount(field string, v raw) decimal.NullDecimal {
	if wire.Absent(v) {
		return decimal.NullDecimal{}
	}
	text := string(v) // what is text in JSON begins with a quote
	if len(v) > longest || bytes.ContainsAny(v, "eE") {
		text = "too long or with an exponent"
	}
	d, err := decimal.NewFromString(text)
	if err != nil || d.IsNegative() || d.GreaterThan(decimal.New(1, 12)) {
		e.Fault(field, "a number such as 12.5", v)
		return decimal.NullDecimal{}
	}
	return decimal.NewNullDecimal(d.Round(6))
}
