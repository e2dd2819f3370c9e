package profilesim

import (
	"cmp"
	"net/http"
	"sync"
	"time"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp"
	"wpbridge/internal/erp/simkit"
	"wpbridge/internal/erp/sitoo/sitoosim"
)

// Options say what is simulated. The zero value of each field has a meaning.
type Options struct {
	Form      string             // sors, sedona, xml, csv
	Products  []sitoosim.Product // in listing order
	Databases []string           // sors; Demo2024 and Demo2025
	Secret    string             // "secret-password"
	Faults    simkit.Faults
	Seed      uint64
	Now       func() time.Time // time.Now
}

// Sim is the simulator. It is safe for concurrent use.
type Sim struct {
	*simkit.Front
	opt  Options
	form form
	mux  *http.ServeMux

	mu        sync.RWMutex // guards what follows
	rows      []*row
	bySKU     map[string]*row
	databases []string
	last      int
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
	s := &Sim{Front: simkit.NewFront(o.Faults, o.Seed, o.Now), opt: o, form: f, bySKU: map[string]*row{}, databases: o.Databases}
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

// Client reaches the simulator without sockets; see simkit.Client.
func (s *Sim) Client() *http.Client { return simkit.Client(s) }

// Settings are those by which the profile connector reaches the simulator at
// address, such as http://127.0.0.1:8080. For the invented systems the file is
// the caller's.
func (s *Sim) Settings(address string) erp.Settings {
	out := s.form.settings(s)
	out["base_url"], out["secret"] = address, s.opt.Secret
	return out
}

// Len is the number of items.
func (s *Sim) Len() int {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return len(s.rows)
}
