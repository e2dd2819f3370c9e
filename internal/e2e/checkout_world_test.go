// Package e2e_test drives a real shop, WordPress with WooCommerce and the
// plugin, together with the sidecar and the simulated ERP.
package e2e_test

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp/all"
	"wpbridge/internal/erp/breaker"
	"wpbridge/internal/erp/chain"
	"wpbridge/internal/erp/sitoo/sitoosim"
	"wpbridge/internal/job/jobtest"
	"wpbridge/internal/live"
	"wpbridge/internal/reconcile"
	"wpbridge/internal/shoptest"
)

// envShop names the folder of a real shop, as scripts/shop set it up.
const envShop = "WPBRIDGE_TEST_SHOP"

const secret = "a secret of the tests, long enough to be one"

// erpStock is what the ERP has of the goods, as checkout.php gives them to the
// shop.
func erpStock() map[string]int64 {
	return map[string]int64{"MUG": 50, "PLATE": 50, "BOWL": 1, "FORK": 50, "SHIRT-S": 50, "SHIRT-M": 50, "TAPE": 40}
}

// world is a real shop whose goods are linked to a simulated ERP, paired with a
// sidecar that always asks live unless told otherwise.
type world struct {
	t       *testing.T
	dir     string
	shop    *shoptest.Shop
	sim     *sitoosim.Sim
	erp     *httptest.Server
	sidecar *sidecar
	options live.Options
	goods   goods
	url     string
}

// goods are what checkout.php makes, as post ids and addresses.
type goods struct {
	Simple    int64  `json:"simple"`
	Other     int64  `json:"other"`
	Backorder int64  `json:"backorder"`
	Excluded  int64  `json:"excluded"`
	Unmanaged int64  `json:"unmanaged"`
	Shirt     int64  `json:"shirt"` // its variations hold the stock
	ShirtS    int64  `json:"shirt_s"`
	ShirtM    int64  `json:"shirt_m"`
	Tape      int64  `json:"tape"` // it holds the stock of its variations
	TapeS     int64  `json:"tape_s"`
	TapeM     int64  `json:"tape_m"`
	CartPage  string `json:"cart_page"`
	OrderPage string `json:"order_page"`
}

func newWorld(t *testing.T) *world {
	t.Helper()
	dir := os.Getenv(envShop)
	if dir == "" {
		t.Skip("SKIP end-to-end: no WordPress")
	}
	w := &world{t: t, dir: dir}
	w.shop = shoptest.Existing(t, w.env("SHOP_DSN"), w.env("SHOP_PREFIX"))
	w.url = w.env("SHOP_URL")
	tag := fmt.Sprintf("E2E%d", time.Now().UnixNano())
	w.goods = php[goods](w, "goods", tag)
	w.startERP(tag)
	w.open()
	w.link(tag)
	w.sidecar = startSidecar(t, live.New(w.options))
	w.pair(w.sidecar.url())
	w.set("wpbridge_checkout__when_unreachable", "")
	w.set("wpbridge_breaker", "")
	return w
}

// env is a value that scripts/shop tells of the shop.
func (w *world) env(name string) string {
	out, err := exec.CommandContext(w.t.Context(), filepath.Join("..", "..", "scripts", "shop"), "env", w.dir).Output()
	require.NoError(w.t, err)
	m := regexp.MustCompile(`(?m)^` + name + `='(.*)'$`).FindStringSubmatch(string(out))
	require.Len(w.t, m, 2, name)
	return m[1]
}

// php runs checkout.php and reads its last line.
func php[T any](w *world, args ...string) (out T) {
	w.t.Helper()
	script, err := filepath.Abs(filepath.Join("..", "..", "scripts", "php", "checkout.php"))
	require.NoError(w.t, err)
	cmd := exec.CommandContext(w.t.Context(), "php", append([]string{script}, args...)...)
	cmd.Env = append(os.Environ(), "SHOP_DIR="+w.dir)
	text, err := cmd.Output()
	require.NoError(w.t, err, string(text))
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	require.NoError(w.t, json.Unmarshal([]byte(lines[len(lines)-1]), &out), string(text))
	return out
}

