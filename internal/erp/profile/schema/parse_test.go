package schema_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"wpbridge/configs/profiles"
	"wpbridge/internal/erp/profile/schema"
)

const head = "profile: 1\nname: x\nbase_url: https://erp.example\nanswer: {format: json, records: rows}\n"

// stock is a whole operation, for profiles about something else.
const stock = "operations:\n  stock: {path: /s, fields: {code: c, quantity: q}}\n"

func TestShippedProfilesAreRight(t *testing.T) {
	t.Parallel()
	require.Equal(t, []string{"sedona", "sors"}, profiles.Names())
	for _, name := range profiles.Names() {
		b, err := profiles.Shipped.ReadFile(name + ".yaml")
		require.NoError(t, err)
		p, err := schema.Parse(name+".yaml", b)
		require.NoError(t, err)
		for _, v := range p.Vars {
			if v.Unverified {
				require.True(t, v.Default == nil || *v.Default == "", "%s: a guess is no fact", v.Key)
			}
		}
		_, err = p.Complete(nil, false)
		var missing schema.Faults
		require.ErrorAs(t, err, &missing)
		require.Greater(t, len(missing), 8, "nothing runs before somebody has set what is not published")
		require.ErrorContains(t, err, "the vendor has not published it")
	}
}

func TestFaults(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ name, yaml, want string }{
		{"empty", "", "p.yaml: is empty"},
		{"no YAML", "a: [", "p.yaml:1: is not valid YAML: did not find expected node content"},
		{"a list", "- a", "p.yaml:1: must hold keys"},
		{"two documents", head + stock + "---\nb: 1", "holds more than one YAML document"},
		{"version", "profile: 2\nname: x\n" + stock, "p.yaml:1: profile must be 1"},
		{"misspelt", head + "opertions:\n", "p.yaml:5: opertions is not known here; did you mean operations?"},
		{"misspelt below", head + "operations:\n  stock: {path: /s, fields: {code: c, quantity: q}, qerry: {a: b}}", "p.yaml:6: operations.stock.qerry is not known here; did you mean query?"},
		{"later", head + "operations:\n  orders: {}", "operations.orders is not known here: orders and customers are not part of this version"},
		{"twice", head + "name: y\n" + stock, "p.yaml:5: name is given twice, first in line 2"},
		{"alias", head + "headers: &a {A: b}\noperations: *a\n", "operations is a YAML alias"},
		{"wrong kind", head + "operations: 7\n", "p.yaml:5: operations must hold keys, indented below it"},
		{"not a number", head + "limits: {parallel: many}\n" + stock, `limits.parallel is "many": must be a whole number`},
		{"not a duration", head + "limits: {interval: 5}\n" + stock, `limits.interval is "5": must be a duration`},
		{"not a truth", head + "vars: {a: {help: h, required: yes}}\n" + stock, `vars.a.required is "yes": must be true or false`},
		{"address", "profile: 1\nname: x\nbase_url: erp.example\nanswer: {format: json, records: r}\n" + stock, "p.yaml:3: base_url must be an address"},
		{"login in it", "profile: 1\nname: x\nbase_url: https://u:p@erp.example\nanswer: {format: json, records: r}\n" + stock, "without login"},
		{"format", strings.Replace(head, "json", "jsno", 1) + stock, `format is "jsno": must be one of json, xml, csv, fixed; did you mean json?`},
		{"charset", head + "operations:\n  stock: {path: /s, charset: windows-125, fields: {code: c, quantity: q}}", "must be one of iso-8859-15, iso-8859-2, utf-8, windows-1250"},
		{"no fields", head + "operations:\n  stock: {path: /s}", "operations.stock.fields lack code"},
		{"unknown field", head + "operations:\n  stock: {path: /s, fields: {code: c, quantty: q, quantity: q}}", "operations.stock.fields.quantty is no field of stock; did you mean quantity?"},
		{"JSONPath", head + "operations:\n  stock: {path: /s, fields: {code: 'a[', quantity: q}}", `the path "a[" cannot be used`},
		{"undeclared variable", head + "vars: {unit: {help: h, default: a}}\noperations:\n  stock: {path: '/{{.vars.unitt}}/{{.vars.unit}}', fields: {code: c, quantity: q}}", "uses {{.vars.unitt}}, which is not declared under vars; did you mean unit?"},
		{"forgotten vars", head + "vars: {unit: {help: h, default: a}}\noperations:\n  stock: {path: '/{{.unit}}/{{.vars.unit}}', fields: {code: c, quantity: q}}", "did you mean {{.vars.unit}}?"},
		{"unused variable", head + "vars:\n  unit: {help: h, default: a}\n" + stock, "p.yaml:6: vars.unit is used nowhere"},
		{"guess", head + "vars:\n  unit: {help: h, default: a, unverified: true}\n" + stock, "vars.unit.default is not possible with unverified: true"},
		{"a list of nothing", head + "vars:\n  unit: {help: h, required: true, reference: units}\noperations:\n  stock: {path: '/{{.vars.unit}}', fields: {code: c, quantity: q}}\n  references: {unit: {path: /u, fields: {id: i}}}", `reference is "units": must be one of operations.references; did you mean unit?`},
		{"newest of nothing", head + "vars:\n  unit: {help: h, required: true, newest_of: units}\noperations:\n  stock: {path: '/{{.vars.unit}}', fields: {code: c, quantity: q}}\n  references: {unit: {path: /u, fields: {id: i}}}", `newest_of is "units": must be one of operations.references; did you mean unit?`},
		{"since unused", head + "operations:\n  stock: {path: /s, fields: {code: c, quantity: q}, since: {stamp: t, layout: unix}}", "operations.stock.since is used nowhere: use {{.since}}"},
		{"since without check", head + "operations:\n  stock: {path: '/s?t={{.since}}', fields: {code: c, quantity: q, location: l}, since: {stamp: t, layout: unix}}", "operations.check is needed"},
		{"layout", head + "operations:\n  stock: {path: '/s?t={{.since}}', fields: {code: c, quantity: q}, since: {stamp: t, layout: yyyy-mm-dd}}", "must be unix, unix_ms, number, rfc3339"},
		{"zone", head + "operations:\n  stock: {path: '/s?t={{.since}}', fields: {code: c, quantity: q}, since: {stamp: t, layout: unix, zone: ../../etc/passwd}}", "must be a zone such as"},
		{"paging", head + "operations:\n  stock: {path: /s, fields: {code: c, quantity: q}, page: {kind: ofset, size: 5}}", "did you mean offset?"},
		{"page size", head + "operations:\n  stock: {path: /s, fields: {code: c, quantity: q}, page: {kind: offset, size: none}}", `page.size is "none"`},
		{"unknown here", head + "operations:\n  stock: {path: '/s?c={{join \",\" .codes}}', fields: {code: c, quantity: q}}", "uses {{.codes}}, which is not known here"},
		{"asks nothing", head + "operations:\n  check: {path: /s, fields: {code: c, quantity: q}}\n  stock: {path: /s, fields: {code: c, quantity: q}}", "asks for nothing: use {{.codes}}"},
		{"another host", head + "operations:\n  stock: {path: 'https://evil.example/s', fields: {code: c, quantity: q}}", "must be a path below base_url"},
		{"upwards", head + "operations:\n  stock: {path: '/a/../../s', fields: {code: c, quantity: q}}", "must be a path below base_url"},
		{"files upwards", head + "operations:\n  stock: {files: '../s*', fields: {code: c, quantity: q}}", "inside the folder of the settings"},
		{"price", head + "operations:\n  products: {path: /p, fields: {code: c, price: p}}", "lack price_includes_vat"},
		{"truth in XML", head + "operations:\n  products: {path: /p, format: xml, records: /a/b, fields: {code: c, active: a}}", "list the texts that mean yes"},
		{"comma and group", head + "operations:\n  stock: {path: /s, fields: {code: c, quantity: {path: q, decimal: ',', group: ','}}}", "the same: which is which"},
		{"fixed", head + "operations:\n  stock: {path: /s, format: fixed, fixed: {columns: {c: 1-3, q: 9-4}}, fields: {code: c, quantity: q}}", `"9-4" must be the first and the last character`},
		{"envelope of CSV", head + "operations:\n  stock: {path: /s, format: csv, error: text, fields: {code: c, quantity: q}}", "only a header of the answer can say that"},
		{"header", head + "headers: {'a b': c}\n" + stock, "which no header can have"},
		{"certificate", head + "tls: {ca: /etc/passwd}\n" + stock, "must hold the certificate itself"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			_, err := schema.Parse("p.yaml", []byte(tc.yaml))
			var faults schema.Faults
			require.ErrorAs(t, err, &faults)
			require.ErrorContains(t, err, tc.want)
		})
	}
}

