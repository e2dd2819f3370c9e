package sitoosim

import (
	"encoding/json"
	"errors"
	"net/http"
	"strconv"

	"wpbridge/internal/erp/simkit"
)

// firstOrder is the number of the first order.
const firstOrder = 10001

// orderBook is all orders, by number.
type orderBook struct {
	list       []*booked
	byExternal map[string]*booked
	deliveries int // so far
}

// booked is an order with what it does to the stock.
type booked struct {
	Order
	deliveries []Delivery
	holds      []hold
}

func (b *orderBook) byID(id int) *booked {
	if i := id - firstOrder; i >= 0 && i < len(b.list) {
		return b.list[i]
	}
	return nil
}

// orderWrite makes or changes. Callers hold no lock.
func (s *Sim) orderWrite(method string, seg []string, ignoreStock bool, body []byte) reply {
	s.mu.Lock()
	defer s.mu.Unlock()
	var id any
	var err error
	switch {
	case method == http.MethodPost && len(seg) == 0:
		id, err = s.post(body)
	case method == http.MethodPut && len(seg) == 1:
		id, err = s.patch(seg[0], body)
	case method == http.MethodPost && len(seg) == 2 && seg[1] == "orderdeliveries":
		id, err = s.postDelivery(seg[0], body, ignoreStock)
	default:
		return fail(http.StatusMethodNotAllowed, "Method not allowed")
	}
	if errors.Is(err, errNoOrder) {
		return notFound()
	}
	if err == nil {
		return ok(simkit.AppendJSON(nil, id))
	}
	return fail(http.StatusBadRequest, err.Error())
}

const errNoOrder = invalid("no such order")

func (s *Sim) post(body []byte) (any, error) {
	o := Order{}
	if err := decode(body, &o); err != nil {
		return nil, err
	}
	o.Register, o.ID = nil, 0
	return s.book(o)
}

// book takes a new order up and returns its number. Callers hold the lock.
func (s *Sim) book(o Order) (int, error) {
	if err := s.check(&o); err != nil {
		return 0, err
	}
	o.ID, o.Site = firstOrder+len(s.orders.list), s.opt.Site
	if o.Date == 0 {
		o.Date = s.opt.Now().Unix()
	}
	s.sum(&o)
	b := &booked{Order: o}
	s.orders.list = append(s.orders.list, b)
	s.index(b)
	s.reserve(b)
	return o.ID, nil
}

func (s *Sim) index(b *booked) {
	if b.ExternalID == nil {
		return
	}
	if s.orders.byExternal == nil {
		s.orders.byExternal = map[string]*booked{}
	}
	s.orders.byExternal[*b.ExternalID] = b
}

// changed is a copy of the order with the fields of a body. Lists are replaced.
func (b *booked) changed(body []byte) (Order, error) {
	var o Order
	var fields map[string]json.RawMessage
	if err := errors.Join(decode(simkit.AppendJSON(nil, b.Order), &o), decode(body, &fields)); err != nil {
		return o, err
	}
	if fields["orderitems"] != nil {
		o.Rows = nil
	}
	if fields["payments"] != nil {
		o.Payments = nil
	}
	return o, decode(body, &o)
}

// patch changes the fields that are sent.
func (s *Sim) patch(id string, body []byte) (any, error) {
	n, _ := strconv.Atoi(id)
	b := s.orders.byID(n)
	if b == nil {
		return nil, errNoOrder
	}
	o, err := b.changed(body)
	if err != nil {
		return nil, err
	}
	o.ID, o.Site, o.Register = b.ID, b.Site, b.Register
	if err := s.check(&o); err != nil {
		return nil, err
	}
	s.sum(&o)
	if b.ExternalID != nil {
		delete(s.orders.byExternal, *b.ExternalID)
	}
	b.Order = o
	s.index(b)
	s.reserve(b)
	return true, nil
}
