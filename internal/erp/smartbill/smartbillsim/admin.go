package smartbillsim

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp/sitoo/sitoosim"
)

const maxBody = 16 << 20

func (s *Sim) adminRoutes(m *http.ServeMux) {
	m.HandleFunc("GET /_sim/faults", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, s.Faults().String()+"\n")
	})
	m.HandleFunc("PUT /_sim/faults", admin(s.adminFaults))
	m.HandleFunc("POST /_sim/stock", admin(s.adminStock))
	m.HandleFunc("POST /_sim/prices", admin(s.adminPrices))
	m.HandleFunc("POST /_sim/scramble", admin(s.adminScramble))
	m.HandleFunc("PUT /_sim/hook", admin(s.adminHook))
	m.HandleFunc("POST /_sim/push", admin(s.adminPush))
	m.HandleFunc("POST /_sim/calls", admin(s.adminCalls))
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
		w.Header().Set("Content-Type", kindJSON)
		_ = json.NewEncoder(w).Encode(out)
	}
}

func decode(r *http.Request, out any, form string) error {
	if err := json.NewDecoder(io.LimitReader(r.Body, maxBody)).Decode(out); err != nil {
		return fmt.Errorf("must be %s: %w", form, err)
	}
	return nil
}

func (s *Sim) adminFaults(r *http.Request) (any, error) {
	text, err := io.ReadAll(io.LimitReader(r.Body, 1<<16))
	if err != nil {
		return nil, fmt.Errorf("read faults: %w", err)
	}
	f, err := sitoosim.ParseFaults(string(text))
	if err != nil {
		return nil, err
	}
	s.SetFaults(f)
	return map[string]string{"faults": f.String()}, nil
}

func (s *Sim) adminStock(r *http.Request) (any, error) {
	var changes []struct {
		SKU           string
		Warehouse     string
		Quantity, Add *commerce.Quantity
	}
	if err := decode(r, &changes, `a list of {"sku","warehouse","quantity" or "add"}`); err != nil {
		return nil, err
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
	var changes []struct{ SKU, Price string }
	if err := decode(r, &changes, `a list of {"sku","price"}`); err != nil {
		return nil, err
	}
	for i, c := range changes {
		if err := s.SetPrice(c.SKU, c.Price); err != nil {
			return nil, fmt.Errorf("change %d (those before are done): %w", i+1, err)
		}
	}
	return map[string]int{"changed": len(changes)}, nil
}

// SetPrice sets the sale price; empty is null.
func (s *Sim) SetPrice(code, price string) error {
	return s.Edit(code, func(p *Product) { p.Price = price })
}

func (s *Sim) adminScramble(r *http.Request) (any, error) {
	var c struct {
		Count   int
		Percent float64
		Seed    uint64
	}
	if err := decode(r, &c, `{"percent" or "count","seed"}`); err != nil {
		return nil, err
	}
	if c.Percent > 0 {
		c.Count = int(float64(s.Len()) * c.Percent / 100)
	}
	n, err := s.Scramble(c.Count, c.Seed)
	return map[string]int{"changed": n}, err
}

func (s *Sim) adminHook(r *http.Request) (any, error) {
	var c struct{ URL, Token string }
	if err := decode(r, &c, `{"url","token"}`); err != nil {
		return nil, err
	}
	s.SetHook(c.URL, c.Token)
	return map[string]string{"url": c.URL}, nil
}

func (s *Sim) adminPush(r *http.Request) (any, error) {
	var c struct {
		SKUs  []string
		Shape string
	}
	if err := decode(r, &c, `{"skus","shape"}`); err != nil {
		return nil, err
	}
	answer, err := s.Push(r.Context(), c.Shape, c.SKUs...)
	return map[string]string{"answer": answer}, err
}

func (s *Sim) adminCalls(r *http.Request) (any, error) {
	var c struct{ Calls int }
	if err := decode(r, &c, `{"calls"}`); err != nil {
		return nil, err
	}
	s.Calls(c.Calls)
	return s.adminStats(r)
}

func (s *Sim) adminItem(r *http.Request) (any, error) {
	sku := r.URL.Query().Get("sku")
	p, _, ok := s.Product(sku)
	if !ok {
		return nil, fmt.Errorf("sku %q: %w", sku, ErrNone)
	}
	return p, nil
}

func (s *Sim) adminStats(*http.Request) (any, error) {
	v1, v3 := s.Breaches()
	return map[string]any{
		"items": s.Len(), "warehouses": s.warehouses, "requests": s.Requests(), "by_status": s.Statuses(),
		"blocked_v1": v1, "blocked_v3": v3, "faults": s.Faults().String(),
	}, nil
}
