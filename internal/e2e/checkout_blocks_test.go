package e2e_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestBlockCheckout(t *testing.T) {
	w := newWorld(t)
	for name, buyer := range map[string]func() *buyer{"guest": w.guest, "logged in": w.member} {
		t.Run(name, func(t *testing.T) {
			b := buyer()
			require.Empty(t, b.block(w.goods.Simple, 2))
			require.Empty(t, b.block(w.goods.ShirtM, 3))
			require.Empty(t, b.block(w.goods.TapeS, 4))
			require.Empty(t, b.block(w.goods.Excluded, 1))
			carts, orders := w.sidecar.carts.Load(), w.sidecar.orders.Load()
			for range 3 {
				status, _ := b.api(http.MethodGet, "cart", nil)
				require.Equal(t, http.StatusOK, status)
			}
			require.Equal(t, carts, w.sidecar.carts.Load(), "reading the cart costs nothing")

			order, said := b.blockOrder()

			require.Empty(t, said)
			require.Equal(t, orders+1, w.sidecar.orders.Load())
			ground, note := w.checked(order)
			require.Equal(t, "live", ground)
			require.Contains(t, note, "confirmed the stock")
		})
	}
}

func TestBlockCheckoutRefusesWhatTheERPHasNotGot(t *testing.T) {
	w := newWorld(t)
	b := w.guest()
	b.block(w.goods.Simple, 2)
	b.block(w.goods.ShirtM, 3)
	b.block(w.goods.TapeS, 2)
	b.block(w.goods.TapeM, 2)
	w.level(w.goods.ShirtM, 1)
	w.level(w.goods.Tape, 0)

	order, said := b.blockOrder()

	require.Zero(t, order)
	require.Equal(t, "400 Sorry, there is not enough of “Shirt - M” in stock: only 1 left. Please change the quantity. "+
		"Sorry, “Tape - S” has just sold out. Please remove it from your cart. Sorry, “Tape - M” has just sold out. Please remove it from your cart.", said)
	require.Equal(t, "0", w.shop.Value(t, "SELECT COUNT(*) FROM "+w.shop.Table("wc_reserved_stock")+" WHERE product_id = ?", w.goods.Simple), "nothing was reserved")

	w.level(w.goods.ShirtM, 50)
	w.level(w.goods.Tape, 40)
	w.fresh()
	order, said = b.blockOrder()
	require.Empty(t, said, "the same cart goes through once the goods are there")
	require.NotZero(t, order)
}

func TestABlockCartHearsOfWhatTheLastRunKnew(t *testing.T) {
	w := newWorld(t)
	b := w.guest()
	require.Empty(t, b.block(w.goods.Simple, 5))
	require.Equal(t, int64(1), w.sidecar.carts.Load(), "one question, not one a hook")
	w.sidecar.mute.Store(true)
	require.Empty(t, b.block(w.goods.Other, 1), "a silent sidecar does not keep the cart empty")
}
