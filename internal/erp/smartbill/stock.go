package smartbill

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"slices"
	"time"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp"
	"wpbridge/internal/erp/wire"
)

var errNoWarehouse = errors.New("smartbill.warehouses is empty: choose the warehouses whose stock the shop may sell")

// ReadStock reads warehouse by warehouse, each a page and one request, because
// SmartBill has no smaller parts. Since has no effect: everything comes. What
// SmartBill states without quantity, or twice and differently, is left out.
func (c *client) ReadStock(ctx context.Context, q erp.Query) (erp.Page[commerce.StockLevel], error) {
	var none erp.Page[commerce.StockLevel]
	i, err := c.shelf(q)
	if err != nil {
		return none, err
	}
	s, err := c.readShelf(ctx, c.warehouses[i])
	if err != nil {
		return none, err
	}
	out := erp.Page[commerce.StockLevel]{Items: s.clear()}
	out.Next, out.Mark = c.after(i)
	return out, nil
}

// after is what follows a page of the warehouse at i.
func (c *client) after(i int) (erp.Cursor, erp.Mark) {
	if i == len(c.warehouses)-1 {
		return "", everything
	}
	return place{Warehouse: c.warehouses[i+1]}.cursor(), ""
}

// shelf is the position of the warehouse that a query asks for.
func (c *client) shelf(q erp.Query) (int, error) {
	if err := checkMark(q.Since); err != nil {
		return 0, err
	}
	if len(c.warehouses) == 0 {
		return 0, errNoWarehouse
	}
	if q.Page == "" {
		return 0, nil
	}
	p, err := parsePlace(q.Page)
	if err != nil || p.Warehouse == "" {
		return 0, foreign(q.Page)
	}
	i := slices.Index(c.warehouses, p.Warehouse)
	if i < 0 {
		return 0, fmt.Errorf("continue a reading of SmartBill: warehouse %q is not among smartbill.warehouses any more; start the reading anew", p.Warehouse)
	}
	return i, nil
}

func (c *client) readShelf(ctx context.Context, warehouse string) (*sheet, error) {
	s := c.sheet()
	err := c.stocks(ctx, shelfQuery(warehouse), func(at string, p stockProduct) error {
		if at != warehouse {
			return fmt.Errorf("%w: stock of warehouse %q where %q was asked for", erp.ErrAnswer, wire.Truncate(at, 60), warehouse)
		}
		return s.add(at, p)
	})
	if err != nil {
		return nil, fmt.Errorf("read stock of warehouse %s: %w", warehouse, err)
	}
	c.report(s, warehouse)
	return s, nil
}

func shelfQuery(warehouse string) url.Values { return url.Values{"warehouseName": {warehouse}} }

func (c *client) report(s *sheet, warehouse string) {
	if s.unkeyed > 0 {
		c.log.Warn("smartbill products without a code left out; smartbill.identify_by: name reads them by name", "warehouse", warehouse, "products", s.unkeyed)
	}
	if len(s.doubt) > 0 {
		c.log.Warn("smartbill stock left out: without a quantity, or twice with different ones", "warehouse", warehouse, "products", len(s.doubt))
	}
}

// stocks asks for the stock of today, in Romania.
func (c *client) stocks(ctx context.Context, q url.Values, row func(warehouse string, p stockProduct) error) error {
	q.Set("cif", c.cif)
	q.Set("date", time.Now().In(c.zone).Format(time.DateOnly))
	return c.ask(ctx, "stocks", q, func(body io.Reader) error { return c.readStocks(body, row) })
}
