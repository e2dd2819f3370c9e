package record_test

import (
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/erp/profile/record"
)

// rows decodes text and shows the values at paths of each record.
func rows(t testing.TB, s record.Shape, text string, paths ...string) ([]string, record.Envelope, error) {
	t.Helper()
	var ps []record.Path
	for _, p := range paths {
		c, err := record.Compile(s.Format, p)
		require.NoError(t, err)
		ps = append(ps, c)
	}
	var out []string
	env, _, err := record.Decode(strings.NewReader(text), s, func(rec any) error {
		var line []string
		for _, p := range ps {
			v, err := p.Get(rec)
			if err != nil {
				return err
			}
			line = append(line, fmt.Sprint(v.Kind, ":", v.Text))
		}
		out = append(out, strings.Join(line, " "))
		return nil
	})
	return out, env, err
}

func semicolons() record.Lines { return record.Lines{Separator: ';', Header: true} }

func TestDecode(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name  string
		shape record.Shape
		text  string
		paths []string
		want  []string
	}{
		{"JSON", record.Shape{Format: "json", Records: "data.rows"}, `{"n":1,"data":{"x":[1],"rows":[{"a":"01","b":1.50,"c":{"d":[7,8]}},{"a":null}],"y":2},"z":{}}`, []string{"a", "b", "c.d[1]"}, []string{"2:01 3:1.50 3:8", "1: 0: 0:"}},
		{"JSON list", record.Shape{Format: "json", Records: "."}, ` [ {"a":true} , {"a":{}} ] `, []string{"a"}, []string{"4:true", "5:a list or an object"}},
		{"JSON filter", record.Shape{Format: "json", Records: "."}, `[{"p":[{"t":"MP","v":"1"},{"t":"VP","v":"2"}]}]`, []string{"p[?(@.t == 'VP')].v"}, []string{"2:2"}},
		{"JSON with mark", record.Shape{Format: "json", Records: "."}, "\ufeff[{\"a\":\"x\"}]", []string{"a"}, []string{"2:x"}},
		{"XML", record.Shape{Format: "xml", Records: "/l/i"}, `<?xml version="1.0"?><l n="2"><i id="1"><a>x &amp; <![CDATA[<y>]]></a></i><o/><i id="2"><a/><b><c>1</c><c>2</c></b></i></l>`, []string{"@id", "a", "b/c[2]"}, []string{"2:1 2:x & <y> 0:", "2:2 2: 2:2"}},
		{"XML names", record.Shape{Format: "xml", Records: "/l/i"}, `<n:l xmlns:n="urn:x"><n:i><n:a>1</n:a></n:i></n:l>`, []string{"a"}, []string{"2:1"}},
		{"XML stays inside", record.Shape{Format: "xml", Records: "/l/i"}, `<l><s>secret</s><i><a>1</a></i></l>`, []string{"a", "../s", "//s", "/l/s"}, []string{"2:1 0: 0: 0:"}},
		{"CSV", record.Shape{Format: "csv", Lines: semicolons()}, "a;b\r\n007;\"x;\"\"y\"\"\nz\"\r\n;\r\n", []string{"a", "b", "1"}, []string{"2:007 2:x;\"y\"\nz 2:007", "2: 2: 2:"}},
		{"CSV without header", record.Shape{Format: "csv", Lines: record.Lines{Separator: '\t', Names: []string{"a", "b"}, Skip: 1}}, "made today\n1\t2\n", []string{"b"}, []string{"2:2"}},
		{"plain", record.Shape{Format: "csv", Lines: record.Lines{Separator: ';', Header: true, Plain: true}}, "a;b\n3\" pipe;\"x\n\x1a", []string{"a", "b"}, []string{`2:3" pipe 2:"x`}},
		{"fixed", record.Shape{Format: "fixed", Lines: record.Lines{Names: []string{"a", "b"}, Cuts: []record.Cut{{1, 4}, {5, 7}}}}, "žluť 12\r\n\r\n0001 3\n", []string{"a", "b"}, []string{"2:žluť 2: 12", "2:0001 2: 3"}},
		{"windows-1250", record.Shape{Format: "xml", Charset: "windows-1250", Records: "/l/i"}, "<?xml version=\"1.0\" encoding=\"windows-1250\"?><l><i>\x9elu\x9d</i></l>", []string{"."}, []string{"2:žluť"}},
		{"windows-1251", record.Shape{Format: "json", Charset: "windows-1251", Records: "."}, "[{\"a\":\"\xf8\xe8\xf4\xf0\xe0\"}]", []string{"a"}, []string{"2:шифра"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got, env, err := rows(t, c.shape, c.text, c.paths...)
			require.NoError(t, err)
			require.Equal(t, c.want, got)
			require.NoError(t, env.ErrNoRecords(c.shape))
			require.Equal(t, len(c.want), env.Records)
		})
	}
}

