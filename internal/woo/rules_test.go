package woo_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/commerce"
	"wpbridge/internal/shoptest"
	"wpbridge/internal/woo"
)

// range of a simple product and one with variations in three categories: top,
// sub below it, and other beside both.
type assortment struct {
	shop                      *woo.Shop
	db                        *shoptest.Shop
	simple, parent, variation commerce.ProductID
	top, sub, deep, other     uint64
}

func setupRules(t *testing.T) *assortment {
	t.Helper()
	db := shoptest.DB(t)
	require.NoError(t, shoptest.Catalogue{Simple: 1, Variable: 1, VariationsEach: 2, Categories: 8}.Fill(t.Context(), db.DB, db.Prefix))
	a := &assortment{shop: open(t, db), db: db}
	for sku, to := range map[string]*commerce.ProductID{shoptest.SKU(1): &a.simple, shoptest.ParentSKU(1): &a.parent, shoptest.SKU(2): &a.variation} {
		require.NoError(t, db.DB.QueryRowContext(t.Context(), "SELECT MIN(post_id) FROM "+db.Table("postmeta")+" WHERE meta_key = '_sku' AND meta_value = ?", sku).Scan(to))
	}
	for name, to := range map[string]*uint64{"Category 1": &a.top, "Category 2": &a.sub, "Category 3": &a.deep, "Category 5": &a.other} {
		require.NoError(t, db.DB.QueryRowContext(t.Context(), "SELECT term_id FROM "+db.Table("terms")+" WHERE name = ?", name).Scan(to))
	}
	db.Exec(t, "UPDATE "+db.Table("term_taxonomy")+" SET parent = ? WHERE term_id = ?", a.sub, a.deep)
	db.Exec(t, "DELETE r FROM "+db.Table("term_relationships")+" r JOIN "+db.Table("term_taxonomy")+" tt ON tt.term_taxonomy_id = r.term_taxonomy_id WHERE tt.taxonomy = 'product_cat'")
	return a
}

func (a *assortment) put(t *testing.T, id commerce.ProductID, terms ...uint64) {
	t.Helper()
	for _, term := range terms {
		a.db.Exec(t, "INSERT INTO "+a.db.Table("term_relationships")+" (object_id, term_taxonomy_id) SELECT ?, term_taxonomy_id FROM "+a.db.Table("term_taxonomy")+" WHERE term_id = ?", id, term)
	}
}

func (a *assortment) want(t *testing.T, id commerce.ProductID, key, value string) {
	t.Helper()
	a.db.Exec(t, "INSERT INTO "+a.db.Table("postmeta")+" (post_id, meta_key, meta_value) VALUES (?, ?, ?)", id, "_wpbridge_"+key, value)
}

func (a *assortment) wantAll(t *testing.T, term uint64, key, value string) {
	t.Helper()
	a.db.Exec(t, "INSERT INTO "+a.db.Table("termmeta")+" (term_id, meta_key, meta_value) VALUES (?, ?, ?)", term, "wpbridge_"+key, value)
}

func (a *assortment) rules(t *testing.T) *woo.Rules {
	t.Helper()
	r, err := a.shop.Rules(t.Context())
	require.NoError(t, err)
	return r
}

func keep(n int64) *commerce.Quantity { return new(commerce.Units(n)) }

func TestTheNearestRuleWins(t *testing.T) {
	t.Parallel()
	a := setupRules(t)
	require.True(t, a.rules(t).Empty())
	require.Equal(t, woo.Rule{}, a.rules(t).Of(a.variation, a.parent))

	a.put(t, a.simple, a.deep, a.other)
	a.put(t, a.parent, a.deep)
	a.wantAll(t, a.top, "buffer", "1")
	a.wantAll(t, a.top, "exclude_check", "yes")
	require.Equal(t, woo.Rule{Buffer: keep(1), ExcludeCheck: true}, a.rules(t).Of(a.variation, a.parent), "a category counts for all below it")
	a.wantAll(t, a.sub, "buffer", "2")
	a.wantAll(t, a.other, "buffer", "9")
	require.Equal(t, woo.Rule{Buffer: keep(2), ExcludeCheck: true}, a.rules(t).Of(a.simple, 0), "the deepest that says something")

	a.want(t, a.parent, "buffer", "3")
	a.want(t, a.parent, "exclude_update", "yes")
	require.Equal(t, woo.Rule{Buffer: keep(3), ExcludeCheck: true, ExcludeUpdate: true}, a.rules(t).Of(a.variation, a.parent), "the product before its category")
	a.want(t, a.variation, "exclude_update", "no")
	a.want(t, a.variation, "when_unreachable", "allow")
	a.want(t, a.variation, "buffer", "")
	require.Equal(t, woo.Rule{Buffer: keep(3), ExcludeCheck: true, WhenUnreachable: "allow"}, a.rules(t).Of(a.variation, a.parent), "the variation before its product")
	require.Equal(t, woo.Rule{Buffer: keep(3), ExcludeCheck: true, ExcludeUpdate: true}, a.rules(t).Of(a.parent, 0))
}

func TestOfCategoriesEquallyDeepTheCarefulOneWins(t *testing.T) {
	t.Parallel()
	a := setupRules(t)
	a.put(t, a.simple, a.top, a.other)
	for term, w := range map[uint64][]string{a.top: {"2", "yes", "no", "allow"}, a.other: {"5", "no", "yes", "refuse"}} {
		for i, key := range []string{"buffer", "exclude_update", "exclude_check", "when_unreachable"} {
			a.wantAll(t, term, key, w[i])
		}
	}
	require.Equal(t, woo.Rule{Buffer: keep(5), ExcludeUpdate: true, WhenUnreachable: "refuse"}, a.rules(t).Of(a.simple, 0))
}

func TestRulesThatCanNotBeUnderstood(t *testing.T) {
	t.Parallel()
	a := setupRules(t)
	a.want(t, a.simple, "buffer", "3")
	a.want(t, a.simple, "buffer", "a few") // WordPress reads the row before
	a.want(t, a.simple, "exclude_update", "perhaps")
	a.wantAll(t, a.top, "buffer", "-1")
	r := a.rules(t)
	require.Len(t, r.Wrong(), 3)
	require.Contains(t, r.Wrong()[0]+r.Wrong()[1], `_wpbridge_exclude_update is "perhaps": must be yes or no`)
	require.Equal(t, woo.Rule{Buffer: keep(3)}, r.Of(a.simple, 0))
}
