package schema

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"wpbridge/internal/erp/profile/record"
)

// HeaderPrefix begins a path that leads to a header of the answer.
const HeaderPrefix = "header:"

func (c *check) reading(a At, r *Reading) {
	if r.Format == "" {
		c.at(a, "format", "is missing here and under answer: must be one of %s", strings.Join(record.Formats(), ", "))
		return
	}
	c.oneOf(a, "format", r.Format, record.Formats()...)
	c.oneOf(a, "charset", r.Charset, record.Charsets()...)
	c.lines(a, r)
	if c.fixed(a, "records", r.Records) && r.Format == record.XML && r.Records != "" && !strings.HasPrefix(r.Records, "/") {
		c.at(a, "records", "is %q: must name the elements from the top down to a record, such as /list/item", r.Records)
	}
	for _, t := range r.OK {
		c.test(t, r.Format, c.envelope)
	}
	c.envelope(a, "error", r.Error, r.Format)
	for _, x := range r.Refusals {
		c.need(x.At, "path", x.Path)
		c.envelope(x.At, "path", x.Path, r.Format)
		if len(x.Equals) == 0 {
			c.at(x.At, "equals", "is missing")
		}
		c.oneOf(x.At, "means", x.Means, "login", "later", "not_found", "unreachable")
		c.need(x.At, "means", x.Means)
	}
}

func (c *check) lines(a At, r *Reading) {
	if f := r.CSV; f != nil {
		if c.fixed(f.At, "separator", f.Separator) && f.Separator != "" && (utf8.RuneCountInString(f.Separator) != 1 || strings.ContainsAny(f.Separator, "\"\r\n")) {
			c.at(f.At, "separator", "is %q: must be one character such as \";\", or \"\\t\"", f.Separator)
		}
		if f.Header != nil && *f.Header && f.Columns != nil {
			c.at(f.At, "columns", "are named by the first line: take them out, or set header: false")
		}
		c.between(f.At, "skip", f.Skip, 0, 1000)
	}
	if r.Format != record.Fixed {
		return
	}
	if r.Fixed == nil || len(r.Fixed.Columns) == 0 {
		c.at(a, "fixed", "is missing: name the columns and their places, such as code: 1-13")
		return
	}
	for name, place := range r.Fixed.Columns {
		if _, err := Cut(place); err != nil {
			c.at(r.Fixed.At, "columns", "has %s: %v", name, err)
		}
	}
	c.between(r.Fixed.At, "skip", r.Fixed.Skip, 0, 1000)
}

// Cut reads a place such as 1-13.
func Cut(place string) (record.Cut, error) {
	var cut record.Cut
	if n, err := fmt.Sscanf(place+"$", "%d-%d$", &cut.From, &cut.To); n != 2 || err != nil || cut.From < 1 || cut.To < cut.From || cut.To > 10_000 {
		return cut, fmt.Errorf("%q must be the first and the last character, counted from 1, such as 1-13", place)
	}
	return cut, nil
}

func (c *check) test(t *Test, format string, path func(At, string, string, string)) {
	c.need(t.At, "path", t.Path)
	path(t.At, "path", t.Path, format)
	if len(t.Equals) == 0 && len(t.Not) == 0 {
		c.at(t.At, "equals", "is missing: list the values that pass, or with not those that do not")
	}
}

// path checks a path into a record.
func (c *check) path(a At, key, path, format string) {
	if path == "" || !c.fixed(a, key, path) || open(format) {
		return
	}
	if _, err := record.Compile(format, path); err != nil {
		c.at(a, key, "%v", err)
	}
}

// envelope checks a path into what surrounds the records, or to a header.
func (c *check) envelope(a At, key, path, format string) {
	if h, ok := strings.CutPrefix(path, HeaderPrefix); ok {
		if !headers.MatchString(h) {
			c.at(a, key, "is %q: must be %sNAME", path, HeaderPrefix)
		}
		return
	}
	if path != "" && (format == record.CSV || format == record.Fixed) {
		c.at(a, key, "is %q: with %s only a header of the answer can say that, as %sNAME", path, format, HeaderPrefix)
		return
	}
	c.path(a, key, path, format)
}