func TestWhatIsNoAnswer(t *testing.T) {
	t.Parallel()
	json, xml := record.Shape{Format: "json", Records: "r"}, record.Shape{Format: "xml", Records: "/l/i"}
	csv := record.Shape{Format: "csv", Lines: semicolons()}
	fixed := record.Shape{Format: "fixed", Lines: record.Lines{Names: []string{"a", "b"}, Cuts: []record.Cut{{1, 4}, {5, 7}}}}
	deep := strings.Repeat("<a>", 100) + strings.Repeat("</a>", 100)
	big := strings.Repeat("x", 3<<20)
	cases := []struct {
		name  string
		shape record.Shape
		text  string
		says  string
	}{
		{"empty JSON", json, "", "cut off"},
		{"cut JSON", json, `{"r":[{"a":1},{"a"`, "cut off"},
		{"cut behind the list", json, `{"r":[{"a":1}]`, "cut off"},
		{"more behind", json, `{"r":[]}x`, "more behind"},
		{"no list", json, `{"r":{"a":1}}`, "not a list"},
		{"twice", json, `{"r":[],"r":[]}`, "comes twice"},
		{"large record", json, `{"r":["` + big + `"]}`, "larger than 1 MB"},
		{"large envelope", json, `{"a":"` + big + `","r":[]}`, "larger than 1 MB"},
		{"many small in the envelope", json, `{"a":[` + strings.Repeat("{},", 1<<19) + `1],"r":[]}`, "larger than 1 MB"},
		{"deep JSON", json, `{"r":[` + strings.Repeat("[", 20_000) + strings.Repeat("]", 20_000) + `]}`, "exceeded max depth"},
		{"empty XML", xml, "", "empty or cut off"},
		{"cut XML", xml, "<l><i>", "cut off"},
		{"bad XML", xml, "<l></i>", "syntax error"},
		{"entity", xml, `<!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/passwd">]><l><i>&x;</i></l>`, "document type"},
		{"laughter", xml, `<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><l><i>&b;</i></l>`, "document type"},
		{"undeclared entity", xml, `<l><i>&x;</i></l>`, "invalid character entity"},
		{"deep XML", xml, "<l>" + deep + "</l>", "deeper than 64"},
		{"deep XML record", xml, "<l><i>" + deep + "</i></l>", "deeper than 64"},
		{"large XML record", xml, "<l><i>" + big + "</i></l>", "larger than 1 MB"},
		{"large XML envelope", xml, "<l>" + strings.Repeat("<o a='1'/>", 1<<18) + "</l>", "larger than 1 MB"},
		{"endless attributes", xml, "<l " + strings.Repeat("a='' ", 1<<20) + "/>", "larger than 1 MB"},
		{"no header", csv, "", "no line that names the columns"},
		{"columns", csv, "a;b\n1;2;3\n", "record 1 has 3 columns, must have 2"},
		{"cut line", csv, "a;b\n1;2", "does not end in a line break"},
		{"open quote", csv, "a;b\n\"1;2\n", "extraneous or missing"},
		{"large line", csv, "a;b\n\"" + big + "\";2\n", "larger than 1 MB"},
		{"short line", fixed, "abc\n", "a column begins at 5"},
		{"cut fixed", fixed, "0001 12", "does not end in a line break"},
		{"too few lines", record.Shape{Format: "csv", Lines: record.Lines{Skip: 3}}, "a\n", "fewer than the 3 lines"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, _, err := rows(t, c.shape, c.text)
			require.ErrorContains(t, err, c.says)
		})
	}
}