func TestAllFaultsComeAtOnceInOrder(t *testing.T) {
	t.Parallel()
	_, err := schema.Parse("p.yaml", []byte(`profile: 1
name: X Y
base_url: https://erp.example
answer: {format: json, records: rows}
operations:
  stock:
    path: /s
    page: {kind: offset}
    fields: {code: c, quantity: {path: q, decimal: ";"}}
`))
	require.EqualError(t, err, `the profile has 3 faults:
  p.yaml:2: name is "X Y": must be a short name of lower case letters, digits, _ and -
  p.yaml:8: operations.stock.page.size is missing
  p.yaml:9: operations.stock.fields.quantity.decimal is ";": must be one of ., ,`)
}

func TestVariables(t *testing.T) {
	t.Parallel()
	p, err := schema.Parse("p.yaml", []byte(head+`vars:
  must: {help: A, required: true}
  may: {help: B}
  usual: {help: C, default: d, one_of: [d, e]}
  where: {help: D, default: /x, address: true}
operations:
  stock: {path: '/s/{{.vars.must}}/{{.vars.usual}}', fields: {code: c, quantity: q}}
  products: {path: '{{.vars.where}}/{{.vars.may}}', fields: {code: c}}
`))
	require.NoError(t, err)
	_, err = p.Complete(map[string]string{"usual": "f", "mst": "1", "where": "//evil.example/"}, false)
	require.ErrorContains(t, err, "profile.vars.must is missing: A")
	require.ErrorContains(t, err, `profile.vars.usual is "f": must be one of d, e`)
	require.ErrorContains(t, err, "profile.vars.mst is no variable of this profile; did you mean must?")
	require.ErrorContains(t, err, "profile.vars.where")
	values, err := p.Complete(map[string]string{"must": "1"}, false)
	require.NoError(t, err)
	require.Equal(t, map[string]string{"must": "1", "usual": "d", "where": "/x"}, values)
	require.Equal(t, map[string][]string{"products": {"may"}}, p.Drop(values))
	require.Nil(t, p.Operations.Products)
}

func FuzzParse(f *testing.F) {
	for _, name := range profiles.Names() {
		b, err := profiles.Shipped.ReadFile(name + ".yaml")
		require.NoError(f, err)
		f.Add(string(b))
	}
	files, err := filepath.Glob("../testdata/*.yaml")
	require.NoError(f, err)
	for _, file := range files {
		b, err := os.ReadFile(file)
		require.NoError(f, err)
		f.Add(string(b))
	}
	f.Add(head + stock)
	f.Fuzz(func(t *testing.T, text string) {
		p, err := schema.Parse("p.yaml", []byte(text))
		var faults schema.Faults
		require.True(t, err == nil || errors.As(err, &faults))
		if err != nil {
			return
		}
		given := map[string]string{}
		for name, v := range p.Vars {
			if len(v.OneOf) > 0 {
				given[name] = v.OneOf[0]
			} else if v.Required {
				given[name] = "1"
			}
		}
		if values, err := p.Complete(given, false); err == nil {
			p.Drop(values)
			if err := p.Bind("p.yaml", values); err != nil {
				require.ErrorAs(t, err, &faults)
			}
		}
	})
}
