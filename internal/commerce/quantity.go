package commerce

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"
)

// Quantity is a number of units in millionths: exact, comparable with ==, and
// eight bytes wide, so that a reading of a million items fits in memory.
// WooCommerce and the ERPs use at most six decimals.
type Quantity int64

// One is a single unit.
const One Quantity = 1_000_000

// ErrQuantity is wrapped by every error of ParseQuantity.
var ErrQuantity = errors.New("not a quantity")

// Units returns n whole units.
func Units(n int64) Quantity { return Quantity(n) * One }

// ParseQuantity reads a plain decimal such as "5", "-3" or "5.000000".
// Exponents, grouping, decimal commas, surrounding space, more than six
// significant decimals and values beyond nine thousand million are refused.
func ParseQuantity(s string) (Quantity, error) {
	if !plainDecimal(s) {
		return 0, fmt.Errorf("%w: %q is not plain decimal text such as 12 or 3.5", ErrQuantity, s)
	}
	d, err := decimal.NewFromString(s)
	if err != nil {
		return 0, fmt.Errorf("%w: %q: %w", ErrQuantity, s, err)
	}
	return quantityOf(d, s)
}

// ParseStored reads what WooCommerce or MySQL may have stored in a meta value:
// as ParseQuantity, but the result of MySQL's floating arithmetic such as
// "0.30000000000000004" or "1e3" is rounded to six decimals.
func ParseStored(s string) (Quantity, error) {
	if q, ok := simple(s); ok {
		return q, nil
	}
	d, err := decimal.NewFromString(strings.TrimSpace(s))
	if err != nil {
		return 0, fmt.Errorf("%w: %q", ErrQuantity, s)
	}
	return quantityOf(d.Round(6), s)
}

// simple reads what nearly every stored quantity is: up to nine digits and, if
// any, up to six decimals.
func simple(s string) (Quantity, bool) {
	digits, negative := strings.CutPrefix(s, "-")
	whole, fraction, _ := strings.Cut(digits, ".")
	if whole == "" || len(whole) > 9 || len(fraction) > 6 {
		return 0, false
	}
	var q Quantity
	for i := range len(whole) + 6 {
		digit := byte('0')
		switch j := i - len(whole); {
		case j < 0:
			digit = whole[i]
		case j < len(fraction):
			digit = fraction[j]
		}
		if digit < '0' || digit > '9' {
			return 0, false
		}
		q = 10*q + Quantity(digit-'0')
	}
	if negative {
		q = -q
	}
	return q, true
}

func quantityOf(d decimal.Decimal, text string) (Quantity, error) {
	m := d.Shift(6)
	if !m.IsInteger() {
		return 0, fmt.Errorf("%w: %q has more than six decimals", ErrQuantity, text)
	}
	if m.Abs().GreaterThan(decimal.NewFromInt(math.MaxInt64 / 1000)) {
		return 0, fmt.Errorf("%w: %q is too large", ErrQuantity, text)
	}
	return Quantity(m.IntPart()), nil
}

func plainDecimal(s string) bool {
	digits, point := 0, false
	for i, c := range s {
		switch {
		case c >= '0' && c <= '9':
			digits++
		case c == '-' && i == 0:
		case c == '.' && !point && digits > 0:
			point = true
		default:
			return false
		}
	}
	return digits > 0 && !strings.HasSuffix(s, ".")
}

// Floor rounds down to whole units: -0.5 becomes -1.
func (q Quantity) Floor() Quantity {
	r := q % One
	if r < 0 {
		r += One
	}
	return q - r
}

// String is the shortest plain decimal: "5", "-0.25".
func (q Quantity) String() string {
	if q%One == 0 {
		return strconv.FormatInt(int64(q/One), 10)
	}
	return decimal.New(int64(q), -6).String()
}

// MarshalText makes JSON carry the decimal as text.
func (q Quantity) MarshalText() ([]byte, error) { return []byte(q.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (q *Quantity) UnmarshalText(b []byte) error {
	v, err := ParseQuantity(string(b))
	if err != nil {
		return err
	}
	*q = v
	return nil
}
