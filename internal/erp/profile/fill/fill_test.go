package fill_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/erp/profile/fill"
)

func scope(escape string) fill.Scope {
	return fill.Scope{Names: []string{"secret", "codes", "page.size"}, Vars: []string{"unit", "path"}, Raw: []string{"path"}, Escape: escape}
}

func data() map[string]any {
	return map[string]any{
		"vars":   map[string]any{"unit": `a/b "c" <d>&`, "path": "/x/y?z=1"},
		"secret": "s", "codes": []string{"1", "0<2"}, "page": map[string]any{"size": 100},
	}
}

func TestExpand(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ escape, text, want string }{
		{"", "plain", "plain"},
		{"", "{{.vars.unit}}", `a/b "c" <d>&`},
		{"path", "{{.vars.path}}/{{.vars.unit}}", "/x/y?z=1/a%2Fb%20%22c%22%20%3Cd%3E&"},
		{"path", `{{join "," .codes}}`, "1%2C0%3C2"},
		{"jsontext", `{"u":"{{.vars.unit}}","n":{{.page.size}},"c":{{json .codes}}}`, `{"u":"a/b \"c\" \u003cd\u003e\u0026","n":100,"c":["1","0\u003c2"]}`},
		{"xml", "<a>{{range .codes}}<c u=\"{{$.vars.unit}}\">{{.}}</c>{{end}}</a>", "<a><c u=\"a/b &#34;c&#34; &lt;d&gt;&amp;\">1</c><c u=\"a/b &#34;c&#34; &lt;d&gt;&amp;\">0&lt;2</c></a>"},
		{"", `{{if eq .secret "s"}}yes{{else}}no{{end}}`, "yes"},
		{"", `{{.secret | upper | base64}}`, "Uw=="},
	} {
		tpl, err := fill.Compile(tc.text, scope(tc.escape))
		require.NoError(t, err, tc.text)
		got, err := tpl.Expand(data())
		require.NoError(t, err, tc.text)
		require.Equal(t, tc.want, got)
	}
}

func TestWhatTemplatesMayNotDo(t *testing.T) {
	t.Parallel()
	for text, says := range map[string]string{
		"{{.vars.unit":                      "is no template",
		"{{.secrt}}":                        "did you mean secret?",
		"{{.vars.nuit}}":                    "did you mean unit?",
		"{{.}}":                             "not allowed",
		"{{$}}":                             "not allowed",
		"{{printf \"%1000000000d\" 1}}":     "uses the function printf",
		"{{call .secret}}":                  "uses the function call",
		"{{js .secret}}":                    "uses the function js",
		"{{index .codes 0}}":                "uses the function index",
		"{{define \"a\"}}{{end}}x":          "templates of its own",
		"{{template \"template\" .}}":       "only values",
		"{{block \"b\" .}}x{{end}}":         "templates of its own",
		"{{with .secret}}x{{end}}":          "only values",
		"{{$x := .secret}}{{$x}}":           "variables of its own",
		"{{range .codes}}{{.codes}}{{end}}": "inside range",
		"{{range .codes}}{{range $.codes}}{{end}}{{end}}": "one range inside another",
		"{{range $i, $c := .codes}}{{end}}":               "variables of its own",
		"{{range .codes}}{{break}}{{end}}":                "only values",
		"{{.vars}}":                                       "not known here",
		"{{.vars.unit.Foo}}":                              "not declared",
		strings.Repeat("x", 20_000):                       "longer than",
		strings.Repeat("{{if .secret}}", 900) + strings.Repeat("{{end}}", 900): "longer than",
	} {
		_, err := fill.Compile(text, scope(""))
		require.ErrorContains(t, err, says, "%.60s", text)
	}
}

func TestResultIsBounded(t *testing.T) {
	t.Parallel()
	tpl, err := fill.Compile("{{range .codes}}{{$.secret}}{{end}}", scope(""))
	require.NoError(t, err)
	d := data()
	d["secret"], d["codes"] = strings.Repeat("s", 1000), make([]string, 2000)
	_, err = tpl.Expand(d)
	require.ErrorContains(t, err, "longer than 1024 KB")
}

func TestWhatATemplateUses(t *testing.T) {
	t.Parallel()
	tpl, err := fill.Compile(`{{.vars.unit}}{{if .secret}}{{join "|" .codes}}{{end}}`, scope(""))
	require.NoError(t, err)
	require.Equal(t, []string{"unit"}, tpl.Vars())
	require.Equal(t, []string{"|"}, tpl.Separators())
}

func FuzzCompile(f *testing.F) {
	f.Add(`{{range .codes}}{{.}}{{end}}`)
	f.Add(`{{.vars.unit | json}} {{if and .secret (eq .page.size 5)}}x{{end}}`)
	f.Fuzz(func(t *testing.T, text string) {
		tpl, err := fill.Compile(text, scope("xml"))
		if err != nil {
			return
		}
		out, err := tpl.Expand(data())
		if err == nil {
			require.LessOrEqual(t, len(out), 1<<20)
		}
	})
}
