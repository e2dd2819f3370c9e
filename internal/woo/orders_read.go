package woo

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"wpbridge/internal/commerce"
	"wpbridge/internal/mysql"
)

// ErrNoOrder is returned where an id is no order's; a refund is none.
var ErrNoOrder = errors.New("no such order")

// OrderOptions says what an order is read with.
type OrderOptions struct {
	// Reference gives the reference of an order; nil leaves it empty.
	Reference func(commerce.OrderID) string
	// MetaKeys are the keys of Order.Meta, spelled as they are stored, such as
	// _billing_cif. A value is the stored text.
	MetaKeys []string
}

// UnreadableError names the orders of a page that hold what cannot be read, such
// as an amount that is no number.
type UnreadableError struct {
	Orders map[commerce.OrderID]error
}

func (e *UnreadableError) Error() string {
	lines := make([]string, 0, len(e.Orders))
	for _, id := range slices.Sorted(maps.Keys(e.Orders)) {
		lines = append(lines, fmt.Sprintf("read order %d: %v", id, e.Orders[id]))
	}
	return strings.Join(lines, "\n")
}

// Order reads one order as it is at one moment: no row of it is younger than
// another. Links of its lines are left to the caller. ErrNoOrder tells that there is none.
func (s *Shop) Order(ctx context.Context, id commerce.OrderID, o OrderOptions) (commerce.Order, error) {
	orders, err := s.Orders(ctx, []commerce.OrderID{id}, o)
	switch {
	case err != nil:
		return commerce.Order{}, err
	case len(orders) == 0:
		return commerce.Order{}, fmt.Errorf("order %d: %w", id, ErrNoOrder)
	}
	return orders[0], nil
}

// Orders reads a page of some hundred orders at one moment, in ascending order of
// their ids. Ids that are no order are left out. Beside an *UnreadableError the
// readable ones are returned.
func (s *Shop) Orders(ctx context.Context, ids []commerce.OrderID, o OrderOptions) ([]commerce.Order, error) {
	var page *orderPage
	err := mysql.Snapshot(ctx, s.db, func(q mysql.Queryer) error {
		store, err := s.orderStore(ctx, q)
		if err != nil {
			return err
		}
		page = &orderPage{orderStore: store, options: o, papers: map[commerce.OrderID]*paper{}}
		return page.load(ctx, ids)
	})
	if err != nil {
		return nil, fmt.Errorf("read orders: %w", err)
	}
	return page.orders()
}

// orderPage is what the tables say about some orders and their refunds.
type orderPage struct {
	orderStore
	options OrderOptions
	papers  map[commerce.OrderID]*paper
	skus    map[commerce.ProductID]string
}

// load reads set-wise: the number of statements does not depend on the number
// of orders.
func (p *orderPage) load(ctx context.Context, ids []commerce.OrderID) error {
	for _, step := range []func(context.Context, []commerce.OrderID) error{p.loadOrders, p.loadRefunds} {
		if err := step(ctx, ids); err != nil {
			return err
		}
	}
	found := slices.Sorted(maps.Keys(p.papers))
	if len(found) == 0 {
		return nil
	}
	for _, step := range []func(context.Context, []commerce.OrderID) error{p.loadAddresses, p.loadMetas, p.loadItems} {
		if err := step(ctx, found); err != nil {
			return err
		}
	}
	if err := p.loadSKUs(ctx); err != nil {
		return err
	}
	return p.loadRates(ctx)
}

// orders puts together what was loaded.
func (p *orderPage) orders() ([]commerce.Order, error) {
	bad := map[commerce.OrderID]error{}
	var out []commerce.Order
	for _, id := range slices.Sorted(maps.Keys(p.papers)) {
		paper := p.papers[id]
		if paper.parent != 0 {
			continue
		}
		order, err := p.order(paper)
		if err != nil {
			bad[id] = err
			continue
		}
		out = append(out, order)
	}
	if len(bad) > 0 {
		return out, &UnreadableError{Orders: bad}
	}
	return out, nil
}