// startERP gives the ERP the same items with the same stock.
func (w *world) startERP(tag string) {
	var products []sitoosim.Product
	for name, n := range erpStock() {
		products = append(products, sitoosim.Product{SKU: tag + "-" + name, Stock: []sitoosim.Level{{Warehouse: 1, Quantity: commerce.Units(n)}}})
	}
	w.sim = sitoosim.New(sitoosim.Options{Products: products})
	w.erp = httptest.NewServer(w.sim)
	w.t.Cleanup(w.erp.Close)
}

func (w *world) open() {
	t := w.t
	conn, err := chain.Open(t.Context(), all.Connectors(), "sitoo", w.sim.Settings(w.erp.URL), chain.Options{Breaker: breaker.Options{Pause: time.Second}})
	require.NoError(t, err)
	site := jobtest.Open(t, w.shop)
	w.options = live.Options{
		Shop: site.Shop, Store: site.Store, ERP: conn.Prompt, Log: slog.New(slog.DiscardHandler),
		Stock: reconcile.StockPolicy{Enable: true, StatusOf: site.Shop.Settings().StatusOf}, Budget: 1200 * time.Millisecond, WhenUnreachable: live.Refuse,
	}
}

// link takes the goods over as a match and a stock run would have. Both belong
// to the whole shop, in which other tests have goods of their own.
func (w *world) link(tag string) {
	meta := w.shop.Table("postmeta")
	w.shop.Exec(w.t, `INSERT INTO `+w.shop.Table("wpbridge_link")+` (item_id, code, post_id, parent_id, sku, tracked, stock_row, base)
		SELECT k.meta_value, k.meta_value, k.post_id, p.post_parent, k.meta_value, 1, s.meta_id, s.meta_value FROM `+meta+` k
		JOIN `+w.shop.Table("posts")+` p ON p.ID = k.post_id JOIN `+meta+` s ON s.post_id = k.post_id AND s.meta_key = '_stock' AND s.meta_value IS NOT NULL
		WHERE k.meta_key = '_sku' AND k.meta_value LIKE '`+tag+`-%'`)
	w.t.Cleanup(func() {
		_, err := w.shop.DB.Exec("DELETE FROM " + w.shop.Table("wpbridge_link") + " WHERE sku LIKE '" + tag + "-%'")
		require.NoError(w.t, err)
	})
}

// pair tells the plugin where a sidecar is.
func (w *world) pair(url string) {
	text, err := json.Marshal(map[string]string{"url": url, "secret": secret, "key": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="})
	require.NoError(w.t, err)
	w.set("wpbridge_pairing", string(text))
}

// fresh makes the sidecar forget what it has just heard from the ERP.
func (w *world) fresh() { w.sidecar.checker.Store(live.New(w.options)) }

// policy is what the shop's owner chose for the time when nobody can be asked.
func (w *world) policy(p live.Policy) {
	w.set("wpbridge_checkout__when_unreachable", string(p))
	w.options.WhenUnreachable = p
	w.fresh()
}

// set writes an option of the plugin; empty deletes it.
func (w *world) set(name, value string) {
	if value == "" {
		w.shop.Exec(w.t, "DELETE FROM "+w.shop.Table("options")+" WHERE option_name = ?", name)
		return
	}
	w.shop.SetOption(w.t, name, value)
}

// level is what the ERP has of a product from now on.
func (w *world) level(product int64, units int64) {
	sku := w.shop.Value(w.t, "SELECT code FROM "+w.shop.Table("wpbridge_link")+" WHERE post_id = ?", product)
	require.NoError(w.t, w.sim.SetStock(sku, 1, commerce.Units(units)))
}

func (w *world) stock(product int64) string {
	return w.shop.Value(w.t, "SELECT meta_value + 0 FROM "+w.shop.Table("postmeta")+" WHERE post_id = ? AND meta_key = '_stock'", product)
}

// checked is what an order remembers: the ground of its stock check, and the
// plugin's note.
func (w *world) checked(order int64) (ground, note string) {
	meta := w.shop.Value(w.t, "SELECT COALESCE(MAX(meta_value), '') FROM "+w.shop.Table("wc_orders_meta")+" WHERE order_id = ? AND meta_key = '_wpbridge_check'", order)
	ground, _, _ = strings.Cut(meta, " ")
	return ground, w.shop.Value(w.t, "SELECT COALESCE(GROUP_CONCAT(comment_content), '') FROM "+w.shop.Table("comments")+" WHERE comment_post_ID = ? AND comment_content LIKE 'WP Bridge%'", order)
}
