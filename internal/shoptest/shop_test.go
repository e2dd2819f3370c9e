package shoptest_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/shoptest"
)

func TestDB(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		options []shoptest.Option
		prefix  string
		table   string
		want    string
	}{
		{"as recorded", nil, "wp_", "postmeta", "InnoDB utf8mb4_unicode_520_ci"},
		{"other prefix", []shoptest.Option{shoptest.WithPrefix("shop7_")}, "shop7_", "posts", "InnoDB utf8mb4_unicode_520_ci"},
		{"other collation", []shoptest.Option{shoptest.WithCollation("utf8mb3_general_ci")}, "wp_", "posts", "InnoDB utf8mb3_general_ci"},
		{"mixed collations", []shoptest.Option{shoptest.WithMixedCollations()}, "wp_", "options", "InnoDB utf8mb4_bin"},
		{"other engine", []shoptest.Option{shoptest.WithEngine("postmeta", "MyISAM")}, "wp_", "postmeta", "MyISAM utf8mb4_unicode_520_ci"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			shop := shoptest.DB(t, tt.options...)
			require.Equal(t, tt.prefix, shop.Prefix)
			require.Equal(t, tt.want, shop.Value(t, "SELECT CONCAT(engine, ' ', table_collation) FROM information_schema.tables"+
				" WHERE table_schema = DATABASE() AND table_name = ?", shop.Table(tt.table)))
			require.Equal(t, "9", shop.Value(t, "SELECT term_id FROM "+shop.Table("terms")+" WHERE name = 'outofstock'"))
		})
	}
}

func TestDBOptions(t *testing.T) {
	t.Parallel()
	shop := shoptest.DB(t, shoptest.WithLegacyOrders(), shoptest.WithOption("woocommerce_notify_no_stock_amount", "2"))
	option := "SELECT option_value FROM wp_options WHERE option_name = ?"
	require.Equal(t, "no", shop.Value(t, option, "woocommerce_custom_orders_table_enabled"))
	require.Equal(t, "2", shop.Value(t, option, "woocommerce_notify_no_stock_amount"))
	shop.SetOption(t, "woocommerce_notify_no_stock_amount", "3")
	require.Equal(t, "3", shop.Value(t, option, "woocommerce_notify_no_stock_amount"))
}

func TestFill(t *testing.T) {
	t.Parallel()
	shop := shoptest.DB(t, shoptest.WithPrefix("x_"))
	catalogue := shoptest.Catalogue{Simple: 30, Variable: 5, VariationsEach: 4, Transients: true}
	start := time.Now()
	require.NoError(t, catalogue.Fill(t.Context(), shop.DB, shop.Prefix))
	t.Log(time.Since(start))
	require.Equal(t, 50, catalogue.Holders())
	require.Equal(t, "50", shop.Value(t, "SELECT COUNT(*) FROM x_postmeta WHERE meta_key = '_stock' AND meta_value IS NOT NULL"))
	require.Equal(t, "55", shop.Value(t, "SELECT COUNT(*) FROM x_wc_product_meta_lookup"))
	require.Equal(t, "5", shop.Value(t, "SELECT count FROM x_term_taxonomy tt JOIN x_terms t USING (term_id) WHERE name = 'outofstock'"))
	require.Equal(t, shoptest.SKU(50), shop.Value(t, "SELECT sku FROM x_wc_product_meta_lookup ORDER BY product_id DESC LIMIT 1"))
	require.Equal(t, "35", shop.Value(t, "SELECT SUM(m.meta_value) FROM x_termmeta m JOIN x_term_taxonomy tt USING (term_id) WHERE parent = 0"))
}
