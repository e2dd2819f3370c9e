package profilesim

import (
	"fmt"
	"slices"
	"strconv"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp/simkit"
	"wpbridge/internal/erp/sitoo/sitoosim"
)

// Add adds an item at the end.
func (s *Sim) Add(p sitoosim.Product) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if p.SKU == "" || s.bySKU[p.SKU] != nil {
		return fmt.Errorf("sku %q is empty or taken", p.SKU)
	}
	s.last++
	r := &row{Product: p, id: s.last, changed: s.opt.Now(), moved: s.opt.Now()}
	for _, l := range p.Stock {
		r.stock = append(r.stock, held{l.Warehouse, l.Quantity})
	}
	s.rows, s.bySKU[p.SKU] = append(s.rows, r), r
	return nil
}

func (s *Sim) edit(sku string, f func(*row)) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	r := s.bySKU[sku]
	if r == nil {
		return fmt.Errorf("sku %q: %w", sku, simkit.ErrNone)
	}
	f(r)
	return nil
}

// SetStock sets the stock of an item in a warehouse.
func (s *Sim) SetStock(sku string, warehouse int, q commerce.Quantity) error {
	return s.move(sku, warehouse, func(h *held) { h.quantity = q })
}

// AddStock adds q, which may be negative, to the stock of an item in a warehouse.
func (s *Sim) AddStock(sku string, warehouse int, q commerce.Quantity) error {
	return s.move(sku, warehouse, func(h *held) { h.quantity += q })
}

func (s *Sim) move(sku string, warehouse int, f func(*held)) error {
	return s.edit(sku, func(r *row) {
		r.moved = s.opt.Now()
		i := slices.IndexFunc(r.stock, func(h held) bool { return h.warehouse == warehouse })
		if i < 0 {
			i, r.stock = len(r.stock), append(r.stock, held{warehouse: warehouse})
		}
		f(&r.stock[i])
	})
}

// RemoveStock deletes an item's stock in one warehouse: absent, not zero.
func (s *Sim) RemoveStock(sku string, warehouse int) error {
	return s.edit(sku, func(r *row) {
		r.moved = s.opt.Now()
		r.stock = slices.DeleteFunc(r.stock, func(h held) bool { return h.warehouse == warehouse })
	})
}

// SetPrice sets the price, empty for none.
func (s *Sim) SetPrice(sku, price string) error {
	return s.edit(sku, func(r *row) { r.Price, r.changed = price, s.opt.Now() })
}

// Remove deletes an item. All later ones move up in the lists.
func (s *Sim) Remove(sku string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	r := s.bySKU[sku]
	if r == nil {
		return fmt.Errorf("sku %q: %w", sku, simkit.ErrNone)
	}
	delete(s.bySKU, sku)
	s.rows = slices.DeleteFunc(s.rows, func(x *row) bool { return x == r })
	return nil
}

// OpenYear adds a database, as SORS does at the end of a year.
func (s *Sim) OpenYear(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.databases = append(slices.Clone(s.databases), name)
}

// SKUs lists the items in listing order.
func (s *Sim) SKUs() []string {
	s.mu.RLock()
	defer s.mu.RUnlock()
	out := make([]string, len(s.rows))
	for i, r := range s.rows {
		out[i] = r.SKU
	}
	return out
}

// Product is a copy of an item with its present stock, and its number.
func (s *Sim) Product(sku string) (p sitoosim.Product, id string, ok bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	r := s.bySKU[sku]
	if r == nil {
		return p, "", false
	}
	p = r.Product
	p.Stock = nil
	for _, h := range r.stock {
		p.Stock = append(p.Stock, sitoosim.Level{Warehouse: h.warehouse, Quantity: h.quantity})
	}
	return p, strconv.Itoa(r.id), true
}
