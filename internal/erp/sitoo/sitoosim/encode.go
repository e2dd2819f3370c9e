package sitoosim

import (
	"strconv"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp/simkit"
)

// Answers are appended by hand: a page of a thousand must cost about a
// millisecond, also where a million items are held.

func appendObject[T any](b []byte, cols []column[T], x T, sp spoil) []byte {
	b = append(b, '{')
	for i, c := range cols {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, '"')
		b = append(b, c.name...)
		b = append(b, '"', ':')
		b = c.put(b, x, sp)
	}
	return append(b, '}')
}

// appendInt writes a number; falsified, as text.
func appendInt(b []byte, n int64, sp spoil) []byte {
	if !sp.WrongType {
		return strconv.AppendInt(b, n, 10)
	}
	b = strconv.AppendInt(append(b, '"'), n, 10)
	return append(b, '"')
}

// appendDecimal writes text with three decimals; falsified, a bare number.
func appendDecimal(b []byte, q commerce.Quantity, sp spoil) []byte {
	if sp.Nulls {
		return append(b, "null"...)
	}
	if sp.Zeros {
		q = 0
	}
	if !sp.WrongType {
		b = append(b, '"')
	}
	if q < 0 {
		b = append(b, '-')
		q = -q
	}
	b = strconv.AppendInt(b, int64(q/commerce.One), 10)
	m := int64(q % commerce.One / 1000)
	b = append(b, '.', byte('0'+m/100), byte('0'+m/10%10), byte('0'+m%10))
	if !sp.WrongType {
		b = append(b, '"')
	}
	return b
}

// appendMoney writes the price's text, null for none; falsified, a bare number.
func appendMoney(b []byte, price string, sp spoil) []byte {
	switch {
	case price == "":
		return append(b, "null"...)
	case sp.WrongType:
		return append(b, price...)
	}
	return simkit.AppendString(b, price)
}

func (s *Sim) appendParent(b []byte, e *entry, sp spoil) []byte {
	p := s.bySKU[e.Parent]
	if p == nil {
		return append(b, "null"...)
	}
	return appendInt(b, int64(p.id), sp)
}
