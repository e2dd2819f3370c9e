package smartbillsim

import (
	"fmt"
	"math/rand/v2"
	"slices"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp/simkit"
)

// Edit changes a product by f, which must not change code or name.
func (s *Sim) Edit(code string, f func(*Product)) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	e := s.byKey[code]
	if e == nil {
		return fmt.Errorf("product %q: %w", code, simkit.ErrNone)
	}
	f(e.Product)
	return nil
}

// SetPrice sets the sale price; empty is null.
func (s *Sim) SetPrice(code, price string) error {
	return s.Edit(code, func(p *Product) { p.Price = price })
}

// Remove deletes a product and its stock.
func (s *Sim) Remove(code string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	e := s.byKey[code]
	if e == nil {
		return fmt.Errorf("product %q: %w", code, simkit.ErrNone)
	}
	delete(s.byKey, code)
	s.products = slices.DeleteFunc(s.products, func(x *entry) bool { return x == e })
	return nil
}

// Scramble gives n products, chosen and dealt by seed, other stock in every
// warehouse that holds them, and pushes it where there is a hook.
func (s *Sim) Scramble(n int, seed uint64) (int, error) {
	r := rand.New(rand.NewPCG(seed, 1))
	var moved []movement
	s.mu.Lock()
	chosen := r.Perm(len(s.products))
	chosen = chosen[:max(min(n, len(chosen)), 0)]
	for _, i := range chosen {
		e := s.products[i]
		for w := range e.held {
			if e.held[w].there {
				e.held[w].quantity += commerce.Units(1 + r.Int64N(20))
				moved = append(moved, movement{e.key(), s.warehouses[w].Name})
			}
		}
	}
	s.mu.Unlock()
	return len(chosen), s.moved(moved)
}

// Codes lists the products in listing order.
func (s *Sim) Codes() []string {
	s.mu.RLock()
	defer s.mu.RUnlock()
	out := make([]string, len(s.products))
	for i, e := range s.products {
		out[i] = e.key()
	}
	return out
}

// Len is the number of products.
func (s *Sim) Len() int {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return len(s.products)
}

// Product returns a copy with its present stock, and V3's id of it.
func (s *Sim) Product(code string) (p Product, id string, ok bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	e := s.byKey[code]
	if e == nil {
		return Product{}, "", false
	}
	p = *e.Product
	for w, c := range e.held {
		if c.there {
			p.Stock = append(p.Stock, Level{s.warehouses[w].Name, c.quantity})
		}
	}
	return p, e.name(), true
}
