package checkup_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/checkup"
	"wpbridge/internal/ledger"
	"wpbridge/internal/pairing"
	"wpbridge/internal/shoptest"
	"wpbridge/internal/state"
	"wpbridge/internal/woo"
)

func TestShopInOrder(t *testing.T) {
	t.Parallel()
	shop := shoptest.DB(t)
	db, p := open(t, shop), prefix(t, shop)
	_, _, err := pairing.Migrate(t.Context(), db, p)
	require.NoError(t, err)
	var r checkup.Report
	r.Database(t.Context(), db, p)
	settings := r.Shop(t.Context(), db, p)
	r.Books(t.Context(), db, p)
	require.NoError(t, r.Err(), "%+v", r.Findings)
	require.NotEmpty(t, settings.Version)
	for _, name := range []string{"server", "grants", "clocks", "woocommerce", "shop settings", "own tables"} {
		require.Equal(t, checkup.OK, finding(t, &r, name).Level, name)
	}
	require.Equal(t, checkup.Warn, finding(t, &r, "matched").Level)
	require.Equal(t, "nothing has run yet", finding(t, &r, "runs").Text)
}

func TestShopsThatAreNotInOrder(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name, finding, text string
		level               checkup.Level
		option              shoptest.Option
	}{
		{"no InnoDB", "woocommerce", "wp_postmeta is MyISAM", checkup.Fail, shoptest.WithEngine("postmeta", "MyISAM")},
		{"stock not managed", "shop settings", "stock management is switched off", checkup.Fail, shoptest.WithOption("woocommerce_manage_stock", "no")},
		{"lookup table rebuilt", "shop settings", "rebuilding its product lookup table", checkup.Fail, shoptest.WithOption("woocommerce_product_lookup_table_is_generating", "1")},
		{"old WooCommerce", "woocommerce", "WooCommerce 7.9.1", checkup.Warn, shoptest.WithOption("woocommerce_version", "7.9.1")},
		{"update not finished", "shop tables", "they are of WooCommerce 8.0.0", checkup.Warn, shoptest.WithOption("woocommerce_db_version", "8.0.0")},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			shop := shoptest.DB(t, tc.option)
			var r checkup.Report
			r.Shop(t.Context(), open(t, shop), prefix(t, shop))
			f := finding(t, &r, tc.finding)
			require.Equal(t, tc.level, f.Level)
			require.Contains(t, f.Text, tc.text)
			if tc.level == checkup.Fail {
				require.ErrorIs(t, r.Err(), woo.ErrRefused)
			}
		})
	}
}

func TestOwnTablesThatAreMissing(t *testing.T) {
	t.Parallel()
	shop := shoptest.DB(t)
	var r checkup.Report
	r.Books(t.Context(), open(t, shop), prefix(t, shop))
	require.ErrorIs(t, r.Err(), state.ErrSchema)
}

func TestLastRunOfEachJob(t *testing.T) {
	t.Parallel()
	shop := shoptest.DB(t)
	db, p := open(t, shop), prefix(t, shop)
	require.NoError(t, state.Migrate(t.Context(), db, p))
	store, err := state.Open(t.Context(), db, p)
	require.NoError(t, err)
	for _, run := range []ledger.Run{
		{Job: "stock", Status: ledger.Failed, Reason: "long ago"},
		{Job: "stock", Status: ledger.Held, Reason: "80 % would become zero"},
		{Job: "prices", Status: ledger.Done},
		{Job: "prices", Status: ledger.Failed, DryRun: true},
	} {
		status, reason := run.Status, run.Reason
		require.NoError(t, store.Begin(t.Context(), &run))
		run.Status, run.Reason = status, reason
		require.NoError(t, store.Finish(t.Context(), run, ""))
	}
	var r checkup.Report
	r.Books(t.Context(), db, p)
	held := finding(t, &r, "last stock")
	require.Equal(t, checkup.Warn, held.Level)
	require.Contains(t, held.Text, "held: 80 % would become zero")
	require.Equal(t, "see `wpbridge runs show 2`, then `wpbridge sync stock --approve 2` if it is right", held.Cure)
	require.Equal(t, checkup.OK, finding(t, &r, "last prices").Level)
}
