package live_test

import (
	"log/slog"
	"maps"
	"net/http/httptest"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp/all"
	"wpbridge/internal/erp/breaker"
	"wpbridge/internal/erp/chain"
	"wpbridge/internal/erp/simkit"
	"wpbridge/internal/erp/sitoo/sitoosim"
	"wpbridge/internal/job"
	"wpbridge/internal/job/jobtest"
	"wpbridge/internal/ledger"
	"wpbridge/internal/live"
	"wpbridge/internal/shoptest"
)

const (
	east = 1
	west = 2
)

// pause is the breaker's, short enough to be waited for.
const pause = 200 * time.Millisecond

// world is a shop, the ERP it sells for, and what stands between them.
//
// Simple products have the ordinals 1 to 12, of which 11 is not in the ERP; the
// variations 13 and 14 hold their own stock; 15 and 16 share their parent's,
// which is 40.
type world struct {
	t      testing.TB
	shop   *shoptest.Shop
	sim    *sitoosim.Sim
	server *httptest.Server
	erp    *chain.Connection
	runner *job.Runner
}

func newWorld(t testing.TB) *world {
	t.Helper()
	w := &world{t: t, shop: shoptest.DB(t)}
	c := shoptest.Catalogue{Simple: 12, Variable: 2, VariationsEach: 2}
	require.NoError(t, c.Fill(t.Context(), w.shop.DB, w.shop.Prefix))
	parent := w.parentHolds()
	products := []sitoosim.Product{{SKU: parent, Stock: []sitoosim.Level{{Warehouse: east, Quantity: commerce.Units(40)}}}}
	for n := 1; n <= 14; n++ {
		if n != 11 {
			products = append(products, sitoosim.Product{SKU: shoptest.SKU(n), Stock: []sitoosim.Level{
				{Warehouse: east, Quantity: commerce.Units(int64(shoptest.Stock(n)))}, {Warehouse: west},
			}})
		}
	}
	w.sim = sitoosim.New(sitoosim.Options{Products: products})
	w.server = httptest.NewServer(w.sim)
	t.Cleanup(w.server.Close)
	w.connect(nil)
	return w
}

// parentHolds makes the second variable product keep the stock of its
// variations, and returns its SKU.
func (w *world) parentHolds() string {
	sku := shoptest.ParentSKU(2)
	parent := w.shop.Value(w.t, "SELECT post_id FROM "+w.shop.Table("postmeta")+" WHERE meta_key = '_sku' AND meta_value = ?", sku)
	for _, n := range []int{15, 16} {
		w.meta(w.id(n), "_manage_stock", "no")
	}
	id, err := strconv.ParseUint(parent, 10, 64)
	require.NoError(w.t, err)
	w.meta(commerce.ProductID(id), "_manage_stock", "yes")
	w.meta(commerce.ProductID(id), "_stock", "40")
	return sku
}

// connect opens shop and ERP anew, with further settings of the connector.
func (w *world) connect(settings map[string]string) {
	t := w.t
	given := w.sim.Settings(w.server.URL)
	maps.Copy(given, settings)
	conn, err := chain.Open(t.Context(), all.Connectors(), "sitoo", given, chain.Options{Breaker: breaker.Options{Pause: pause}})
	require.NoError(t, err)
	w.erp = conn
	w.runner = jobtest.Open(t, w.shop).Runner("sitoo live", conn.Ops)
}

// linked accepts the match and takes the stock over.
func (w *world) linked() *world {
	_, err := w.runner.Match(w.t.Context(), "sku", true)
	require.NoError(w.t, err)
	w.sync()
	return w
}

func (w *world) sync() {
	run, err := w.runner.Sync(w.t.Context(), job.Stock, job.Options{})
	require.NoError(w.t, err)
	require.Equal(w.t, ledger.Done, run.Status)
}

