package sitoo

import (
	"strconv"

	"github.com/shopspring/decimal"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp/wire"
)

// entry reads the values of one entry of an answer.
type entry struct{ wire.Entry }

// id is a positive whole number that must be there, as text.
func (e *entry) id(field string, v raw) string {
	if n, err := strconv.ParseInt(string(v), 10, 64); err != nil || n < 0 {
		e.Fault(field, "a number without sign", v)
	}
	return string(v)
}

// quantity is a decimal; known is false where it is absent.
func (e *entry) quantity(field string, v raw) (q commerce.Quantity, known bool) {
	if wire.Absent(v) {
		return 0, false
	}
	s, ok := wire.Unquote(v)
	q, err := commerce.ParseQuantity(s)
	if !ok || err != nil {
		e.Fault(field, `a string such as "5.000"`, v)
	}
	return q, true
}

// money is an amount of at least nothing; not valid where it is absent.
func (e *entry) money(field string, v raw) decimal.NullDecimal {
	if wire.Absent(v) {
		return decimal.NullDecimal{}
	}
	s, ok := wire.Unquote(v)
	q, err := commerce.ParseQuantity(s) // the same plain form, and bounded
	if !ok || err != nil || q < 0 {
		e.Fault(field, `a string such as "123.50"`, v)
	}
	return decimal.NewNullDecimal(decimal.New(int64(q), -6))
}

// percent is documented as a number; its text form is accepted as well because
// every other decimal of the interface is text.
func (e *entry) percent(field string, v raw) decimal.NullDecimal {
	if wire.Absent(v) {
		return decimal.NullDecimal{}
	}
	s, ok := wire.Unquote(v)
	if !ok {
		s = string(v)
	}
	q, err := commerce.ParseQuantity(s)
	if err != nil || q < 0 {
		e.Fault(field, "a number such as 25", v)
	}
	return decimal.NewNullDecimal(decimal.New(int64(q), -6))
}
