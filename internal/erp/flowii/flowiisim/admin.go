package flowiisim

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
	m.HandleFunc("POST /_sim/expire", admin(s.adminExpire))
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

// read decodes the request's body; shape describes it for an error.
func read(r *http.Request, into any, shape string) error {
	if err := json.NewDecoder(io.LimitReader(r.Body, maxBody)).Decode(into); err != nil {
		return fmt.Errorf("must be %s: %w", shape, err)
	}
	return nil
}

func (s *Sim) adminFaults(r *http.Request) (any, error) {
	text, err := io.ReadAll(io.LimitReader(r.Body, maxBody))
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
		Quantity, Add *commerce.Quantity
	}
	if err := read(r, &changes, `a list of {"sku","quantity" or "add"}`); err != nil {
		return nil, err
	}
	for i, c := range changes {
		err := fmt.Errorf("sku %q: one of quantity and add must be given", c.SKU)
		switch {
		case c.Quantity != nil && c.Add == nil:
			err = s.SetStock(c.SKU, *c.Quantity)
		case c.Add != nil && c.Quantity == nil:
			err = s.AddStock(c.SKU, *c.Add)
		}
		if err != nil {
			return nil, fmt.Errorf("change %d (those before are done): %w", i+1, err)
		}
	}
	return map[string]int{"changed": len(changes)}, nil
}

func (s *Sim) adminPrices(r *http.Request) (any, error) {
	var changes []struct{ SKU, Price string }
	if err := read(r, &changes, `a list of {"sku","price"}`); err != nil {
		return nil, err
	}
	for i, c := range changes {
		if err := s.SetPrice(c.SKU, c.Price); err != nil {
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
	if err := read(r, &c, `{"percent" or "count","seed"}`); err != nil {
		return nil, err
	}
	n := c.Count
	if c.Percent > 0 {
		n = int(float64(s.Len()) * c.Percent / 100)
	}
	return map[string]int{"changed": s.Scramble(n, c.Seed)}, nil
}

func (s *Sim) adminExpire(r *http.Request) (any, error) {
	var c struct{ Refresh bool }
	if err := read(r, &c, `{"refresh":true} or {}`); err != nil {
		return nil, err
	}
	s.Expire(c.Refresh)
	return map[string]bool{"refresh": c.Refresh}, nil
}

func (s *Sim) adminItem(r *http.Request) (any, error) {
	sku := r.URL.Query().Get("sku")
	g, ok := s.Good(sku)
	if !ok {
		return nil, fmt.Errorf("sku %q: %w", sku, ErrNone)
	}
	return g, nil
}

func (s *Sim) adminStats(*http.Request) (any, error) {
	return map[string]any{
		"items": s.Len(), "requests": s.Requests(), "by_status": s.Statuses(), "logins": s.Logins(), "faults": s.Faults().String(),
	}, nil
}