func TestEnvelopeIsReadAlthoughARecordIsWrong(t *testing.T) {
	t.Parallel()
	odd := errors.New("odd")
	n := 0
	env, broken, err := record.Decode(strings.NewReader(`{"r":[1,2,3],"ok":false}`), record.Shape{Format: "json", Records: "r"}, func(any) error { n++; return odd })
	require.ErrorIs(t, err, odd)
	require.False(t, broken)
	require.Equal(t, 1, n)
	p, err := record.Compile("json", "ok")
	require.NoError(t, err)
	v, err := p.Get(env.Root)
	require.NoError(t, err)
	require.Equal(t, record.Value{Kind: record.Bool, Text: "false"}, v)
}

func TestNoRecordsAtAll(t *testing.T) {
	t.Parallel()
	for text, s := range map[string]record.Shape{
		`{"a":[]}`: {Format: "json", Records: "r"}, `{"r":null}`: {Format: "json", Records: "r"}, `[]`: {Format: "json", Records: "r"}, `<a><i/></a>`: {Format: "xml", Records: "/l/m/i"},
	} {
		_, env, err := rows(t, s, text)
		require.NoError(t, err)
		require.Error(t, env.ErrNoRecords(s), text)
	}
	_, env, err := rows(t, record.Shape{Format: "xml", Records: "/l/i"}, "<l/>")
	require.NoError(t, err)
	require.NoError(t, env.ErrNoRecords(record.Shape{Format: "xml", Records: "/l/i"}), "an empty list is a list")
}

func TestPathsThatCannotBe(t *testing.T) {
	t.Parallel()
	for _, c := range [][2]string{{"json", ""}, {"json", "a["}, {"xml", "a["}, {"xml", "a||b"}, {"xml", strings.Repeat("(", 150)}, {"json", strings.Repeat("a.", 150)}} {
		_, err := record.Compile(c[0], c[1])
		require.Error(t, err, c[1])
	}
	_, _, err := rows(t, record.Shape{Format: "xml", Records: "/l/i"}, "<l><i><a/><a/></i></l>", "a")
	require.ErrorContains(t, err, "leads to 2 values")
	_, _, err = rows(t, record.Shape{Format: "csv", Lines: semicolons()}, "a;b\n1;2\n", "c")
	require.ErrorContains(t, err, "there is no column c")
}

// One record is held at a time, however long the list is.
func TestMemoryIsFlat(t *testing.T) {
	for format, make := range map[string]func(int) string{
		"json": func(i int) string { return fmt.Sprintf(`{"code":"%09d","q":%d,"name":"a product with a name"},`, i, i) },
		"xml": func(i int) string {
			return fmt.Sprintf(`<i><code>%09d</code><q>%d</q><n>a product with a name</n></i>`, i, i)
		},
		"csv": func(i int) string { return fmt.Sprintf("%09d;%d;a product with a name\n", i, i) },
	} {
		shape := map[string]record.Shape{
			"json": {Format: "json", Records: "."}, "xml": {Format: "xml", Records: "/l/i"},
			"csv": {Format: "csv", Lines: record.Lines{Separator: ';', Names: []string{"code", "q", "n"}}},
		}[format]
		around := map[string][2]string{"json": {"[", "0]"}, "xml": {"<l>", "</l>"}}[format]
		var peak uint64
		n := 0
		_, _, err := record.Decode(&endless{make: make, left: 100_000, rest: around[0], end: around[1]}, shape, func(any) error {
			if n++; n%20_000 == 0 {
				peak = max(peak, held())
			}
			return nil
		})
		require.NoError(t, err, format)
		require.GreaterOrEqual(t, n, 100_000)
		require.Less(t, peak, uint64(8<<20), "%s: %d bytes held", format, peak)
	}
}

func held() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// endless writes records as they are read.
type endless struct {
	make func(int) string
	left int
	rest string
	end  string
}

func (e *endless) Read(p []byte) (int, error) {
	if e.rest == "" {
		switch {
		case e.left > 0:
			e.left--
			e.rest = e.make(e.left)
		case e.end == "":
			return 0, errEnd
		default:
			e.rest, e.end = e.end, ""
		}
	}
	n := copy(p, e.rest)
	e.rest = e.rest[n:]
	return n, nil
}
