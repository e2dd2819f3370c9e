package simkit

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"

	"wpbridge/internal/commerce"
)

const maxBody = 16 << 20

// Admin is what can be looked at and changed while a simulator runs, under
// /_sim/, without login: it is meant for loopback only. What is nil is not
// offered.
//
//	GET  /_sim/faults     the faults in force, as text
//	PUT  /_sim/faults     new faults, as text; see ParseFaults
//	POST /_sim/stock      [{"sku":"A","warehouse":"1","quantity":"5"}] or "add":"-2" instead of quantity
//	POST /_sim/prices     [{"sku":"A","price":"9.90"}]
//	POST /_sim/scramble   {"percent":10,"seed":1} or {"count":50,"seed":1}: new stock for so many items
//	GET  /_sim/items?sku= what is held of one item
//	GET  /_sim/stats      counters
type Admin struct {
	Front    *Front
	Len      func() int
	SetStock func(sku, place string, q commerce.Quantity) error
	AddStock func(sku, place string, q commerce.Quantity) error
	SetPrice func(sku, price string) error
	Scramble func(n int, seed uint64) (changed int, err error)
	Item     func(sku string) (any, bool)
	Stats    func() map[string]any // beside those that all have
}

// Routes adds the administration to a simulator's routes.
func (a Admin) Routes(m *http.ServeMux) {
	m.HandleFunc("GET /_sim/faults", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, a.Front.Faults().String()+"\n")
	})
	m.HandleFunc("PUT /_sim/faults", Handler(a.faults))
	m.HandleFunc("POST /_sim/stock", Handler(a.stock))
	if a.SetPrice != nil {
		m.HandleFunc("POST /_sim/prices", Handler(a.prices))
	}
	if a.Scramble != nil {
		m.HandleFunc("POST /_sim/scramble", Handler(a.scramble))
	}
	m.HandleFunc("GET /_sim/items", Handler(a.item))
	m.HandleFunc("GET /_sim/stats", Handler(a.stats))
}

// Handler makes a handler of a function that answers with JSON or an error.
func Handler(f func(r *http.Request) (any, error)) http.HandlerFunc {
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

// Read decodes a request's body; form describes it for an error.
func Read(r *http.Request, into any, form string) error {
	if err := json.NewDecoder(io.LimitReader(r.Body, maxBody)).Decode(into); err != nil {
		return fmt.Errorf("must be %s: %w", form, err)
	}
	return nil
}

// Each carries changes out one after the other and counts them.
func Each[T any](changes []T, do func(T) error) (any, error) {
	for i, c := range changes {
		if err := do(c); err != nil {
			return nil, fmt.Errorf("change %d (those before are done): %w", i+1, err)
		}
	}
	return map[string]int{"changed": len(changes)}, nil
}

func (a Admin) faults(r *http.Request) (any, error) {
	text, err := io.ReadAll(io.LimitReader(r.Body, maxBody))
	if err != nil {
		return nil, fmt.Errorf("read faults: %w", err)
	}
	f, err := ParseFaults(string(text))
	if err != nil {
		return nil, err
	}
	a.Front.SetFaults(f)
	return map[string]string{"faults": f.String()}, nil
}

type stockChange struct {
	SKU           string
	Warehouse     place
	Quantity, Add *commerce.Quantity
}

// place is a warehouse's number or name.
type place string

// UnmarshalJSON implements json.Unmarshaler.
func (p *place) UnmarshalJSON(b []byte) error {
	var number json.Number
	if json.Unmarshal(b, &number) == nil {
		*p = place(number)
		return nil
	}
	return json.Unmarshal(b, (*string)(p))
}

func (a Admin) stock(r *http.Request) (any, error) {
	var changes []stockChange
	if err := Read(r, &changes, `a list of {"sku","warehouse","quantity" or "add"}`); err != nil {
		return nil, err
	}
	return Each(changes, func(c stockChange) error {
		switch {
		case c.Quantity != nil && c.Add == nil:
			return a.SetStock(c.SKU, string(c.Warehouse), *c.Quantity)
		case c.Add != nil && c.Quantity == nil:
			return a.AddStock(c.SKU, string(c.Warehouse), *c.Add)
		}
		return fmt.Errorf("sku %q: one of quantity and add must be given", c.SKU)
	})
}

func (a Admin) prices(r *http.Request) (any, error) {
	type change struct{ SKU, Price string }
	var changes []change
	if err := Read(r, &changes, `a list of {"sku","price"}`); err != nil {
		return nil, err
	}
	return Each(changes, func(c change) error { return a.SetPrice(c.SKU, c.Price) })
}

func (a Admin) scramble(r *http.Request) (any, error) {
	var c struct {
		Count   int
		Percent float64
		Seed    uint64
	}
	if err := Read(r, &c, `{"percent" or "count","seed"}`); err != nil {
		return nil, err
	}
	if c.Percent > 0 {
		c.Count = int(float64(a.Len()) * c.Percent / 100)
	}
	n, err := a.Scramble(c.Count, c.Seed)
	return map[string]int{"changed": n}, err
}

func (a Admin) item(r *http.Request) (any, error) {
	sku := r.URL.Query().Get("sku")
	it, ok := a.Item(sku)
	if !ok {
		return nil, fmt.Errorf("sku %q: %w", sku, ErrNone)
	}
	return it, nil
}

func (a Admin) stats(*http.Request) (any, error) {
	out := map[string]any{
		"items": a.Len(), "requests": a.Front.Requests(), "by_status": a.Front.Statuses(), "faults": a.Front.Faults().String(),
	}
	if a.Stats != nil {
		maps.Copy(out, a.Stats())
	}
	return out, nil
}
