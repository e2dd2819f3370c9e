package sitoo_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp"
	"wpbridge/internal/erp/sitoo/sitoosim"
)

var update = flag.Bool("update", false, "write testdata/orders anew") //nolint:gochecknoglobals // a flag

// shape is one kind of order, with the settings it is sent by.
type shape struct {
	order    commerce.Order
	settings []string
	note     string // what a person is told
	left     string // what the shop's total has and Sitoo's has not
}

func shapes() map[string]shape {
	family := "👨‍👩‍👧‍👦"
	long := strings.Repeat("Åäö ", 80)
	return map[string]shape{
		"plain":        {order: order(101).priced("SKU-1", "2", "250.00", "25").done()},
		"guest":        {order: order(102).priced("SKU-1", "1", "99.00", "25").shipping("flat_rate", "1", "Post", "39.20").done()},
		"mixed-vat":    {order: order(103).priced("SKU-1", "3", "33.33", "25").priced("SKU-2", "7", "12.49", "12").priced("SKU-3", "2", "119.99", "6").shipping("flat_rate", "1", "Post", "39.2").done()},
		"exclusive":    {order: order(104).product("SKU-1", "3", "9.99", "9.99", "25").product("SKU-2", "1", "3.33", "3.33", "12").roundedByLine().done()},
		"subtotal":     {order: order(105).product("SKU-1", "1", "1.114", "1.114", "25").product("SKU-2", "1", "1.114", "1.114", "25").product("SKU-3", "1", "1.114", "1.114", "25").done(), note: "rows changed by 0.01"},
		"net-rows":     {order: order(106).priced("SKU-1", "3", "33.33", "25").priced("SKU-2", "1", "0.02", "25").fee("Wrapping", "4", "25").done(), settings: []string{"order_prices_include_vat", "no"}, note: `a row "Rounding" of`},
		"coupon":       {order: order(107).product("SKU-1", "2", "160", "120", "25").shipping("flat_rate", "1", "Post", "40").with(func(o *commerce.Order) { o.Coupons = []commerce.AppliedCoupon{{Code: "spring"}, {Code: "vip"}} }).done()},
		"coupon-100":   {order: order(108).product("SKU-1", "2", "160", "0", "25").shipping("free_shipping", "2", "Free shipping", "0").with(func(o *commerce.Order) { o.Coupons = []commerce.AppliedCoupon{{Code: "gift"}} }).done()},
		"free-ship":    {order: order(109).priced("SKU-1", "1", "500.00", "25").shipping("free_shipping", "2", "Free shipping", "0").done()},
		"fraction":     {order: order(110).priced("SKU-1", "0.750", "199.00", "12").priced("SKU-2", "2.3333", "10.00", "12").done(), settings: []string{"unit_label", "kg"}, note: "quantity 2.3333"},
		"negative-fee": {order: order(111).priced("SKU-1", "1", "100.00", "25").priced("SKU-2", "1", "112.00", "12").fee("Loyalty", "-8", "25").done(), note: `"Loyalty" of -10.00`},
		"fee-eats-all": {order: order(112).priced("SKU-1", "1", "10.00", "25").fee("Gift card", "-80", "0").totals("0", "0").done(), note: `"Gift card" of -80.00`},
		"off-list": {order: order(113).priced("SKU-1", "1", "10.00", "25").with(func(o *commerce.Order) {
			l := o.Lines[0]
			l.ID, l.Item, l.Code, l.SKU, l.Name = 2, "", "", "NOT-IN-SITOO", "Hand-made <bowl> & lid"
			o.Lines = append(o.Lines, l)
		}).done()},
		"collect":        {order: order(114).priced("SKU-1", "1", "80.00", "25").shipping("local_pickup", "3", "Pick up in store", "0").done(), settings: []string{"click_collect", "local_pickup:3=2"}},
		"collect-closed": {order: order(115).priced("SKU-1", "1", "80.00", "25").shipping("local_pickup", "4", "Pick up", "0").done(), settings: []string{"click_collect", "local_pickup", "click_collect_state", "closed"}},
		"company": {order: order(116).priced("SKU-1", "10", "1234.50", "25").with(func(o *commerce.Order) {
			o.Customer.ID, o.Billing.Company = 7, "Öberg & Co AB"
			o.Meta = map[string]string{"_billing_vat": "SE556000000001", "_billing_ref": "PO 77"}
			o.Shipping.First, o.Shipping.Last, o.Shipping.Company, o.Shipping.Line1, o.Shipping.Phone = "Bo", "Ek", "Lager AB", "Hamnen 3", "08-1"
		}).done(), settings: []string{"personalid_meta", "_billing_vat", "order_tags", "channel=web,source=woo"}},
		"long-texts": {order: order(117).priced("SKU-1", "1", "10.00", "25").with(func(o *commerce.Order) {
			o.Lines[0].Name, o.Note = long, "Line one\r\nline\x00 two "+strings.Repeat("x", 3000)
			o.Billing.Line1, o.Shipping.City = "Street\n"+long, long
		}).done(), note: "product name cut to 200 characters"},
		"emoji": {order: order(118).priced("SKU-1", "1", "10.00", "25").with(func(o *commerce.Order) {
			o.Lines[0].Name = "Mug " + strings.Repeat(family, 40)
			o.Note, o.Billing.First = "Tack! "+family, "Zoë \u202f🦄"
		}).done(), note: "product name cut"},
		"currency": {order: order(119).priced("SKU-1", "1", "19.99", "20").with(func(o *commerce.Order) { o.Currency = "GBP" }).done()},
		"no-cents": {order: order(120).priced("SKU-1", "3", "1000", "10").with(func(o *commerce.Order) { o.Currency = "JPY" }).done()},
		"unpaid": {order: order(121).priced("SKU-1", "1", "60.00", "25").with(func(o *commerce.Order) {
			o.Paid, o.Payment = time.Time{}, commerce.Payment{Method: "cod", Title: "On delivery"}
		}).done(), settings: []string{"payment_names", "cod=Cash,stripe=Card"}},
		"ship-item":   {order: order(122).priced("SKU-1", "1", "60.00", "25").shipping("flat_rate", "1", "Post", "40").done(), settings: []string{"shipping_skus", "flat_rate=SKU-9,*=SKU-8"}},
		"no-shipping": {order: order(123).priced("SKU-1", "1", "60.00", "25").shipping("flat_rate", "1", "Post", "40").done(), settings: []string{"shipping_row", "no"}, note: "shipping of 50.00 is left out", left: "50.00"},
		"two-taxes": {order: order(124).priced("SKU-1", "1", "114.98", "14.975").with(func(o *commerce.Order) {
			o.Lines[0].Rate, o.Currency = decimal.NullDecimal{}, "CAD"
		}).done()},
		"exempt":     {order: order(125).product("SKU-1", "1", "80", "80", "25").with(func(o *commerce.Order) { o.Lines[0].VAT, o.Lines[0].FullVAT = dec("0"), dec("0") }).done()},
		"difference": {order: order(126).priced("SKU-1", "1", "60.00", "25").totals("65.5", "12").done(), note: `a row "Difference to the shop's total" of 5.50`},
		"completed":  {order: order(127).priced("SKU-1", "1", "60.00", "25").with(func(o *commerce.Order) { o.Completed = o.Created }).done()},
		"historic":   {order: order(129).priced("SKU-1", "1", "60.00", "25").with(func(o *commerce.Order) { o.Completed = o.Created.AddDate(0, 0, -60) }).done()},
		"many-rows":  {order: many(128), note: "rows changed by"},
	}
}

