package sitoosim

import (
	"slices"

	"github.com/shopspring/decimal"

	"wpbridge/internal/commerce"
)

// hold is what an order keeps reserved of one product in one warehouse.
type hold struct {
	entry *entry
	shelf int
	units commerce.Quantity
}

// reserve brings what is reserved for an order in line with the order: open ones
// with a warehouse and an end of the reservation hold what is not yet delivered.
func (s *Sim) reserve(b *booked) {
	want := s.wanted(b)
	if slices.Equal(want, b.holds) {
		return
	}
	for _, h := range b.holds {
		if h.entry.on[h.shelf] > 0 {
			s.shift(h.entry, h.shelf, func(r *row) { r.reserved -= h.units })
		}
	}
	for _, h := range want {
		s.shift(h.entry, h.shelf, func(r *row) { r.reserved += h.units })
	}
	b.holds = want
}

func (s *Sim) wanted(b *booked) []hold {
	if b.State != 0 || b.Warehouse == nil || b.Reserved == nil {
		return nil
	}
	var out []hold
	for i := range b.Rows {
		e, left := s.bySKU[b.Rows[i].SKU], b.left(i)
		if e != nil && left > 0 {
			out = append(out, hold{e, s.shelf(*b.Warehouse), commerce.Quantity(left) * b.Rows[i].each()})
		}
	}
	return out
}

// left is how many of a row are not delivered.
func (b *booked) left(i int) int64 {
	n := *b.Rows[i].Quantity
	for _, d := range b.deliveries {
		for _, r := range d.Rows {
			if *r.Row == i && d.Cancelled == nil {
				n -= r.Quantity
			}
		}
	}
	return n
}

// each is how much one of the row's quantity is.
func (r *OrderRow) each() commerce.Quantity {
	if r.Each == "" {
		return commerce.One
	}
	return commerce.Quantity(amount(r.Each).Mul(decimal.NewFromInt(int64(commerce.One))).IntPart())
}

// shift changes a product's row on a shelf, which it makes if need be, unless the
// product is gone. Callers hold the lock.
func (s *Sim) shift(e *entry, shelf int, f func(*row)) {
	if s.bySKU[e.SKU] != e {
		return
	}
	var before commerce.Quantity
	if i := e.on[shelf]; i > 0 {
		before = s.shelves[shelf].rows[i-1].total
	}
	f(s.put(e, shelf, before, s.opt.Now().Unix()))
}
