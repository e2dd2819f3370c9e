package sitoo

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"

	"wpbridge/internal/erp"
	"wpbridge/internal/erp/wire"
)

// Act changes the state of an order, delivers what is left of it or makes the
// return of a refund. Each does only what is still to be done, so that repeating
// one that got lost does no harm.
func (c *client) Act(ctx context.Context, r erp.ActRequest) (erp.Document, error) {
	d, err := c.act(ctx, r)
	if err != nil {
		return erp.Document{}, fmt.Errorf("%s order %s in Sitoo: %w", r.Action, r.Document.Number, err)
	}
	return d, nil
}

func (c *client) act(ctx context.Context, r erp.ActRequest) (erp.Document, error) {
	if !wire.Digits(r.Document.ID) {
		return erp.Document{}, fmt.Errorf("%w: %q is not the number of an order", erp.ErrRefused, r.Document.ID)
	}
	switch r.Action {
	case erp.Cancel:
		return c.turn(ctx, r.Document, stateIDCancelled)
	case erp.Close:
		return c.turn(ctx, r.Document, stateIDClosed)
	case erp.Deliver:
		return c.deliver(ctx, r.Document)
	case erp.Reverse:
		return c.reverse(ctx, r)
	}
	return erp.Document{}, fmt.Errorf("%w: Sitoo knows no such action", erp.ErrRefused)
}

// turn gives an order another state.
func (c *client) turn(ctx context.Context, d erp.Document, state int) (erp.Document, error) {
	err := c.send(ctx, http.MethodPut, c.ordersPath()+"/"+d.ID, map[string]int{"orderstateid": state})
	if err != nil {
		return erp.Document{}, err
	}
	d.State = stateWord(int64(state))
	return d, nil
}

// deliveryBody is a delivery as it is sent.
type deliveryBody struct {
	Warehouse int64         `json:"warehouseid"`
	Rows      []deliveryRow `json:"orderdeliveryitems"`
}

type deliveryRow struct {
	Row      int64 `json:"orderitemid"`
	Quantity int64 `json:"quantity"`
}

// deliver hands over what has not been delivered yet, and closes the order.
func (c *client) deliver(ctx context.Context, d erp.Document) (erp.Document, error) {
	var o order
	if _, err := c.get(ctx, c.ordersPath()+"/"+d.ID, nil, &o); err != nil {
		return erp.Document{}, unmade(err)
	}
	e := entry{wire.Named("order " + d.ID)}
	if state := stateWord(e.Integer("orderstateid", o.State)); e.Err == nil && state == stateCancelled {
		return erp.Document{}, fmt.Errorf("%w: it is cancelled in Sitoo", erp.ErrRefused)
	}
	rows := readRows(&e, o.Rows)
	if e.Err != nil {
		return erp.Document{}, unmade(e.Err)
	}
	done, err := c.delivered(ctx, d.ID)
	if err != nil {
		return erp.Document{}, unmade(err)
	}
	body := deliveryBody{Warehouse: e.Integer("warehouseid", o.Warehouse), Rows: remaining(rows, done)}
	if body.Warehouse == 0 {
		body.Warehouse, _ = strconv.ParseInt(c.orders.warehouse, 10, 64) // checked with the settings
	}
	if len(body.Rows) > 0 {
		if err := c.send(ctx, http.MethodPost, c.ordersPath()+"/"+d.ID+"/orderdeliveries", body); err != nil {
			return erp.Document{}, err
		}
	}
	out, err := c.turn(ctx, d, stateIDClosed)
	if err != nil && len(body.Rows) > 0 {
		return out, fmt.Errorf("the delivery is made, but the order not closed: %w", unsure(err))
	}
	return out, err
}

// unmade is an error of asking before anything was made. It has its own reason:
// Sitoo was not asked to make anything.
func unmade(err error) error {
	if errors.Is(err, erp.ErrNotFound) {
		return fmt.Errorf("%w: %w", erp.ErrRefused, err)
	}
	if !erp.Ambiguous(err) {
		return err
	}
	return &erp.NotSent{Err: err}
}

// remaining is what of each row is still to be delivered.
func remaining(rows []readRow, done map[int64]int64) []deliveryRow {
	var out []deliveryRow
	for _, r := range rows {
		if left := r.count - done[r.id]; left > 0 {
			out = append(out, deliveryRow{r.id, left})
		}
	}
	return out
}

// delivery is a delivery as it is read.
type delivery struct {
	Cancelled raw `json:"datecancelled"`
	Rows      []struct {
		Row      raw `json:"orderitemid"`
		Quantity raw `json:"quantity"`
	} `json:"orderdeliveryitems"`
}

const deliveryPage = 100

// delivered is how many of each row have been delivered, by the row's number.
func (c *client) delivered(ctx context.Context, id string) (map[int64]int64, error) {
	list, err := listAll[delivery](ctx, c, c.ordersPath()+"/"+id+"/orderdeliveries", url.Values{}, deliveryPage)
	if err != nil {
		return nil, err
	}
	done := map[int64]int64{}
	e := entry{wire.Named("a delivery of order " + id)}
	for _, d := range list {
		if !wire.Absent(d.Cancelled) {
			continue
		}
		for _, r := range d.Rows {
			done[e.Integer("orderitemid", r.Row)] += e.Integer("quantity", r.Quantity)
		}
	}
	return done, e.Err
}
