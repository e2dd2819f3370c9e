package profilesim

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"time"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp"
	"wpbridge/internal/erp/sitoo/sitoosim"
)

// ErrNone says that an item does not exist.
var ErrNone = errors.New("no such item")

// Options say what is simulated. The zero value of each field has a meaning.
type Options struct {
	Form      string             // sors, sedona, xml, csv
	Products  []sitoosim.Product // in listing order
	Databases []string           // sors; Demo2024 and Demo2025
	Secret    string             // "secret-password"
	Faults    sitoosim.Faults
	Seed      uint64
	Now       func() time.Time // time.Now
}

// Sim is the simulator. It is safe for concurrent use.
type Sim struct {
	opt  Options
	form form
	mux  *http.ServeMux
	dice dice

	mu        sync.RWMutex // guards what follows
	rows      []*row
	bySKU     map[string]*row
	databases []string
	last      int
	requests  int
	byStatus  map[int]int
}

// row is one item with its stock.
type row struct {
	sitoosim.Product
	id      int
	stock   []held
	changed time.Time // the item
	moved   time.Time // its stock
}

type held struct {
	warehouse int
	quantity  commerce.Quantity
}

// form is one way to speak.
type form struct {
	routes   func(*Sim, *http.ServeMux)
	settings func(*Sim) erp.Settings
	allowed  func(*Sim, *http.Request) bool
	fail     func(status int, text string) reply
}

// Forms are the names of the forms.
func Forms() []string { return []string{"sors", "sedona", "xml", "csv"} }

func formOf(name string) (form, bool) {
	f, ok := map[string]form{"sors": sors(), "sedona": sedona(), "xml": thirdXML(), "csv": thirdCSV()}[name]
	return f, ok
}

// New returns a simulator. It panics on an unknown form and on a product that
// could not exist: an empty or repeated SKU.
func New(o Options) *Sim {
	o.Secret = cmp.Or(o.Secret, "secret-password")
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Databases == nil {
		o.Databases = []string{"Demo2024", "Demo2025"}
	}
	f, ok := formOf(o.Form)
	if !ok {
		panic("profilesim: unknown form " + o.Form)
	}
	s := &Sim{opt: o, form: f, bySKU: map[string]*row{}, byStatus: map[int]int{}, databases: o.Databases}
	s.dice.set(o.Faults, o.Seed)
	for _, p := range o.Products {
		if err := s.Add(p); err != nil {
			panic("profilesim: " + err.Error())
		}
	}
	s.mux = http.NewServeMux()
	f.routes(s, s.mux)
	s.admin(s.mux)
	return s
}

// Settings are those by which the profile connector reaches the simulator at
// address, such as http://127.0.0.1:8080. For the invented systems the file is
// the caller's.
func (s *Sim) Settings(address string) erp.Settings {
	out := s.form.settings(s)
	out["base_url"], out["secret"] = address, s.opt.Secret
	return out
}

// Add adds an item at the end.
func (s *Sim) Add(p sitoosim.Product) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if p.SKU == "" || s.bySKU[p.SKU] != nil {
		return fmt.Errorf("sku %q is empty or taken", p.SKU)
	}
	s.last++
	r := &row{Product: p, id: s.last, changed: s.opt.Now(), moved: s.opt.Now()}
	for _, l := range p.Stock {
		r.stock = append(r.stock, held{l.Warehouse, l.Quantity})
	}
	s.rows, s.bySKU[p.SKU] = append(s.rows, r), r
	return nil
}

func (s *Sim) edit(sku string, f func(*row)) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	r := s.bySKU[sku]
	if r == nil {
		return fmt.Errorf("sku %q: %w", sku, ErrNone)
	}
	f(r)
	return nil
}

// SetStock sets the stock of an item in a warehouse.
func (s *Sim) SetStock(sku string, warehouse int, q commerce.Quantity) error {
	return s.edit(sku, func(r *row) {
		r.moved = s.opt.Now()
		if i := slices.IndexFunc(r.stock, func(h held) bool { return h.warehouse == warehouse }); i >= 0 {
			r.stock[i].quantity = q
			return
		}
		r.stock = append(r.stock, held{warehouse, q})
	})
}

// RemoveStock deletes an item's stock in one warehouse: absent, not zero.
func (s *Sim) RemoveStock(sku string, warehouse int) error {
	return s.edit(sku, func(r *row) {
		r.moved = s.opt.Now()
		r.stock = slices.DeleteFunc(r.stock, func(h held) bool { return h.warehouse == warehouse })
	})
}

// SetPrice sets the price, empty for none.
func (s *Sim) SetPrice(sku, price string) error {
	return s.edit(sku, func(r *row) { r.Price, r.changed = price, s.opt.Now() })
}

// Remove deletes an item. All later ones move up in the lists.
func (s *Sim) Remove(sku string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	r := s.bySKU[sku]
	if r == nil {
		return fmt.Errorf("sku %q: %w", sku, ErrNone)
	}
	delete(s.bySKU, sku)
	s.rows = slices.DeleteFunc(s.rows, func(x *row) bool { return x == r })
	return nil
}

// OpenYear adds a database, as SORS does at the end of a year.
func (s *Sim) OpenYear(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.databases = append(slices.Clone(s.databases), name)
}

// SKUs lists the items in listing order.
func (s *Sim) SKUs() []string {
	s.mu.RLock()
	defer s.mu.RUnlock()
	out := make([]string, len(s.rows))
	for i, r := range s.rows {
		out[i] = r.SKU
	}
	return out
}

// Product is a copy of an item with its present stock, and its number.
func (s *Sim) Product(sku string) (p sitoosim.Product, id string, ok bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	r := s.bySKU[sku]
	if r == nil {
		return p, "", false
	}
	p = r.Product
	p.Stock = nil
	for _, h := range r.stock {
		p.Stock = append(p.Stock, sitoosim.Level{Warehouse: h.warehouse, Quantity: h.quantity})
	}
	return p, strconv.Itoa(r.id), true
}

// Len is the number of items.
func (s *Sim) Len() int {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return len(s.rows)
}

// Requests counts the requests so far.
func (s *Sim) Requests() int {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.requests
}
