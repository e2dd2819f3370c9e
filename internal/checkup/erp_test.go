package checkup_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"wpbridge/internal/checkup"
	"wpbridge/internal/commerce"
	"wpbridge/internal/erp"
	"wpbridge/internal/woo"
)

func TestERPInOrder(t *testing.T) {
	t.Parallel()
	c, fake := connector(erp.Settings{"warehouses": "1, 2"})
	fake.SetItem(commerce.Item{ID: "1", Price: &commerce.Price{IncludesVAT: true}})
	var r checkup.Report
	r.ERP(t.Context(), c, &woo.Settings{PricesIncludeTax: true})
	require.NoError(t, r.Err())
	require.Equal(t, checkup.OK, r.Status())
	require.Contains(t, finding(t, &r, "erp").Text, "Acme answers and accepts the login, in ")
	require.Equal(t, "1 Main, 2 Malmö", finding(t, &r, "erp warehouses").Text)
	require.Equal(t, "the ERP and the shop store prices on the same side of VAT", finding(t, &r, "prices").Text)
}

func TestERPThatDoesNotAnswer(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		err  error
		cure string
	}{
		{erp.ErrUnreachable, "check the address in the settings, this machine's DNS and firewall, and that the ERP is up"},
		{erp.ErrUnauthorized, "check the login in the settings, and that the ERP allows this machine's address"},
	} {
		c, fake := connector(nil)
		fake.Fail(fmt.Errorf("ping: %w", tc.err), -1)
		var r checkup.Report
		r.ERP(t.Context(), c, nil)
		require.ErrorIs(t, r.Err(), tc.err, "the exit code follows from it")
		require.EqualError(t, r.Err(), "check failed: erp")
		require.Equal(t, tc.cure, finding(t, &r, "erp").Cure)
	}
}

func TestERPSettingsThatDoNotFit(t *testing.T) {
	t.Parallel()
	c, _ := connector(nil)
	c.Probe = func(context.Context) (*erp.Ops, error) { return nil, errors.New("acme.password is missing") }
	var r checkup.Report
	r.ERP(t.Context(), c, nil)
	require.Equal(t, "complete the section acme of the settings", finding(t, &r, "erp settings").Cure)
}

func TestReferencesThatDoNotExist(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ name, warehouses, want string }{
		{"unknown", "1,7,9", "acme.warehouses names 7, 9, which Acme does not have"},
		{"not chosen", "", "acme.warehouses is missing: Which ones."},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			c, _ := connector(erp.Settings{"warehouses": tc.warehouses})
			c.Open = func(context.Context) (*erp.Ops, error) { panic("must not be opened with faulty settings") }
			var r checkup.Report
			r.ERP(t.Context(), c, &woo.Settings{})
			f := finding(t, &r, "erp warehouses")
			require.Equal(t, checkup.Fail, f.Level)
			require.Equal(t, tc.want, f.Text)
			require.Equal(t, "there are: 1 Main, 2 Malmö", f.Cure)
		})
	}
}

func TestPricesOnDifferentSidesOfVAT(t *testing.T) {
	t.Parallel()
	rate := decimal.NewNullDecimal(decimal.NewFromInt(25))
	for _, tc := range []struct {
		name  string
		price *commerce.Price
		level checkup.Level
		want  string
	}{
		{"with a rate", &commerce.Price{IncludesVAT: true, VATPercent: rate}, checkup.OK, "converted by each item's rate"},
		{"without a rate", &commerce.Price{IncludesVAT: true}, checkup.Warn, "1 of the first 1 items have prices on the other side of VAT than the shop, and no VAT rate"},
		{"without prices", nil, checkup.Warn, "none of the first 1 items has a price"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			c, fake := connector(erp.Settings{"warehouses": "1"})
			fake.SetItem(commerce.Item{ID: "1", Price: tc.price})
			var r checkup.Report
			r.ERP(t.Context(), c, &woo.Settings{})
			require.Equal(t, tc.level, finding(t, &r, "prices").Level)
			require.Contains(t, finding(t, &r, "prices").Text, tc.want)
		})
	}
}
