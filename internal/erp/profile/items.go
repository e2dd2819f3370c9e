package profile

import (
	"context"
	"slices"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp"
)

// Ping asks the profile's ping, or the first part of what else it has.
func (c *client) Ping(ctx context.Context) error {
	if err := c.aging(ctx); err != nil {
		return err
	}
	for _, op := range []*operation{c.ping, c.stock, c.products} {
		if op == nil {
			continue
		}
		if op.files != "" {
			_, err := c.newest(op)
			return err
		}
		r, err := c.begin(ctx, op, erp.Query{})
		if err != nil {
			return err
		}
		if each := op.locations.Each; each != "" {
			r.place.Location = first(c.vars.texts(each))
		}
		_, err = c.call(ctx, op, r.data(c), nil, func(any) error { return nil })
		return err
	}
	for _, name := range []string{"ping", "stock", "products"} {
		if len(c.gone[name]) > 0 {
			return c.lacking(name)
		}
	}
	return c.lacking("ping")
}

func first(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}

// ReadItems reads the products. Records without a code are left out.
func (c *client) ReadItems(ctx context.Context, q erp.Query) (erp.Page[commerce.Item], error) {
	var out erp.Page[commerce.Item]
	if c.products == nil {
		return out, c.lacking("products")
	}
	add := func(rec any) error {
		it, known, err := c.products.item(rec)
		if err == nil && known {
			out.Items = append(out.Items, it)
		}
		return err
	}
	if c.products.files != "" {
		m, err := c.readFile(ctx, c.products, q, add)
		return whole(out, m, err)
	}
	r, err := c.begin(ctx, c.products, q)
	if err != nil {
		return out, err
	}
	total, more, err := c.part(ctx, &r, add)
	if err != nil {
		return erp.Page[commerce.Item]{}, err
	}
	out.Total = max(total, 0)
	if more {
		out.Next = erp.Cursor(encode(r.place))
	} else {
		out.Mark = r.mark()
	}
	return out, nil
}

// FindItems looks items up by their ids.
func (c *client) FindItems(ctx context.Context, ids []commerce.ItemID) ([]commerce.Item, error) {
	if c.find == nil {
		return nil, c.lacking("find")
	}
	texts := make([]string, len(ids))
	for i, id := range ids {
		texts[i] = string(id)
	}
	var out []commerce.Item
	err := c.batches(ctx, c.find, "", texts, func(rec any, asked map[string]bool) error {
		it, known, err := c.find.item(rec)
		if err == nil && known && asked[string(it.ID)] {
			out = append(out, it)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// batches asks about codes or ids, so many at a time. What cannot be asked for,
// because it holds the separator of the list, is left out.
func (c *client) batches(ctx context.Context, op *operation, location string, texts []string, each func(rec any, asked map[string]bool) error) error {
	pins, err := c.pins(ctx, op)
	if err != nil {
		return err
	}
	for part := range slices.Chunk(c.askable(op, texts), op.batch) {
		asked := make(map[string]bool, len(part))
		for _, t := range part {
			asked[t] = true
		}
		d := c.vars.data(pins)
		d["location"] = location
		d["codes"], d["code"], d["ids"], d["id"] = part, part[0], part, part[0]
		_, err := c.call(ctx, op, d, nil, op.counted(func(rec any) error { return each(rec, asked) }))
		if err != nil {
			return err
		}
	}
	return nil
}
