package sitoo

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strconv"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp"
	"wpbridge/internal/erp/wire"
)

// ReadItems reads the products that the setting fetch lets through. Sitoo has
// no such filter, so Total counts the others as well.
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
	got, err := list[product](ctx, c, c.productsPath(), itemsQuery(since), p.Start, c.page)
	if err != nil {
		return none, err
	}
	b, err := c.batch(got.entries)
	if err != nil {
		return none, fmt.Errorf("read products: %w", err)
	}
	p.note(got.at, b.newest)
	next, more, err := p.step(b.ids, got.total, c.page)
	if err != nil {
		return none, fmt.Errorf("read products: %w", err)
	}
	out := erp.Page[commerce.Item]{Items: b.items, Total: got.total}
	if more {
		out.Next = next.cursor()
	} else {
		out.Mark = next.mark(since)
	}
	return out, nil
}

// FindItems looks products up by productid, whatever the setting fetch says: it
// answers what exists.
func (c *client) FindItems(ctx context.Context, ids []commerce.ItemID) ([]commerce.Item, error) {
	ids = slices.DeleteFunc(slices.Clone(ids), func(id commerce.ItemID) bool { return !wire.Digits(string(id)) })
	slices.Sort(ids)
	var out []commerce.Item
	for _, batch := range batches(slices.Compact(ids)) {
		q := itemsQuery(0)
		q.Set("productid", batch)
		got, err := listAll[product](ctx, c, c.productsPath(), q, 2*maxFilterValues)
		if err != nil {
			return nil, err
		}
		for _, p := range got {
			it, err := c.item(p)
			if err != nil {
				return nil, fmt.Errorf("find products: %w", err)
			}
			if _, asked := slices.BinarySearch(ids, it.ID); asked {
				out = append(out, it.Item)
			}
		}
	}
	return out, nil
}

func (c *client) productsPath() string { return "sites/" + c.site + "/products" }

func itemsQuery(since int64) url.Values {
	q := url.Values{"fields": {fieldsProduct}, "includeinactive": {"true"}}
	if since > 0 {
		q.Set("datelastmodified", strconv.FormatInt(since, 10))
	}
	return q
}

type batch struct {
	items  []commerce.Item
	ids    []string
	newest int64
}

func (c *client) batch(products []product) (batch, error) {
	b := batch{items: make([]commerce.Item, 0, len(products))}
	for _, p := range products {
		it, err := c.item(p)
		if err != nil {
			return b, err
		}
		b.ids = append(b.ids, string(it.ID))
		b.newest = max(b.newest, it.modified)
		switch {
		case it.Code == "":
			c.log.Debug("product without sku left out", "productid", it.ID)
		case c.wanted(it):
			b.items = append(b.items, it.Item)
		}
	}
	return b, nil
}
