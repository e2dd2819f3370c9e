package profile

import (
	"context"
	"errors"
	"fmt"
	"net/url"

	"wpbridge/internal/erp"
	"wpbridge/internal/erp/profile/record"
	"wpbridge/internal/erp/profile/schema"
)

// reading is a list being read: where it stands and from when on.
type reading struct {
	op    *operation
	place place
	since int64 // 0: everything
}

// begin takes up a reading at q. A mark that was made with other choices, such
// as last year's database, says nothing about this one: everything is read.
func (c *client) begin(ctx context.Context, op *operation, q erp.Query) (reading, error) {
	r := reading{op: op}
	m, err := parseMark(q.Since)
	if err != nil {
		return r, err
	}
	if r.place, err = parsePlace(q.Page); err != nil {
		return r, err
	}
	if q.Page == "" {
		if q.Since == "" {
			if err := c.aging(ctx); err != nil {
				return r, err
			}
		}
		if r.place.Pins, err = c.pins(ctx, op); err != nil {
			return r, err
		}
	}
	if op.since != nil && samePins(m.Pins, r.place.Pins) {
		r.since = m.At
	}
	return r, nil
}

// data fills the reading's place into templates.
func (r reading) data(c *client) data {
	d := c.vars.data(r.place.Pins)
	d["location"] = r.place.Location
	if r.since > 0 {
		d["since"] = r.op.since.layout.Format(r.since)
	}
	pg := r.op.page
	page := map[string]any{"size": pg.size, "offset": r.place.Start, "cursor": r.place.Next, "number": pg.first}
	if pg.size > 0 {
		page["number"] = pg.first + r.place.Start/pg.size
	}
	d["page"] = page
	return d
}

// part asks for the reading's next part and hands its records that count to add.
// It moves the reading on; more is false at the end of the list.
func (c *client) part(ctx context.Context, r *reading, add func(rec any) error) (total int, more bool, err error) {
	link, err := c.link(r)
	if err != nil {
		return 0, false, err
	}
	var ids []string
	var newest int64
	found := map[string]bool{}
	each := func(rec any) error {
		ids = append(ids, r.op.id(rec))
		r.op.finds(rec, found)
		at, err := r.op.stamp(rec)
		newest = max(newest, at)
		return errors.Join(err, r.op.counted(add)(rec))
	}
	a, err := c.call(ctx, r.op, r.data(c), link, each)
	if err == nil && r.since == 0 && len(ids) > 1 {
		err = r.op.missed(found, len(ids))
	}
	if err != nil {
		return 0, false, err
	}
	r.place.note(a.at, newest, r.op.since != nil && r.op.since.layout.Counts())
	if r.op.page.kind == schema.KindLink && a.next != "" {
		if a.next, err = c.resolve(a.url, a.next); err != nil {
			return 0, false, err
		}
	}
	r.place, more, err = r.place.step(r.op.page, ids, a)
	if err != nil {
		err = fmt.Errorf("%s: %w", r.op.name, err)
	}
	return a.total, more, err
}

// finds notes which of the fields that nothing goes without a record has.
func (op *operation) finds(rec any, found map[string]bool) {
	for _, name := range []string{"code", "quantity"} {
		if f := op.fields[name]; f.given && !found[name] {
			v, err := f.of(rec)
			found[name] = err != nil || v.Kind != record.Absent
		}
	}
}

// missed refuses a list of which no record has such a field: the path is wrong.
func (op *operation) missed(found map[string]bool, n int) error {
	for name, has := range found {
		if !has {
			return fmt.Errorf("%s: %w: none of the %d records has %s; is the path right?", op.name, erp.ErrAnswer, n, op.fields[name])
		}
	}
	return nil
}

// link is the address of the next part where the system gave it.
func (c *client) link(r *reading) (*url.URL, error) {
	if r.op.page.kind != schema.KindLink || r.place.Next == "" {
		return nil, nil //nolint:nilnil // no link is an answer
	}
	_, err := c.resolve(c.base, r.place.Next)
	if err != nil {
		return nil, err
	}
	return url.Parse(r.place.Next)
}

// resolve makes a link absolute. It must stay with the system that the profile
// names.
func (c *client) resolve(from *url.URL, link string) (string, error) {
	if from == nil {
		from = c.base
	}
	u, err := from.Parse(link)
	if err != nil || u.Scheme != c.base.Scheme || u.Host != c.base.Host || u.User != nil {
		host := "somewhere else"
		if err == nil {
			host = u.Host
		}
		return "", fmt.Errorf("%w: the link to the next part leads to %s, only %s is allowed", erp.ErrAnswer, host, c.base.Host)
	}
	return u.String(), nil
}

// id tells a record from its neighbours.
func (op *operation) id(rec any) string {
	for _, name := range []string{"id", "code"} {
		f := op.fields[name]
		if !f.given {
			continue
		}
		v, err := f.of(rec)
		if err == nil && v.Text != "" {
			return v.Text + "\x00" + op.where(rec)
		}
	}
	return ""
}

// where is the location of a record, empty where it has none.
func (op *operation) where(rec any) string {
	f := op.fields["location"]
	if !f.given {
		return ""
	}
	v, _ := f.of(rec) // what is wrong with it is said when it is read
	return v.Text
}

// stamp is when a record changed, 0 where it does not say.
func (op *operation) stamp(rec any) (int64, error) {
	if op.since == nil {
		return 0, nil
	}
	v, err := op.since.stamp.of(rec)
	if err != nil {
		return 0, err
	}
	at, _, err := op.since.stamp.rule.Stamp(v)
	if err != nil {
		return 0, fmt.Errorf("%s %w", op.since.stamp.path, err)
	}
	return at, nil
}

// mark ends the reading.
func (r reading) mark() erp.Mark {
	if r.op.since == nil {
		return ""
	}
	return r.place.mark(r.since, r.op.since.overlap)
}
