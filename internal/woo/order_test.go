package woo_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/commerce"
	"wpbridge/internal/ledger"
	"wpbridge/internal/shoptest"
)

// TestRowsOfAProductAreTakenInAscendingOrder: an imported product may have its
// _backorders row behind its _stock row. The checkout takes rows in the order of
// their ids; whoever takes two of them the other way round makes its statement
// the victim of a deadlock, and the sale is lost. Here the checkout has just
// taken the first row and wants the second.
func TestRowsOfAProductAreTakenInAscendingOrder(t *testing.T) {
	t.Parallel()
	db := shoptest.DB(t)
	require.NoError(t, shoptest.Catalogue{Simple: 40}.Fill(t.Context(), db.DB, db.Prefix))
	meta := db.Table("postmeta")
	id := db.Value(t, "SELECT MIN(post_id) FROM "+meta+" WHERE meta_key = '_sku' AND meta_value = 'SKU-0000001'")
	db.Exec(t, "DELETE FROM "+meta+" WHERE post_id = ? AND meta_key = '_backorders'", id)
	db.Exec(t, "INSERT INTO "+meta+" (post_id, meta_key, meta_value) VALUES (?, '_backorders', 'no')", id)
	stockRow := db.Value(t, "SELECT meta_id FROM "+meta+" WHERE post_id = ? AND meta_key = '_stock'", id)
	backRow := db.Value(t, "SELECT meta_id FROM "+meta+" WHERE post_id = ? AND meta_key = '_backorders'", id)
	shop := open(t, db)
	product, err := commerce.ParseQuantity(id)
	require.NoError(t, err)
	change := func(seq uint32, f ledger.Field, before, after string) ledger.Change {
		return ledger.Change{Seq: seq, Product: commerce.ProductID(product / commerce.One), Field: f, Before: &before, After: &after, Reason: ledger.FromERP}
	}
	checkout, err := db.DB.BeginTx(t.Context(), nil)
	require.NoError(t, err)
	_, err = checkout.ExecContext(t.Context(), "UPDATE "+meta+" SET meta_value = meta_value - 1 WHERE meta_id = ?", stockRow)
	require.NoError(t, err)
	applied := make(chan error)
	go func() {
		follow, err := shop.ApplyStock(t.Context(), []ledger.Change{change(1, ledger.Backorders, "no", "yes"), change(2, ledger.Stock, "2", "9")}, noBooks{t})
		if err == nil {
			_, err = follow(t.Context())
		}
		applied <- err
	}()
	waiting := func() bool {
		return db.Value(t, "SELECT COUNT(*) FROM information_schema.innodb_trx WHERE trx_state = 'LOCK WAIT' AND trx_query LIKE '%"+db.Table("postmeta")+"%' AND trx_mysql_thread_id IN (SELECT id FROM information_schema.processlist WHERE db = DATABASE())") != "0"
	}
	require.Eventually(t, waiting, 2500*time.Millisecond, 200*time.Millisecond, "innodb_trx is renewed only when left alone for 100 ms")

	_, err = checkout.ExecContext(t.Context(), "UPDATE "+meta+" SET meta_value = meta_value WHERE meta_id = ?", backRow)

	require.NoError(t, err, "the checkout is not the victim, and does not even wait")
	require.NoError(t, checkout.Commit())
	require.NoError(t, <-applied)
	require.Equal(t, "8", db.Value(t, "SELECT meta_value FROM "+meta+" WHERE meta_id = ?", stockRow))
	require.Equal(t, "yes", db.Value(t, "SELECT meta_value FROM "+meta+" WHERE meta_id = ?", backRow))
}
