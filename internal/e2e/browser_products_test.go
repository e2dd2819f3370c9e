package e2e_test

import (
	"github.com/stretchr/testify/require"
)

// edit opens a product at its tab WP Bridge.
func (w *front) edit(product int64) {
	w.t.Helper()
	w.open("/wp-admin/post.php?action=edit&post=" + id(product))
	w.unfold(".wpbridge_options a", "wpbridge_product_data")
}

// unfold clicks what shows an element, not by mouse: product pages move while
// their editor loads.
func (b *browser) unfold(by, what string) {
	b.t.Helper()
	b.until(what+" is open", `document.getElementById(`+quote(what)+`).offsetParent || jQuery(`+quote(by)+`).trigger('click') && false`)
}

// idle is JavaScript for a product page that waits for nothing.
const idle = `!document.querySelector('#woocommerce-product-data .blockOverlay')`

func excludeProduct(w *front) {
	w.edit(w.sold.Evil)
	w.seesIn("#wpbridge_product_data", "Linked with", "EVIL (item")
	w.edit(w.sold.Mug)
	w.seesIn("#wpbridge_product_data", "MUG (item", "41 when last applied", "41, as it should be", "Stock 50 → 41")
	w.look("product")
	w.tick("#wpbridge_exclude_update")
	w.leave("#publish")
	w.sees("Product updated.")
	require.True(w.t, ask[bool](w.browser, `document.getElementById('wpbridge_exclude_update').checked`))
	w.has("MUG", 30)
	w.run("Stock, everything", "Done. Changed: 0 · Right already: 64 · Left alone: 1")
	require.Equal(w.t, "41", w.stock(w.sold.Mug))
	w.last("Stock, everything")
	w.sees("Left alone: 1")
	w.look("run-excluded")

	w.open("/wp-admin/edit.php?post_type=product&wpbridge_excluded=exclude_update")
	w.seesIn(".column-wpbridge", "Linked", "Not updated")
	w.look("products")
	w.tick("#cb-select-" + id(w.sold.Mug))
	w.choose("#bulk-action-selector-top", "wpbridge_include_update")
	w.leave("#doaction")
	w.sees("Include in update: 1 product.")
	w.look("products-bulk")
	w.run("Stock, everything", "Done. Changed: 1")
	require.Equal(w.t, "30", w.stock(w.sold.Mug))
}

func excludeVariation(w *front) {
	w.open("/wp-admin/post.php?action=edit&post=" + id(w.sold.Shirt))
	w.unfold(".variations_options a", "variable_product_options")
	w.until("the variations are there", `document.querySelector('.woocommerce_variation') && `+idle)
	w.unfold(".woocommerce_variation h3", "wpbridge_exclude_update0")
	w.seesIn(".wpbridge-variation", "WP Bridge: linked with SHIRT-M.")
	w.tick("#wpbridge_exclude_update0")
	w.look("variation")
	w.until("it can be saved", `!document.querySelector('.save-variation-changes').disabled`)
	w.do("save", act(`document.querySelector('.save-variation-changes').click()`))
	w.until("it is saved", `document.querySelector('.save-variation-changes').disabled && `+idle)
	require.Equal(w.t, "yes", w.Value(w.t, "SELECT COALESCE(MAX(meta_value), '') FROM "+w.Table("postmeta")+" WHERE post_id = ? AND meta_key = '_wpbridge_exclude_update'", w.sold.ShirtM))
	w.has("SHIRT-M", 20)
	w.run("Stock, everything", "Done. Changed: 0 · Right already: 64 · Left alone: 1")
	require.Equal(w.t, "50", w.stock(w.sold.ShirtM))
	w.Exec(w.t, "DELETE FROM "+w.Table("postmeta")+" WHERE meta_key = '_wpbridge_exclude_update'")
	w.has("SHIRT-M", 50)
}

func excludeCategory(w *front) {
	w.open("/wp-admin/edit-tags.php?taxonomy=product_cat&post_type=product")
	w.sees("WP Bridge: Exclude from update")
	w.look("categories")
	w.open("/wp-admin/term.php?taxonomy=product_cat&post_type=product&tag_ID=" + id(w.sold.Cutlery))
	w.tick("#wpbridge_exclude_update")
	w.look("category")
	w.leave("#edittag input[type=submit]")
	w.sees("Category updated.")
	w.has("FORK", 20)
	w.run("Stock, everything", "Done. Changed: 0 · Right already: 64 · Left alone: 1")
	require.Equal(w.t, "50", w.stock(w.sold.Fork))
	w.edit(w.sold.Fork)
	w.seesIn("#wpbridge_product_data", "Excluded by “Cutlery”. Untick the box to make an exception here.")
	w.look("product-excluded")
	w.settings("exclusions")
	w.sees("Cutlery", "excluded", "No product is excluded.")
	w.look("exclusions")
}

// sections are the settings that nothing else here visits.
func sections(w *front) {
	w.settings("stock")
	w.sees("Keep back", "Check while a customer buys")
	w.look("stock")
	w.fill("#wpbridge_checkout__max_age", "0") // whoever buys has the ERP asked
	w.save()
	w.settings("products")
	w.sees("Match by", "Stop when a price jumps")
	w.look("settings-products")
	w.settings("tools")
	w.sees("Removing the plugin")
	w.look("tools")
	w.open("/wp-admin/admin.php?page=wc-status")
	w.sees("WP Bridge")
}
