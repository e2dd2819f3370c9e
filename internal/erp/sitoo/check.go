package sitoo

import (
	"context"
	"maps"
	"net/url"
	"slices"
	"strings"

	"wpbridge/internal/commerce"
)

// A filter holds values joined by commas. Sitoo's limit of an address is not
// known; these stay far below what web servers and proxies accept.
const (
	maxFilterValues = 100
	maxFilterBytes  = 1500
)

// CheckStock asks every chosen warehouse. A code of which any warehouse gives
// no quantity is absent from the answer, and so is a code with a comma, for
// which Sitoo cannot be asked.
func (c *client) CheckStock(ctx context.Context, codes []commerce.Code) ([]commerce.StockLevel, error) {
	if len(c.warehouses) == 0 {
		return nil, errNoWarehouse
	}
	askable := c.askable(codes)
	var out sheet
	for _, w := range c.warehouses {
		s, err := c.ask(ctx, w, askable)
		if err != nil {
			return nil, err
		}
		out.join(s)
	}
	return out.settled(), nil
}

// complete adds to s, the changes of one warehouse, what the other warehouses
// hold of the same codes.
func (c *client) complete(ctx context.Context, s *sheet, warehouse string) error {
	if len(c.warehouses) == 1 {
		return nil
	}
	codes := make([]commerce.Code, 0, len(s.levels))
	for _, l := range s.levels {
		codes = append(codes, l.Code)
	}
	askable := c.askable(codes)
	s.keep(askable)
	for _, w := range c.warehouses {
		if w == warehouse {
			continue
		}
		o, err := c.ask(ctx, w, askable)
		if err != nil {
			return err
		}
		s.join(o)
	}
	s.levels = s.settled()
	return nil
}

// askable is the set of codes that a filter can name.
func (c *client) askable(codes []commerce.Code) map[commerce.Code]bool {
	set := make(map[commerce.Code]bool, len(codes))
	for _, code := range codes {
		switch {
		case code == "":
		case strings.Contains(string(code), ","):
			c.log.Warn("sitoo cannot be asked for a sku with a comma; a full reading has it", "sku", code)
		default:
			set[code] = true
		}
	}
	return set
}

// ask reads what one warehouse holds of these codes. Sitoo may compare less
// exactly than we do; what was not asked for is dropped.
func (c *client) ask(ctx context.Context, warehouse string, codes map[commerce.Code]bool) (sheet, error) {
	var out sheet
	for _, batch := range batches(slices.Sorted(maps.Keys(codes))) {
		q := url.Values{"fields": {fieldsStock}, "sku": {batch}}
		items, err := listAll[warehouseItem](ctx, c, shelfPath(c, warehouse), q, 2*maxFilterValues)
		if err != nil {
			return out, err
		}
		s, err := c.sheet(warehouse, items)
		if err != nil {
			return out, err
		}
		s.keep(codes)
		out.join(s)
	}
	return out, nil
}

// batches joins values into filters of bounded length.
func batches[S ~string](values []S) []string {
	var out []string
	var b strings.Builder
	n := 0
	for _, v := range values {
		if n == maxFilterValues || n > 0 && b.Len()+len(v) > maxFilterBytes/3 {
			out = append(out, b.String())
			b.Reset()
			n = 0
		}
		if n > 0 {
			b.WriteByte(',')
		}
		b.WriteString(string(v))
		n++
	}
	if n > 0 {
		out = append(out, b.String())
	}
	return out
}

func (s *sheet) keep(codes map[commerce.Code]bool) {
	s.levels = slices.DeleteFunc(s.levels, func(l commerce.StockLevel) bool { return !codes[l.Code] })
}

func (s *sheet) join(o sheet) {
	s.levels = append(s.levels, o.levels...)
	if s.unknown == nil {
		s.unknown = map[commerce.Code]bool{}
	}
	maps.Copy(s.unknown, o.unknown)
}

// settled is the levels of those codes that no warehouse left unknown.
func (s *sheet) settled() []commerce.StockLevel {
	return slices.DeleteFunc(s.levels, func(l commerce.StockLevel) bool { return s.unknown[l.Code] })
}
