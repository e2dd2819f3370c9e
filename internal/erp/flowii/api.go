package flowii

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"strconv"
	"time"

	"wpbridge/internal/erp"
	"wpbridge/internal/erp/wire"
)

// The wire types. Values stay raw until entry reads them, so that an error can
// name the field, the entry and what was found.
type (
	raw = json.RawMessage

	// resource is one JSON:API resource. Attributes are looked up by name because
	// one of them is a setting.
	resource struct {
		ID            raw                     `json:"id"`
		Attributes    map[string]raw          `json:"attributes"`
		Relationships map[string]relationship `json:"relationships"`
	}
	relationship struct {
		Data raw `json:"data"` // one identifier, a list of them, or null
	}
)

// The attributes that FLOWii describes for goods, in lists and details.
func described() []string {
	return []string{
		"name", "serial-nr", "ean", "purchase-price", "purchase-price-type", "selling-price", "selling-price-type",
		"vat-rate", "rate-type", "type", "visibility-type", "additional-text", "description",
	}
}

// about is what an answer says beside its data.
type about struct {
	at    time.Time // FLOWii's clock, zero if it gave none
	links bool      // it has links
	next  bool      // and they name a next page
}

// decode reads an answer's data into out.
func decode(body []byte, out any) (about, error) {
	var doc struct {
		Data  raw
		Links *struct{ Next raw }
	}
	if err := json.Unmarshal(body, &doc); err != nil {
		return about{}, fmt.Errorf("%w: %w in %d bytes of JSON", erp.ErrAnswer, err, len(body))
	}
	if wire.Absent(doc.Data) {
		return about{}, fmt.Errorf("%w: data is %s", erp.ErrAnswer, wire.Found(doc.Data))
	}
	if err := json.Unmarshal(doc.Data, out); err != nil {
		return about{}, fmt.Errorf("%w: %w in data", erp.ErrAnswer, err)
	}
	return about{links: doc.Links != nil, next: doc.Links != nil && !wire.Absent(doc.Links.Next)}, nil
}

// query begins the parameters of a request: all but a few need the company.
func (c *client) query() url.Values { return url.Values{"companyId": {c.company}} }

// part is one page of a list.
type part struct {
	about
	entries []resource
	more    bool // pages follow
}

// list asks for one page, counted from 0. Where the answer has no links, a full
// page promises another.
func (c *client) list(ctx context.Context, path string, q url.Values, number, size int) (part, error) {
	q.Set("page[number]", strconv.Itoa(number))
	q.Set("page[size]", strconv.Itoa(size))
	var p part
	a, err := c.get(ctx, path, q, &p.entries)
	p.about = a
	p.more = len(p.entries) > 0 && (a.next || !a.links && len(p.entries) >= size)
	return p, err
}

// enumeration asks for a short list, which is documented to have no pages. One
// that names a next page all the same is read page by page.
func (c *client) enumeration(ctx context.Context, path string, q url.Values) ([]resource, error) {
	const most = 100
	var all []resource
	a, err := c.get(ctx, path, q, &all)
	if err != nil || !a.next {
		return all, err
	}
	all = nil
	for number := range most {
		p, err := c.list(ctx, path, q, number, c.page)
		if err != nil {
			return nil, err
		}
		if all = append(all, p.entries...); !p.more {
			return all, nil
		}
	}
	return nil, fmt.Errorf("GET %s: %w: a list that does not end", path, erp.ErrAnswer)
}

// related is the id of the one resource that a relationship names, empty where
// it names none.
func (r resource) related(e *entry, name string) string {
	data := r.Relationships[name].Data
	if wire.Absent(data) {
		return ""
	}
	var to struct{ ID raw }
	if json.Unmarshal(data, &to) != nil {
		e.Fault("relationship "+name, "one resource or null", data)
		return ""
	}
	return e.id("id of relationship "+name, to.ID)
}
