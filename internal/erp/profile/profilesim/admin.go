package profilesim

import (
	"fmt"
	"net/http"
	"strconv"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp/simkit"
)

func (s *Sim) admin(m *http.ServeMux) {
	simkit.Admin{
		Front: s.Front, Len: s.Len, SetStock: numbered(s.SetStock), AddStock: numbered(s.AddStock), SetPrice: s.SetPrice,
		Item: func(sku string) (any, bool) {
			p, _, ok := s.Product(sku)
			return p, ok
		},
	}.Routes(m)
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
