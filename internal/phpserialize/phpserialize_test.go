package phpserialize

import (
	"encoding/json"
	"math"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// vectors are the values that real PHP wrote.
func vectors(t testing.TB) map[string]string {
	t.Helper()
	text, err := os.ReadFile("testdata/vectors.json")
	require.NoError(t, err)
	var list []struct {
		Name string
		Text []byte
	}
	require.NoError(t, json.Unmarshal(text, &list))
	out := map[string]string{}
	for _, v := range list {
		out[v.Name] = string(v.Text)
	}
	require.Len(t, out, len(list))
	return out
}

func TestWhatPHPWroteStaysByteForByte(t *testing.T) {
	t.Parallel()
	for name, text := range vectors(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			v, err := Parse(text)
			require.NoError(t, err)
			require.Equal(t, text, v.String())
		})
	}
}

// TestVectorsAreStillWhatPHPWrites asks the PHP of this machine, if there is one.
func TestVectorsAreStillWhatPHPWrites(t *testing.T) {
	t.Parallel()
	program, err := exec.LookPath("php")
	if err != nil {
		t.Skip("no PHP here")
	}
	now, err := exec.CommandContext(t.Context(), program, "testdata/vectors.php").Output()
	require.NoError(t, err)
	recorded, err := os.ReadFile("testdata/vectors.json")
	require.NoError(t, err)
	require.JSONEq(t, string(recorded), string(now))
}

func TestFloatsAreWrittenAsPHPDoes(t *testing.T) {
	t.Parallel()
	want := vectors(t)
	for name, f := range map[string]float64{
		"tenth": 0.1, "sum of tenths": math.Nextafter(0.3, 1), "whole float": 5, "negative zero": math.Copysign(0, -1), "tiny float": 1.5e-7, "below a thousand": 0.00001234,
		"large float": 1e25, "17 digits": 123456789012345680, "infinity": math.Inf(1), "minus infinity": math.Inf(-1), "no number": math.NaN(),
	} {
		require.Equal(t, want[name], OfFloat(f).String(), name)
	}
	for f, text := range map[float64]string{1e16: "d:10000000000000000;", 1e17: "d:1.0E+17;", 0.0001: "d:0.0001;", 0.00001: "d:1.0E-5;"} {
		require.Equal(t, text, OfFloat(f).String())
	}
}

func TestGet(t *testing.T) {
	t.Parallel()
	v, err := Parse(vectors(t)["nested"])
	require.NoError(t, err)
	total, ok := v.Get("total")
	require.True(t, ok)
	tax, ok := total.Get("1")
	require.True(t, ok, "1 and \"1\" are one key")
	text, ok := tax.Scalar()
	require.True(t, ok)
	require.Equal(t, "1.90", text)
	_, ok = total.Get("2")
	require.False(t, ok)
	_, ok = total.Scalar()
	require.False(t, ok, "an array is no scalar")
}

func TestScalarPrintsAsPHP(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{"b:1;": "1", "b:0;": "", "N;": "", "i:-7;": "-7", "d:0.5;": "0.5", `s:2:"ab";`: "ab"} {
		v, err := Parse(text)
		require.NoError(t, err)
		got, ok := v.Scalar()
		require.True(t, ok)
		require.Equal(t, want, got)
	}
}

func TestParseRefuses(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"nothing":              "",
		"not serialized":       "hello",
		"more behind it":       "i:1;i:2;",
		"no number":            "i:x;",
		"no truth value":       "b:2;",
		"never ending":         `s:5:"ab";`,
		"longer than the text": `s:99999999999:"ab";`,
		"no integer":           `s:99999999999999999999:"ab";`,
		"leading zero":         `s:02:"ab";`,
		"bytes behind it":      `s:1:"ab";`,
		"entries missing":      `a:2:{i:0;i:1;}`,
		"a billion entries":    `a:1000000000:{i:0;i:1;}`,
		"a list as key":        `a:1:{a:0:{}i:1;}`,
		"a float as key":       `a:1:{d:1;i:1;}`,
		"unknown mark":         `x:1;`,
		"torn object":          `O:3:"Pot":1:{`,
		"torn escape":          `S:1:"\0`,
		"too deep":             strings.Repeat("a:1:{i:0;", MaxDepth+1) + "i:1;" + strings.Repeat("}", MaxDepth+1),
		"too long":             `s:` + strconv.Itoa(MaxBytes) + `:"` + strings.Repeat("a", MaxBytes) + `";`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := Parse(text)
			require.ErrorIs(t, err, ErrFormat)
		})
	}
}

// value draws what PHP could hold.
func value(depth int) *rapid.Generator[Value] {
	leaves := []*rapid.Generator[Value]{
		rapid.Map(rapid.String(), Of), rapid.Map(rapid.Int64(), OfInt), rapid.Map(rapid.Bool(), OfBool), rapid.Map(rapid.Float64(), OfFloat),
		rapid.Just(Value{Kind: Null}),
	}
	if depth > 0 {
		leaves = append(leaves, rapid.Map(rapid.SliceOfN(value(depth-1), 0, 4), func(v []Value) Value { return OfList(v...) }))
	}
	return rapid.OneOf(leaves...)
}

func TestWrittenIsRead(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		v := value(4).Draw(t, "value")
		again, err := Parse(v.String())
		require.NoError(t, err)
		require.Equal(t, v.String(), again.String())
	})
}

func FuzzParse(f *testing.F) {
	for _, text := range vectors(f) {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		v, err := Parse(text)
		if err != nil {
			require.ErrorIs(t, err, ErrFormat)
			return
		}
		require.Equal(t, text, v.String())
	})
}
