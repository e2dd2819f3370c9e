package e2e_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestClassicCheckout(t *testing.T) {
	w := newWorld(t)
	for name, buyer := range map[string]func() *buyer{"guest": w.guest, "logged in": w.member} {
		t.Run(name, func(t *testing.T) {
			b := buyer()
			require.Empty(t, b.add(w.goods.Simple, 0, "2"))
			require.Empty(t, b.add(w.goods.Shirt, w.goods.ShirtM, "3"))
			require.Empty(t, b.add(w.goods.Tape, w.goods.TapeS, "4"))
			before := w.sidecar.orders.Load()

			order, said := b.order()

			require.Empty(t, said)
			require.Equal(t, before+1, w.sidecar.orders.Load(), "one question for the whole cart")
			ground, note := w.checked(order)
			require.Equal(t, "live", ground)
			require.Contains(t, note, "confirmed the stock")
		})
	}
	require.Equal(t, "46", w.stock(w.goods.Simple))
	require.Equal(t, "32", w.stock(w.goods.Tape))
}

func TestClassicCheckoutRefusesWhatTheERPHasNotGot(t *testing.T) {
	w := newWorld(t)
	b := w.guest()
	b.add(w.goods.Simple, 0, "2")
	b.add(w.goods.Shirt, w.goods.ShirtM, "3")
	b.add(w.goods.Tape, w.goods.TapeS, "2")
	b.add(w.goods.Tape, w.goods.TapeM, "2")
	w.level(w.goods.ShirtM, 1)
	w.level(w.goods.Tape, -7)

	order, said := b.order()

	require.Zero(t, order)
	require.Equal(t, "The following problems were found: Sorry, there is not enough of “Shirt - M” in stock: only 1 left. Please change the quantity. "+
		"Sorry, “Tape - S” has just sold out. Please remove it from your cart. Sorry, “Tape - M” has just sold out. Please remove it from your cart.", said)
	require.Equal(t, "50", w.stock(w.goods.Simple))
}

func TestNothingIsAskedForNothing(t *testing.T) {
	w := newWorld(t)
	b := w.guest()
	for _, free := range []int64{w.goods.Backorder, w.goods.Excluded, w.goods.Unmanaged} {
		require.Empty(t, b.add(free, 0, "5"))
	}
	order, said := b.order()
	require.Empty(t, said)
	ground, note := w.checked(order)
	require.Empty(t, ground+note)
	require.Zero(t, w.sidecar.asked())

	b = w.guest()
	b.add(w.goods.Simple, 0, "1")
	asked := w.sidecar.asked()
	for _, page := range []string{w.url + "/", w.goods.CartPage, w.goods.OrderPage, w.url + "/?p=" + id(w.goods.Simple), w.url + "/wp-json/wc/store/v1/cart"} {
		b.get(page)
	}
	require.Equal(t, asked, w.sidecar.asked(), "looking costs nothing")
	form := b.orderForm()
	form.Del("billing_email")
	_, said = b.send(form)
	require.Contains(t, said, "Billing Email address is a required field")
	require.Equal(t, asked, w.sidecar.asked(), "an order that fails anyway is not asked about")
}

func TestTheCartHearsOfWhatTheLastRunKnew(t *testing.T) {
	w := newWorld(t)
	b := w.guest()
	w.level(w.goods.Simple, 1)
	before := w.sim.Requests()
	require.Empty(t, b.add(w.goods.Simple, 0, "5"), "the shop's own number is still fifty")
	require.Equal(t, int64(1), w.sidecar.carts.Load())
	require.Empty(t, b.change("6"))
	require.Empty(t, b.change("4"))
	require.Equal(t, int64(2), w.sidecar.carts.Load(), "less needs no question")
	require.Equal(t, before, w.sim.Requests(), "a cart never asks the ERP")

	w.shop.Exec(t, "UPDATE "+w.shop.Table("postmeta")+" SET meta_value = '3' WHERE post_id = ? AND meta_key = '_stock'", w.goods.Other)
	require.Regexp(t, "Plate.* 3 (left|remaining)", strings.ReplaceAll(b.add(w.goods.Other, 0, "4"), "(", ""), "WooCommerce says it where we had no time to")
	w.sidecar.mute.Store(true)
	require.Empty(t, b.add(w.goods.Shirt, w.goods.ShirtS, "1"), "a silent sidecar does not keep the cart empty")
}

func TestAShopWithNoERPSellsAsBefore(t *testing.T) {
	w := newWorld(t)
	w.shop.Exec(t, "DELETE FROM "+w.shop.Table("wpbridge_link")+" WHERE post_id = ?", w.goods.Simple)
	w.set("wpbridge_pairing", "")
	b := w.guest()
	require.Empty(t, b.add(w.goods.Simple, 0, "1"))
	order, said := b.order()
	require.Empty(t, said)
	ground, _ := w.checked(order)
	require.Empty(t, ground)
}
