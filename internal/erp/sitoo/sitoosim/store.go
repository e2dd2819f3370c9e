package sitoosim

import (
	"fmt"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp/simkit"
)

// Add puts a new product at the end of the list.
func (s *Sim) Add(p Product) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.insert(&entry{Product: &p}, s.opt.Now().Unix())
}

func (s *Sim) insert(e *entry, now int64) error {
	if e.SKU == "" || s.bySKU[e.SKU] != nil {
		return fmt.Errorf("product %q: the SKU is empty or taken", e.SKU)
	}
	s.lastID++
	e.id = s.lastID
	e.on = make([]int32, len(s.shelves))
	for _, l := range e.Stock {
		w := s.shelf(l.Warehouse)
		if w < 0 {
			return fmt.Errorf("product %q: warehouse %d: %w", e.SKU, l.Warehouse, simkit.ErrNone)
		}
		s.put(e, w, l.Quantity, now)
	}
	e.Stock = nil // from here on the shelves know
	e.position = s.products.add(e, now)
	s.bySKU[e.SKU] = e
	return nil
}

// put makes or replaces e's total on shelf number w.
func (s *Sim) put(e *entry, w int, q commerce.Quantity, now int64) *row {
	sh := s.shelves[w]
	if e.on[w] == 0 {
		s.lastRow++
		e.on[w] = sh.add(row{entry: e, id: s.lastRow}, now) + 1
	}
	i := e.on[w] - 1
	sh.rows[i].total, sh.stamps[i] = q, now
	return &sh.rows[i]
}

func (s *Sim) shelf(warehouse int) int {
	for i, sh := range s.shelves {
		if sh.ID == warehouse {
			return i
		}
	}
	return -1
}

func (s *Sim) find(sku string, warehouse int) (*entry, int, error) {
	e, w := s.bySKU[sku], s.shelf(warehouse)
	if e == nil || w < 0 {
		return nil, 0, fmt.Errorf("sku %q in warehouse %d: %w", sku, warehouse, simkit.ErrNone)
	}
	return e, w, nil
}

// SetStock makes q the total; what is reserved stays so.
func (s *Sim) SetStock(sku string, warehouse int, q commerce.Quantity) error {
	return s.change(sku, warehouse, func(r *row) { r.total = q })
}

// AddStock adds q, which may be negative, to the total.
func (s *Sim) AddStock(sku string, warehouse int, q commerce.Quantity) error {
	return s.change(sku, warehouse, func(r *row) { r.total += q })
}

// Reserve adds q, which may be negative, to what is reserved.
func (s *Sim) Reserve(sku string, warehouse int, q commerce.Quantity) error {
	return s.change(sku, warehouse, func(r *row) { r.reserved += q })
}

func (s *Sim) change(sku string, warehouse int, f func(*row)) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	e, w, err := s.find(sku, warehouse)
	if err != nil {
		return err
	}
	var before commerce.Quantity
	if i := e.on[w]; i > 0 {
		before = s.shelves[w].rows[i-1].total
	}
	f(s.put(e, w, before, s.opt.Now().Unix()))
	return nil
}

// Stock is what is available, total less reserved; held is false where the
// warehouse has no such item.
func (s *Sim) Stock(sku string, warehouse int) (available commerce.Quantity, held bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	e, w, err := s.find(sku, warehouse)
	if err != nil || e.on[w] == 0 {
		return 0, false
	}
	return s.shelves[w].rows[e.on[w]-1].available(), true
}
