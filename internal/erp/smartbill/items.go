package smartbill

import (
	"context"
	"strings"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp"
	"wpbridge/internal/erp/wire"
)

// codePrefix marks the id of an item that is known by its code alone.
const codePrefix = "code:"

// ReadItems without the product list makes items of the chosen warehouses'
// stock: without prices, and only those that the warehouses mention. An item is
// known by its code, so that a new code is a new item. One in several warehouses
// comes several times.
func (c *client) ReadItems(ctx context.Context, q erp.Query) (erp.Page[commerce.Item], error) {
	var none erp.Page[commerce.Item]
	i, err := c.shelf(q)
	if err != nil {
		return none, err
	}
	if i == 0 {
		c.log.WarnContext(ctx, "smartbill gives no prices, and only products with stock, without smartbill.products_token")
	}
	var items []commerce.Item
	s := c.sheet()
	err = c.stocks(ctx, shelfQuery(c.warehouses[i]), func(_ string, p stockProduct) error {
		it, err := s.item(p)
		if it.Code != "" {
			items = append(items, it)
		}
		return err
	})
	if err != nil {
		return none, err
	}
	out := erp.Page[commerce.Item]{Items: items}
	out.Next, out.Mark = c.after(i)
	return out, nil
}

func (s *sheet) item(p stockProduct) (commerce.Item, error) {
	e := entry{wire.Named("product " + wire.Found(p.Name) + " (code " + wire.Found(p.Code) + ")")}
	code := s.key(&e, p)
	return commerce.Item{
		ID: commerce.ItemID(codePrefix + string(code)), Code: code, Name: e.Label("productName", p.Name),
		Active: true, StockTracked: true,
	}, e.Err
}

// codeOf is the code in the id of an item that is known by it.
func codeOf(id commerce.ItemID) (commerce.Code, bool) {
	code, ok := strings.CutPrefix(string(id), codePrefix)
	return commerce.Code(code), ok
}
