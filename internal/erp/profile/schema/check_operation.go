package schema

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"wpbridge/internal/erp/profile/fill"
)

func (c *check) operations() {
	o := c.p.Operations
	if o.Ping == nil && o.Products == nil && o.Stock == nil {
		c.at(o.At, "", "must have products or stock at least")
	}
	for name, op := range o.All() {
		c.operation(name, op)
	}
	if o.Check != nil {
		c.asks(o.Check, "codes", "code")
	}
	if o.Find != nil {
		c.asks(o.Find, "ids", "id")
	}
}

func (c *check) operation(name string, op *Operation) {
	if op.Files == "" {
		c.request(op.At, &op.Request, c.known(name, op), c.escape(op.ContentType))
	} else {
		c.files(op)
	}
	if name == "ping" {
		op.Records = ""
	}
	c.reading(op.At, &op.Reading)
	if name != "ping" {
		c.mapping(name, op)
	}
	c.page(name, op)
	c.since(name, op)
	c.between(op.At, "batch", op.Batch, 0, 10_000)
}

// known are the names that the templates of an operation may use.
func (c *check) known(name string, op *Operation) []string {
	out := c.login()
	switch name {
	case "check":
		out = append(out, "codes", "code")
	case "find":
		out = append(out, "ids", "id")
	}
	if op.Locations != nil && op.Locations.Each != "" {
		out = append(out, "location")
	}
	if op.Since != nil {
		out = append(out, "since")
	}
	if op.Page != nil {
		out = append(out, pageNames(op.Page.Kind)...)
	}
	return out
}

func pageNames(kind string) []string {
	switch kind {
	case KindPage:
		return []string{"page.number", "page.size"}
	case KindOffset:
		return []string{"page.offset", "page.size"}
	case KindCursor:
		return []string{"page.cursor", "page.size"}
	}
	return []string{"page.size"}
}

// escape is how values are escaped in a body of a content type.
func (c *check) escape(contentType string) string { return EscapeOf(contentType) }

// EscapeOf is how values are escaped in a body of a content type.
func EscapeOf(contentType string) string {
	switch {
	case strings.Contains(contentType, "json"):
		return "jsontext"
	case strings.Contains(contentType, "xml"):
		return "xml"
	}
	return ""
}

func (c *check) request(a At, r *Request, known []string, escape string) {
	c.oneOf(a, "method", r.Method, http.MethodGet, http.MethodPost, http.MethodPut)
	if r.Address == "" {
		c.at(a, "path", "is missing: the address below base_url")
	}
	scope := fill.Scope{Names: known, Escape: "path", Raw: c.addresses()}
	c.template(a, "path", r.Address, scope)
	if !open(r.Address) && !relative(r.Address) {
		c.at(a, "path", "must be a path below base_url, without host and without \"..\"")
	}
	for _, m := range []map[string]string{r.Query, r.Form} {
		for key, text := range m {
			c.template(a, "query", text, fill.Scope{Names: known})
			c.fixed(a, "query", key)
		}
	}
	c.headers(a, r.Headers)
	c.template(a, "body", r.Body, fill.Scope{Names: known, Escape: escape})
	if r.Body != "" && r.Form != nil {
		c.at(a, "form", "and body are both given: keep one")
	}
	if r.Body != "" && r.ContentType == "" {
		c.at(a, "content_type", "is missing: a body needs one, such as application/json")
	}
}

func (c *check) files(op *Operation) {
	if op.Address != "" {
		c.at(op.At, "files", "and path are both given: keep one")
	}
	if c.fixed(op.At, "files", op.Files) && (!relative(op.Files) || strings.HasPrefix(op.Files, "/")) {
		c.at(op.At, "files", "is %q: must be a name or a pattern such as stock*.txt, inside the folder of the settings", op.Files)
	}
	if op.Page != nil || op.Since != nil {
		c.at(op.At, "files", "go with neither page nor since: the newest file is read whole")
	}
}

// asks insists that a question names what it asks about.
func (c *check) asks(op *Operation, many, one string) {
	all := []string{op.Address, op.Body}
	for _, m := range []map[string]string{op.Query, op.Form, op.Headers} {
		for _, text := range m {
			all = append(all, text)
		}
	}
	names := "{{.." + strings.Join(all, " ")
	switch {
	case op.Files != "":
		c.at(op.At, "files", "cannot be asked for single %s: take this operation out", many)
	case strings.Contains(names, "."+many):
	case !strings.Contains(names, "."+one):
		c.at(op.At, "", "asks for nothing: use {{.%s}} in path, query, form or body", many)
	case op.Batch != 1:
		c.at(op.At, "batch", "must be 1 where the request uses {{.%s}}", one)
	}
}

func (c *check) page(name string, op *Operation) {
	p := op.Page
	if p == nil {
		return
	}
	if !slices.Contains([]string{"products", "stock"}, name) && !strings.HasPrefix(name, "references.") {
		c.at(p.At, "", "is not possible for %s", name)
	}
	c.oneOf(p.At, "kind", p.Kind, KindNone, KindPage, KindOffset, KindCursor, KindLink)
	if p.Kind == KindPage || p.Kind == KindOffset {
		c.need(p.At, "size", p.Size)
	}
	if n, err := strconv.Atoi(p.Size); p.Size != "" && c.fixed(p.At, "size", p.Size) && (err != nil || n < 1 || n > 100_000) {
		c.at(p.At, "size", "is %q: must be a whole number from 1 to 100000", p.Size)
	}
	if n, err := strconv.Atoi(p.First); p.First != "" && c.fixed(p.At, "first", p.First) && (err != nil || n < 0) {
		c.at(p.At, "first", "is %q: must be the number of the first page, such as 0 or 1", p.First)
	}
	if (p.Kind == KindCursor || p.Kind == KindLink) && !c.bound {
		c.need(p.At, "next", p.Next)
	}
	c.envelope(p.At, "next", p.Next, op.Format)
	c.envelope(p.At, "total", p.Total, op.Format)
}
