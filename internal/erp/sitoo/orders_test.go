package sitoo_test

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp"
	"wpbridge/internal/erp/sitoo/sitoosim"
)

func shop() *sitoosim.Sim { return sitoosim.New(sitoosim.Options{Products: stocked(9)}) }

func write(t *testing.T, o *erp.Ops, order commerce.Order) erp.Document {
	t.Helper()
	d, err := o.WriteOrder(t.Context(), erp.WriteRequest{Kind: erp.OrderDocument, Order: order})
	require.NoError(t, err)
	return d
}

func act(o *erp.Ops, t *testing.T, action erp.Action, d erp.Document, order commerce.Order) (erp.Document, error) {
	t.Helper()
	return o.Act(t.Context(), erp.ActRequest{Action: action, Document: d, Order: order})
}

// available, reserved and total of SKU-1 in warehouse 1.
func stockOf(t *testing.T, sim *sitoosim.Sim) [3]commerce.Quantity {
	t.Helper()
	q, held := sim.Stock("SKU-1", 1)
	require.True(t, held)
	r := sim.Reserved("SKU-1", 1)
	return [3]commerce.Quantity{q, r, q + r}
}

func TestAnOrderIsReservedAndThenDelivered(t *testing.T) {
	t.Parallel()
	sim := shop()
	o, sold := direct(t, sim), order(1).priced("SKU-1", "3", "10.00", "25").priced("SKU-1", "0.5", "8.00", "25").fee("Wrapping", "4", "25").done()
	d := write(t, o, sold)
	require.Equal(t, erp.Document{
		ID: "10001", Number: "10001", Kind: erp.OrderDocument, Reference: "shop-1", State: "open", Total: d.Total, At: time.Unix(sold.Created.Unix(), 0),
	}, d)
	require.Equal(t, "39", d.Total.Decimal.String())
	require.Equal(t, [3]commerce.Quantity{96500000, 3500000, 100000000}, stockOf(t, sim))

	for range 2 { // the second finds nothing left to do
		done, err := act(o, t, erp.Deliver, d, sold)
		require.NoError(t, err)
		require.Equal(t, "closed", done.State)
		require.Equal(t, [3]commerce.Quantity{96500000, 0, 96500000}, stockOf(t, sim))
	}
	_, deliveries, _ := sim.Order(10001)
	require.Len(t, deliveries, 1)
	require.Len(t, deliveries[0].Rows, 3)
	require.Equal(t, 1, deliveries[0].Warehouse)
}

func TestAPartlyDeliveredOrderIsDeliveredToTheEnd(t *testing.T) {
	t.Parallel()
	sim := shop()
	o, sold := direct(t, sim, "order_warehouse", "2"), order(1).priced("SKU-1", "3", "10.00", "25").done()
	d := write(t, o, sold)
	ask(t, sim, "POST", "sites/1/orders/10001/orderdeliveries.json", `{"warehouseid":2,"orderdeliveryitems":[{"orderitemid":0,"quantity":1}]}`)
	_, err := act(o, t, erp.Deliver, d, sold)
	require.NoError(t, err)
	q, _ := sim.Stock("SKU-1", 2)
	require.Equal(t, commerce.Units(97), q)
	require.Zero(t, sim.Reserved("SKU-1", 2))
	_, deliveries, _ := sim.Order(10001)
	require.Len(t, deliveries, 2)
}

func TestACancelledOrderReservesNothingAndIsNotDelivered(t *testing.T) {
	t.Parallel()
	sim := shop()
	o, sold := direct(t, sim), order(1).priced("SKU-1", "3", "10.00", "25").done()
	d := write(t, o, sold)
	for range 2 {
		done, err := act(o, t, erp.Cancel, d, sold)
		require.NoError(t, err)
		require.Equal(t, "cancelled", done.State)
	}
	require.Equal(t, [3]commerce.Quantity{100000000, 0, 100000000}, stockOf(t, sim))
	_, err := act(o, t, erp.Deliver, d, sold)
	require.ErrorIs(t, err, erp.ErrRefused)
	require.ErrorContains(t, err, "deliver order 10001 in Sitoo: the ERP refused: it is cancelled in Sitoo")
}

func TestClose(t *testing.T) {
	t.Parallel()
	sim := shop()
	require.True(t, direct(t, sim).Traits.Contains(erp.OrderDocument))
	o, sold := direct(t, sim, "reserve_days", "0"), order(1).priced("SKU-1", "3", "10.00", "25").done()
	d := write(t, o, sold)
	require.Zero(t, sim.Reserved("SKU-1", 1))
	require.False(t, o.Traits.Contains(erp.OrderDocument))
	done, err := act(o, t, erp.Close, d, sold)
	require.NoError(t, err)
	require.Equal(t, "closed", done.State)
	stored, _, _ := sim.Order(10001)
	require.Equal(t, 10, stored.State)
}

func TestAnOrderThatIsThereIsTheSameOrder(t *testing.T) {
	t.Parallel()
	sim := shop()
	o, sold := direct(t, sim), order(1).priced("SKU-1", "3", "10.00", "25").done()
	first := write(t, o, sold)
	again := write(t, o, sold)
	require.Equal(t, "it was there already", again.Note)
	again.Note = ""
	require.Equal(t, first, again)
	require.Len(t, sim.Orders(), 1)
	changed := write(t, o, order(1).priced("SKU-1", "4", "10.00", "25").done())
	require.Equal(t, "30", changed.Total.Decimal.String(), "not what was to be sent")
	_, err := act(o, t, erp.Cancel, first, sold)
	require.NoError(t, err)
	_, err = o.WriteOrder(t.Context(), erp.WriteRequest{Kind: erp.OrderDocument, Order: sold})
	require.ErrorIs(t, err, erp.ErrRefused)
	require.ErrorContains(t, err, "it is there as order 10001, which is cancelled")
}

