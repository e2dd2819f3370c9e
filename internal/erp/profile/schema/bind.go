package schema

import (
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"wpbridge/internal/erp/profile/fill"
	"wpbridge/internal/erp/profile/hint"
)

// VarsKey is the section of the settings that holds the variables.
const VarsKey = "profile.vars"

// Complete returns the value of every variable that has one. What is wrong with
// the given values, and with lenient false also each required one that is
// missing, is in the error, which is Faults.
func (p *Profile) Complete(given map[string]string, lenient bool) (map[string]string, error) {
	f := &faults{}
	out := map[string]string{}
	for _, name := range p.Names() {
		v := p.Vars[name]
		value, ok := given[name]
		if (!ok || value == "") && v.Default != nil {
			value, ok = *v.Default, true
		}
		switch {
		case !ok || value == "" && v.Default == nil:
			if v.Required && !lenient {
				f.add(0, VarsKey+"."+name, "is missing%s: %s", doubt(v), v.Help)
			}
			continue
		case len(v.OneOf) > 0 && !slices.Contains(v.OneOf, value):
			f.add(0, VarsKey+"."+name, "is %q: must be one of %s", value, strings.Join(v.OneOf, ", "))
		case v.Address && value != "" && !relative(value):
			f.add(0, VarsKey+"."+name, "is %q: must be a path such as /items or /items?type=a, without host and without \"..\"", value)
		}
		out[name] = value
	}
	for _, name := range slices.Sorted(maps.Keys(given)) {
		if _, known := p.Vars[name]; !known {
			f.add(0, VarsKey+"."+name, "is no variable of this profile%s", hint.Mean(name, slices.Collect(maps.Keys(p.Vars))))
		}
	}
	return out, f.orNil()
}

func doubt(v *Var) string {
	if v.Unverified {
		return " (the vendor has not published it)"
	}
	return ""
}

// Drop takes away every operation that uses a variable without a value, and
// returns which ones were taken away by which variables.
func (p *Profile) Drop(values map[string]string) map[string][]string {
	gone := map[string][]string{}
	for name, op := range p.Operations.All() {
		var lacking []string
		for _, v := range Uses(op) {
			if _, ok := values[v]; !ok {
				lacking = append(lacking, v)
			}
		}
		if len(lacking) > 0 {
			gone[name] = lacking
			p.Operations.remove(name)
		}
	}
	return gone
}

// Bind fills in every text that does not change from request to request, and
// checks the profile once more, now with nothing left open.
func (p *Profile) Bind(name string, values map[string]string) error {
	f := &faults{file: name}
	data := map[string]any{"vars": toAny(values)}
	many := p.lists()
	texts(reflect.ValueOf(p), true, func(s string) string {
		t, err := fill.Compile(s, fill.Scope{Vars: slices.Collect(maps.Keys(values))})
		if err == nil {
			s, err = t.Expand(data)
		}
		if err != nil {
			f.add(0, "", "cannot be filled in: %v", err)
		}
		return s
	})
	if len(f.list) == 0 {
		p.prune(many)
		(&check{faults: f, p: p, bound: true}).profile()
	}
	return f.orNil()
}

func toAny(m map[string]string) map[string]any {
	out := make(map[string]any, len(m))
	for k, v := range m {
		out[k] = v
	}
	return out
}

var used = regexp.MustCompile(`\.vars\.([A-Za-z0-9_]+)`)

// Uses are the variables that a part of a profile mentions.
func Uses(part any) []string {
	names := map[string]bool{}
	texts(reflect.ValueOf(part), false, func(s string) string {
		if strings.Contains(s, "{{") {
			for _, m := range used.FindAllStringSubmatch(s, -1) {
				names[m[1]] = true
			}
		}
		return s
	})
	if op, ok := part.(*Operation); ok && op.Locations != nil {
		for _, v := range []string{op.Locations.Each, op.Locations.Only} {
			if v != "" {
				names[v] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(names))
}

// texts puts every text below v through f; with open only those that are filled
// in when the profile is opened.
func texts(v reflect.Value, open bool, f func(string) string) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			texts(v.Elem(), open, f)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			field := v.Type().Field(i)
			switch tag := field.Tag.Get("fill"); {
			case field.Name == "At":
			case tag == "keys":
				keys(v.Field(i), open, f)
			default:
				inside(v.Field(i), open && tag != "open", open, f)
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			texts(v.Index(i), open, f)
		}
	case reflect.Map:
		for _, k := range v.MapKeys() {
			e := reflect.New(v.Type().Elem()).Elem()
			e.Set(v.MapIndex(k))
			texts(e, open, f)
			v.SetMapIndex(k, e)
		}
	case reflect.String:
		v.SetString(f(v.String()))
	}
}

// keys puts the names of parameters through f, which are filled in when the
// profile is opened; a parameter without a name is left out. Their values are
// filled in with every request.
func keys(v reflect.Value, open bool, f func(string) string) {
	m, _ := reflect.TypeAssert[map[string]string](v)
	if m == nil {
		return
	}
	out := make(map[string]string, len(m))
	for name, text := range m {
		if name = f(name); !open {
			text = f(text)
		}
		if name != "" {
			out[name] = text
		}
	}
	v.Set(reflect.ValueOf(out))
}

// inside goes into a field; texts that are not to be filled in now are passed over.
func inside(v reflect.Value, closed, open bool, f func(string) string) {
	t := v.Type()
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice || t.Kind() == reflect.Map {
		t = t.Elem()
	}
	if closed && t.Kind() == reflect.String {
		return
	}
	texts(v, open, f)
}
