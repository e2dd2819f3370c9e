package phpserialize

import (
	"strconv"
	"strings"
)

// String writes the value as PHP's serialize does. A parsed value gives the
// text that it was parsed from.
func (v Value) String() string { return string(v.Append(nil)) }

// Append appends what String gives.
func (v Value) Append(to []byte) []byte {
	to = append(to, byte(v.Kind))
	switch v.Kind {
	case Null:
		return append(to, ';')
	case String, Enum:
		return append(quote(to, v.Text), ';')
	case Escaped:
		n := len(v.Text) - 2*strings.Count(v.Text, `\`)
		return append(quoteAs(to, n, v.Text), ';')
	case Array:
		return v.appendPairs(to)
	case Object:
		return v.appendPairs(quote(to, v.Class))
	case Custom:
		to = append(quote(to, v.Class), ':')
		to = append(strconv.AppendInt(to, int64(len(v.Text)), 10), ":{"...)
		return append(append(to, v.Text...), '}')
	default:
		return append(append(append(to, ':'), v.Text...), ';')
	}
}

func (v Value) appendPairs(to []byte) []byte {
	to = append(strconv.AppendInt(append(to, ':'), int64(len(v.Pairs)), 10), ":{"...)
	for _, p := range v.Pairs {
		to = p.Value.Append(p.Key.Append(to))
	}
	return append(to, '}')
}

func quote(to []byte, s string) []byte { return quoteAs(to, len(s), s) }

func quoteAs(to []byte, n int, s string) []byte {
	to = append(strconv.AppendInt(append(to, ':'), int64(n), 10), `:"`...)
	return append(append(to, s...), '"')
}
