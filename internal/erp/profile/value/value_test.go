package value_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp/profile/record"
	"wpbridge/internal/erp/profile/value"
)

func text(s string) record.Value   { return record.Value{Kind: record.Text, Text: s} }
func number(s string) record.Value { return record.Value{Kind: record.Number, Text: s} }

func TestNumbers(t *testing.T) {
	t.Parallel()
	comma := value.Rule{Point: ",", Group: "."}
	spaced := value.Rule{Point: ",", Group: " "}
	for _, c := range []struct {
		rule value.Rule
		v    record.Value
		want string
	}{
		{value.Rule{}, text("12.50"), "12.5"},
		{value.Rule{}, number("-3"), "-3"},
		{comma, text("1.234.567,50"), "1234567.5"},
		{comma, text("-234,5"), "-234.5"},
		{comma, number("1.5"), "1.5"},
		{spaced, text("1 234,5"), "1234.5"},
		{spaced, text("12\u00a0345"), "12345"},
		{value.Rule{Shift: -2}, number("1999"), "19.99"},
		{value.Rule{Lookup: map[string]string{"A": "20"}}, text("A"), "20"},
		{value.Rule{Trim: true}, text(" 7 "), "7"},
		{value.Rule{}, number("0.1000000000000000000000000001"), "0.1000000000000000000000000001"},
	} {
		d, known, err := c.rule.Decimal(c.v)
		require.NoError(t, err)
		require.True(t, known)
		require.Equal(t, c.want, d.String())
	}
	for _, c := range []struct {
		rule value.Rule
		v    record.Value
	}{
		{value.Rule{}, number("1e3")},
		{value.Rule{}, text("1e3")},
		{value.Rule{}, text("1,5")},
		{value.Rule{}, text(" 5")},
		{value.Rule{}, text("+5")},
		{value.Rule{}, text("0x10")},
		{value.Rule{}, text("NaN")},
		{value.Rule{}, text("5.")},
		{value.Rule{}, text(strings.Repeat("9", 50))},
		{comma, text("1.5")},
		{comma, text("12.34,5")},
		{comma, text("1.234,")},
		{comma, text(".234")},
		{comma, text("1234.567")},
		{value.Rule{Lookup: map[string]string{"A": "20"}}, text("B")},
		{value.Rule{}, record.Value{Kind: record.Bool, Text: "true"}},
		{value.Rule{}, record.Value{Kind: record.Other, Text: "a list or an object"}},
	} {
		_, known, err := c.rule.Decimal(c.v)
		require.Error(t, err, "%v", c.v)
		require.False(t, known)
	}
	_, _, err := value.Rule{}.Quantity(text("0.0000001"))
	require.ErrorContains(t, err, "at most six decimals")
}

func TestUnknownIsNotZero(t *testing.T) {
	t.Parallel()
	r := value.Rule{Nulls: []string{"-", "N/A"}, Trim: true}
	for _, v := range []record.Value{{}, {Kind: record.Null}, text(""), text("  "), text("-"), text("N/A")} {
		q, known, err := r.Quantity(v)
		require.NoError(t, err)
		require.False(t, known)
		require.Zero(t, q)
		_, known, err = r.Bool(v)
		require.NoError(t, err)
		require.False(t, known)
	}
}

func TestTexts(t *testing.T) {
	t.Parallel()
	s, known, err := value.Rule{}.Text(text(" 00123 "))
	require.NoError(t, err)
	require.True(t, known)
	require.Equal(t, " 00123 ", s)
	_, _, err = value.Rule{}.Text(number("123"))
	require.ErrorContains(t, err, "must be a text")
	s, _, err = value.Rule{Number: true}.Text(number("123"))
	require.NoError(t, err)
	require.Equal(t, "123", s)
	_, _, err = value.Rule{}.Text(text("a\ufffdb"))
	require.ErrorContains(t, err, "character set")
}

func TestTruths(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		rule value.Rule
		v    record.Value
		want bool
	}{
		{value.Rule{}, record.Value{Kind: record.Bool, Text: "true"}, true},
		{value.Rule{True: []string{"D", "da"}, False: []string{"N"}}, text("da"), true},
		{value.Rule{True: []string{"D"}, False: []string{"N"}}, text("N"), false},
		{value.Rule{True: []string{"1"}}, number("0"), false},
		{value.Rule{False: []string{"blocked"}}, text("open"), true},
	} {
		b, known, err := c.rule.Bool(c.v)
		require.NoError(t, err)
		require.True(t, known)
		require.Equal(t, c.want, b)
	}
	_, _, err := value.Rule{True: []string{"D"}, False: []string{"N"}}.Bool(text("?"))
	require.ErrorContains(t, err, "must be one of D, N")
	_, _, err = value.Rule{}.Bool(number("1"))
	require.Error(t, err)
}

func TestStamps(t *testing.T) {
	t.Parallel()
	belgrade, err := time.LoadLocation("Europe/Belgrade")
	require.NoError(t, err)
	for _, c := range []struct {
		layout value.Layout
		text   string
		want   time.Time
	}{
		{value.Layout{Form: "unix"}, "1700000000", time.Unix(1700000000, 0)},
		{value.Layout{Form: "unix_ms"}, "1700000000500", time.UnixMilli(1700000000500)},
		{value.Layout{Form: "rfc3339"}, "2025-07-01T12:00:00+02:00", time.Date(2025, 7, 1, 10, 0, 0, 0, time.UTC)},
		{value.Layout{Form: "02.01.2006 15:04:05", Zone: belgrade}, "01.07.2025 12:00:00", time.Date(2025, 7, 1, 10, 0, 0, 0, time.UTC)},
	} {
		at, known, err := value.Rule{Layout: c.layout}.Stamp(text(c.text))
		require.NoError(t, err)
		require.True(t, known)
		require.Equal(t, c.want.UnixNano(), at)
		again, err := c.layout.Parse(c.layout.Format(at))
		require.NoError(t, err)
		require.Equal(t, at, again)
	}
	for form, s := range map[string]string{"unix": "x", "unix_ms": "1.5", "rfc3339": "2025-07-01", "2006-01-02": "0001-01-01", "number": "1e9"} {
		_, _, err := value.Rule{Layout: value.Layout{Form: form}}.Stamp(text(s))
		require.ErrorContains(t, err, "must be a", form)
	}
	_, err = value.Layout{Form: "unix"}.Parse("9223372036854775807")
	require.Error(t, err, "no overflow")
}

// A quantity written in any of the ways comes back as it was.
func TestQuantityRoundTrip(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		q := commerce.Quantity(rapid.Int64Range(-9e14, 9e14).Draw(t, "q"))
		s := strings.ReplaceAll(q.String(), ".", ",")
		got, known, err := value.Rule{Point: ",", Group: "."}.Quantity(text(s))
		require.NoError(t, err)
		require.True(t, known)
		require.Equal(t, q, got)
	})
}

func FuzzNumber(f *testing.F) {
	f.Add("1.234,50", ",", ".")
	f.Add("-0", ".", "")
	f.Fuzz(func(t *testing.T, s, point, group string) {
		_, known, err := value.Rule{Point: point, Group: group}.Quantity(text(s))
		require.False(t, known && err != nil)
	})
}
