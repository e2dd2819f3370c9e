package profile

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
	_ "time/tzdata" // zones of stamps, also where the system has none

	"wpbridge/internal/erp/profile/record"
	"wpbridge/internal/erp/profile/schema"
	"wpbridge/internal/erp/profile/value"
)

type (
	// field is one value of a record, by the rules of the profile.
	field struct {
		name  string
		given bool
		path  record.Path
		fixed *record.Value
		spare *record.Value // instead of an unknown one
		rule  value.Rule
	}
	attribute struct {
		each        record.Path
		many        bool
		name, value field
		only        []string
	}
	// spot is a value that surrounds the records, or a header of the answer.
	spot struct {
		given  bool
		header string
		path   record.Path
	}
	test struct {
		spot
		equals, not []string
	}
)

func (c *compiler) field(name string, f *schema.Field) field {
	out := field{name: name, given: true, path: c.path(f.Path), rule: value.Rule{
		Trim: c.format != record.JSON, Nulls: f.Nulls, Lookup: f.Lookup, Number: f.Number || name == "id" || name == "parent_id",
		Point: f.Decimal, Group: f.Group, Shift: int32(f.Shift), True: f.True, False: f.False, //nolint:gosec // from -9 to 9
		Layout: layout(f.Layout, f.Zone),
	}}
	if f.Trim != nil {
		out.rule.Trim = *f.Trim
	}
	if f.Const != nil {
		out.fixed = &record.Value{Kind: record.Text, Text: *f.Const}
	}
	if f.Default != nil {
		out.spare = &record.Value{Kind: record.Text, Text: *f.Default}
	}
	return out
}

func (c *compiler) attribute(a *schema.Attribute) attribute {
	return attribute{
		each: c.path(a.Each), many: a.Each != "", only: list(a.Only),
		name: c.field("attribute name", a.Name), value: c.field("attribute value", a.Value),
	}
}

func (c *compiler) spot(text string) spot {
	if h, ok := strings.CutPrefix(text, schema.HeaderPrefix); ok {
		return spot{given: true, header: h}
	}
	return c.inside(text)
}

func (c *compiler) inside(text string) spot { return spot{given: text != "", path: c.path(text)} }

func (c *compiler) tests(ts []*schema.Test, spot func(string) spot) []test {
	var out []test
	for _, t := range ts {
		out = append(out, test{spot(t.Path), t.Equals, t.Not})
	}
	return out
}

func layout(form, zone string) value.Layout {
	loc, err := time.LoadLocation(zone)
	if err != nil { // not possible: checked with the file
		loc = time.UTC
	}
	return value.Layout{Form: form, Zone: loc}
}

// of is the value in a record.
func (f field) of(rec any) (record.Value, error) {
	if f.fixed != nil {
		return *f.fixed, nil
	}
	v, err := f.path.Get(rec)
	if f.spare != nil && (v.Kind == record.Absent || v.Kind == record.Null || v.Text == "") {
		v = *f.spare
	}
	return v, err
}

// in is the value in an answer.
func (s spot) in(root any, h http.Header) (record.Value, error) {
	switch {
	case !s.given:
		return record.Value{}, nil
	case s.header == "":
		return s.path.Get(root)
	case h.Get(s.header) == "":
		return record.Value{}, nil
	}
	return record.Value{Kind: record.Text, Text: h.Get(s.header)}, nil
}

// passes compares by text: true, "true" and the element's text true are equal.
func (t test) passes(root any, h http.Header) (bool, record.Value, error) {
	v, err := t.in(root, h)
	if err != nil {
		return false, v, err
	}
	s := strings.TrimSpace(v.Text)
	if len(t.equals) > 0 && !slices.Contains(t.equals, s) {
		return false, v, nil
	}
	return !slices.Contains(t.not, s), v, nil
}

func (s spot) String() string {
	if s.header != "" {
		return fmt.Sprintf("the header %s", s.header)
	}
	return s.path.String()
}

// clean is a text as it would be compared.
func (f field) clean(v record.Value) string {
	s, _, err := f.rule.Text(v)
	if err != nil {
		return v.Text
	}
	return s
}
