package shoptest_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/shoptest"
)

func TestOrder(t *testing.T) {
	t.Parallel()
	for name, options := range map[string][]shoptest.Option{
		"order tables": nil,
		"posts":        {shoptest.WithLegacyOrders(), shoptest.WithPrefix("old_")},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx, shop := t.Context(), shoptest.DB(t, options...)
			catalogue := shoptest.Catalogue{Simple: 2, Variable: 1, VariationsEach: 2}
			require.NoError(t, catalogue.Fill(ctx, shop.DB, shop.Prefix))
			stock := func(id int) string {
				return shop.Value(t, "SELECT meta_value FROM "+shop.Table("postmeta")+" WHERE meta_key = '_stock' AND post_id = ?", id)
			}
			require.Equal(t, "2", stock(1))
			require.Equal(t, "4", stock(4))

			order, err := shop.PlaceOrder(ctx, shoptest.Line{ProductID: 1, Quantity: 2}, shoptest.Line{ProductID: 3, VariationID: 4, Quantity: 1})
			require.NoError(t, err)
			held, err := shop.Reserve(ctx, order, 10)
			require.NoError(t, err)
			require.True(t, held)

			late, err := shop.PlaceOrder(ctx, shoptest.Line{ProductID: 1, Quantity: 1})
			require.NoError(t, err)
			held, err = shop.Reserve(ctx, late, 10)
			require.NoError(t, err)
			require.False(t, held, "the first order holds both")

			require.NoError(t, shop.Reduce(ctx, order))
			require.NoError(t, shop.SetOrderStatus(ctx, order.ID, "wc-processing"))
			require.Equal(t, "0", stock(1))
			require.Equal(t, "3", stock(4))
			require.Equal(t, "outofstock", shop.Value(t, "SELECT stock_status FROM "+shop.Table("wc_product_meta_lookup")+" WHERE product_id = 1"))
			require.Equal(t, "2", shop.Value(t, "SELECT meta_value FROM "+shop.Table("woocommerce_order_itemmeta")+
				" WHERE meta_key = '_reduced_stock' AND order_item_id = ?", order.Items[0]))
		})
	}
}
