package sitoosim

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"

	"wpbridge/internal/commerce"
)

func (s *Sim) adminRoutes(m *http.ServeMux) {
	m.HandleFunc("GET /_sim/faults", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, s.Faults().String()+"\n")
	})
	m.HandleFunc("PUT /_sim/faults", admin(s.adminFaults))
	m.HandleFunc("POST /_sim/stock", admin(s.adminStock))
	m.HandleFunc("POST /_sim/prices", admin(s.adminPrices))
	m.HandleFunc("POST /_sim/scramble", admin(s.adminScramble))
	m.HandleFunc("GET /_sim/items", admin(s.adminItem))
	m.HandleFunc("GET /_sim/stats", admin(s.adminStats))
}

// admin makes a handler of a function that answers with JSON or an error.
func admin(f func(r *http.Request) (any, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		out, err := f(r)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(out)
	}
}

func (s *Sim) adminFaults(r *http.Request) (any, error) {
	text, err := io.ReadAll(io.LimitReader(r.Body, 1<<16))
	if err != nil {
		return nil, fmt.Errorf("read faults: %w", err)
	}
	f, err := ParseFaults(string(text))
	if err != nil {
		return nil, err
	}
	s.SetFaults(f)
	return map[string]string{"faults": f.String()}, nil
}

func (s *Sim) adminStock(r *http.Request) (any, error) {
	var changes []struct {
		SKU           string
		Warehouse     int
		Quantity, Add *commerce.Quantity
	}
	if err := json.NewDecoder(io.LimitReader(r.Body, maxBody)).Decode(&changes); err != nil {
		return nil, fmt.Errorf(`must be a list of {"sku","warehouse","quantity" or "add"}: %w`, err)
	}
	for i, c := range changes {
		err := fmt.Errorf("sku %q: one of quantity and add must be given", c.SKU)
		switch {
		case c.Quantity != nil && c.Add == nil:
			err = s.SetStock(c.SKU, c.Warehouse, *c.Quantity)
		case c.Add != nil && c.Quantity == nil:
			err = s.AddStock(c.SKU, c.Warehouse, *c.Add)
		}
		if err != nil {
			return nil, fmt.Errorf("change %d (those before are done): %w", i+1, err)
		}
	}
	return map[string]int{"changed": len(changes)}, nil
}

func (s *Sim) adminPrices(r *http.Request) (any, error) {
	var changes []struct {
		SKU   string
		Price string
		Org   string `json:"price_org"`
	}
	if err := json.NewDecoder(io.LimitReader(r.Body, maxBody)).Decode(&changes); err != nil {
		return nil, fmt.Errorf(`must be a list of {"sku","price","price_org"}: %w`, err)
	}
	for i, c := range changes {
		if err := s.SetPrice(c.SKU, c.Price, c.Org); err != nil {
			return nil, fmt.Errorf("change %d (those before are done): %w", i+1, err)
		}
	}
	return map[string]int{"changed": len(changes)}, nil
}

func (s *Sim) adminScramble(r *http.Request) (any, error) {
	var c struct {
		Count   int
		Percent float64
		Seed    uint64
	}
	if err := json.NewDecoder(io.LimitReader(r.Body, maxBody)).Decode(&c); err != nil {
		return nil, fmt.Errorf(`must be {"percent" or "count","seed"}: %w`, err)
	}
	n := c.Count
	if c.Percent > 0 {
		n = int(float64(s.Len()) * c.Percent / 100)
	}
	return map[string]int{"changed": s.Scramble(n, c.Seed)}, nil
}

func (s *Sim) adminItem(r *http.Request) (any, error) {
	sku := r.URL.Query().Get("sku")
	p, ok := s.Product(sku)
	if !ok {
		return nil, fmt.Errorf("sku %q: %w", sku, ErrNone)
	}
	return p, nil
}

func (s *Sim) adminStats(*http.Request) (any, error) {
	return map[string]any{
		"items": s.Len(), "warehouses": s.opt.Warehouses, "requests": s.Requests(),
		"by_status": s.Statuses(), "faults": s.Faults().String(),
	}, nil
}

// Len is the number of products.
func (s *Sim) Len() int {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return len(s.products.rows)
}
