package sitoo_test

import (
	"strconv"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp"
	"wpbridge/internal/erp/sitoo/sitoosim"
)

func row(sku string, n int64, price, discount string) sitoosim.OrderRow {
	return sitoosim.OrderRow{Name: "Item " + sku, SKU: sku, Quantity: &n, Price: price, Discount: discount, VATRate: "25"}
}

// till makes POS orders: sold and handed over, open to be delivered, closed but not
// delivered, a return, cancelled, and an order of ours.
func till(t *testing.T) *sitoosim.Sim {
	t.Helper()
	sim := shop()
	sell := func(o sitoosim.Order, delivered bool) {
		_, err := sim.Sell(o, delivered)
		require.NoError(t, err)
	}
	sell(sitoosim.Order{State: 10, Rows: []sitoosim.OrderRow{row("SKU-1", 2, "20.00", "")}}, true)
	sell(sitoosim.Order{State: 0, Rows: []sitoosim.OrderRow{row("SKU-1", 1, "10.00", ""), row("", 1, "5.00", "")}}, false)
	sell(sitoosim.Order{State: 10, Rows: []sitoosim.OrderRow{row("SKU-2", 1, "10.00", "")}}, false)
	sell(sitoosim.Order{State: 10, Rows: []sitoosim.OrderRow{row("SKU-2", -1, "-10.00", "")}}, true)
	sell(sitoosim.Order{State: 20, Rows: []sitoosim.OrderRow{row("SKU-2", 1, "10.00", "")}}, false)
	write(t, direct(t, sim), order(1).priced("SKU-1", "1", "9.00", "25").done())
	sell(sitoosim.Order{State: 0, Rows: []sitoosim.OrderRow{row("SKU-3", 1, "10.00", "")}}, true)
	return sim
}

// readAll reads page by page, with a fresh connector for each.
func readAll(t *testing.T, sim *sitoosim.Sim, since erp.Mark, more ...string) (ids string, mark erp.Mark) {
	t.Helper()
	q := erp.Query{Since: since}
	for range 50 {
		p, err := direct(t, sim, more...).ReadOrders(t.Context(), q)
		require.NoError(t, err)
		for _, in := range p.Items {
			ids += in.ID[3:]
			if in.Store2Door {
				ids += "*"
			}
			ids += " "
		}
		if q.Page = p.Next; q.Page == "" {
			return ids, p.Mark
		}
		require.Empty(t, p.Mark)
	}
	t.Fatal("the reading does not end")
	return "", ""
}

func TestPOSOrdersAreRead(t *testing.T) {
	t.Parallel()
	sim := till(t)
	for _, size := range []string{"1", "2", "1000"} {
		for mode, want := range map[string]string{
			"all": "01 02* 03 05 07 ", "store2door": "02* ", "store2door_closed": "02* 03* ",
		} {
			got, mark := readAll(t, sim, "", "fetch_orders", mode, "page_size", size)
			require.Equal(t, want, got, mode)
			require.Equal(t, erp.Mark("10007"), mark, "also of orders that are not wanted")
		}
	}
	got, mark := readAll(t, sim, "10004")
	require.Equal(t, "05 07 ", got)
	got, mark = readAll(t, sim, mark)
	require.Empty(t, got)
	require.Equal(t, erp.Mark("10007"), mark)
	got, _ = readAll(t, sim, "", "orders_from", "10003")
	require.Equal(t, "03 05 07 ", got)
	got, mark = readAll(t, sitoosim.New(sitoosim.Options{}), "")
	require.Empty(t, got)
	require.Empty(t, mark)
}

func TestOrdersAreReadOnlyWhereWanted(t *testing.T) {
	t.Parallel()
	require.Nil(t, direct(t, shop(), "fetch_orders", "no").ReadOrders)
	require.NotNil(t, direct(t, shop(), "fetch_orders", "store2door").ReadOrders)
	_, err := direct(t, shop()).ReadOrders(t.Context(), erp.Query{Since: "yesterday"})
	require.ErrorContains(t, err, `"yesterday" is not one of its places`)
}

