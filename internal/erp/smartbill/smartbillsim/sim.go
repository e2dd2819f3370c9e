package smartbillsim

import (
	"cmp"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"wpbridge/internal/erp"
	"wpbridge/internal/erp/simkit"
)

// Options say what is simulated. The zero value of each field has a meaning.
type Options struct {
	// Products is the catalogue in listing order. New takes the slice over.
	Products []Product
	// Warehouses default to wholesale ones for every name that Products mention,
	// or to Depozit.
	Warehouses    []Warehouse
	Email         string // "shop@example.ro"
	Token         string // of V1: "123|secret-token"
	ProductsToken string // of V3: "sb_test_secret-products"
	CIF           string // "RO12345678"
	NoProducts    bool   // the plan does not include V3
	NoVAT         bool   // the company does not pay VAT

	HideZero       bool // stock of nothing is not listed
	OneAsObject    bool // a single product stands without its list
	TextQuantities bool // quantities are text

	Budget   int           // V1 calls in one window: 30; negative: no limit
	BudgetV3 int           // V3 calls in one window: 60; negative: no limit
	Window   time.Duration // 10 s
	Sliding  bool          // a window begins with each call and not on the clock
	Lockout  time.Duration // of the V1 token: 10 min
	// LockoutStatus is 429, as newer documents say, or 403.
	LockoutStatus int
	MaxLimit      int              // the most entries of V3 in one answer: 100
	Faults        simkit.Faults    // none
	Seed          uint64           // of the faults' dice
	Now           func() time.Time // time.Now
	HTTP          *http.Client     // sends the pushes; http.DefaultClient
}

// Warehouse is a place that holds stock.
type Warehouse struct {
	Name   string `json:"name"`
	Retail bool   `json:"retail"` // en detail
}

// Sim is the simulator. It is safe for concurrent use.
type Sim struct {
	*simkit.Front
	opt Options
	mux *http.ServeMux

	mu         sync.RWMutex // guards the catalogue and the hook below
	products   []*entry     // ids grow in listing order
	byKey      map[string]*entry
	warehouses []Warehouse
	lastID     int
	hook       hook

	quotaV1, quotaV3 simkit.Quota
	today            today
}

// New returns a simulator that holds o.Products. It panics on a product that
// could not exist: one without code and name, a repeated one, one in an unknown
// warehouse.
func New(o Options) *Sim {
	o = o.withDefaults()
	s := &Sim{
		Front: simkit.NewFront(o.Faults, o.Seed, o.Now), opt: o, byKey: make(map[string]*entry, len(o.Products)), warehouses: o.Warehouses,
		quotaV1: quotaV1(o), quotaV3: quotaV3(o),
	}
	for i := range o.Products {
		if err := s.insert(&entry{Product: &o.Products[i]}); err != nil {
			panic("smartbillsim: " + err.Error())
		}
	}
	s.mux = s.routes()
	return s
}

func (o Options) withDefaults() Options {
	o.Email = cmp.Or(o.Email, "shop@example.ro")
	o.Token = cmp.Or(o.Token, "123|secret-token")
	o.ProductsToken = cmp.Or(o.ProductsToken, "sb_test_secret-products")
	o.CIF = cmp.Or(o.CIF, "RO12345678")
	o.Budget, o.BudgetV3 = cmp.Or(o.Budget, 30), cmp.Or(o.BudgetV3, 60)
	o.Window, o.Lockout = cmp.Or(o.Window, 10*time.Second), cmp.Or(o.Lockout, 10*time.Minute)
	o.LockoutStatus = cmp.Or(o.LockoutStatus, http.StatusTooManyRequests)
	o.MaxLimit = cmp.Or(o.MaxLimit, 100)
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.HTTP == nil {
		o.HTTP = http.DefaultClient
	}
	if o.Warehouses == nil {
		o.Warehouses = mentioned(o.Products)
	}
	return o
}

func mentioned(products []Product) []Warehouse {
	var names []string
	for i := range products {
		for _, l := range products[i].Stock {
			if !slices.Contains(names, l.Warehouse) {
				names = append(names, l.Warehouse)
			}
		}
	}
	if names == nil {
		names = []string{"Depozit"}
	}
	out := make([]Warehouse, len(names))
	for i, n := range names {
		out[i].Name = n
	}
	return out
}

// Client reaches the simulator without sockets; see simkit.Client.
func (s *Sim) Client() *http.Client { return simkit.Client(s) }

// Path is the base path of the API.
func (s *Sim) Path() string { return "/SBORO/api" }

// Settings are those by which the connector reaches the simulator at address,
// such as http://127.0.0.1:8080, and reads all its warehouses.
func (s *Sim) Settings(address string) erp.Settings {
	names := make([]string, len(s.warehouses))
	for i, w := range s.warehouses {
		names[i] = w.Name
	}
	return erp.Settings{
		"base_url": address + s.Path(), "email": s.opt.Email, "token": s.opt.Token, "cif": s.opt.CIF,
		"warehouses": strings.Join(names, ","), "products_token": s.opt.ProductsToken,
	}
}
