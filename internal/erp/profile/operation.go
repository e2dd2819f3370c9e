package profile

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"wpbridge/internal/erp/profile/record"
	"wpbridge/internal/erp/profile/schema"
	"wpbridge/internal/erp/profile/value"
)

// operation is one question of the profile, ready to be asked.
type operation struct {
	name       string
	files      string
	ready      string
	request    request
	vars       []string // variables it uses
	shape      record.Shape
	ok         []test
	said       spot
	refusals   []refusal
	only       []test
	fields     map[string]field
	attributes []attribute
	locations  schema.Locations
	page       paging
	since      *since
	batch      int
	absent     bool // 404 means nothing found
	repeat     bool
}

type (
	paging struct {
		kind  string
		size  int
		first int
		next  spot
		total spot
	}
	since struct {
		stamp    field
		layout   value.Layout
		overlap  int64
		complete bool
	}
	refusal struct {
		test
		means string
	}
)

// compiler collects what goes wrong; after the checks of package schema nothing
// does.
type compiler struct {
	format string
	faults []error
}

func newOperation(name string, op *schema.Operation, p *schema.Profile) (*operation, error) {
	c := &compiler{format: op.Format}
	o := &operation{
		name: name, files: op.Files, ready: op.Ready, vars: schema.Uses(op), shape: c.shape(op.Reading), said: c.spot(op.Error),
		ok: c.tests(op.OK, c.spot), only: c.tests(op.Only, c.inside), batch: op.Batch, absent: op.Missing,
		repeat: op.Repeat == nil || *op.Repeat, page: c.paging(op.Page), since: c.since(op.Since),
	}
	if op.Files == "" {
		r, err := newRequest(op.Request, op.Charset, p)
		o.request, c.faults = r, append(c.faults, err)
	}
	if o.batch == 0 {
		o.batch = 100
	}
	if op.Locations != nil {
		o.locations = *op.Locations
	}
	for _, r := range op.Refusals {
		o.refusals = append(o.refusals, refusal{test{c.spot(r.Path), r.Equals, nil}, r.Means})
	}
	o.fields = make(map[string]field, len(op.Fields))
	for key, f := range op.Fields {
		o.fields[key] = c.field(key, f)
	}
	for _, a := range op.Attributes {
		o.attributes = append(o.attributes, c.attribute(a))
	}
	return o, errors.Join(c.faults...)
}

func (c *compiler) path(text string) record.Path {
	if text == "" {
		return record.Path{}
	}
	p, err := record.Compile(c.format, text)
	c.faults = append(c.faults, err)
	return p
}

func (c *compiler) shape(r schema.Reading) record.Shape {
	s := record.Shape{Format: r.Format, Charset: r.Charset, Records: r.Records}
	if f := r.Fixed; f != nil && r.Format == record.Fixed {
		s.Lines.Skip = f.Skip
		for name, place := range f.Columns {
			cut, err := schema.Cut(place)
			c.faults = append(c.faults, err)
			s.Lines.Names, s.Lines.Cuts = append(s.Lines.Names, name), append(s.Lines.Cuts, cut)
		}
	}
	if r.Format != record.CSV {
		return s
	}
	s.Lines.Separator, s.Lines.Header = ',', true
	if f := r.CSV; f != nil {
		s.Lines.Skip, s.Lines.Names = f.Skip, f.Columns
		s.Lines.Header = f.Header == nil && f.Columns == nil || f.Header != nil && *f.Header
		s.Lines.Plain = f.Quotes != nil && !*f.Quotes
		if f.Separator != "" {
			s.Lines.Separator = []rune(f.Separator)[0]
		}
	}
	return s
}

func (c *compiler) paging(p *schema.Page) paging {
	if p == nil || p.Kind == schema.KindNone {
		if p == nil {
			return paging{}
		}
		return paging{total: c.spot(p.Total)}
	}
	size, _ := strconv.Atoi(p.Size) // both checked with the file
	number, err := strconv.Atoi(p.First)
	if err != nil {
		number = 1
	}
	return paging{kind: p.Kind, size: size, first: number, next: c.spot(p.Next), total: c.spot(p.Total)}
}

func (c *compiler) since(s *schema.Since) *since {
	if s == nil {
		return nil
	}
	out := &since{complete: s.Complete, layout: layout(s.Layout, s.Zone), overlap: int64(s.Overlap)}
	if out.layout.Counts() {
		out.overlap = int64(s.Count)
	}
	stamp := *s.Stamp
	if stamp.Layout == "" {
		stamp.Layout, stamp.Zone = s.Layout, s.Zone
	}
	stamp.Number = true
	out.stamp = c.field("stamp", &stamp)
	return out
}

// list takes a value apart at its commas.
func list(s string) []string {
	var out []string
	for part := range strings.SplitSeq(s, ",") {
		if part = strings.TrimSpace(part); part != "" && !slices.Contains(out, part) {
			out = append(out, part)
		}
	}
	return out
}
