package sitoo

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strconv"

	"wpbridge/internal/erp"
	"wpbridge/internal/erp/wire"
)

// maxOrders bounds a part: orders are large, and looking for what is still to be
// delivered costs a request each.
const maxOrders = 100

// ReadOrders reads POS orders in the order of their numbers, which grow. A mark is
// the number of the last one read, whether it was wanted or not; what happens to
// an order afterwards is not told. Left out are orders of web shops, ours among
// them, and those that only take goods back.
//
// Store2Door is looked for where the setting fetch_orders needs it, and at open
// orders: a POS closes what was handed over at once.
func (c *client) ReadOrders(ctx context.Context, q erp.Query) (erp.Page[erp.Incoming], error) {
	var none erp.Page[erp.Incoming]
	last, err := c.lastOrder(q)
	if err != nil {
		return none, err
	}
	size := min(c.page, maxOrders)
	ask := url.Values{
		"fields": {fieldsOrder}, "eshopid": {c.site}, "ordertype": {strconv.Itoa(orderTypeOrder)},
		"orderidfrom": {strconv.FormatInt(last+1, 10)}, "sort": {"orderid"},
	}
	got, err := list[order](ctx, c, "orders", ask, 0, size)
	if err != nil {
		return none, fmt.Errorf("read orders: %w", err)
	}
	var out erp.Page[erp.Incoming]
	for _, o := range got.entries {
		if last, err = o.after(last); err != nil {
			return none, fmt.Errorf("read orders: %w", err)
		}
		in, wanted, err := c.incoming(ctx, o)
		if err != nil {
			return none, fmt.Errorf("read orders: %w", err)
		}
		if wanted {
			out.Items = append(out.Items, in)
		}
	}
	switch place := strconv.FormatInt(last, 10); {
	case len(got.entries) == 0 && got.total > 0:
		return none, errShort("orders", 0, got.total)
	case len(got.entries) < got.total:
		out.Next = erp.Cursor(place)
	case last > 0:
		out.Mark = erp.Mark(place)
	}
	return out, nil
}

// lastOrder is the number after which the reading goes on.
func (c *client) lastOrder(q erp.Query) (int64, error) {
	place := string(q.Page)
	if place == "" {
		place = string(q.Since)
	}
	if place == "" {
		return max(c.orders.from-1, 0), nil
	}
	last, err := strconv.ParseInt(place, 10, 64)
	if err != nil || last < 0 {
		return 0, fmt.Errorf("read orders from Sitoo: %q is not one of its places", place)
	}
	return max(last, c.orders.from-1), nil
}

// after is the order's number, which must follow the last one: a filter that Sitoo
// does not know it ignores, and then the reading would not end.
func (o order) after(last int64) (int64, error) {
	e := entry{wire.Named("an order")}
	id := e.Integer("orderid", o.ID)
	if e.Err == nil && id <= last {
		return last, fmt.Errorf("%w: order %d comes after order %d in a list by number", erp.ErrAnswer, id, last)
	}
	return id, e.Err
}

// incoming tells whether an order is wanted, and translates it.
func (c *client) incoming(ctx context.Context, o order) (erp.Incoming, bool, error) {
	if wire.Absent(o.Register) || o.tagged(tagWebOrder) {
		return erp.Incoming{}, false, nil
	}
	in, rows, err := o.incoming()
	if err != nil || !sells(rows) {
		return in, false, err
	}
	if c.looksFor(o) {
		in.Store2Door, err = c.toDeliver(ctx, in.ID, rows)
	}
	return in, err == nil && (in.Store2Door || c.orders.fetch == ordersAll), err
}

func sells(rows []readRow) bool {
	return slices.ContainsFunc(rows, func(r readRow) bool { return r.count > 0 })
}

// looksFor tells whether deliveries of an order matter.
func (c *client) looksFor(o order) bool {
	e := entry{}
	switch state := stateWord(e.Integer("orderstateid", o.State)); state {
	case stateOpen:
		return true
	case stateClosed:
		return c.orders.fetch == ordersStore2Strict
	}
	return false
}

// toDeliver reports whether something of the order is still to be delivered.
func (c *client) toDeliver(ctx context.Context, id string, rows []readRow) (bool, error) {
	done, err := c.delivered(ctx, id)
	if err != nil {
		return false, err
	}
	return len(remaining(rows, done)) > 0, nil
}
