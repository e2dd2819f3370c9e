package schema

import "slices"

// prune takes away what variables have left empty: a field without a path, a
// test of nothing, changes without a stamp. many are the attributes that are
// lists.
func (p *Profile) prune(many map[*Attribute]bool) {
	for _, op := range p.Operations.All() {
		for key, f := range op.Fields {
			if f.Path == "" && (f.Const == nil || *f.Const == "") {
				delete(op.Fields, key)
			}
		}
		op.OK = without(op.OK, func(t *Test) bool { return t.Path == "" })
		op.Only = without(op.Only, func(t *Test) bool { return t.Path == "" })
		op.Refusals = without(op.Refusals, func(r *Refusal) bool { return r.Path == "" })
		op.Attributes = without(op.Attributes, func(a *Attribute) bool {
			return many[a] && a.Each == "" || a.Value.Path == "" && a.Value.Const == nil
		})
		if s := op.Since; s != nil && (s.Layout == "" || s.Stamp.Path == "") {
			op.Since = nil
		}
		if op.Page != nil && op.Page.Kind == "" {
			op.Page.Kind = KindNone
		}
	}
}

// lists are the attributes that are lists.
func (p *Profile) lists() map[*Attribute]bool {
	out := map[*Attribute]bool{}
	for _, op := range p.Operations.All() {
		for _, a := range op.Attributes {
			out[a] = a.Each != ""
		}
	}
	return out
}

// without is a new list: operations share those they inherit.
func without[T any](list []T, gone func(T) bool) []T {
	return slices.DeleteFunc(slices.Clone(list), gone)
}
