package sitoo

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp"
	"wpbridge/internal/erp/wire"
)

var errNoWarehouse = errors.New("sitoo.warehouses is empty: choose the warehouses whose stock the shop may sell")

// ReadStock reads warehouse by warehouse. Where Sitoo gives no quantity, the
// entry is left out of a full reading, and its code out of an incremental one.
// The latter also leaves out codes with a comma if there are several
// warehouses: Sitoo cannot be asked for them; the next full reading has them.
func (c *client) ReadStock(ctx context.Context, q erp.Query) (erp.Page[commerce.StockLevel], error) {
	var none erp.Page[commerce.StockLevel]
	since, err := parseMark(q.Since)
	if err != nil {
		return none, err
	}
	p, i, err := c.shelf(q.Page)
	if err != nil {
		return none, err
	}
	got, err := list[warehouseItem](ctx, c, shelfPath(c, p.Warehouse), changedQuery(since), p.Start, c.page)
	if err != nil {
		return none, err
	}
	s, err := c.sheet(p.Warehouse, got.entries)
	if err != nil {
		return none, err
	}
	p.note(got.at, s.newest)
	if since > 0 {
		if err := c.complete(ctx, &s, p.Warehouse); err != nil {
			return none, err
		}
	}
	return c.stockPage(s, p, i, got.total, since)
}

// shelf returns the place named by the cursor and its warehouse's position.
func (c *client) shelf(cur erp.Cursor) (place, int, error) {
	p, err := parsePlace(cur)
	if err != nil {
		return p, 0, err
	}
	if len(c.warehouses) == 0 {
		return p, 0, errNoWarehouse
	}
	if p.Warehouse == "" {
		p.Warehouse = c.warehouses[0]
	}
	i := slices.Index(c.warehouses, p.Warehouse)
	if i < 0 {
		return p, 0, fmt.Errorf("continue a reading of Sitoo: warehouse %s is not among sitoo.warehouses any more; start the reading anew", p.Warehouse)
	}
	return p, i, nil
}

func (c *client) stockPage(s sheet, p place, i, total int, since int64) (erp.Page[commerce.StockLevel], error) {
	next, more, err := p.step(s.ids, total, c.page)
	if err != nil {
		return erp.Page[commerce.StockLevel]{}, fmt.Errorf("read stock of warehouse %s: %w", p.Warehouse, err)
	}
	out := erp.Page[commerce.StockLevel]{Items: s.levels}
	last := i == len(c.warehouses)-1
	if last && since == 0 {
		out.Total = p.Before + total // known only when no warehouse is left unasked
	}
	switch {
	case more:
		out.Next = next.cursor()
	case last:
		out.Mark = next.mark(since)
	default:
		next.Warehouse, next.Start, next.Total, next.Before = c.warehouses[i+1], 0, 0, p.Before+total
		out.Next = next.cursor()
	}
	return out, nil
}

func shelfPath(c *client, warehouse string) string {
	return "sites/" + c.site + "/warehouses/" + warehouse + "/warehouseitems"
}

func changedQuery(since int64) url.Values {
	q := url.Values{"fields": {fieldsStock}}
	if since > 0 {
		q.Set("datelastmodifiedfrom", strconv.FormatInt(since, 10))
	}
	return q
}

// sheet is one answer about stock, read.
type sheet struct {
	levels  []commerce.StockLevel
	unknown map[commerce.Code]bool // named, but without a quantity
	ids     []string
	newest  int64
}

func (c *client) sheet(warehouse string, items []warehouseItem) (sheet, error) {
	s := sheet{ids: make([]string, 0, len(items)), unknown: map[commerce.Code]bool{}}
	s.levels = make([]commerce.StockLevel, 0, len(items))
	for _, it := range items {
		if err := s.add(it, warehouse); err != nil {
			return s, fmt.Errorf("read stock of warehouse %s: %w", warehouse, err)
		}
	}
	if n := len(s.unknown); n > 0 {
		c.log.Debug("stock without quantity left out", "warehouse", warehouse, "entries", n)
	}
	return s, nil
}

func (s *sheet) add(it warehouseItem, warehouse string) error {
	e := entry{wire.Named("sku " + wire.Found(it.SKU))}
	s.ids = append(s.ids, e.id("warehouseitemid", it.ID))
	code := commerce.Code(e.Text("sku", it.SKU))
	q, known := e.quantity("decimalavailable", it.Available)
	s.newest = max(s.newest, e.Integer("datelastmodified", it.Modified))
	switch {
	case code == "":
	case known:
		s.levels = append(s.levels, commerce.StockLevel{Code: code, Location: warehouse, Available: q})
	default:
		s.unknown[code] = true
	}
	return e.Err
}