func many(id uint64) commerce.Order {
	b := order(id)
	for range 60 {
		b.product("SKU-1", "1", "0.339", "0.333", "25")
	}
	return b.done()
}

// recorder keeps the bodies of what is sent.
type recorder struct {
	next   http.RoundTripper
	bodies []string
}

func (r *recorder) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.Body != nil && req.Method != http.MethodGet {
		b, err := io.ReadAll(req.Body)
		if err != nil {
			return nil, err
		}
		r.bodies = append(r.bodies, string(b))
		req.Body = io.NopCloser(bytes.NewReader(b))
	}
	return r.next.RoundTrip(req)
}

func TestOrderShapes(t *testing.T) {
	t.Parallel()
	for name, s := range shapes() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) { s.check(t, filepath.Join("testdata", "orders", name+".json")) })
		})
	}
}

func (s shape) check(t *testing.T, golden string) {
	netRows := len(s.settings) > 0 && s.settings[0] == "order_prices_include_vat"
	sim := sitoosim.New(sitoosim.Options{Products: stocked(9), NetRows: netRows})
	rec := &recorder{next: sim.Client().Transport}
	set := sim.Settings("http://sitoo.example")
	for i := 0; i < len(s.settings); i += 2 {
		set[s.settings[i]] = s.settings[i+1]
	}
	d, err := open(t, rec, set).WriteOrder(t.Context(), erp.WriteRequest{Kind: erp.OrderDocument, Order: s.order})
	require.NoError(t, err)
	require.Len(t, rec.bodies, 1)
	same(t, golden, rec.bodies[0])

	want := s.order.Total.Round(2)
	if s.left != "" {
		want = want.Sub(dec(s.left))
	}
	require.True(t, want.Equal(total(t, rec.bodies[0], netRows)), "the rows come to %s", total(t, rec.bodies[0], netRows))
	require.True(t, want.Equal(d.Total.Decimal), "Sitoo's total is %s", d.Total.Decimal)
	require.NotContains(t, d.Note, "VAT is")
	if s.note == "" {
		require.Empty(t, d.Note)
	}
	require.Contains(t, d.Note, s.note)
}

// total adds up what a body says, as the documentation's example does.
func total(t *testing.T, body string, netRows bool) decimal.Decimal {
	t.Helper()
	var o struct {
		OrderItems []struct {
			VATValue         decimal.Decimal
			MoneyRowPrice    string
			MoneyRowDiscount string
		}
	}
	require.NoError(t, json.Unmarshal([]byte(body), &o))
	sum := decimal.Zero
	for _, r := range o.OrderItems {
		paid := dec(r.MoneyRowPrice)
		if r.MoneyRowDiscount != "" {
			require.False(t, dec(r.MoneyRowDiscount).GreaterThan(paid), "a row below nothing")
			paid = paid.Sub(dec(r.MoneyRowDiscount))
		}
		require.False(t, paid.IsNegative())
		if netRows {
			paid = paid.Add(paid.Mul(r.VATValue).Shift(-2).Round(2))
		}
		sum = sum.Add(paid)
	}
	return sum
}

// same compares with a file, indented for people.
func same(t *testing.T, path, body string) {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, json.Indent(&b, []byte(body), "", "  "))
	b.WriteByte('\n')
	if *update {
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, b.Bytes(), 0o600))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, string(want), b.String())
}

// stocked are n products, SKU-1 and so on, of which two warehouses hold a hundred
// each.
func stocked(n int) []sitoosim.Product {
	var out []sitoosim.Product
	for i := range n {
		out = append(out, sitoosim.Product{
			SKU: "SKU-" + string(rune('1'+i)), Title: "Item", Price: "10.00",
			Stock: []sitoosim.Level{{Warehouse: 1, Quantity: commerce.Units(100)}, {Warehouse: 2, Quantity: commerce.Units(100)}},
		})
	}
	return out
}
