package e2e_test

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestPayForOrder(t *testing.T) {
	w := newWorld(t)
	for name, pay := range map[string]func(unpaid) string{"classic": w.guest().pay, "block": w.guest().blockPay} {
		t.Run(name, func(t *testing.T) {
			w.level(w.goods.Simple, 50)
			w.fresh()
			o := php[unpaid](w, "order", id(w.goods.Simple)+":2", id(w.goods.ShirtS)+":1", id(w.goods.Excluded)+":1")
			require.Empty(t, pay(o))
			ground, note := w.checked(o.ID)
			require.Equal(t, "live", ground)
			require.Contains(t, note, "confirmed the stock")

			o = php[unpaid](w, "order", id(w.goods.Simple)+":2", id(w.goods.ShirtS)+":1")
			w.level(w.goods.Simple, 3) // two of them are sold already
			w.fresh()
			require.Contains(t, pay(o), "Sorry, there is not enough of “Mug” in stock: only 1 left.")
			ground, _ = w.checked(o.ID)
			require.Empty(t, ground)
			require.Equal(t, "wc-pending", w.shop.Value(t, "SELECT status FROM "+w.shop.Table("wc_orders")+" WHERE id = ?", o.ID))
			require.Equal(t, "48", w.stock(w.goods.Simple))
			w.shop.Exec(t, "UPDATE "+w.shop.Table("postmeta")+" SET meta_value = '50' WHERE post_id = ? AND meta_key = '_stock'", w.goods.Simple)
		})
	}
}

// An order that has taken its goods already does not need them a second time.
func TestPayForWhatIsTakenAlready(t *testing.T) {
	w := newWorld(t)
	o := php[unpaid](w, "held", id(w.goods.Simple)+":50")
	require.Equal(t, "0", w.stock(w.goods.Simple))
	require.Empty(t, w.guest().pay(o))
	require.Zero(t, w.sidecar.asked())
}
