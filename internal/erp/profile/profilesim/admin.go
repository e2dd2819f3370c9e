package profilesim

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp/sitoo/sitoosim"
)

const maxBody = 16 << 20

func (s *Sim) admin(m *http.ServeMux) {
	m.HandleFunc("GET /_sim/faults", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, s.dice.get().String()+"\n")
	})
	m.HandleFunc("PUT /_sim/faults", adminHandler(s.adminFaults))
	m.HandleFunc("POST /_sim/stock", adminHandler(s.adminStock))
	m.HandleFunc("GET /_sim/stats", adminHandler(s.adminStats))
}

// adminHandler makes a handler of a function that answers with JSON or an error.
func adminHandler(f func(r *http.Request) (any, error)) http.HandlerFunc {
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
	f, err := sitoosim.ParseFaults(string(text))
	if err != nil {
		return nil, err
	}
	s.SetFaults(f)
	return map[string]string{"faults": f.String()}, nil
}

func (s *Sim) adminStock(r *http.Request) (any, error) {
	var changes []struct {
		SKU       string
		Warehouse int
		Quantity  commerce.Quantity
	}
	if err := json.NewDecoder(io.LimitReader(r.Body, maxBody)).Decode(&changes); err != nil {
		return nil, fmt.Errorf(`must be a list of {"sku","warehouse","quantity"}: %w`, err)
	}
	for i, c := range changes {
		if err := s.SetStock(c.SKU, c.Warehouse, c.Quantity); err != nil {
			return nil, fmt.Errorf("change %d (those before are done): %w", i+1, err)
		}
	}
	return map[string]int{"changed": len(changes)}, nil
}

func (s *Sim) adminStats(*http.Request) (any, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return map[string]any{"items": len(s.rows), "requests": s.requests, "by_status": s.byStatus, "faults": s.dice.get().String()}, nil
}
