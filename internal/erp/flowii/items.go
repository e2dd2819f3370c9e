package flowii

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp"
	"wpbridge/internal/erp/wire"
)

// ReadItems reads goods and services. Lists do not tell categories, so a full
// reading goes through all goods and then once more category by category, which
// takes about twice the requests of a bare one; each good comes again with its
// categories. A reading of changes asks for the details of each changed good.
func (c *client) ReadItems(ctx context.Context, q erp.Query) (erp.Page[commerce.Item], error) {
	var none erp.Page[commerce.Item]
	since, err := parseMark(q.Since)
	if err != nil {
		return none, err
	}
	p, err := parsePlace(q.Page)
	if err != nil {
		return none, err
	}
	var items []commerce.Item
	var more bool
	if since > 0 && !q.Bare {
		items, more, err = c.changed(ctx, &p, since)
	} else {
		items, more, err = c.shelved(ctx, &p, since, q.Bare)
	}
	if err != nil {
		return none, fmt.Errorf("read goods: %w", err)
	}
	out := erp.Page[commerce.Item]{Items: items}
	if more {
		out.Next = p.cursor()
	} else {
		out.Mark = p.mark(since)
	}
	return out, nil
}

// shelved reads a page of p's list and moves p on, to the next list if need be.
func (c *client) shelved(ctx context.Context, p *place, since int64, bare bool) ([]commerce.Item, bool, error) {
	fresh, more, err := c.goods(ctx, p, c.shelfQuery(p.shelf, since))
	if err != nil {
		return nil, false, err
	}
	items, err := c.items(fresh)
	if err != nil {
		return nil, false, err
	}
	p.Services = p.Services || p.Service && len(fresh) > 0
	for i := range items {
		items[i].StockTracked, items[i].Categories = !p.Service, p.categories()
	}
	if !more {
		more, err = c.nextShelf(ctx, p, bare)
	}
	return items, more, err
}

func (c *client) shelfQuery(s shelf, since int64) url.Values {
	kind := typeGoods
	if s.Service {
		kind = typeService
	}
	q := c.goodsQuery(kind, since)
	switch {
	case s.Sub != "":
		q.Set("filter[subcategory-id]", s.Sub)
	case s.Category != "":
		q.Set("filter[category-id]", s.Category)
	}
	return q
}

// categories are those of every good on the shelf, as far as it tells: a good of
// a subcategory comes again on a later one.
func (s shelf) categories() []string {
	switch {
	case s.Sub != "":
		return []string{s.Category, s.Sub}
	case s.Category != "":
		return []string{s.Category}
	}
	return nil
}

// nextShelf moves p to the beginning of the list after its own: goods, services,
// then each category and after it its subcategories.
func (c *client) nextShelf(ctx context.Context, p *place, bare bool) (bool, error) {
	next := p.shelf
	switch {
	case !p.Service && (p.Category == "" || p.Services):
		next.Service = true
	case bare:
		return false, nil
	default:
		next.Service = false
		more, err := c.nextCategory(ctx, &next)
		if err != nil || !more {
			return false, err
		}
	}
	p.shelf, p.window = next, window{}
	return true, nil
}

// changed reads the details of what was edited.
func (c *client) changed(ctx context.Context, p *place, since int64) ([]commerce.Item, bool, error) {
	begun := len(p.Pending) > 0
	if !begun {
		fresh, more, err := c.goods(ctx, p, c.goodsQuery("", since))
		if err != nil {
			return nil, false, err
		}
		p.Ended = !more
		if p.Pending, err = idsOf(fresh); err != nil {
			return nil, false, err
		}
	}
	got, err := c.details(ctx, p, !begun)
	if err != nil {
		return nil, false, err
	}
	items, err := c.items(got)
	return items, !p.Ended || len(p.Pending) > 0, err
}

func (c *client) items(list []resource) ([]commerce.Item, error) {
	out := make([]commerce.Item, 0, len(list))
	for _, r := range list {
		it, err := item(r)
		if err != nil {
			return nil, err
		}
		if it.Code == "" {
			c.log.Debug("good without serial-nr left out", "id", it.ID)
			continue
		}
		out = append(out, it)
	}
	return out, nil
}

// FindItems asks for each good; for many it goes through the lists instead, which
// do not tell categories.
func (c *client) FindItems(ctx context.Context, ids []commerce.ItemID) ([]commerce.Item, error) {
	ids = slices.DeleteFunc(slices.Clone(ids), func(id commerce.ItemID) bool { return !wire.Digits(string(id)) })
	slices.Sort(ids)
	ids = slices.Compact(ids)
	if len(ids) > 2*c.page {
		return c.sift(ctx, ids)
	}
	var got []resource
	for _, id := range ids {
		switch r, err := c.good(ctx, string(id)); {
		case errors.Is(err, errGone):
		case err != nil:
			return nil, fmt.Errorf("find goods: %w", err)
		default:
			got = append(got, r)
		}
	}
	return c.items(got)
}

// sift picks goods from the lists; ids are sorted.
func (c *client) sift(ctx context.Context, ids []commerce.ItemID) ([]commerce.Item, error) {
	var out []commerce.Item
	for p, more := (place{}), true; more; {
		var items []commerce.Item
		var err error
		if items, more, err = c.shelved(ctx, &p, 0, true); err != nil {
			return nil, fmt.Errorf("find goods: %w", err)
		}
		for _, it := range items {
			if _, asked := slices.BinarySearch(ids, it.ID); asked {
				out = append(out, it)
			}
		}
	}
	return out, nil
}
