package woo_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/mysql"
	"wpbridge/internal/shoptest"
	"wpbridge/internal/woo"
	"wpbridge/internal/wp"
)

func TestOpenRefusesWhatItMustNotWrite(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		spoil func(*testing.T, *shoptest.Shop)
		says  string
	}{
		"MyISAM": {func(t *testing.T, s *shoptest.Shop) {
			t.Helper()
			s.Exec(t, "ALTER TABLE "+s.Table("termmeta")+" ENGINE=MyISAM")
		}, "wp_termmeta is MyISAM"},
		"missing table": {func(t *testing.T, s *shoptest.Shop) {
			t.Helper()
			s.Exec(t, "DROP TABLE "+s.Table("wc_product_meta_lookup"))
		}, "wp_wc_product_meta_lookup is missing"},
		"other data store": {func(t *testing.T, s *shoptest.Shop) {
			t.Helper()
			s.Exec(t, "CREATE TABLE "+s.Table("wc_products")+" (id INT PRIMARY KEY) ENGINE=InnoDB")
		}, "another product data store"},
		"no WooCommerce": {func(t *testing.T, s *shoptest.Shop) {
			t.Helper()
			s.Exec(t, "DELETE FROM "+s.Table("options")+" WHERE option_name = 'woocommerce_version'")
		}, "WooCommerce is not installed"},
		"no visibility term": {func(t *testing.T, s *shoptest.Shop) {
			t.Helper()
			s.Exec(t, "UPDATE "+s.Table("terms")+" SET name = 'x' WHERE name = 'outofstock'")
		}, `"outofstock" is missing`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			shop := shoptest.DB(t)
			c.spoil(t, shop)
			db, err := mysql.Open(t.Context(), mysql.Options{DSN: shop.DSN})
			require.NoError(t, err)
			t.Cleanup(func() { _ = db.Close() })
			prefix, err := wp.ParsePrefix(shop.Prefix)
			require.NoError(t, err)

			_, err = woo.Open(t.Context(), db, prefix)

			require.ErrorIs(t, err, woo.ErrRefused)
			require.ErrorContains(t, err, c.says)
		})
	}
}
