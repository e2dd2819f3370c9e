package flowiisim

import (
	"cmp"
	"net/http"
	"strconv"
	"sync"
	"time"

	"wpbridge/internal/erp"
	"wpbridge/internal/erp/simkit"
)

// Options say what is simulated. The zero value of each field has a meaning.
type Options struct {
	// Products is the catalogue in listing order. New takes the slice over.
	Products []Product
	// Categories default to those of Tree; parents stand before their children.
	Categories []Category
	Email      string // "shop@flowii.example"
	Password   string // "secret-password"
	APIKey     string // "secret-api-key"
	Company    int    // 6021
	// StockAttribute names the attribute of goods that holds their stock, which
	// FLOWii does not describe: "stock-quantity". With "-" there is none.
	StockAttribute string
	DetailStock    bool          // it is in a good's details only, not in lists
	QuietStock     bool          // a change of stock is no edit of the good
	NoLinks        bool          // lists carry no links
	MaxPage        int           // the most entries of one page; 0: no bound
	TokenLife      time.Duration // 599 s
	Budget         int           // requests in one window; 0: no rate limit
	Window         time.Duration // one minute
	// QuotaStatus is the status of a refusal for the rate limit: 429. It always
	// carries the title by which FLOWii names it.
	QuotaStatus int
	Faults      simkit.Faults    // none
	Seed        uint64           // of the faults' dice
	Now         func() time.Time // time.Now
}

// Sim is the simulator. It is safe for concurrent use.
type Sim struct {
	*simkit.Front
	opt Options
	mux *http.ServeMux

	mu    sync.RWMutex // guards the catalogue below
	goods []*good      // in listing order, ids growing
	bySKU map[string]*good
	last  int // id

	sessions sessions
	quota    simkit.Quota
	trail    trail
}

// firstID is the id of the first good.
const firstID = 93_001

// New returns a simulator that holds o.Products. It panics on a SKU given twice.
func New(o Options) *Sim {
	o = o.withDefaults()
	s := &Sim{
		Front: simkit.NewFront(o.Faults, o.Seed, o.Now), opt: o, bySKU: make(map[string]*good, len(o.Products)), last: firstID - 1,
		quota: simkit.Quota{Calls: o.Budget, Window: o.Window},
	}
	s.sessions.expire(true)
	now := o.Now().Unix()
	for i := range o.Products {
		p := &o.Products[i]
		if err := s.insert(p, now-cmp.Or(p.Age, 86_400)); err != nil {
			panic("flowiisim: " + err.Error())
		}
	}
	s.mux = s.routes()
	return s
}

func (o Options) withDefaults() Options {
	o.Email = cmp.Or(o.Email, "shop@flowii.example")
	o.Password = cmp.Or(o.Password, "secret-password")
	o.APIKey = cmp.Or(o.APIKey, "secret-api-key")
	o.Company = cmp.Or(o.Company, 6021)
	o.StockAttribute = cmp.Or(o.StockAttribute, "stock-quantity")
	o.TokenLife = cmp.Or(o.TokenLife, 599*time.Second)
	o.Window = cmp.Or(o.Window, time.Minute)
	o.QuotaStatus = cmp.Or(o.QuotaStatus, http.StatusTooManyRequests)
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Categories == nil {
		o.Categories = Tree()
	}
	return o
}

// Client reaches the simulator without sockets; see simkit.Client.
func (s *Sim) Client() *http.Client { return simkit.Client(s) }

// Settings are those by which the connector reaches the simulator at address,
// such as http://127.0.0.1:8080.
func (s *Sim) Settings(address string) erp.Settings {
	out := erp.Settings{
		"base_url": address, "email": s.opt.Email, "password": s.opt.Password, "api_key": s.opt.APIKey,
		"company": strconv.Itoa(s.opt.Company), "shipping_categories": "540",
	}
	if s.opt.StockAttribute != "-" {
		out["stock_attribute"] = s.opt.StockAttribute
	}
	return out
}
