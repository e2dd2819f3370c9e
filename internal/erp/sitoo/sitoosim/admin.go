package sitoosim

import (
	"fmt"
	"net/http"
	"strconv"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp/simkit"
)

func (s *Sim) adminRoutes(m *http.ServeMux) {
	simkit.Admin{
		Front: s.Front, Len: s.Len, SetStock: numbered(s.SetStock), AddStock: numbered(s.AddStock),
		Scramble: func(n int, seed uint64) (int, error) { return s.Scramble(n, seed), nil },
		Item: func(sku string) (any, bool) {
			p, ok := s.Product(sku)
			return p, ok
		},
		Stats: func() map[string]any { return map[string]any{"warehouses": s.opt.Warehouses} },
	}.Routes(m)
	m.HandleFunc("POST /_sim/prices", simkit.Handler(s.adminPrices))
}

// numbered is f for a warehouse that is given as text.
func numbered(f func(string, int, commerce.Quantity) error) func(string, string, commerce.Quantity) error {
	return func(sku, place string, q commerce.Quantity) error {
		id, err := strconv.Atoi(place)
		if err != nil {
			return fmt.Errorf("warehouse %q: %w", place, simkit.ErrNone)
		}
		return f(sku, id, q)
	}
}

func (s *Sim) adminPrices(r *http.Request) (any, error) {
	type change struct {
		SKU   string
		Price string
		Org   string `json:"price_org"`
	}
	var changes []change
	if err := simkit.Read(r, &changes, `a list of {"sku","price","price_org"}`); err != nil {
		return nil, err
	}
	return simkit.Each(changes, func(c change) error { return s.SetPrice(c.SKU, c.Price, c.Org) })
}

// Len is the number of products.
func (s *Sim) Len() int {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return len(s.products.rows)
}
