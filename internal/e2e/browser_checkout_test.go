package e2e_test

import (
	"fmt"
	"strings"
	"time"

	"github.com/stretchr/testify/require"
)

const (
	silent   = "Sorry, we cannot find out at the moment whether “%s” is in stock."
	received = "Your order has been received"
)

// wares are what customers buy in one of the checkouts.
type wares struct {
	page    string
	name    string
	product int64
	evil    int64 // how many too many of the product with the hostile name
}

func (w *front) wares() []wares {
	return []wares{{blocks, "Plate", w.sold.Plate, 5}, {classic, "Mug", w.sold.Mug, 4}}
}

func buy(w *front) {
	c := w.customer()
	for _, x := range w.wares() {
		label := strings.Trim(x.page, "/")
		w.has("EVIL", x.evil-1)
		w.basket(c, w.sold.Evil, x.evil)
		c.order(x.page, fmt.Sprintf("Sorry, there is not enough of “Evil” in stock: only %d left.", x.evil-1))
		c.sound()

		w.has(strings.ToUpper(x.name), 3)
		w.basket(c, x.product, 4)
		c.order(x.page, "Sorry, there is not enough of “"+x.name+"” in stock: only 3 left. Please change the quantity.")
		c.look(label + "-not-enough")
		w.has(strings.ToUpper(x.name), 30)
		w.run("Stock, everything", "Done.") // the shop knows of the three by now
		c.order(x.page, received)
		c.look(label + "-received")
		require.Contains(w.t, w.note(), "confirmed the stock")
	}
	w.open("/wp-admin/admin.php?page=wc-orders&action=edit&id=" + w.Value(w.t, "SELECT MAX(id) FROM "+w.Table("wc_orders")))
	w.sees("confirmed the stock")
	w.look("order")
}

func pay(w *front) {
	c := w.customer()
	var due struct{ URL string }
	w.PHP(w.t, `$order = wc_create_order( array( 'customer_id' => get_user_by( 'login', 'ana' )->ID ) );
$order->add_product( wc_get_product( `+id(w.sold.Fork)+` ), 25 );
$order->set_address( ( new WC_Customer( $order->get_customer_id() ) )->get_billing(), 'billing' );
$order->calculate_totals();
$order->save();
echo json_encode( array( 'URL' => $order->get_checkout_payment_url() ) );`, &due)
	c.order(due.URL, "Sorry, there is not enough of “Fork” in stock: only 20 left.")
	c.look("pay-not-enough")
	w.has("FORK", 40)
	c.order(due.URL, received)
	require.Contains(w.t, w.note(), "confirmed the stock")
}

// buySilently is how customers fare when nobody can be asked: refused or
// trusted, as the owner chose.
func (w *front) buySilently(label string) {
	c := w.customer()
	for _, x := range w.wares() {
		w.policy("refuse")
		w.basket(c, x.product, 1)
		c.order(x.page, fmt.Sprintf(silent, x.name))
		c.look(strings.Trim(x.page, "/") + label)
		w.policy("allow")
		c.order(x.page, received)
		require.NotContains(w.t, w.note(), "confirmed the stock")
	}
}

func buyWithoutERP(w *front) {
	w.faults("drop-before=1")
	w.buySilently("-no-erp")
}

func buyWithoutProgram(w *front) {
	w.die()
	w.settings("stock")
	w.look("stock-not-running")
	w.buySilently("-no-program")
	w.page("history")
	w.sees("The wpbridge program does not run")
	w.look("history-not-running")
}

// customer is somebody who has bought here before, at a browser of his own.
func (w *front) customer() *browser {
	w.t.Helper()
	if w.buyer == nil {
		w.buyer = w.another(w.all)
		w.buyer.login(customer)
	}
	return w.buyer.as(w.t)
}

// policy is what the owner chooses for the time when nobody can be asked.
func (w *front) policy(p string) {
	w.t.Helper()
	w.settings("stock")
	if ask[string](w.browser, `document.getElementById('wpbridge_checkout__when_unreachable').value`) != p {
		w.choose("#wpbridge_checkout__when_unreachable", p)
		w.save()
	}
}

// basket fills the customer's cart with just this.
func (w *front) basket(c *browser, product int64, quantity int64) {
	w.t.Helper()
	w.Exec(w.t, "DELETE FROM "+w.Table("woocommerce_sessions"))
	w.Exec(w.t, "DELETE FROM "+w.Table("usermeta")+" WHERE meta_key LIKE '%woocommerce_persistent_cart%'")
	c.open("/?add-to-cart=" + id(product) + "&quantity=" + id(quantity))
}

// order places what is in the cart until the shop says so: an answer of the ERP
// counts for two seconds.
func (b *browser) order(page, says string) {
	b.t.Helper()
	place := "#place_order" // of the shortcode, and where an order is paid
	if page == blocks {
		place = ".wc-block-components-checkout-place-order-button"
	}
	button, said := "document.querySelector("+quote(place)+")", within("body")+".includes("+quote(says)+")"
	for late := time.Now().Add(patience); ; {
		b.open(page)
		b.until("the order can be placed", button+" && !"+button+".disabled && !document.querySelector("+
			"'.blockUI, .wc-block-components-loading-mask, .is-loading, .wc-block-components-skeleton')")
		b.do("place the order", act(button+".click()")) // not by mouse: totals come late and move the page
		b.until("the shop answers", said+" || "+within("[role=alert], .is-error")+".includes('Sorry')")
		if ask[bool](b, said) || time.Now().After(late) {
			b.sees(says)
			return
		}
	}
}

// note is what the last order tells the owner.
func (w *front) note() string {
	return w.Value(w.t, "SELECT COALESCE(GROUP_CONCAT(comment_content), '') FROM "+w.Table("comments")+" WHERE comment_content LIKE 'WP Bridge%' AND comment_post_ID = (SELECT MAX(id) FROM "+w.Table("wc_orders")+")")
}
