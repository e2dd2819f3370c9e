package woo_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"wpbridge/internal/commerce"
	"wpbridge/internal/shoptest"
	"wpbridge/internal/woo"
)

// orderAnswers is what WooCommerce's own classes say about a recorded order.
type orderAnswers struct {
	About         string
	Rounding      decimal.Decimal // that the shape is made to have
	ID            commerce.OrderID
	Number        string
	Status        string
	Currency      string
	PricesInclude bool            `json:"prices_include_tax"`
	Total         decimal.Decimal `json:"total"`
	TotalTax      decimal.Decimal `json:"total_tax"`
	Created       int64
	Modified      int64
	Paid          int64
	Completed     int64
	Customer      uint64
	Note          string
	Method        string `json:"payment_method"`
	Title         string `json:"payment_title"`
	Transaction   string
	Taken         bool
	Billing       addressAnswers
	Shipping      addressAnswers
	CIF           string
	Lines         []lineAnswers
	Coupons       []struct {
		Code     string
		Net, VAT decimal.Decimal
	}
	Refunds []struct {
		ID       commerce.OrderID
		Amount   decimal.Decimal
		TotalTax decimal.Decimal `json:"total_tax"`
		Reason   string
		Lines    []lineAnswers
	}
}

// digits is how many decimals the order's currency has in its shop.
func (a orderAnswers) digits() int32 {
	if a.Currency == "HUF" {
		return 0
	}
	return 2
}

type addressAnswers struct {
	First    string `json:"first_name"`
	Last     string `json:"last_name"`
	Company  string
	Line1    string `json:"address_1"`
	Line2    string `json:"address_2"`
	City     string
	Postcode string
	State    string
	Country  string
	Email    string
	Phone    string
}

type lineAnswers struct {
	ID                 uint64
	Type               string
	Name               string
	Product, Variation commerce.ProductID
	SKU                string
	Quantity           commerce.Quantity
	Net, VAT           decimal.Decimal
	FullNet            decimal.Decimal `json:"full_net"`
	FullVAT            decimal.Decimal `json:"full_vat"`
	Rates              []string
	Method, Instance   string
	Taken              string
	RefundsLine        uint64 `json:"refunds_line"`
}

func readAnswers(t *testing.T, dir string) orderAnswers {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, "answers.json"))
	require.NoError(t, err)
	var a orderAnswers
	require.NoError(t, json.Unmarshal(text, &a))
	return a
}

// TestRecordedOrders reads the rows of each recorded order and expects what
// WooCommerce reads from them.
func TestRecordedOrders(t *testing.T) {
	t.Parallel()
	for _, dir := range shoptest.RecordedOrders(t) {
		t.Run(filepath.Base(dir), func(t *testing.T) {
			t.Parallel()
			db := shoptest.DB(t)
			db.LoadRows(t, filepath.Join(dir, "rows.json"))
			want := readAnswers(t, dir)
			got, err := open(t, db).Order(t.Context(), want.ID, woo.OrderOptions{MetaKeys: []string{"_billing_cif"}})
			require.NoError(t, err)
			requireOrder(t, want, got)
		})
	}
}

func requireOrder(t *testing.T, want orderAnswers, got commerce.Order) {
	t.Helper()
	require.NoError(t, got.Check(), want.About)
	requireAmount(t, want.Total, got.Total)
	requireAmount(t, want.TotalTax, got.VAT)
	requireAmount(t, want.Rounding, got.Rounding.Gross())
	requireAmount(t, decimal.Zero, got.Rounding.VAT)
	require.Equal(t, []any{want.ID, want.Number, want.Status, want.Currency, want.PricesInclude, want.Taken, want.Customer, want.Note},
		[]any{got.ID, got.Number, got.Status, got.Currency, got.PricesIncludeVAT, got.Taken, got.Customer.ID, got.Note})
	require.Equal(t, commerce.Payment{Method: want.Method, Title: want.Title, Transaction: want.Transaction}, got.Payment)
	require.Equal(t, []int64{want.Created, want.Modified, want.Paid, want.Completed}, []int64{seconds(got.Created), seconds(got.Modified), seconds(got.Paid), seconds(got.Completed)})
	require.Equal(t, want.Billing.Email, got.Customer.Email)
	require.Equal(t, want.CIF, got.Meta["_billing_cif"])
	require.Equal(t, commerce.Address(want.Billing), got.Billing)
	if want.Shipping.Line1 != "" {
		want.Shipping.Email = got.Shipping.Email // WooCommerce knows none
		require.Equal(t, commerce.Address(want.Shipping), got.Shipping)
	} else {
		require.Equal(t, got.Billing, got.Shipping)
	}
	requireLines(t, want.Lines, got.Lines, want.digits())
	require.Len(t, got.Coupons, len(want.Coupons))
	for i, c := range want.Coupons {
		require.Equal(t, c.Code, got.Coupons[i].Code)
		requireAmount(t, c.Net.Add(c.VAT).Round(want.digits()), got.Coupons[i].Net.Add(got.Coupons[i].VAT))
	}
	requireRefunds(t, want, got)
}

