package sitoosim

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
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
	// Warehouses default to FIFO ones for every number that Products mention, or
	// to number 1.
	Warehouses []Warehouse
	Account    string           // "90000"
	APIID      string           // Account + "-1"
	Password   string           // "secret-password"
	Site       int              // 1
	MaxNum     int              // the most entries in one answer; 0: no bound
	Budget     int              // requests in one window; 0: no rate limit
	Window     time.Duration    // one minute
	Faults     simkit.Faults    // none
	Seed       uint64           // of the faults' dice
	Now        func() time.Time // time.Now
}

// Warehouse is a place that holds stock.
type Warehouse struct {
	ID      int    `json:"id"`
	Name    string `json:"name"`
	Virtual bool   `json:"virtual"`
}

// Sim is the simulator. It is safe for concurrent use.
type Sim struct {
	*simkit.Front
	opt Options
	mux *http.ServeMux

	mu       sync.RWMutex // guards the catalogue below
	products table[*entry]
	bySKU    map[string]*entry
	shelves  []*shelf
	lastID   int
	lastRow  int

	quota simkit.Quota
}

// New returns a simulator that holds o.Products. It panics on a product that
// could not exist: an empty or repeated SKU, an unknown warehouse.
func New(o Options) *Sim {
	o = o.withDefaults()
	s := &Sim{
		Front: simkit.NewFront(o.Faults, o.Seed, o.Now), opt: o, bySKU: make(map[string]*entry, len(o.Products)),
		quota: simkit.Quota{Calls: o.Budget, Window: o.Window},
	}
	for _, w := range o.Warehouses {
		s.shelves = append(s.shelves, &shelf{Warehouse: w})
	}
	now := o.Now().Unix()
	block := make([]entry, len(o.Products)) // one allocation for a million
	for i := range o.Products {
		block[i].Product = &o.Products[i]
		if err := s.insert(&block[i], now); err != nil {
			panic("sitoosim: " + err.Error())
		}
	}
	s.mux = s.routes()
	return s
}

func (o Options) withDefaults() Options {
	o.Account = cmp.Or(o.Account, "90000")
	o.APIID = cmp.Or(o.APIID, o.Account+"-1")
	o.Password = cmp.Or(o.Password, "secret-password")
	o.Site = cmp.Or(o.Site, 1)
	o.Window = cmp.Or(o.Window, time.Minute)
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Warehouses == nil {
		o.Warehouses = mentioned(o.Products)
	}
	return o
}

func mentioned(products []Product) []Warehouse {
	seen := map[int]bool{}
	for i := range products {
		for _, l := range products[i].Stock {
			seen[l.Warehouse] = true
		}
	}
	if len(seen) == 0 {
		seen[1] = true
	}
	out := make([]Warehouse, 0, len(seen))
	for id := range seen {
		out = append(out, Warehouse{ID: id, Name: "Warehouse " + strconv.Itoa(id)})
	}
	slices.SortFunc(out, func(a, b Warehouse) int { return a.ID - b.ID })
	return out
}

// Client reaches the simulator without sockets; see simkit.Client.
func (s *Sim) Client() *http.Client { return simkit.Client(s) }

// Path is the base path of the account, ending in a slash.
func (s *Sim) Path() string { return "/v2/accounts/" + s.opt.Account + "/" }

// Settings are those by which the connector reaches the simulator at address,
// such as http://127.0.0.1:8080, and reads all its warehouses.
func (s *Sim) Settings(address string) erp.Settings {
	ids := make([]string, len(s.opt.Warehouses))
	for i, w := range s.opt.Warehouses {
		ids[i] = strconv.Itoa(w.ID)
	}
	return erp.Settings{
		"base_url": address + s.Path(), "api_id": s.opt.APIID, "password": s.opt.Password,
		"site": strconv.Itoa(s.opt.Site), "warehouses": strings.Join(ids, ","),
	}
}
