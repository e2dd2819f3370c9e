package schema

import (
	"iter"
	"maps"
	"strings"
)

// All goes through the operations by their names in faults and logs.
func (o *Operations) All() iter.Seq2[string, *Operation] {
	return func(yield func(string, *Operation) bool) {
		if o == nil {
			return
		}
		for name, op := range map[string]*Operation{"ping": o.Ping, "products": o.Products, "find": o.Find, "stock": o.Stock, "check": o.Check} {
			if op != nil && !yield(name, op) {
				return
			}
		}
		for kind, op := range maps.Clone(o.References) {
			if op != nil && !yield("references."+kind, op) {
				return
			}
		}
	}
}

func (o *Operations) remove(name string) {
	switch name {
	case "ping":
		o.Ping = nil
	case "products":
		o.Products = nil
	case "find":
		o.Find = nil
	case "stock":
		o.Stock = nil
	case "check":
		o.Check = nil
	default:
		delete(o.References, strings.TrimPrefix(name, "references."))
	}
}

// inherit fills in what operations leave to others: check to stock, find to
// products, all of them to answer.
func (p *Profile) inherit() {
	if p.Operations == nil {
		return
	}
	p.Operations.Check.like(p.Operations.Stock)
	p.Operations.Find.like(p.Operations.Products)
	for _, op := range p.Operations.All() {
		op.Reading.like(p.Answer.Reading)
	}
}
