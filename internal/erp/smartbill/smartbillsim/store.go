package smartbillsim

import (
	"fmt"
	"slices"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp/simkit"
)

// entry is one product; held runs parallel to the warehouses.
type entry struct {
	*Product
	id   int
	held []cell
}

// cell is what one warehouse has of a product.
type cell struct {
	quantity commerce.Quantity
	there    bool
}

// key is the code, or the name of a product without one. All methods below know
// products by it.
func (p *Product) key() string {
	if p.Code != "" {
		return p.Code
	}
	return p.Name
}

// Add puts a new product at the end of the list.
func (s *Sim) Add(p Product) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.insert(&entry{Product: &p})
}

func (s *Sim) insert(e *entry) error {
	if e.key() == "" || s.byKey[e.key()] != nil {
		return fmt.Errorf("product %q: the code is empty or taken", e.key())
	}
	e.held = make([]cell, len(s.warehouses))
	for _, l := range e.Stock {
		w := s.warehouse(l.Warehouse)
		if w < 0 {
			return fmt.Errorf("product %q: warehouse %q: %w", e.key(), l.Warehouse, simkit.ErrNone)
		}
		e.held[w] = cell{l.Quantity, true}
	}
	e.Stock = nil // from here on held knows
	s.lastID++
	e.id = s.lastID
	s.byKey[e.key()] = e
	s.products = append(s.products, e)
	return nil
}

func (s *Sim) warehouse(name string) int {
	return slices.IndexFunc(s.warehouses, func(w Warehouse) bool { return w.Name == name })
}

// SetStock makes q the stock and pushes it where there is a hook.
func (s *Sim) SetStock(code, warehouse string, q commerce.Quantity) error {
	return s.change(code, warehouse, func(c *cell) { *c = cell{q, true} })
}

// AddStock adds q, which may be negative, and pushes it where there is a hook.
func (s *Sim) AddStock(code, warehouse string, q commerce.Quantity) error {
	return s.change(code, warehouse, func(c *cell) { *c = cell{c.quantity + q, true} })
}

// RemoveStock makes the warehouse forget the product: absent, not zero.
func (s *Sim) RemoveStock(code, warehouse string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.with(code, warehouse, func(c *cell) { *c = cell{} })
}

func (s *Sim) change(code, warehouse string, f func(*cell)) error {
	s.mu.Lock()
	err := s.with(code, warehouse, f)
	s.mu.Unlock()
	if err != nil {
		return err
	}
	return s.moved([]movement{{code, warehouse}})
}

// with changes one cell. Callers hold the lock.
func (s *Sim) with(code, warehouse string, f func(*cell)) error {
	e, w := s.byKey[code], s.warehouse(warehouse)
	if e == nil || w < 0 {
		return fmt.Errorf("product %q in warehouse %q: %w", code, warehouse, simkit.ErrNone)
	}
	f(&e.held[w])
	return nil
}

// Stock is what a warehouse has; held is false where it does not know the
// product.
func (s *Sim) Stock(code, warehouse string) (q commerce.Quantity, held bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	err := s.with(code, warehouse, func(c *cell) { q, held = c.quantity, c.there })
	return q, held && err == nil
}
