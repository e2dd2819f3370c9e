package flowiisim

import (
	"net/http"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp/simkit"
)

func (s *Sim) adminRoutes(m *http.ServeMux) {
	simkit.Admin{
		Front: s.Front, Len: s.Len, SetStock: placeless(s.SetStock), AddStock: placeless(s.AddStock), SetPrice: s.SetPrice,
		Scramble: func(n int, seed uint64) (int, error) { return s.Scramble(n, seed), nil },
		Item: func(sku string) (any, bool) {
			g, ok := s.Good(sku)
			return g, ok
		},
		Stats: func() map[string]any { return map[string]any{"logins": s.Logins()} },
	}.Routes(m)
	m.HandleFunc("POST /_sim/expire", simkit.Handler(s.adminExpire))
}

// placeless is f whatever the warehouse: FLOWii's interface knows none.
func placeless(f func(string, commerce.Quantity) error) func(string, string, commerce.Quantity) error {
	return func(sku, _ string, q commerce.Quantity) error { return f(sku, q) }
}

func (s *Sim) adminExpire(r *http.Request) (any, error) {
	var c struct{ Refresh bool }
	if err := simkit.Read(r, &c, `{"refresh":true} or {}`); err != nil {
		return nil, err
	}
	s.Expire(c.Refresh)
	return map[string]bool{"refresh": c.Refresh}, nil
}
