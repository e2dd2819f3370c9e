package woo_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/commerce"
	"wpbridge/internal/ledger"
	"wpbridge/internal/shoptest"
)

// TestStepsOnRowsThatAreNotWhatTheyWere: a step is written without reading the
// product. Whatever has become of its rows since the link saw them, the number
// and all that follows from it must come out right.
func TestStepsOnRowsThatAreNotWhatTheyWere(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		since string // what somebody did meanwhile
		after string // the step goes from 2 to this
		want  []string
	}{
		"nothing":                      {"", "9", []string{"9", "instock", "9", "instock"}},
		"out":                          {"", "0", []string{"0", "outofstock", "0", "outofstock"}},
		"sold to the last":             {"UPDATE {postmeta} SET meta_value = '1' WHERE meta_id = :stock", "1", []string{"0", "outofstock", "0", "outofstock"}},
		"its number has moved":         {"UPDATE {postmeta} SET meta_id = 999001 WHERE meta_id = :stock", "9", []string{"9", "instock", "9", "instock"}},
		"its place is another's":       {"UPDATE {postmeta} SET meta_id = 999001 WHERE meta_id = :stock; INSERT INTO {postmeta} VALUES (:stock, 1, '_note', 'mine')", "9", []string{"9", "instock", "9", "instock"}},
		"its status has moved":         {"UPDATE {postmeta} SET meta_id = 999001 WHERE meta_id = :status", "0", []string{"0", "outofstock", "0", "outofstock"}},
		"its lookup row is gone":       {"DELETE FROM {lookup} WHERE product_id = :id", "0", []string{"0", "outofstock", "0", "outofstock"}},
		"back-orders were allowed":     {"UPDATE {postmeta} SET meta_value = 'notify' WHERE meta_id = :backorders", "0", []string{"0", "onbackorder", "0", "onbackorder"}},
		"the lookup row says too much": {"UPDATE {lookup} SET stock_status = 'outofstock' WHERE product_id = :id", "9", []string{"9", "instock", "9", "instock"}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			db := shoptest.DB(t)
			require.NoError(t, shoptest.Catalogue{Simple: 3}.Fill(t.Context(), db.DB, db.Prefix))
			shop := open(t, db)
			id, err := strconv.ParseUint(db.Value(t, "SELECT MIN(product_id) FROM "+db.Table("wc_product_meta_lookup")), 10, 64)
			require.NoError(t, err)
			set := func(value string) {
				db.Exec(t, "UPDATE "+db.Table("postmeta")+" SET meta_value = ? WHERE post_id = ? AND meta_key = '_stock'", value, id)
				_, err := shop.Derive(t.Context(), []commerce.ProductID{commerce.ProductID(id)}, 0)
				require.NoError(t, err)
			}
			set("2")
			holdings, err := shop.Holdings(t.Context(), []commerce.ProductID{commerce.ProductID(id)})
			require.NoError(t, err)
			places := holdings[commerce.ProductID(id)].Places
			require.True(t, places.Known())
			words := strings.NewReplacer("{postmeta}", db.Table("postmeta"), "{lookup}", db.Table("wc_product_meta_lookup"), ":id", text(id),
				":stock", text(places.Stock), ":status", text(places.Status), ":backorders", text(places.Backorders))
			for q := range strings.SplitSeq(c.since, "; ") {
				if q != "" {
					db.Exec(t, words.Replace(q))
				}
			}
			before := "2"
			change := ledger.Change{Seq: 1, Product: commerce.ProductID(id), Field: ledger.Stock, Before: &before, After: &c.after, Reason: ledger.FromERP, Places: places}
			follow, err := shop.ApplyStock(t.Context(), []ledger.Change{change}, noBooks{t})
			require.NoError(t, err)
			was := statuses(t, db)
			derived, err := follow(t.Context())
			require.NoError(t, err)
			if now := statuses(t, db)[change.Product]; now != was[change.Product] {
				require.Equal(t, map[commerce.ProductID]string{change.Product: now}, derived.Turned)
			} else {
				require.Empty(t, derived.Turned)
			}
			meta := func(key string) string {
				return db.Value(t, "SELECT meta_value FROM "+db.Table("postmeta")+" WHERE post_id = ? AND meta_key = ?", id, key)
			}
			lookup := func(column string) string {
				return db.Value(t, "SELECT "+column+" FROM "+db.Table("wc_product_meta_lookup")+" WHERE product_id = ?", id)
			}
			require.Equal(t, c.want, []string{meta("_stock"), meta("_stock_status"), lookup("FLOOR(stock_quantity)"), lookup("stock_status")})
			require.Equal(t, "0", db.Value(t, "SELECT COUNT(*) FROM "+db.Table("postmeta")+" WHERE meta_key = '_note' AND meta_value <> 'mine'"))
			touched, err := shop.Derive(t.Context(), []commerce.ProductID{commerce.ProductID(id)}, 0)
			require.NoError(t, err)
			require.Empty(t, touched.Touched, "nothing is left to be put right")
		})
	}
}

func text(id uint64) string { return strconv.FormatUint(id, 10) }
