package e2e_test

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/app"
	"wpbridge/internal/checkup"
	"wpbridge/internal/commerce"
	"wpbridge/internal/config"
	"wpbridge/internal/erp/all"
	"wpbridge/internal/erp/sitoo/sitoosim"
	"wpbridge/internal/mysql"
	"wpbridge/internal/shoptest/site"
	"wpbridge/internal/state"
	"wpbridge/internal/wp"
)

// evil is a name, an SKU and a code that would run in a page that prints it raw.
const evil = `<img src=x onerror=alert(1)>"'&`

// pagesShelf is what the shop sells: post ids, and a category.
type pagesShelf struct{ Mug, Evil, Loose, Hoodie, Small, Large, Cloth int64 }

// pagesWorld is a shop of its own with a sidecar and a simulated ERP, as its
// owner meets it in the plugin's pages.
type pagesWorld struct {
	*site.Site
	t     *testing.T
	owner *site.Visitor
	goods pagesShelf
	sim   *sitoosim.Sim
	stop  func() // ends the sidecar
}

func newPagesWorld(t *testing.T) *pagesWorld {
	t.Helper()
	w := &pagesWorld{Site: site.Fresh(t), t: t}
	w.PHP(t, `
function sold( $product, $sku, $name ) { $product->set_name( $name ); $product->set_regular_price( '9' ); $product->set_manage_stock( true ); $product->set_stock_quantity( 5 ); $product->save();
	update_post_meta( $product->get_id(), '_sku', wp_slash( $sku ) ); return $product->get_id(); }
$evil  = `+"'"+strings.ReplaceAll(evil, "'", `\'`)+"'"+`;
$cloth = wp_insert_term( 'Cloth', 'product_cat' )['term_id'];
$mug   = sold( new WC_Product_Simple(), 'MUG', 'Mug' );
$bad   = sold( new WC_Product_Simple(), $evil, 'Evil' );
$GLOBALS['wpdb']->update( $GLOBALS['wpdb']->posts, array( 'post_title' => $evil ), array( 'ID' => $bad ) );
$loose = sold( new WC_Product_Simple(), 'LOOSE', 'Loose' );
$a = new WC_Product_Attribute(); $a->set_name( 'Size' ); $a->set_options( array( 'S', 'L' ) ); $a->set_variation( true ); $a->set_visible( true );
$hoodie = new WC_Product_Variable(); $hoodie->set_name( 'Hoodie' ); $hoodie->set_attributes( array( $a ) ); $hoodie->set_category_ids( array( $cloth ) ); $hoodie->save();
$sizes = array();
foreach ( array( 'S', 'L' ) as $size ) { $v = new WC_Product_Variation(); $v->set_parent_id( $hoodie->get_id() ); $v->set_attributes( array( 'size' => $size ) ); $sizes[] = sold( $v, "HOOD-$size", 'Hoodie' ); }
WC_Product_Variable::sync( $hoodie->get_id() );
echo json_encode( array( 'Mug' => $mug, 'Evil' => $bad, 'Loose' => $loose, 'Hoodie' => $hoodie->get_id(), 'Small' => $sizes[0], 'Large' => $sizes[1], 'Cloth' => $cloth ) );`, &w.goods)
	w.serve()
	w.owner = w.Login(t, "admin", "admin")
	return w
}

// serve starts the whole sidecar, with an ERP that has all goods but one, and
// pairs the shop with it.
func (w *pagesWorld) serve() {
	t := w.t
	t.Helper()
	var products []sitoosim.Product
	for _, sku := range []string{"MUG", evil, "HOOD-S", "HOOD-L", "ERP-ONLY"} {
		products = append(products, sitoosim.Product{SKU: sku, Title: "Item " + sku, Stock: []sitoosim.Level{{Warehouse: 1, Quantity: commerce.Units(7)}}})
	}
	w.sim = sitoosim.New(sitoosim.Options{Products: products})
	erp := httptest.NewServer(w.sim)
	t.Cleanup(erp.Close)
	w.migrate()

	ctx, cancel := context.WithCancel(t.Context())
	at, ended := make(chan net.Addr, 1), make(chan error, 1)
	go func() {
		ended <- app.Serve(ctx, app.ServeOptions{
			Sources: func() config.Sources { return w.settings(erp.URL) }, Registry: all.Connectors(), Version: "1.0.0", Program: "/usr/local/bin/wpbridge",
			Logger: func(config.Log) *slog.Logger { return slog.New(slog.DiscardHandler) }, Check: func(context.Context, *checkup.Report) {},
			Serving: func(a net.Addr) { at <- a },
		})
	}()
	w.stop = func() {
		cancel()
		require.NoError(t, <-ended)
		ended <- nil // for the next who asks
	}
	t.Cleanup(w.stop)
	select {
	case a := <-at:
		w.Pair(t, "http://"+a.String())
	case err := <-ended:
		require.NoError(t, err)
	}
}

