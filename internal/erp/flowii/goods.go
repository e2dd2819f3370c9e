package flowii

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strconv"

	"wpbridge/internal/erp"
	"wpbridge/internal/erp/wire"
)

// batch is how many details one part of a reading holds at most.
const batch = 10

// The values of the attribute and the filter of this name.
const (
	typeGoods   = "0"
	typeService = "1"
)

// goods reads the next page of a list of goods and moves p behind it. It returns
// what is new on that page, and whether another follows.
func (c *client) goods(ctx context.Context, p *place, q url.Values) (fresh []resource, more bool, err error) {
	number, size := p.ask(c.page)
	got, err := c.list(ctx, "goods", q, number, size)
	if err != nil {
		return nil, false, err
	}
	ids, err := idsOf(got.entries)
	if err != nil {
		return nil, false, fmt.Errorf("GET goods: %w", err)
	}
	s, err := p.step(ids, number, size, got.more)
	if err != nil {
		return nil, false, fmt.Errorf("read the list of goods: %w", err)
	}
	p.note(got.at)
	p.window, p.Found = s.next, p.Found || len(ids) > 0
	if s.fresh < 0 {
		c.log.DebugContext(ctx, "flowii's list has moved while it was read; stepping back", "start", p.Start)
		return nil, true, nil
	}
	fresh = got.entries[s.fresh:]
	for i, r := range fresh {
		c.index.note(r, ids[s.fresh+i])
	}
	return fresh, s.more, nil
}

func idsOf(list []resource) ([]string, error) {
	ids := make([]string, len(list))
	for i, r := range list {
		e := entry{wire.Named("good " + wire.Found(r.ID))}
		if ids[i] = e.id("id", r.ID); e.Err != nil {
			return nil, e.Err
		}
	}
	return ids, nil
}

// goodsQuery filters goods by type, empty for all, and by the time of their last
// edit, 0 for any.
func (c *client) goodsQuery(kind string, since int64) url.Values {
	q := c.query()
	if kind != "" {
		q.Set("filter[type]", kind)
	}
	if since > 0 {
		q.Set("filter[edited-from]", strconv.FormatInt(since, 10))
	}
	return q
}

// details asks for the first of p's pending goods one by one, and takes off what
// it is done with. What does not exist any more is left out. Where one fails for
// the moment and p has moved before, by moved or by other details, it returns
// those, so that a reading of many requests comes forward in bad times as well.
func (c *client) details(ctx context.Context, p *place, moved bool) ([]resource, error) {
	var out []resource
	ids := p.Pending[:min(len(p.Pending), batch)]
	for done, id := range ids {
		r, err := c.good(ctx, id)
		switch {
		case errors.Is(err, errGone):
		case err != nil && (moved || done > 0) && erp.Temporary(err):
			p.Pending = p.Pending[done:]
			return out, nil
		case err != nil:
			return nil, err
		default:
			out = append(out, r)
		}
	}
	p.Pending = p.Pending[len(ids):]
	return out, nil
}

// good asks for the details of one good; errGone says that there is none.
func (c *client) good(ctx context.Context, id string) (resource, error) {
	var r resource
	if _, err := c.get(ctx, "goods/"+id, c.query(), &r); err != nil {
		return r, err
	}
	if got, ok := wire.Unquote(r.ID); !ok || got != id {
		return r, fmt.Errorf("GET goods/%s: %w: id is %s", id, erp.ErrAnswer, wire.Found(r.ID))
	}
	c.index.note(r, id)
	return r, nil
}
