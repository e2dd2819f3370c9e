package sitoosim

import (
	"slices"
	"strconv"

	"wpbridge/internal/commerce"
)

// postDelivery hands goods of an order over. It does not close the order.
func (s *Sim) postDelivery(id string, body []byte, ignoreStock bool) (any, error) {
	n, _ := strconv.Atoi(id)
	b := s.orders.byID(n)
	if b == nil {
		return nil, errNoOrder
	}
	d := Delivery{}
	if err := decode(body, &d); err != nil {
		return nil, err
	}
	if d.Warehouse == 0 {
		return nil, missing("warehouseid")
	}
	return s.deliver(b, d, ignoreStock || b.Additional["delivery-ignore-stock"] == "true")
}

func (s *Sim) deliver(b *booked, d Delivery, ignoreStock bool) (int, error) {
	w := s.shelf(d.Warehouse)
	switch {
	case w < 0:
		return 0, wrong("warehouseid")
	case len(d.Rows) == 0:
		return 0, missing("orderdeliveryitems")
	case b.State == 20:
		return 0, invalid("Order is cancelled.")
	}
	for _, r := range d.Rows {
		if r.Row == nil || *r.Row < 0 || *r.Row >= len(b.Rows) {
			return 0, wrong("orderitemid")
		}
		if left := b.left(*r.Row); r.Quantity == 0 || r.Quantity > 0 && r.Quantity > left || r.Quantity < 0 && r.Quantity < left {
			return 0, wrong("quantity")
		}
	}
	s.orders.deliveries++
	d.ID, d.Order, d.Date, d.Cancelled = s.orders.deliveries, b.ID, s.opt.Now().Unix(), nil
	for i := range d.Rows {
		r := &d.Rows[i]
		r.ID, r.Delivery = i, d.ID
		s.hand(b.Rows[*r.Row], w, r.Quantity, ignoreStock)
	}
	b.deliveries = append(b.deliveries, d)
	s.reserve(b)
	return d.ID, nil
}

// hand lowers the stock by what leaves it.
func (s *Sim) hand(r OrderRow, shelf int, n int64, ignoreStock bool) {
	if e := s.bySKU[r.SKU]; e != nil && !ignoreStock {
		s.shift(e, shelf, func(x *row) { x.total -= commerce.Quantity(n) * r.each() })
	}
}

// Order returns the order with this number and its deliveries.
func (s *Sim) Order(id int) (Order, []Delivery, bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	b := s.orders.byID(id)
	if b == nil {
		return Order{}, nil, false
	}
	return b.shown(), slices.Clone(b.deliveries), true
}

// Orders are all of them, the first one first.
func (s *Sim) Orders() []Order {
	s.mu.RLock()
	defer s.mu.RUnlock()
	out := make([]Order, len(s.orders.list))
	for i, b := range s.orders.list {
		out[i] = b.shown()
	}
	return out
}

// Sell makes an order as a POS does, and returns its number. With delivered, the
// goods are handed over at once.
func (s *Sim) Sell(o Order, delivered bool) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if o.Register == nil {
		o.Register = new("{5C0A7E61-0000-4000-8000-000000000001}")
	}
	if o.Type == nil {
		o.Type = new(10)
	}
	o.Rows, o.Payments = slices.Clone(o.Rows), slices.Clone(o.Payments)
	id, err := s.book(o)
	if err != nil || !delivered {
		return id, err
	}
	b := s.orders.byID(id)
	d := Delivery{Warehouse: s.shelves[0].ID}
	if b.Warehouse != nil {
		d.Warehouse = *b.Warehouse
	}
	for i := range b.Rows {
		d.Rows = append(d.Rows, DeliveryRow{Row: &i, Quantity: *b.Rows[i].Quantity})
	}
	_, err = s.deliver(b, d, false)
	return id, err
}

// Reserved is what is reserved of a product in a warehouse.
func (s *Sim) Reserved(sku string, warehouse int) commerce.Quantity {
	s.mu.RLock()
	defer s.mu.RUnlock()
	e, w, err := s.find(sku, warehouse)
	if err != nil || e.on[w] == 0 {
		return 0
	}
	return s.shelves[w].rows[e.on[w]-1].reserved
}
