package e2e_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const (
	silent   = "Sorry, we cannot find out at the moment whether “%s” is in stock."
	received = "Your order has been received"
)

// buy is how a customer fares in both checkouts.
func buy(w *front) {
	c := w.another(w.t)
	c.login(customer)
	goods := map[string]struct {
		name string
		id   int64
	}{blocks: {"Plate", w.sold.Plate}, classic: {"Mug", w.sold.Mug}}
	for _, page := range []string{blocks, classic} {
		item := goods[page]
		w.t.Run(strings.Trim(page, "/"), func(t *testing.T) {
			w.browser.as(t)
			c.as(t)
			sku := strings.ToUpper(item.name)
			w.has(sku, 3)
			w.basket(c, item.id, 4)
			c.order(page, "Sorry, there is not enough of “"+item.name+"” in stock: only 3 left. Please change the quantity.")
			c.look("not-enough-" + strings.Trim(page, "/"))
			w.has(sku, 30)
			c.order(page, received)
			require.Contains(t, w.note(), "confirmed the stock")

			w.faults("drop-before=1")
			w.policy("refuse")
			w.basket(c, item.id, 1)
			c.order(page, strings.Replace(silent, "%s", item.name, 1))
			w.policy("allow")
			c.order(page, received)
			require.NotContains(t, w.note(), "confirmed the stock")
			w.faults("")
		})
	}
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

// order places what is in the cart and waits for what the shop says then.
func (b *browser) order(page, says string) {
	b.t.Helper()
	b.open(page)
	place := "#place_order"
	if page == blocks {
		place = ".wc-block-components-checkout-place-order-button"
	}
	b.until("the order can be placed", `document.querySelector(`+quote(place)+`) && !document.querySelector(`+quote(place)+`).disabled && !document.querySelector('.blockUI, .wc-block-components-loading-mask, .is-loading')`)
	b.click(place)
	b.sees(says)
}

// note is what the last order tells the owner.
func (w *front) note() string {
	return w.Value(w.t, "SELECT COALESCE(GROUP_CONCAT(comment_content), '') FROM "+w.Table("comments")+" WHERE comment_content LIKE 'WP Bridge%' AND comment_post_ID = (SELECT MAX(id) FROM "+w.Table("wc_orders")+")")
}
