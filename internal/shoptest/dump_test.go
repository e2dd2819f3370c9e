package shoptest_test

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/shoptest"
)

func TestDumpDiff(t *testing.T) {
	t.Parallel()
	shop := shoptest.DB(t)
	require.NoError(t, shoptest.Catalogue{Simple: 2, Transients: true}.Fill(t.Context(), shop.DB, shop.Prefix))
	before, err := shoptest.Dump(t.Context(), shop.DB, shop.Prefix)
	require.NoError(t, err)
	require.Empty(t, shoptest.Diff(before, before))

	shop.Exec(t, "UPDATE wp_postmeta SET meta_value = '2.000000' WHERE post_id = 1 AND meta_key = '_stock'")
	after, err := shoptest.Dump(t.Context(), shop.DB, shop.Prefix)
	require.NoError(t, err)
	require.Empty(t, shoptest.Diff(after, before), "2 and 2.000000 are the same number")

	shop.Exec(t, "UPDATE wp_postmeta SET meta_value = '0' WHERE post_id = 1 AND meta_key = '_stock'")
	shop.Exec(t, "UPDATE wp_posts SET post_modified_gmt = UTC_TIMESTAMP() WHERE ID = 2")
	shop.Exec(t, "DELETE FROM wp_options WHERE option_name LIKE '%transient%wc_related_1'")
	shop.Exec(t, "INSERT INTO wp_term_relationships (object_id, term_taxonomy_id) VALUES (1, 9)")
	after, err = shoptest.Dump(t.Context(), shop.DB, shop.Prefix)
	require.NoError(t, err)
	require.Equal(t, `modified 2: got "bumped", want "same"
postmeta 1 _stock: got "0", want "2"
term_relationships 1 9: got "related", want none
transients wc_related_1: missing, want "kept"
`, shoptest.Diff(after, before))
	require.NotContains(t, shoptest.Diff(after.Without("modified"), before.Without("modified")), "bumped")
}

func TestLoadCase(t *testing.T) {
	t.Parallel()
	for _, dir := range shoptest.Cases(t) {
		t.Run(filepath.Base(dir), func(t *testing.T) {
			t.Parallel()
			shop, input, want := shoptest.LoadCase(t, dir)
			require.NotEmpty(t, input.About)
			require.NotEmpty(t, input.Changes)
			got, err := shoptest.Dump(t.Context(), shop.DB, shop.Prefix)
			require.NoError(t, err)
			for table := range got {
				require.NotContains(t, got[table], "", table)
			}
			require.Len(t, got["posts"], len(want["posts"]))
			for _, change := range input.Changes {
				require.Equal(t, change.SKU, shop.Value(t, "SELECT sku FROM "+shop.Table("wc_product_meta_lookup")+" WHERE product_id = ?", change.PostID))
			}
			for name, value := range input.Options {
				require.Equal(t, value, shop.Value(t, "SELECT option_value FROM "+shop.Table("options")+" WHERE option_name = ?", name))
			}
		})
	}
}
