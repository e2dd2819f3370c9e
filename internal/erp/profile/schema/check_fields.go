package schema

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"wpbridge/internal/erp/profile/hint"
	"wpbridge/internal/erp/profile/record"
	"wpbridge/internal/erp/profile/value"
)

// The fields that an operation fills; the first ones it cannot do without.
func fieldsOf(name string) (needed, others []string) {
	switch {
	case name == "products" || name == "find":
		return []string{"code"}, []string{
			"id", "barcode", "plu", "name", "parent_id", "parent_code", "active", "tracked",
			"price", "sale_price", "price_includes_vat", "vat_percent",
		}
	case strings.HasPrefix(name, "references."):
		return []string{"id"}, []string{"name", "note"}
	}
	return []string{"code", "quantity"}, []string{"id", "location"}
}

func (c *check) mapping(name string, op *Operation) {
	needed, others := fieldsOf(name)
	known := slices.Concat(needed, others)
	for _, f := range needed {
		if op.Fields[f] == nil {
			c.at(op.At, "fields", "lack %s", f)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(op.Fields)) {
		f := op.Fields[key]
		if !slices.Contains(known, key) {
			c.at(f.At, "", "is no field of %s%s", name, hint.Mean(key, known))
			continue
		}
		c.field(key, f, op.Format)
	}
	if op.Fields["price"] != nil && op.Fields["price_includes_vat"] == nil {
		c.at(op.At, "fields", "lack price_includes_vat: write {const: \"true\"} or {const: \"false\"} if the answer does not say it")
	}
	if op.Format == record.JSON && op.Records == "" || op.Format == record.XML && op.Records == "" {
		c.at(op.At, "records", "is missing: where the list is (\".\" if the document itself is the list)")
	}
	for _, t := range op.Only {
		c.test(t, op.Format, c.path)
	}
	c.attributes(op)
	c.locations(op)
}

func (c *check) field(key string, f *Field, format string) {
	switch {
	case f.Path == "" && f.Const == nil:
		c.at(f.At, "", "has neither path nor const")
	case f.Path != "" && f.Const != nil:
		c.at(f.At, "const", "and path are both given: keep one")
	}
	c.path(f.At, "path", f.Path, format)
	for name, text := range map[string]*string{"const": f.Const, "default": f.Default} {
		if text != nil {
			c.fixed(f.At, name, *text)
		}
	}
	c.oneOf(f.At, "decimal", f.Decimal, ".", ",")
	c.oneOf(f.At, "group", f.Group, ".", ",", "'", " ")
	if f.Group != "" && f.Group == f.Decimal || f.Group == "." && f.Decimal == "" {
		c.at(f.At, "group", "and decimal are the same: which is which could not be told")
	}
	c.between(f.At, "shift", f.Shift, -9, 9)
	truth := slices.Contains([]string{"active", "tracked", "price_includes_vat"}, key)
	if truth && f.Path != "" && format != record.JSON && !open(format) && len(f.True)+len(f.False) == 0 {
		c.at(f.At, "true", "is missing: list the texts that mean yes")
	}
	if f.Layout != "" || f.Zone != "" {
		c.layout(f.At, f.Layout, f.Zone)
	}
}

func (c *check) attributes(op *Operation) {
	for _, a := range op.Attributes {
		format := op.Format
		c.path(a.At, "each", a.Each, format)
		c.fixed(a.At, "only", a.Only)
		if a.Each != "" && (format == record.CSV || format == record.Fixed) {
			c.at(a.At, "each", "is not possible with %s: write one attribute for each column", format)
		}
		for key, f := range map[string]*Field{"name": a.Name, "value": a.Value} {
			if f == nil {
				c.at(a.At, key, "is missing")
				continue
			}
			c.field(key, f, format)
		}
	}
}

func (c *check) locations(op *Operation) {
	l := op.Locations
	if l == nil {
		return
	}
	if l.Each != "" && (l.Only != "" || op.Fields["location"] != nil) {
		c.at(l.At, "each", "goes with neither only nor the field location: a request is about one location then")
	}
	for key, name := range map[string]string{"each": l.Each, "only": l.Only} {
		v, known := c.p.Vars[name]
		switch {
		case name == "":
		case !known:
			c.at(l.At, key, "is %q: must be a variable%s", name, hint.Mean(name, slices.Collect(maps.Keys(c.p.Vars))))
		case !v.List:
			c.at(l.At, key, "is %q: must be a variable with list: true", name)
		}
	}
}

func (c *check) since(name string, op *Operation) {
	s := op.Since
	if s == nil {
		return
	}
	if name != "products" && name != "stock" {
		c.at(s.At, "", "is not possible for %s", name)
	}
	if s.Stamp == nil {
		c.at(s.At, "stamp", "is missing: which field of a record says when it changed")
	} else {
		c.field("stamp", s.Stamp, op.Format)
	}
	c.need(s.At, "layout", s.Layout)
	c.layout(s.At, s.Layout, s.Zone)
	if s.Layout != "" && !open(s.Layout) && !c.mentions(op, "since") {
		c.at(s.At, "", "is used nowhere: use {{.since}} in path, query, form or body")
	}
	several := name == "stock" && (op.Locations != nil && op.Locations.Each != "" || op.Fields["location"] != nil && op.Fields["location"].Path != "")
	if several && !s.Complete && c.p.Operations.Check == nil && !c.bound {
		c.at(s.At, "complete", "is false, so operations.check is needed: a change must bring the stock of every location")
	}
}

func (c *check) mentions(op *Operation, name string) bool {
	return strings.Contains(fmt.Sprint(op.Address, op.Query, op.Form, op.Body, op.Headers), "."+name)
}

func (c *check) layout(a At, form, zone string) {
	if zone != "" && c.fixed(a, "zone", zone) {
		if _, err := time.LoadLocation(zone); err != nil {
			c.at(a, "zone", "is %q: must be a zone such as Europe/Belgrade", zone)
		}
	}
	if form == "" || !c.fixed(a, "layout", form) || slices.Contains([]string{value.Unix, value.UnixMS, value.Counter, value.RFC3339}, form) {
		return
	}
	if !strings.Contains(form, "2006") && !strings.Contains(form, "06") {
		c.at(a, "layout", "is %q: must be unix, unix_ms, number, rfc3339, or a form made of the moment 2006-01-02 15:04:05", form)
	}
}
