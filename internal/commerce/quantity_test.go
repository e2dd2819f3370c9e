package commerce

import (
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestParseQuantity(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]Quantity{
		"0": 0, "5": 5 * One, "-3": -3 * One, "5.000": 5 * One, "0.000001": 1, "-0.5": -One / 2,
		"007": 7 * One, "9000000000": 9_000_000_000 * One,
	} {
		got, err := ParseQuantity(text)
		require.NoError(t, err, text)
		require.Equal(t, want, got, text)
	}
	for _, text := range []string{"", " 5", "5 ", "1e3", "1,5", "1.5.0", ".5", "5.", "--1", "NaN", "0x10", "1 000", "0.0000001", "99999999999999999999", "null", "-"} {
		_, err := ParseQuantity(text)
		require.ErrorIs(t, err, ErrQuantity, "%q", text)
	}
}

func TestParseStoredForgivesWhatMySQLWrites(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"5.000000": "5", "0.30000000000000004": "0.3", "1e3": "1000", "-1": "-1",
	} {
		got, err := ParseStored(text)
		require.NoError(t, err, text)
		require.Equal(t, want, got.String())
	}
	padded, err := ParseStored(" 4 ")
	require.NoError(t, err)
	require.Equal(t, 4*One, padded)
	_, err = ParseStored("abc")
	require.ErrorIs(t, err, ErrQuantity)
}

func TestQuantityTextRoundTrip(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		q := Quantity(rapid.Int64Range(-9e15, 9e15).Draw(t, "q"))
		got, err := ParseQuantity(q.String())
		require.NoError(t, err)
		require.Equal(t, q, got)
		f := q.Floor()
		require.LessOrEqual(t, f, q)
		require.Less(t, q-f, One)
		require.Zero(t, f%One)
	})
}

func TestQuickAndGeneralReadingAgree(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`-?[0-9]{1,9}(\.[0-9]{0,7})?`).Draw(t, "text")
		got, err := ParseStored(text)
		want, general := decimal.NewFromString(text)
		require.Equal(t, general == nil, err == nil, text)
		if err == nil {
			require.True(t, decimal.New(int64(got), -6).Equal(want.Round(6)), text)
		}
	})
}
