// Package phpserialize reads and writes the format of PHP's serialize, which
// WordPress keeps arrays in. What was read is written again byte for byte: keys
// keep their order, numbers their spelling, and what means something only to
// PHP, such as objects and references, is carried along unopened.
package phpserialize

import (
	"math"
	"strconv"
	"strings"
)

// Kind is what a Value is.
type Kind byte

// The kinds, named by the letters that PHP marks them with.
const (
	Null      Kind = 'N'
	Bool      Kind = 'b'
	Int       Kind = 'i'
	Float     Kind = 'd'
	String    Kind = 's'
	Escaped   Kind = 'S' // a string whose bytes are written as \xx where needed
	Array     Kind = 'a'
	Object    Kind = 'O'
	Custom    Kind = 'C' // an object that writes itself
	Enum      Kind = 'E'
	Reference Kind = 'R' // to an earlier value, as a PHP reference
	Same      Kind = 'r' // to an earlier object
)

// Value is one PHP value. The zero Value is not valid.
type Value struct {
	Kind Kind
	// Text is the number as it is written, the string's bytes, what a custom
	// object wrote, or the enum's Class:Case.
	Text  string
	Class string // of objects
	Pairs []Pair // of arrays and objects, in their order
}

// Pair is an entry of an array, or a property of an object.
type Pair struct {
	Key   Value // Int or String
	Value Value
}

// Of returns a string.
func Of(s string) Value { return Value{Kind: String, Text: s} }

// OfInt returns a whole number.
func OfInt(n int64) Value { return Value{Kind: Int, Text: strconv.FormatInt(n, 10)} }

// OfBool returns a truth value.
func OfBool(b bool) Value {
	if b {
		return Value{Kind: Bool, Text: "1"}
	}
	return Value{Kind: Bool, Text: "0"}
}

// OfFloat returns a floating number, written as PHP does with
// serialize_precision=-1: the shortest digits that read back as the same.
func OfFloat(f float64) Value {
	switch {
	case math.IsInf(f, 1):
		return Value{Kind: Float, Text: "INF"}
	case math.IsInf(f, -1):
		return Value{Kind: Float, Text: "-INF"}
	case math.IsNaN(f):
		return Value{Kind: Float, Text: "NAN"}
	}
	exponent := strconv.FormatFloat(f, 'e', -1, 64)
	digits, power, _ := strings.Cut(exponent, "e")
	if n, _ := strconv.Atoi(power); n >= -4 && n < 17 { // as PHP's 17 digits
		return Value{Kind: Float, Text: strconv.FormatFloat(f, 'f', -1, 64)}
	}
	if !strings.Contains(digits, ".") {
		digits += ".0"
	}
	return Value{Kind: Float, Text: digits + "E" + power[:1] + strings.TrimLeft(power[1:], "0")}
}

// OfList returns an array with the keys 0, 1, 2 and so on.
func OfList(values ...Value) Value {
	a := Value{Kind: Array}
	for i, v := range values {
		a.Pairs = append(a.Pairs, Pair{OfInt(int64(i)), v})
	}
	return a
}

// Get returns the array's entry, or the object's public property, of a key. The
// key 7 and the key "7" are one, as they are to PHP.
func (v Value) Get(key string) (Value, bool) {
	for _, p := range v.Pairs {
		if p.Key.Text == key {
			return p.Value, true
		}
	}
	return Value{}, false
}

// Scalar returns a string, number or truth value as PHP would print it, and
// whether v is one. Null prints as nothing.
func (v Value) Scalar() (string, bool) {
	switch v.Kind {
	case String, Int, Float:
		return v.Text, true
	case Bool:
		return strings.TrimPrefix(v.Text, "0"), true
	case Null:
		return "", true
	default:
		return "", false
	}
}
