package smartbillsim

import (
	"net/http"

	"wpbridge/internal/erp/simkit"
)

func (s *Sim) adminRoutes(m *http.ServeMux) {
	simkit.Admin{
		Front: s.Front, Len: s.Len, SetStock: s.SetStock, AddStock: s.AddStock, SetPrice: s.SetPrice, Scramble: s.Scramble, Stats: s.breaches,
		Item: func(sku string) (any, bool) {
			p, _, ok := s.Product(sku)
			return p, ok
		},
	}.Routes(m)
	m.HandleFunc("PUT /_sim/hook", simkit.Handler(s.adminHook))
	m.HandleFunc("POST /_sim/push", simkit.Handler(s.adminPush))
	m.HandleFunc("POST /_sim/calls", simkit.Handler(s.adminCalls))
}

func (s *Sim) breaches() map[string]any {
	v1, v3 := s.Breaches()
	return map[string]any{"warehouses": s.warehouses, "blocked_v1": v1, "blocked_v3": v3}
}

func (s *Sim) adminHook(r *http.Request) (any, error) {
	var c struct{ URL, Token string }
	if err := simkit.Read(r, &c, `{"url","token"}`); err != nil {
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
	if err := simkit.Read(r, &c, `{"skus","shape"}`); err != nil {
		return nil, err
	}
	answer, err := s.Push(r.Context(), c.Shape, c.SKUs...)
	return map[string]string{"answer": answer}, err
}

func (s *Sim) adminCalls(r *http.Request) (any, error) {
	var c struct{ Calls int }
	if err := simkit.Read(r, &c, `{"calls"}`); err != nil {
		return nil, err
	}
	s.Calls(c.Calls)
	return s.breaches(), nil
}