func (w *pagesWorld) migrate() {
	db, err := mysql.Open(w.t.Context(), mysql.Options{DSN: w.DSN})
	require.NoError(w.t, err)
	defer func() { _ = db.Close() }()
	prefix, err := wp.ParsePrefix(w.Prefix)
	require.NoError(w.t, err)
	require.NoError(w.t, state.Migrate(w.t.Context(), db, prefix))
}

func (w *pagesWorld) settings(erp string) config.Sources {
	src := config.Sources{Connectors: map[string][]config.Key{"sitoo": nil}}
	for name := range w.sim.Settings(erp) {
		src.Connectors["sitoo"] = append(src.Connectors["sitoo"], config.Key{Name: name, List: name == "warehouses"})
	}
	for key, value := range map[string]string{
		"SHOP__DSN": w.DSN, "SHOP__PREFIX": w.Prefix, "SERVER__LISTEN": "127.0.0.1:0", "SERVER__SECRET": site.Secret, "ERP__NAME": "sitoo",
		"SCHEDULE__STOCK": "off", "SCHEDULE__STOCK_FULL": "off", "SCHEDULE__PRICES": "off",
	} {
		src.Environ = append(src.Environ, "WPBRIDGE_"+key+"="+value)
	}
	for name, value := range w.sim.Settings(erp) {
		src.Environ = append(src.Environ, "WPBRIDGE_SITOO__"+strings.ToUpper(name)+"="+value)
	}
	return src
}

// run is what the tests look at of a run.
type run struct {
	Run     uint64
	Status  string
	Reason  string
	Changed int
}

// order starts a run as the page does and waits for its end.
func (w *pagesWorld) order(path string, body any) (r run) {
	w.t.Helper()
	a := w.owner.REST(w.t, http.MethodPost, "wpbridge/v1/admin/"+path, body)
	require.Equal(w.t, http.StatusAccepted, a.Status, a.Body)
	a.JSON(w.t, &r)
	require.Eventually(w.t, func() bool {
		w.owner.REST(w.t, http.MethodGet, fmt.Sprintf("wpbridge/v1/admin/runs/%d", r.Run), nil).JSON(w.t, &r)
		return r.Status != "running"
	}, time.Minute, 100*time.Millisecond)
	return r
}

// meta is what the shop stores of a product; "-" is no row.
func (w *pagesWorld) meta(product int64, name string) string {
	w.t.Helper()
	return w.Value(w.t, "SELECT COALESCE( MAX( meta_value ), '-' ) FROM "+w.Table("postmeta")+" WHERE post_id = ? AND meta_key = ?", product, "_wpbridge_"+name)
}

// termMeta is what the shop stores of a category; "-" is no row.
func (w *pagesWorld) termMeta(term int64, name string) string {
	w.t.Helper()
	return w.Value(w.t, "SELECT COALESCE( MAX( meta_value ), '-' ) FROM "+w.Table("termmeta")+" WHERE term_id = ? AND meta_key = ?", term, "wpbridge_"+name)
}

// page reads a page of wp-admin.
func (w *pagesWorld) page(path string) string {
	w.t.Helper()
	a := w.owner.Get(w.t, "/wp-admin/"+path)
	require.Equal(w.t, http.StatusOK, a.Status, "%s: %.300s", path, a.Body)
	require.NotContains(w.t, a.Body, "<img src=x")
	require.NotContains(w.t, a.Body, site.Secret)
	return a.Body
}

// field is the value of a form's field.
func field(t *testing.T, page, name string) string {
	t.Helper()
	for _, tag := range regexp.MustCompile(`<input[^>]*>`).FindAllString(page, -1) {
		if strings.Contains(tag, `name="`+name+`"`) {
			m := regexp.MustCompile(`value=['"]([^'"]*)['"]`).FindStringSubmatch(tag)
			require.NotNil(t, m, tag)
			return m[1]
		}
	}
	require.Fail(t, "the page has no field", name)
	return ""
}

// form is a form of the given pairs of name and value.
func form(pairs ...string) url.Values {
	out := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		out.Add(pairs[i], pairs[i+1])
	}
	return out
}