func requireRefunds(t *testing.T, want orderAnswers, got commerce.Order) {
	t.Helper()
	require.Len(t, got.Refunds, len(want.Refunds))
	for i, r := range want.Refunds {
		back := got.Refunds[i]
		require.Equal(t, []any{r.ID, r.Reason}, []any{back.ID, back.Reason})
		requireAmount(t, r.Amount, back.Amount)
		requireAmount(t, r.TotalTax.Neg(), back.VAT)
		for n := range r.Lines {
			if r.Lines[n].Type != "line_item" {
				r.Lines[n].Quantity = -commerce.One // WooCommerce says 1 of shipping given back, too
			}
		}
		requireLines(t, r.Lines, back.Lines, want.digits())
		rest := r.Amount.Neg()
		if len(r.Lines) > 0 {
			rest = decimal.Zero
		}
		requireAmount(t, rest, back.Rest.Gross())
	}
}

func requireLines(t *testing.T, want []lineAnswers, got []commerce.OrderLine, digits int32) {
	t.Helper()
	kinds := map[string]commerce.LineKind{"line_item": commerce.ProductLine, "shipping": commerce.ShippingLine, "fee": commerce.FeeLine}
	require.Len(t, got, len(want))
	for i, w := range want {
		g := got[i]
		product, parent := w.Product, commerce.ProductID(0)
		if w.Variation != 0 {
			product, parent = w.Variation, w.Product
		}
		if w.Type == "line_item" && w.Product == 0 {
			product = g.Product // of a product that is gone WooCommerce forgets the id, too
		}
		taken := commerce.Quantity(0)
		if w.Taken != "" {
			var err error
			taken, err = commerce.ParseStored(w.Taken)
			require.NoError(t, err)
		}
		require.Equal(t, []any{w.ID, kinds[w.Type], w.Name, product, parent, w.SKU, w.Quantity, w.Method, w.Instance, w.RefundsLine, taken},
			[]any{g.ID, g.Kind, g.Name, g.Product, g.Parent, g.SKU, g.Quantity, g.Method, g.Instance, g.RefundsID, g.Taken})
		requireNeighbour(t, commerce.Amount{Net: w.Net, VAT: w.VAT}, g.Amount(), digits)
		requireNeighbour(t, commerce.Amount{Net: w.FullNet, VAT: w.FullVAT}, g.Full(), digits)
		require.Equal(t, len(w.Rates) == 1, g.Rate.Valid, "line %d has the rates %v", w.ID, w.Rates)
		if g.Rate.Valid {
			requireAmount(t, decimal.RequireFromString(w.Rates[0]), g.Rate.Decimal)
		}
	}
}

// requireNeighbour expects an amount in whole cents, less than one away from
// WooCommerce's, and the same where that is whole.
func requireNeighbour(t *testing.T, want, got commerce.Amount, digits int32) {
	t.Helper()
	cent := decimal.New(1, -digits)
	for _, pair := range [][2]decimal.Decimal{{want.Net, got.Net}, {want.VAT, got.VAT}, {want.Gross(), got.Gross()}} {
		require.True(t, pair[1].Equal(pair[1].Round(digits)), "%s is not in whole cents", pair[1])
		require.True(t, pair[0].Sub(pair[1]).Abs().LessThan(cent), "WooCommerce has %s, we %s", pair[0], pair[1])
		if pair[0].Round(5).Equal(pair[0].Round(digits)) {
			requireAmount(t, pair[0].Round(digits), pair[1])
		}
	}
}

func requireAmount(t *testing.T, want, got decimal.Decimal) {
	t.Helper()
	require.True(t, want.Equal(got), "want %s, got %s", want, got)
}

func seconds(at time.Time) int64 {
	if at.IsZero() {
		return 0
	}
	return at.Unix()
}
