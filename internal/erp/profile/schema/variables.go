package schema

import (
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

// Variables are the profile's variables, those that must be set first.
func (p *Profile) Variables() []Variable {
	var first, rest []Variable
	for _, name := range slices.Sorted(maps.Keys(p.Vars)) {
		v := p.Vars[name]
		x := Variable{name, v.state(), v.Help}
		if v.Required {
			first = append(first, x)
		} else {
			rest = append(rest, x)
		}
	}
	return append(first, rest...)
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