func TestFindOrderIsSure(t *testing.T) {
	t.Parallel()
	sim := shop()
	o, sold := direct(t, sim), order(1).priced("SKU-1", "3", "10.00", "25").done()
	found, err := o.FindOrder(t.Context(), erp.FindRequest{Kind: erp.OrderDocument, Order: sold})
	require.NoError(t, err)
	require.Equal(t, erp.Found{Sure: true}, found)
	d := write(t, o, sold)
	found, err = o.FindOrder(t.Context(), erp.FindRequest{Kind: erp.OrderDocument, Order: sold})
	require.NoError(t, err)
	require.Equal(t, erp.Found{Documents: []erp.Document{d}, Sure: true}, found)
}

func TestTheTotalIsSitoosOwn(t *testing.T) {
	t.Parallel()
	sim := sitoosim.New(sitoosim.Options{Products: stocked(1), NetRows: true}) // but the setting says otherwise
	d := write(t, direct(t, sim), order(1).priced("SKU-1", "1", "100.00", "25").done())
	require.Equal(t, "125", d.Total.Decimal.String())
}

func TestWhatSitooCannotTake(t *testing.T) {
	t.Parallel()
	sim := shop()
	o, good := direct(t, sim), order(1).priced("SKU-1", "1", "100.00", "25").done()
	cases := map[string]struct {
		kind   erp.DocumentKind
		change func(*commerce.Order)
		says   string
	}{
		"kind":      {erp.InvoiceDocument, func(*commerce.Order) {}, "it has orders and reservations, no invoice"},
		"lines":     {erp.OrderDocument, func(o *commerce.Order) { o.Lines, o.Total = nil, dec("0") }, "the order has no lines"},
		"reference": {erp.OrderDocument, func(o *commerce.Order) { o.Reference = "shop 1" }, `the reference "shop 1" must be`},
		"sku": {erp.OrderDocument, func(o *commerce.Order) {
			o.Lines = append([]commerce.OrderLine{}, o.Lines...)
			o.Lines[0].Code = "gone"
		}, `status 400, "Invalid field value 'sku'."`},
	}
	for name, c := range cases {
		bad := good
		c.change(&bad)
		_, err := o.WriteOrder(t.Context(), erp.WriteRequest{Kind: c.kind, Order: bad})
		require.ErrorIs(t, err, erp.ErrRefused, name)
		require.ErrorContains(t, err, c.says)
		require.False(t, erp.Ambiguous(err))
	}
	require.Empty(t, sim.Orders())
	_, err := act(o, t, erp.Cancel, erp.Document{ID: "77", Number: "77"}, good)
	require.ErrorIs(t, err, erp.ErrRefused)
	require.ErrorIs(t, err, erp.ErrNotFound)
	_, err = act(o, t, erp.Deliver, erp.Document{ID: "77", Number: "77"}, good)
	require.ErrorIs(t, err, erp.ErrRefused)
	_, err = act(o, t, erp.Deliver, erp.Document{ID: "../1", Number: "?"}, good)
	require.ErrorContains(t, err, "is not the number of an order")
	_, err = act(o, t, "dance", erp.Document{ID: "77"}, good)
	require.ErrorContains(t, err, "knows no such action")
}

// Whatever a shop's arithmetic makes, Sitoo's total is the shop's, and every row
// is within a cent of its line.
func TestAnySumComesOutRight(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(7, 7))
		for _, netRows := range []bool{false, true} {
			sim := sitoosim.New(sitoosim.Options{Products: stocked(9), NetRows: netRows})
			setting := map[bool]string{true: "no", false: "yes"}[netRows]
			o := direct(t, sim, "order_prices_include_vat", setting)
			for i := range 300 {
				sold := chance(r, uint64(i))
				d := write(t, o, sold)
				require.True(t, sold.Total.Equal(d.Total.Decimal), "%s: %s instead of %s", d.Reference, d.Total.Decimal, sold.Total)
				require.NotContains(t, d.Note, "VAT is")
			}
		}
	})
}

func chance(r *rand.Rand, id uint64) commerce.Order {
	b := order(id)
	rates := []string{"25", "12", "6", "0", "19", "8.1"}
	for range 1 + r.IntN(8) {
		full := decimalText(r, 100_000)
		net := dec(full).Mul(dec(strconv.Itoa(r.IntN(11)))).Shift(-1).String()
		b.product("SKU-"+strconv.Itoa(1+r.IntN(9)), strconv.Itoa(1+r.IntN(9)), full, net, rates[r.IntN(len(rates))])
	}
	if r.IntN(3) == 0 {
		b.fee("Fee", decimalText(r, 5_000), "25")
	}
	if r.IntN(2) == 0 {
		b.roundedByLine()
	}
	return b.done()
}

func decimalText(r *rand.Rand, most int) string {
	return fmt.Sprintf("%d.%04d", r.IntN(most)/100, r.IntN(10_000))
}
