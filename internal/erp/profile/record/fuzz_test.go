package record_test

import (
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/erp/profile/record"
)

var errEnd = io.EOF

// whatever decodes text and looks at everything; nothing may panic or hang.
func whatever(t *testing.T, s record.Shape, text, path string) {
	t.Helper()
	p, err := record.Compile(s.Format, path)
	if err != nil {
		return
	}
	n := 0
	env, broken, err := record.Decode(strings.NewReader(text), s, func(rec any) error {
		n++
		_, err := p.Get(rec)
		return err
	})
	require.True(t, err != nil || !broken)
	if !broken {
		require.LessOrEqual(t, n, env.Records)
		_, _ = p.Get(env.Root) // any answer will do
	}
}

func FuzzJSON(f *testing.F) {
	f.Add(`{"data":{"rows":[{"a":"1"}]}}`, "a")
	f.Add(`[1,{"a":[{}]}]`, "a[0].b")
	f.Add(`{"data":null}`, "$..a")
	f.Fuzz(func(t *testing.T, text, path string) {
		whatever(t, record.Shape{Format: "json", Records: "data.rows"}, text, path)
		whatever(t, record.Shape{Format: "json", Records: "."}, text, path)
	})
}

func FuzzXML(f *testing.F) {
	f.Add(`<l><i id="1"><a>x</a></i></l>`, "a")
	f.Add(`<!DOCTYPE l><l/>`, "@id")
	f.Add(`<l><i><a/><b/></i></l>`, "string(a[1]|../b)")
	f.Fuzz(func(t *testing.T, text, path string) {
		whatever(t, record.Shape{Format: "xml", Records: "/l/i", Charset: "iso-8859-2"}, text, path)
	})
}

func FuzzLines(f *testing.F) {
	f.Add("a;b\n1;\"2\"\n", "a")
	f.Add("\"\n", "1")
	f.Fuzz(func(t *testing.T, text, path string) {
		whatever(t, record.Shape{Format: "csv", Charset: "windows-1250", Lines: semicolons()}, text, path)
		whatever(t, record.Shape{Format: "csv", Lines: record.Lines{Separator: ';', Plain: true}}, text, path)
		whatever(t, record.Shape{Format: "fixed", Lines: record.Lines{Names: []string{"a"}, Cuts: []record.Cut{{2, 4}}}}, text, path)
	})
}
