package schema

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

// Variable is a variable of a profile as people choose its value.
type Variable struct {
	Name  string `json:"name"`
	State string `json:"state"` // "must be set", "optional, default 100" and so on
	Help  string `json:"help"`
}

// Names are the names of the variables, those that must be set first, else in
// the order of the file.
func (p *Profile) Names() []string {
	return slices.SortedFunc(maps.Keys(p.Vars), func(a, b string) int {
		x, y := p.Vars[a], p.Vars[b]
		return cmp.Or(cmp.Compare(rank(x), rank(y)), cmp.Compare(x.Line, y.Line), cmp.Compare(a, b))
	})
}

func rank(v *Var) int {
	if v.Required {
		return 0
	}
	return 1
}

// Variables are the profile's variables in the order of Names.
func (p *Profile) Variables() []Variable {
	var out []Variable
	for _, name := range p.Names() {
		v := p.Vars[name]
		out = append(out, Variable{name, v.state(), v.Help})
	}
	return out
}

func (v *Var) state() string {
	var out []string
	switch {
	case v.Required:
		out = append(out, "must be set")
	case v.Default == nil:
		out = append(out, "optional, what uses it is not offered without it")
	case *v.Default == "":
		out = append(out, "optional")
	default:
		out = append(out, "optional, default "+*v.Default)
	}
	if v.Unverified {
		out = append(out, "not published by the vendor")
	}
	if len(v.OneOf) > 0 {
		out = append(out, "one of "+strings.Join(v.OneOf, " "))
	}
	return strings.Join(out, "; ")
}
