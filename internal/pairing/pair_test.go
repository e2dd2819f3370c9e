package pairing_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/mysql"
	"wpbridge/internal/pairing"
	"wpbridge/internal/shoptest"
	"wpbridge/internal/woo"
	"wpbridge/internal/wp"
)

func prefix(t *testing.T, s *shoptest.Shop) wp.Prefix {
	t.Helper()
	p, err := wp.ParsePrefix(s.Prefix)
	require.NoError(t, err)
	return p
}

func TestPairMakesTablesAndTellsWhatItFound(t *testing.T) {
	t.Parallel()
	shop := shoptest.DB(t, shoptest.WithPrefix("s7_"), shoptest.WithOption("woocommerce_hide_out_of_stock_items", "yes"))
	r, err := pairing.Pair(t.Context(), shop.DB, prefix(t, shop), wp.Config{Name: shop.Name, Host: "db:3307"})
	require.NoError(t, err)
	require.True(t, r.Shop.HideOutOfStock)
	require.Zero(t, r.Before)
	require.Positive(t, r.After)
	require.Equal(t, "wpbridge:"+r.Account.Password+"@tcp(db:3307)/"+shop.Name, r.DSN)
	require.Contains(t, strings.Join(r.Grants, "\n"), "`"+shop.Name+"`.`s7_posts`")

	again, err := pairing.Pair(t.Context(), shop.DB, prefix(t, shop), wp.Config{})
	require.NoError(t, err)
	require.Equal(t, r.After, again.Before)
	require.NotEqual(t, r.Account.Password, again.Account.Password)
	require.Empty(t, again.DSN, "where the server is cannot be told without wp-config.php")
}

func TestPairLeavesARefusedShopAlone(t *testing.T) {
	t.Parallel()
	shop := shoptest.DB(t, shoptest.WithEngine("postmeta", "MyISAM"))
	_, err := pairing.Pair(t.Context(), shop.DB, prefix(t, shop), wp.Config{})
	require.ErrorIs(t, err, woo.ErrRefused)
	require.Equal(t, "0", shop.Value(t, "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name LIKE '%wpbridge%'"))
}

func TestOwnTablesAreThoseThatMigrationsMake(t *testing.T) {
	t.Parallel()
	shop := shoptest.DB(t)
	_, _, err := pairing.Migrate(t.Context(), shop.DB, prefix(t, shop))
	require.NoError(t, err)
	var names []string
	for _, table := range pairing.OwnTables() {
		names = append(names, shop.Table(table.Name))
	}
	slices.Sort(names)
	require.Equal(t, strings.Join(names, ","), shop.Value(t, `SELECT GROUP_CONCAT(table_name ORDER BY table_name)
		FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name LIKE '%wpbridge%'`))
}

func TestGrantedAccountSufficesAndLackingTellsWhatIsMissing(t *testing.T) {
	t.Parallel()
	shop := shoptest.DB(t)
	p := prefix(t, shop)
	account := pairing.Account{User: "u" + shop.Name[len(shop.Name)-12:], Host: "localhost", Password: `o'b\r`, Database: shop.Name}
	user := "'" + account.User + "'@'localhost'"
	for _, q := range account.Statements(p, pairing.ShopTables()) {
		shop.Exec(t, q)
	}
	t.Cleanup(func() { _, _ = shop.DB.ExecContext(context.WithoutCancel(t.Context()), "DROP USER IF EXISTS "+user) })
	db, err := mysql.Open(t.Context(), mysql.Options{
		User: account.User, Password: account.Password, Database: shop.Name,
		Network: "unix", Address: shop.Value(t, "SELECT @@socket"),
	})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })

	_, _, err = pairing.Migrate(t.Context(), db, p)
	require.NoError(t, err)
	_, err = woo.Open(t.Context(), db, p)
	require.NoError(t, err)
	all := slices.Concat(pairing.ShopTables(), pairing.OwnTables())
	lacking, err := pairing.Lacking(t.Context(), db, p, all)
	require.NoError(t, err)
	require.Empty(t, lacking)

	shop.Exec(t, "REVOKE UPDATE ON `"+shop.Name+"`.`wp_posts` FROM "+user)
	shop.Exec(t, "REVOKE INSERT, DELETE ON `"+shop.Name+"`.`wp_postmeta` FROM "+user)
	lacking, err = pairing.Lacking(t.Context(), db, p, all)
	require.NoError(t, err)
	require.Equal(t, []string{"INSERT on wp_postmeta", "DELETE on wp_postmeta", "UPDATE on wp_posts"}, lacking)

	shop.Exec(t, "REVOKE CREATE ON `"+shop.Name+"`.`wp_wpbridge_run` FROM "+user)
	shop.Exec(t, "DROP TABLE wp_wpbridge_run, wp_wpbridge_schema")
	_, _, err = pairing.Migrate(t.Context(), db, p)
	require.ErrorContains(t, err, "may not make or change tables: run the GRANT lines of `wpbridge init`")
}
