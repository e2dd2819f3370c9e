package smartbill

import (
	"context"
	"fmt"
	"net/url"
	"slices"

	"golang.org/x/sync/errgroup"

	"wpbridge/internal/commerce"
)

// CheckStock asks for each code in all warehouses at once, one request each.
// More codes than the budget lets pass at once are looked up in the warehouses'
// whole lists. A code of which any chosen warehouse states no quantity, or two
// different ones, is absent from the answer.
func (c *client) CheckStock(ctx context.Context, codes []commerce.Code) ([]commerce.StockLevel, error) {
	if len(c.warehouses) == 0 {
		return nil, errNoWarehouse
	}
	codes = slices.DeleteFunc(slices.Clone(codes), func(code commerce.Code) bool { return code == "" })
	slices.Sort(codes)
	codes = slices.Compact(codes)
	if len(codes) > callsV1-c.reserve {
		return c.checkLists(ctx, codes)
	}
	found := make([][]commerce.StockLevel, len(codes))
	g, gctx := errgroup.WithContext(ctx)
	g.SetLimit(concurrency)
	for i, code := range codes {
		g.Go(func() (err error) {
			found[i], err = c.checkOne(gctx, code)
			return err
		})
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	return slices.Concat(found...), nil
}

// checkOne drops what was not asked for: SmartBill may compare less exactly than
// we do.
func (c *client) checkOne(ctx context.Context, code commerce.Code) ([]commerce.StockLevel, error) {
	q, s := url.Values{"productCode": {string(code)}}, c.sheet()
	if c.byName {
		q = url.Values{"productName": {string(code)}}
	}
	err := c.stocks(ctx, q, func(at string, p stockProduct) error {
		if !slices.Contains(c.warehouses, at) {
			return nil
		}
		return s.add(at, p)
	})
	if err != nil {
		return nil, fmt.Errorf("check stock of %s: %w", code, err)
	}
	return slices.DeleteFunc(s.settled(), func(l commerce.StockLevel) bool { return l.Code != code }), nil
}

func (c *client) checkLists(ctx context.Context, codes []commerce.Code) ([]commerce.StockLevel, error) {
	all := c.sheet()
	for _, w := range c.warehouses {
		s, err := c.readShelf(ctx, w)
		if err != nil {
			return nil, err
		}
		for _, l := range s.levels {
			if _, asked := slices.BinarySearch(codes, l.Code); asked {
				all.levels = append(all.levels, l)
			}
		}
		for d := range s.doubt {
			all.doubt[d] = true
		}
	}
	return all.settled(), nil
}
