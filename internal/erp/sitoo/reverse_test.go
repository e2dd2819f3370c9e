package sitoo_test

import (
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp"
)

// refund is of one of three SKU-1, and of shipping; lines hold what the shop has.
func refund(of commerce.Order, id commerce.OrderID) commerce.Refund {
	out := commerce.Refund{ID: id, Reference: of.Reference + "-r2", Created: of.Created.Add(48 * time.Hour), Reason: "Too small", Amount: dec("59"), VAT: dec("11.8")}
	goods, post := of.Lines[0], of.Lines[1]
	out.Lines = []commerce.OrderLine{
		{Kind: commerce.ProductLine, Name: goods.Name, Quantity: -commerce.One, Net: dec("-8"), VAT: dec("-2"), RefundsID: goods.ID},
		{Kind: commerce.ShippingLine, Name: post.Name, Quantity: commerce.One, Net: dec("-39.2"), VAT: dec("-9.8"), Rate: post.Rate, RefundsID: post.ID},
	}
	return out
}

func TestARefundBecomesAReturn(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		sim := shop()
		rec := &recorder{next: sim.Client().Transport}
		o := open(t, rec, sim.Settings("http://sitoo.example"))
		sold := order(1).priced("SKU-1", "3", "10.00", "25").shipping("flat_rate", "1", "Post", "39.2").done()
		r := refund(sold, 2)
		sold.Refunds = []commerce.Refund{r}
		d := write(t, o, sold)
		before := stockOf(t, sim)

		none, err := o.FindOrder(t.Context(), erp.FindRequest{Kind: erp.ReturnDocument, Order: sold, Refund: &r})
		require.NoError(t, err)
		require.Equal(t, erp.Found{Sure: true}, none)
		back, err := o.Act(t.Context(), erp.ActRequest{Action: erp.Reverse, Document: d, Order: sold, Refund: &r})
		require.NoError(t, err)
		require.Equal(t, erp.ReturnDocument, back.Kind)
		require.Equal(t, "shop-1-r2", back.Reference)
		require.Equal(t, "-59", back.Total.Decimal.String())
		require.Equal(t, "goods that came back must be put into stock in Sitoo", back.Note)
		require.Equal(t, before, stockOf(t, sim))
		same(t, filepath.Join("testdata", "orders", "refund.json"), rec.bodies[1])

		again, err := o.Act(t.Context(), erp.ActRequest{Action: erp.Reverse, Document: d, Order: sold, Refund: &r})
		require.NoError(t, err)
		require.Equal(t, back.ID, again.ID)
		found, err := o.FindOrder(t.Context(), erp.FindRequest{Kind: erp.ReturnDocument, Order: sold, Refund: &r})
		require.NoError(t, err)
		require.Len(t, found.Documents, 1)
		require.Equal(t, back.ID, found.Documents[0].ID)
		require.Len(t, sim.Orders(), 2)
	})
}

func TestARefundWithoutLines(t *testing.T) {
	t.Parallel()
	sim := shop()
	o := direct(t, sim)
	sold := order(1).priced("SKU-1", "3", "10.00", "25").done()
	d := write(t, o, sold)
	r := commerce.Refund{ID: 2, Reference: "shop-1-r2", Created: sold.Created, Amount: dec("7.77"), Rest: commerce.Amount{Net: dec("-7.77")}}
	back, err := o.Act(t.Context(), erp.ActRequest{Action: erp.Reverse, Document: d, Order: sold, Refund: &r})
	require.NoError(t, err)
	require.Equal(t, "-7.77", back.Total.Decimal.String())
	require.Empty(t, back.Note)
	stored, _, _ := sim.Order(10002)
	require.Equal(t, "-1.55", stored.VAT)
	require.Equal(t, 10001, *stored.CreditOrderID)

	r.ID, sold.Lines = 3, append(sold.Lines, order(1).priced("SKU-2", "1", "5.00", "12").Lines...)
	_, err = o.Act(t.Context(), erp.ActRequest{Action: erp.Reverse, Document: d, Order: sold, Refund: &r})
	require.ErrorIs(t, err, erp.ErrRefused)
	require.ErrorContains(t, err, "the refund of 7.77 names no lines and the order has several rates of VAT: book it in Sitoo by hand")
	_, err = act(o, t, erp.Reverse, d, sold)
	require.ErrorIs(t, err, erp.ErrRefused)
	require.Len(t, sim.Orders(), 2)
}

// A part of a price given back names a line without a quantity: it must not look
// like goods that come back.
func TestAPriceReductionIsNoGoods(t *testing.T) {
	t.Parallel()
	sim := shop()
	o := direct(t, sim)
	sold := order(1).priced("SKU-1", "3", "10.00", "25").done()
	d := write(t, o, sold)
	r := commerce.Refund{ID: 2, Reference: "shop-1-r2", Created: sold.Created, Amount: dec("5"), VAT: dec("1"), Lines: []commerce.OrderLine{
		{Kind: commerce.ProductLine, Name: "Item SKU-1", Net: dec("-4"), VAT: dec("-1"), RefundsID: sold.Lines[0].ID},
	}}
	back, err := o.Act(t.Context(), erp.ActRequest{Action: erp.Reverse, Document: d, Order: sold, Refund: &r})
	require.NoError(t, err)
	require.Empty(t, back.Note)
	stored, _, _ := sim.Order(10002)
	require.Empty(t, stored.Rows[0].SKU)
}
