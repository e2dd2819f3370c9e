package flowiisim

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp/simkit"
)

// good is one product with its id and stamps, Unix seconds.
type good struct {
	*Product
	id              int
	created, edited int64
}

// Add puts a new good at the end of the list.
func (s *Sim) Add(p Product) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.insert(&p, s.opt.Now().Unix())
}

func (s *Sim) insert(p *Product, stamp int64) error {
	if p.SKU != "" && s.bySKU[p.SKU] != nil {
		return fmt.Errorf("good %q: the SKU is taken", p.SKU)
	}
	s.last++
	g := &good{Product: p, id: s.last, created: stamp, edited: stamp}
	s.goods = append(s.goods, g)
	if p.SKU != "" {
		s.bySKU[p.SKU] = g
	}
	return nil
}

// Edit changes a good by f, which must not change the SKU, and stamps it.
func (s *Sim) Edit(sku string, f func(*Product)) error { return s.change(sku, true, f) }

func (s *Sim) change(sku string, stamp bool, f func(*Product)) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	g := s.bySKU[sku]
	if g == nil {
		return fmt.Errorf("sku %q: %w", sku, simkit.ErrNone)
	}
	f(g.Product)
	g.SKU = sku
	if stamp {
		g.edited = s.opt.Now().Unix()
	}
	return nil
}

// SetPrice sets the selling price; empty is null.
func (s *Sim) SetPrice(sku, price string) error {
	return s.Edit(sku, func(p *Product) { p.Price = price })
}

// SetStock makes q the stock.
func (s *Sim) SetStock(sku string, q commerce.Quantity) error {
	return s.change(sku, !s.opt.QuietStock, func(p *Product) { p.Stock = &q })
}

// AddStock adds q, which may be negative, to the stock.
func (s *Sim) AddStock(sku string, q commerce.Quantity) error {
	return s.change(sku, !s.opt.QuietStock, func(p *Product) {
		if p.Stock != nil {
			q += *p.Stock
		}
		p.Stock = &q
	})
}

// RemoveStock makes the stock unknown: the attribute is absent, not zero.
func (s *Sim) RemoveStock(sku string) error {
	return s.change(sku, !s.opt.QuietStock, func(p *Product) { p.Stock = nil })
}

// Rename gives a good another SKU; its id stays.
func (s *Sim) Rename(sku, to string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	g := s.bySKU[sku]
	if g == nil {
		return fmt.Errorf("sku %q: %w", sku, simkit.ErrNone)
	}
	if to == "" || s.bySKU[to] != nil {
		return fmt.Errorf("rename %q to %q: the SKU is empty or taken", sku, to)
	}
	delete(s.bySKU, sku)
	g.SKU, s.bySKU[to], g.edited = to, g, s.opt.Now().Unix()
	return nil
}

// Remove deletes a good; all later ones move up in the lists.
func (s *Sim) Remove(sku string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	g := s.bySKU[sku]
	if g == nil {
		return fmt.Errorf("sku %q: %w", sku, simkit.ErrNone)
	}
	i, _ := s.position(g.id)
	s.goods = slices.Delete(s.goods, i, i+1)
	delete(s.bySKU, sku)
	return nil
}

func (s *Sim) position(id int) (int, bool) {
	return slices.BinarySearchFunc(s.goods, id, func(g *good, id int) int { return cmp.Compare(g.id, id) })
}

// Scramble gives n goods that hold stock, chosen and dealt by seed, other
// quantities. It returns how many were changed.
func (s *Sim) Scramble(n int, seed uint64) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	r := rand.New(rand.NewPCG(seed, 1))
	now, done := s.opt.Now().Unix(), 0
	for _, i := range r.Perm(len(s.goods)) {
		g := s.goods[i]
		if done >= n {
			break
		}
		if g.Stock == nil {
			continue
		}
		g.Stock = new(*g.Stock + commerce.Units(1+r.Int64N(20)))
		if !s.opt.QuietStock {
			g.edited = now
		}
		done++
	}
	return done
}

// Good is one good as it is now.
type Good struct {
	ID int `json:"id"`
	Product
}

// Goods are copies of all goods, in listing order.
func (s *Sim) Goods() []Good {
	s.mu.RLock()
	defer s.mu.RUnlock()
	out := make([]Good, len(s.goods))
	for i, g := range s.goods {
		out[i] = Good{ID: g.id, Product: *g.Product}
	}
	return out
}

// Good is a copy of one.
func (s *Sim) Good(sku string) (Good, bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	g := s.bySKU[sku]
	if g == nil {
		return Good{}, false
	}
	return Good{ID: g.id, Product: *g.Product}, true
}

// Categories is the tree, parents before their children.
func (s *Sim) Categories() []Category { return slices.Clone(s.opt.Categories) }

// Len is the number of goods.
func (s *Sim) Len() int {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return len(s.goods)
}
