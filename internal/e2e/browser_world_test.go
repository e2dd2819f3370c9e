package e2e_test

import (
	"bytes"
	"net"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp/simkit"
	"wpbridge/internal/erp/sitoo/sitoosim"
	"wpbridge/internal/shoptest"
	"wpbridge/internal/shoptest/site"
)

// hostile is a name that would do harm as markup.
const hostile = `Evil <img src=x data-injected onerror="window.injected=1;alert('injected')">`

const (
	ordinary = 60 // products as Catalogue makes them, which the ERP has as well
	password = "right-password-007"
)

// front is what a shop's owner sits before: a shop of his own, the program on
// its server, and the ERP.
type front struct {
	*site.Site
	*browser // of the owner

	all     *testing.T // the whole test; t, the browser's, is its part
	sim     *sitoosim.Sim
	erp     *httptest.Server
	program string // path of wpbridge
	file    string // its settings
	listen  string // where it is asked
	serving *exec.Cmd
	sold    sold
	buyer   *browser // nil until somebody buys
}

// sold are the products with a part of their own, by post id, and a category.
type sold struct{ Mug, Plate, Fork, Evil, Shirt, ShirtM, Cutlery int64 }

const (
	customer = "ana" // with the same password
	blocks   = "/checkout/"
	classic  = "/classic-checkout/"
)

func newFront(t *testing.T) *front {
	t.Helper()
	w := &front{Site: site.Fresh(t), all: t}
	w.browser = chromium(t, w.URL)
	w.build()
	require.NoError(t, shoptest.Catalogue{Simple: ordinary}.Fill(t.Context(), w.DB, w.Prefix))
	w.PHP(t, `
$make = function ( string $name, int $stock, int $category ): int {
	$p = new WC_Product_Simple();
	$p->set_name( $name );
	$p->set_sku( strtoupper( $name ) );
	$p->set_regular_price( '10' );
	$p->set_manage_stock( true );
	$p->set_stock_quantity( $stock );
	$p->set_category_ids( array_filter( array( $category ) ) );
	return $p->save();
};
$cutlery = wp_insert_term( 'Cutlery', 'product_cat' )['term_id'];
$shirt = new WC_Product_Variable();
$size  = new WC_Product_Attribute();
$size->set_name( 'Size' );
$size->set_options( array( 'M' ) );
$size->set_variation( true );
$shirt->set_attributes( array( $size ) );
$shirt->set_name( 'Shirt' );
$shirt->save();
$m = new WC_Product_Variation();
$m->set_parent_id( $shirt->get_id() );
$m->set_attributes( array( 'size' => 'M' ) );
$m->set_sku( 'SHIRT-M' );
$m->set_regular_price( '10' );
$m->set_manage_stock( true );
$m->set_stock_quantity( 50 );
$sold = array( 'Shirt' => $shirt->get_id(), 'ShirtM' => $m->save(),  'Mug' => $make( 'Mug', 50, 0 ), 'Plate' => $make( 'Plate', 50, 0 ), 'Fork' => $make( 'Fork', 50, $cutlery ), 'Evil' => $make( 'Evil', 5, 0 ), 'Cutlery' => $cutlery );
foreach ( array( 'cart', 'checkout' ) as $page ) {
	wp_insert_post( array( 'post_type' => 'page', 'post_status' => 'publish', 'post_name' => "classic-$page", 'post_title' => "Classic $page", 'post_content' => "[woocommerce_$page]" ) );
}
$ana = new WC_Customer( wc_create_new_customer( 'ana@shop.test', 'ana', 'ana' ) );
foreach ( array( 'first_name' => 'Ana', 'last_name' => 'Pop', 'phone' => '0700000000', 'address_1' => 'Strada Probei 1', 'city' => 'Bucuresti', 'state' => 'B', 'postcode' => '010001', 'country' => 'RO' ) as $field => $value ) {
	$ana->{"set_billing_$field"}( $value );
	$ana->{"set_shipping_$field"}( $value );
}
$ana->save();
delete_transient( '_wc_activation_redirect' );
update_option( 'woocommerce_coming_soon', 'no' );
update_user_meta( 1, 'show_welcome_panel', 0 );
echo json_encode( $sold );`, &w.sold)
	w.Exec(t, "UPDATE "+w.Table("posts")+" SET post_title = ? WHERE ID = ?", hostile, w.sold.Evil)
	w.startERP()
	return w
}

