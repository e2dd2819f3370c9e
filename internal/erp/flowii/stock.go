package flowii

import (
	"context"
	"fmt"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp"
	"wpbridge/internal/erp/wire"
)

// source is where the account's goods carry the attribute that holds stock.
type source int

// The sources, in a cursor.
const (
	unknown source = iota
	inLists
	inDetails
	nowhere // as far as the first page of a full reading and its details tell
)

// ReadStock reads the stock of goods, not of services. Where lists carry the
// attribute it takes one request for a page, else one for each good. A good
// without the attribute, or with null, is left out. Where the details of a full
// reading's first page lack it, it may still be in the lists of later ones; where
// it is in none, the account does not offer stock: an error says so.
func (c *stocked) ReadStock(ctx context.Context, q erp.Query) (erp.Page[commerce.StockLevel], error) {
	var out erp.Page[commerce.StockLevel]
	since, err := parseMark(q.Since)
	if err != nil {
		return out, err
	}
	p, err := parsePlace(q.Page)
	if err != nil {
		return out, err
	}
	levels, err := c.levels(ctx, &p, since)
	switch {
	case err != nil:
		return out, fmt.Errorf("read stock: %w", err)
	case p.Source == nowhere && p.Ended:
		return out, fmt.Errorf("read stock: %w", c.noStock())
	}
	out.Items = levels
	if p.Ended && len(p.Pending) == 0 {
		out.Mark = p.mark(since)
	} else {
		out.Next = p.cursor()
	}
	return out, nil
}

func (c *stocked) noStock() error {
	return fmt.Errorf("%w: the goods of this FLOWii account carry no attribute %q (flowii.stock_attribute); the check of the settings lists what they carry; where that is nothing, leave the setting empty and do without FLOWii's stock", errNoStock, c.stock)
}

// levels reads what p stands at and moves p on.
func (c *stocked) levels(ctx context.Context, p *place, since int64) ([]commerce.StockLevel, error) {
	begun := len(p.Pending) > 0
	if !begun {
		listed, more, err := c.goods(ctx, p, c.goodsQuery(typeGoods, since))
		if err != nil {
			return nil, err
		}
		p.Ended = !more
		levels, carried, err := c.sheet(listed)
		if err != nil {
			return nil, err
		}
		if carried {
			p.Source = inLists
		}
		if p.Source == inLists || p.Source == nowhere {
			return levels, nil
		}
		if p.Pending, err = idsOf(listed); err != nil {
			return nil, err
		}
	}
	got, err := c.details(ctx, p, !begun)
	if err != nil {
		return nil, err
	}
	levels, carried, err := c.sheet(got)
	if carried && p.Source == unknown {
		c.log.InfoContext(ctx, "flowii gives stock only with each good's details: one request for each good", "attribute", c.stock)
		p.Source = inDetails
	}
	if p.Source == unknown && p.Found && len(p.Pending) == 0 && since == 0 {
		p.Source = nowhere
	}
	return levels, err
}

// sheet is the levels of these goods; carried tells whether any of them has the
// attribute at all.
func (c *stocked) sheet(list []resource) (levels []commerce.StockLevel, carried bool, err error) {
	levels = make([]commerce.StockLevel, 0, len(list))
	for _, r := range list {
		_, has := r.Attributes[c.stock]
		carried = carried || has
		l, known, err := c.level(r)
		if err != nil {
			return nil, false, err
		}
		if known && l.Code != "" {
			levels = append(levels, l)
		}
	}
	return levels, carried, nil
}

// level is the stock of one good. FLOWii knows no warehouses: the company is the
// location.
func (c *stocked) level(r resource) (commerce.StockLevel, bool, error) {
	e := entry{wire.Named("good " + wire.Found(r.ID) + " (serial-nr " + wire.Found(r.Attributes["serial-nr"]) + ")")}
	l := commerce.StockLevel{Code: commerce.Code(e.Label("serial-nr", r.Attributes["serial-nr"])), Location: c.company}
	var known bool
	l.Available, known = e.quantity(c.stock, r.Attributes[c.stock])
	return l, known, e.Err
}