func TestAPOSOrderTranslated(t *testing.T) {
	t.Parallel()
	sim := shop()
	third := row("SKU-2", 1, "30.00", "")
	third.Each = "0.250"
	id, err := sim.Sell(sitoosim.Order{
		Date: 1_700_000_000, PaymentState: 20, Currency: "SEK", Email: "a@example.se", First: "Åsa", Last: "Öberg", Phone: "08", Comment: "Ring first",
		InvoiceLine1: "Storgatan 1", InvoiceCity: "Stockholm", InvoiceZip: "111 22", InvoiceLand: "SE", DeliveryLine1: "Hamnen 3", DeliveryCity: "Malmö", DeliveryLand: "SE",
		Rows:     []sitoosim.OrderRow{row("SKU-1", 2, "250.00", "50.00"), third},
		Payments: []sitoosim.Payment{{Name: "Card", Amount: "200.00", ExternalID: "t-1"}, {Name: "Cash", Amount: "30.00"}},
	}, false)
	require.NoError(t, err)
	p, err := direct(t, sim).ReadOrders(t.Context(), erp.Query{})
	require.NoError(t, err)
	at := time.Unix(1_700_000_000, 0)
	billing := commerce.Address{First: "Åsa", Last: "Öberg", Email: "a@example.se", Phone: "08", Line1: "Storgatan 1", City: "Stockholm", Postcode: "111 22", Country: "SE"}
	vat := decimal.NewNullDecimal(dec("25"))
	want := commerce.Order{
		Number: strconv.Itoa(id), Reference: "sitoo-10001", Status: "processing", Created: at, Modified: at, Paid: at, Currency: "SEK", PricesIncludeVAT: true,
		Customer: commerce.Customer{Email: "a@example.se"}, Billing: billing, Note: "Ring first",
		Shipping: commerce.Address{First: "Åsa", Last: "Öberg", Phone: "08", Line1: "Hamnen 3", City: "Malmö", Country: "SE"},
		Payment:  commerce.Payment{Method: "Card", Title: "Card, Cash", Transaction: "t-1"},
		Lines: []commerce.OrderLine{
			{Kind: commerce.ProductLine, SKU: "SKU-1", Code: "SKU-1", Item: "1", Name: "Item SKU-1", Quantity: commerce.Units(2), Rate: vat, Net: dec("160"), VAT: dec("40"), FullNet: dec("200"), FullVAT: dec("50")},
			{ID: 1, Kind: commerce.ProductLine, SKU: "SKU-2", Code: "SKU-2", Item: "2", Name: "Item SKU-2", Quantity: commerce.One / 4, Rate: vat, Net: dec("24"), VAT: dec("6"), FullNet: dec("24"), FullVAT: dec("6")},
		},
		Total: dec("230"), VAT: dec("46"),
	}
	require.True(t, p.Items[0].Store2Door)
	equalOrders(t, want, p.Items[0].Order)
}

// Delivery costs, payment costs and rounding are in Sitoo's totals only.
func TestCostsBecomeLines(t *testing.T) {
	t.Parallel()
	body := `{"totalcount":1,"items":[{"orderid":9,"externalid":null,"orderstateid":10,"orderdate":0,"moneytotal_gross_all":"160.00","moneyfinal_vat":"31.90",
		"registerid":"{1}","moneydelivery_net":"40.00","moneydelivery_vat":"10.00","moneycheckout_net":"8.00","moneycheckout_vat":"2.00","additionaldata":[],
		"orderitems":[{"orderitemid":0,"productname":"Gift wrap","sku":null,"quantity":1,"vatvalue":25,"moneyitemtotal_net":"79.60","moneyitemtotal_vat":"19.90"}],"payments":null}]}`
	p, err := open(t, answer{status: 200, body: body}, settings("fetch_orders", "all")).ReadOrders(t.Context(), erp.Query{})
	require.NoError(t, err)
	require.Equal(t, erp.Mark("9"), p.Mark)
	var got []string
	sum := decimal.Zero
	for _, l := range p.Items[0].Order.Lines {
		got = append(got, string(l.Kind)+" "+l.Name+" "+l.Net.Add(l.VAT).String())
		sum = sum.Add(l.Net).Add(l.VAT)
	}
	require.Equal(t, []string{"product Gift wrap 99.5", "shipping Delivery 50", "fee Payment 10", "fee Rounding 0.5"}, got)
	require.True(t, sum.Equal(p.Items[0].Order.Total))
	require.Equal(t, "completed", p.Items[0].Order.Status)
	require.Empty(t, p.Items[0].Order.Lines[0].Item, "no SKU, no product")
}

func TestOddOrdersAreRefused(t *testing.T) {
	t.Parallel()
	good := `"orderid":9,"registerid":"{1}","orderstateid":10,"moneytotal_gross_all":"1.00","orderitems":[{"orderitemid":0,"quantity":1,"productname":"A"}]`
	for _, odd := range []string{
		`"orderid":"9"`, `"orderid":9,"moneytotal_gross_all":1,"registerid":"{1}"`, good + `,"email":5`, good + `,"moneyfinal_vat":"1,5"`,
		`"orderid":9,"registerid":"{1}","orderitems":[{"quantity":1}]`, `"orderid":9,"registerid":"{1}","orderitems":[{"quantity":"1"}]`,
	} {
		_, err := open(t, answer{status: 200, body: list(odd)}, settings("fetch_orders", "all")).ReadOrders(t.Context(), erp.Query{})
		require.ErrorIs(t, err, erp.ErrAnswer, odd)
	}
}

func equalOrders(t *testing.T, want, got commerce.Order) {
	t.Helper()
	require.True(t, want.Total.Equal(got.Total))
	require.True(t, want.VAT.Equal(got.VAT))
	require.Len(t, got.Lines, len(want.Lines))
	for i, w := range want.Lines {
		g := got.Lines[i]
		for _, pair := range [][2]decimal.Decimal{{w.Net, g.Net}, {w.VAT, g.VAT}, {w.FullNet, g.FullNet}, {w.FullVAT, g.FullVAT}, {w.Rate.Decimal, g.Rate.Decimal}} {
			require.True(t, pair[0].Equal(pair[1]), "line %d: %s, got %s", i, pair[0], pair[1])
		}
		g.Net, g.VAT, g.FullNet, g.FullVAT, g.Rate = w.Net, w.VAT, w.FullNet, w.FullVAT, w.Rate
		require.Equal(t, w, g)
	}
	got.Lines, got.Total, got.VAT = want.Lines, want.Total, want.VAT
	require.Equal(t, want, got)
}
