package sitoosim

import (
	"fmt"
	"math/rand/v2"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp/simkit"
)

// Edit changes a product by f, which must not change the SKU, and stamps it.
func (s *Sim) Edit(sku string, f func(*Product)) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	e := s.bySKU[sku]
	if e == nil {
		return fmt.Errorf("sku %q: %w", sku, simkit.ErrNone)
	}
	f(e.Product)
	e.SKU = sku
	s.products.stamps[e.position] = s.opt.Now().Unix()
	return nil
}

// SetPrice sets price and recommended price; empty is null.
func (s *Sim) SetPrice(sku, price, org string) error {
	return s.Edit(sku, func(p *Product) { p.Price, p.PriceOrg = price, org })
}

// Rename gives a product another SKU; id and stock stay.
func (s *Sim) Rename(sku, to string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	e := s.bySKU[sku]
	if e == nil {
		return fmt.Errorf("sku %q: %w", sku, simkit.ErrNone)
	}
	if to == "" || s.bySKU[to] != nil {
		return fmt.Errorf("rename %q to %q: the SKU is empty or taken", sku, to)
	}
	delete(s.bySKU, sku)
	now := s.opt.Now().Unix()
	e.SKU, s.bySKU[to], s.products.stamps[e.position] = to, e, now
	for w, i := range e.on {
		if i > 0 {
			s.shelves[w].stamps[i-1] = now
		}
	}
	return nil
}

// Remove deletes a product and its stock. All later entries of the lists move
// up, as at Sitoo; among a million this takes some hundredths of a second.
func (s *Sim) Remove(sku string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	e := s.bySKU[sku]
	if e == nil {
		return fmt.Errorf("sku %q: %w", sku, simkit.ErrNone)
	}
	for w := range s.shelves {
		s.unshelve(e, w)
	}
	s.products.remove(e.position)
	for _, later := range s.products.rows[e.position:] {
		later.position--
	}
	delete(s.bySKU, sku)
	return nil
}

// RemoveStock deletes a product's entry in one warehouse: absent, not zero.
func (s *Sim) RemoveStock(sku string, warehouse int) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	e, w, err := s.find(sku, warehouse)
	if err == nil {
		s.unshelve(e, w)
	}
	return err
}

func (s *Sim) unshelve(e *entry, w int) {
	sh, i := s.shelves[w], e.on[w]
	if i == 0 {
		return
	}
	sh.remove(i - 1)
	e.on[w] = 0
	for _, r := range sh.rows[i-1:] {
		r.entry.on[w]--
	}
}

// Scramble gives n products, chosen and dealt by seed, other stock in every
// warehouse that holds them. It returns how many were changed.
func (s *Sim) Scramble(n int, seed uint64) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	r := rand.New(rand.NewPCG(seed, 1))
	now, done := s.opt.Now().Unix(), 0
	for _, i := range r.Perm(len(s.products.rows)) {
		if done >= n {
			break
		}
		e := s.products.rows[i]
		for w, at := range e.on {
			if at > 0 {
				q := s.shelves[w].rows[at-1].total
				s.put(e, w, q+commerce.Units(1+r.Int64N(20)), now)
			}
		}
		done++
	}
	return done
}

// SKUs lists the products in listing order.
func (s *Sim) SKUs() []string {
	s.mu.RLock()
	defer s.mu.RUnlock()
	out := make([]string, len(s.products.rows))
	for i, e := range s.products.rows {
		out[i] = e.SKU
	}
	return out
}

// Product returns a copy with its present stock, total per warehouse.
func (s *Sim) Product(sku string) (Product, bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	e := s.bySKU[sku]
	if e == nil {
		return Product{}, false
	}
	p := *e.Product
	for w, i := range e.on {
		if i > 0 {
			p.Stock = append(p.Stock, Level{s.shelves[w].ID, s.shelves[w].rows[i-1].total})
		}
	}
	return p, true
}