// checker asks live unless told otherwise: no reading is young enough.
func (w *world) checker(with ...func(*live.Options)) *live.Checker {
	o := live.Options{
		Shop: w.runner.Shop, Store: w.runner.Store, ERP: w.erp.Prompt, Log: slog.New(slog.DiscardHandler), Stock: w.runner.Stock,
		Budget: time.Second, WhenUnreachable: live.Refuse,
	}
	for _, f := range with {
		f(&o)
	}
	return live.New(o)
}

func trusting(o *live.Options) { o.MaxAge = time.Hour }

// id is the product of an ordinal.
func (w *world) id(n int) commerce.ProductID {
	text := w.shop.Value(w.t, "SELECT MIN(post_id) FROM "+w.shop.Table("postmeta")+" WHERE meta_key = '_sku' AND meta_value = ?", shoptest.SKU(n))
	id, err := strconv.ParseUint(text, 10, 64)
	require.NoError(w.t, err)
	return commerce.ProductID(id)
}

func (w *world) parent(n int) commerce.ProductID {
	id, err := strconv.ParseUint(w.shop.Value(w.t, "SELECT post_parent FROM "+w.shop.Table("posts")+" WHERE ID = ?", w.id(n)), 10, 64)
	require.NoError(w.t, err)
	return commerce.ProductID(id)
}

// meta sets a product's only row of this name.
func (w *world) meta(id commerce.ProductID, key, value string) {
	w.shop.Exec(w.t, "DELETE FROM "+w.shop.Table("postmeta")+" WHERE post_id = ? AND meta_key = ? AND meta_key <> '_stock'", id, key)
	if key == "_stock" { // its place is known to the books
		w.shop.Exec(w.t, "UPDATE "+w.shop.Table("postmeta")+" SET meta_value = ? WHERE post_id = ? AND meta_key = '_stock'", value, id)
		return
	}
	w.shop.Exec(w.t, "INSERT INTO "+w.shop.Table("postmeta")+" (post_id, meta_key, meta_value) VALUES (?, ?, ?)", id, key, value)
}

// want is a line that wants so much of an ordinal.
func (w *world) want(n int, quantity string) live.Item {
	q, err := commerce.ParseQuantity(quantity)
	require.NoError(w.t, err)
	it := live.Item{ProductID: w.id(n), Quantity: q}
	if parent := w.parent(n); parent != 0 {
		it.ProductID, it.VariationID = parent, it.ProductID
	}
	return it
}

func (w *world) level(n, warehouse int, quantity string) {
	q, err := commerce.ParseQuantity(quantity)
	require.NoError(w.t, err)
	require.NoError(w.t, w.sim.SetStock(shoptest.SKU(n), warehouse, q))
}

func (w *world) faults(spec string) {
	f, err := simkit.ParseFaults(spec)
	require.NoError(w.t, err)
	w.sim.SetFaults(f)
}

// sell places an order and takes it from stock, as WooCommerce does.
func (w *world) sell(n int, quantity int64) {
	order, err := w.shop.PlaceOrder(w.t.Context(), shoptest.Line{ProductID: int64(w.id(n)), Quantity: quantity})
	require.NoError(w.t, err)
	require.NoError(w.t, w.shop.Reduce(w.t.Context(), order))
}

func check(t testing.TB, c *live.Checker, m live.Moment, items ...live.Item) live.Answer {
	t.Helper()
	a, err := c.Check(t.Context(), live.Request{Moment: m, Items: items})
	require.NoError(t, err)
	require.Len(t, a.Items, len(items))
	return a
}

// said is an answer in short: who decided, and per line what is available and why.
func said(a live.Answer) string {
	text := string(a.DecidedBy)
	for _, v := range a.Items {
		available := "?"
		if v.Available != nil {
			available = v.Available.String()
		}
		text += " | " + available + " " + string(v.Reason)
		if v.Reason == live.Unreachable && v.OK {
			text += " allowed"
		}
	}
	return text
}
