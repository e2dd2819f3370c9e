package profile

import (
	"context"
	"fmt"
	"slices"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp"
	"wpbridge/internal/erp/profile/value"
)

// oneLocation is the name of the only place that holds stock, where a profile
// knows no places.
const oneLocation = "main"

// ReadStock reads the stock, location by location where each has a request of
// its own. Records without a quantity are left out of a full reading, and their
// codes out of an incremental one.
func (c *client) ReadStock(ctx context.Context, q erp.Query) (erp.Page[commerce.StockLevel], error) {
	var out erp.Page[commerce.StockLevel]
	if c.stock == nil {
		return out, c.lacking("stock")
	}
	s := &sheet{unknown: map[commerce.Code]bool{}}
	if c.stock.files != "" {
		m, err := c.readFile(ctx, c.stock, q, c.level(c.stock, "", s))
		out.Items = s.levels
		return whole(out, m, err)
	}
	r, at, err := c.beginStock(ctx, q)
	if err != nil {
		return out, err
	}
	total, more, err := c.part(ctx, &r, c.level(c.stock, r.place.Location, s))
	if err == nil && r.since > 0 {
		err = c.complete(ctx, s)
	}
	if err != nil {
		return out, err
	}
	return c.stockPage(r, at, total, more, s.levels), nil
}

// beginStock is begin with the location of q.
func (c *client) beginStock(ctx context.Context, q erp.Query) (reading, int, error) {
	r, err := c.begin(ctx, c.stock, q)
	if err != nil {
		return r, 0, err
	}
	if c.several() && !c.stock.complete() && c.check == nil {
		r.since = 0 // changes would not hold the stock of every location
	}
	each := c.stock.locations.Each
	if each == "" {
		return r, 0, nil
	}
	all := c.vars.texts(each)
	if r.place.Location == "" {
		r.place.Location = first(all)
	}
	i := slices.Index(all, r.place.Location)
	if i < 0 {
		return r, 0, fmt.Errorf("continue a reading: %q is not among the variable %s any more; start the reading anew", r.place.Location, each)
	}
	return r, i, nil
}

// several tells whether a code may have more than one level.
func (c *client) several() bool {
	if each := c.stock.locations.Each; each != "" {
		return len(c.vars.texts(each)) > 1
	}
	l := c.stock.fields["location"]
	return l.given && l.fixed == nil
}

func (c *client) stockPage(r reading, at, total int, more bool, levels []commerce.StockLevel) erp.Page[commerce.StockLevel] {
	out := erp.Page[commerce.StockLevel]{Items: levels}
	all := c.vars.texts(c.stock.locations.Each)
	last := at >= len(all)-1
	if last && r.since == 0 && total > 0 {
		out.Total = r.place.Before + total
	}
	switch {
	case more:
		out.Next = erp.Cursor(encode(r.place))
	case last:
		out.Mark = r.mark()
	default:
		p := r.place
		p.Location, p.Start, p.Total, p.Anchor, p.Next, p.Before = all[at+1], 0, 0, "", "", p.Before+max(total, 0)
		out.Next = erp.Cursor(encode(p))
	}
	return out
}

// sheet is what an answer says about stock.
type sheet struct {
	levels  []commerce.StockLevel
	unknown map[commerce.Code]bool // named, but without a quantity
}

// level adds a record to s. location is what was asked about, if anything.
func (c *client) level(op *operation, location string, s *sheet) func(rec any) error {
	chosen := c.vars.texts(op.locations.Only)
	return func(rec any) error {
		e := op.entry(rec)
		code := commerce.Code(e.text("code"))
		at := location
		if f := op.fields["location"]; f.given {
			at = e.text("location")
			if at == "" && e.err == nil {
				e.err = fmt.Errorf("%s%s is absent or empty", f, e.name)
			}
		}
		if at == "" {
			at = oneLocation
		}
		q, known := take(e, "quantity", value.Rule.Quantity)
		switch {
		case e.err != nil || code == "" || len(chosen) > 0 && !slices.Contains(chosen, at):
		case known:
			s.levels = append(s.levels, commerce.StockLevel{Code: code, Location: at, Available: q})
		default:
			s.unknown[code] = true
		}
		return e.err
	}
}