// build makes the program as it is installed.
func (w *front) build() {
	dir := w.t.TempDir()
	w.program, w.file = filepath.Join(dir, "wpbridge"), filepath.Join(dir, "wpbridge.yaml")
	cmd := exec.CommandContext(w.t.Context(), "go", "build", "-o", w.program, "./server")
	cmd.Dir = shoptest.ModuleRoot(w.t)
	out, err := cmd.CombinedOutput()
	require.NoError(w.t, err, string(out))
	l, err := (&net.ListenConfig{}).Listen(w.t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(w.t, err)
	w.listen = l.Addr().String()
	require.NoError(w.t, l.Close())
}

// startERP gives the ERP the shop's goods, and one of its own.
func (w *front) startERP() {
	at := func(n int) []sitoosim.Level {
		return []sitoosim.Level{{Warehouse: 1, Quantity: commerce.Units(int64(n))}, {Warehouse: 7, Quantity: commerce.Units(1000)}}
	}
	products := []sitoosim.Product{
		{SKU: "MUG", Title: "Mug", Price: "10.00", Stock: at(40)},
		{SKU: "PLATE", Title: "Plate", Price: "10.00", Stock: at(50)},
		{SKU: "SHIRT-M", Title: "Shirt M", Price: "10.00", Stock: at(50)},
		{SKU: "FORK", Title: "Fork", Price: "10.00", Stock: at(50)},
		{SKU: "EVIL", Title: hostile, Price: "10.00", Stock: at(5)},
		{SKU: `"><b data-injected>`, Title: hostile, Price: "10.00", Stock: at(5)},
	}
	for n := 1; n <= ordinary; n++ {
		products = append(products, sitoosim.Product{SKU: shoptest.SKU(n), Title: shoptest.SKU(n), Price: shoptest.Price(n), Stock: at(shoptest.Stock(n))})
	}
	w.sim = sitoosim.New(sitoosim.Options{Products: products, Password: password, Warehouses: []sitoosim.Warehouse{{ID: 1, Name: "Main store"}, {ID: 7, Name: hostile}}})
	w.erp = httptest.NewServer(w.sim)
	w.t.Cleanup(w.erp.Close)
}

// wpbridge runs a command of the program to its end.
func (w *front) wpbridge(args ...string) string {
	w.t.Helper()
	out, err := w.command(args...).CombinedOutput()
	require.NoError(w.t, err, string(out))
	return string(out)
}

func (w *front) command(args ...string) *exec.Cmd {
	cmd := exec.CommandContext(w.all.Context(), w.program, args...)
	cmd.Dir = filepath.Dir(w.file)
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "WPBRIDGE_SERVER__LISTEN=" + w.listen, "WPBRIDGE_SERVER__METRICS=off"}
	return cmd
}

// serve starts the program as its service does.
func (w *front) serve() {
	w.t.Helper()
	var log bytes.Buffer
	w.serving = w.command("serve", "--config", w.file)
	w.serving.Stdout, w.serving.Stderr = &log, &log
	w.serving.Cancel = func() error { return w.serving.Process.Signal(syscall.SIGTERM) }
	require.NoError(w.t, w.serving.Start())
	serving := w.serving
	w.all.Cleanup(func() {
		_ = serving.Wait() // the test's context has ended it
		if w.all.Failed() {
			w.all.Logf("wpbridge serve says:\n%s", log.Bytes()[max(0, log.Len()-4000):])
		}
	})
	require.Eventually(w.t, func() bool {
		c, err := new(net.Dialer).DialContext(w.t.Context(), "tcp", w.listen)
		if err == nil {
			_ = c.Close()
		}
		return err == nil
	}, patience, patience/1000)
}

// die ends it.
func (w *front) die() {
	require.NoError(w.t, w.serving.Process.Kill())
	_ = w.serving.Wait()
}

// faults makes the ERP answer badly from now on; empty: well again.
func (w *front) faults(spec string) {
	f, err := simkit.ParseFaults(spec)
	require.NoError(w.t, err)
	w.sim.SetFaults(f)
}

// has is what the ERP has of an item from now on.
func (w *front) has(sku string, units int64) {
	require.NoError(w.t, w.sim.SetStock(sku, 1, commerce.Units(units)))
}

func (w *front) stock(product int64) string {
	return w.Value(w.t, "SELECT meta_value + 0 FROM "+w.Table("postmeta")+" WHERE post_id = ? AND meta_key = '_stock'", product)
}

// settings opens a section of WooCommerce › Settings › WP Bridge.
func (w *front) settings(section string) {
	w.open("/wp-admin/admin.php?page=wc-settings&tab=wpbridge&section=" + section)
}

// page opens a tab of WooCommerce › WP Bridge.
func (w *front) page(tab string) {
	w.open("/wp-admin/admin.php?page=wpbridge&tab=" + tab)
}

// save sends the settings that are open.
func (w *front) save() {
	w.leave(".woocommerce-save-button")
	w.sees("Your settings have been saved.")
}
