package e2e_test

import (
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestPages tries the plugin's pages in a shop of its own. The parts follow each
// other; the last ones run without a sidecar.
func TestPages(t *testing.T) {
	t.Parallel()
	w := newPagesWorld(t)
	for _, part := range []struct {
		name string
		test func(*testing.T, *pagesWorld)
	}{
		{"the page", testPage},
		{"match, run, history", testWork},
		{"box of a product", testBox},
		{"box of a variation", testVariation},
		{"category", testCategory},
		{"column and filter", testColumn},
		{"bulk actions", testBulk},
		{"command line", testCLI},
		{"health with a sidecar", testHealthy},
		{"health without one", testUnhealthy},
	} {
		t.Run(part.name, func(t *testing.T) { part.test(t, w) }) //nolint:paralleltest // they share the shop
	}
}

func testPage(t *testing.T, w *pagesWorld) {
	for _, tab := range []string{"sync", "history", "history&run=1", "match", "match&class=%3Cscript%3E", "finder", "finder&side=shop"} {
		body := w.page("admin.php?page=wpbridge&tab=" + tab)
		require.Contains(t, body, "window.wpbridge = {")
		require.NotContains(t, body, "<script>\"")
	}
	require.Contains(t, w.page("admin.php?page=wc-settings&tab=wpbridge"), "page=wpbridge&#038;tab=sync")
	for id, to := range map[int64]int64{w.goods.Mug: w.goods.Mug, w.goods.Small: w.goods.Hoodie} {
		a := w.owner.Get(t, fmt.Sprintf("/wp-admin/admin.php?page=wpbridge&product=%d", id))
		require.Equal(t, http.StatusFound, a.Status)
		require.Contains(t, a.Header.Get("Location"), fmt.Sprintf("post.php?post=%d&action=edit", to))
	}
	w.PHP(t, `wp_create_user( 'customer', 'customer', 'customer@shop.test' ); ( new WP_User( get_user_by( 'login', 'customer' )->ID ) )->set_role( 'customer' );`, nil)
	customer := w.Login(t, "customer", "customer")
	for _, path := range []string{"admin.php?page=wpbridge", "admin.php?page=wpbridge&product=1"} {
		require.NotContains(t, customer.Get(t, "/wp-admin/"+path).Body, "window.wpbridge")
	}
}

func testWork(t *testing.T, w *pagesWorld) {
	require.Equal(t, "done", w.order("jobs/match/runs", nil).Status)
	var match struct{ Counts map[string]int }
	w.owner.REST(t, http.MethodGet, "wpbridge/v1/admin/match", nil).JSON(t, &match)
	require.Equal(t, 4, match.Counts["matched"])
	require.Equal(t, "done", w.order("match/accept", nil).Status)

	preview := w.order("jobs/stock/runs", map[string]bool{"dry_run": true})
	require.Equal(t, run{Run: preview.Run, Status: "done", Changed: 4}, preview)
	done := w.order("jobs/stock/runs", nil)
	require.Equal(t, 4, done.Changed)
	require.Equal(t, "done", w.order(fmt.Sprintf("runs/%d/undo", done.Run), nil).Status)
	require.Equal(t, "5", w.stock(w.goods.Mug))

	// The link of the page to a file: the nonce comes in the address.
	csv := w.owner.Get(t, fmt.Sprintf("/wp-json/wpbridge/v1/admin/runs/%d/changes.csv?_wpnonce=%s", done.Run, w.owner.Nonce))
	require.Equal(t, http.StatusOK, csv.Status)
	require.Contains(t, csv.Body, fmt.Sprintf("MUG,%d,stock,5,7", w.goods.Mug))

	why := w.owner.REST(t, http.MethodGet, fmt.Sprintf("wpbridge/v1/admin/products/history?sku=%s&product_id=%d", url.QueryEscape(evil), w.goods.Evil), nil)
	require.Equal(t, http.StatusOK, why.Status, why.Body)
}

func (w *pagesWorld) stock(product int64) string {
	return w.Value(w.t, "SELECT meta_value + 0 FROM "+w.Table("postmeta")+" WHERE post_id = ? AND meta_key = '_stock'", product)
}

func testCLI(t *testing.T, w *pagesWorld) {
	command := os.Getenv("WPBRIDGE_TEST_WP_CLI") // the path of WP-CLI, which is no part of WordPress
	if command == "" {
		t.Skip("SKIP WP-CLI: none here")
	}
	wp := func(code int, args ...string) string { return w.command(code, command, args...) }
	require.Contains(t, wp(0, "status"), "Sitoo (live), 4 linked products")
	require.Contains(t, wp(0, "status", "--format=json"), `"linked": 4`)
	preview := wp(0, "sync", "stock", "--full", "--dry-run")
	require.Contains(t, preview, "MUG")
	require.Contains(t, preview, "Success: done:")
	require.Equal(t, "5", w.stock(w.goods.Mug))
	require.Contains(t, wp(0, "sync", "stock", "--full"), "Success: done:")
	require.Equal(t, "7", w.stock(w.goods.Mug))
	require.Contains(t, wp(0, "why", "MUG"), "is linked with MUG")
	require.Contains(t, wp(1, "why", "NOPE"), "no linked product")
	require.Contains(t, wp(1, "sync", "nonsense"), "there is no job")
	for _, sku := range []string{"MUG", evil, "HOOD-S", "HOOD-L"} {
		require.NoError(t, w.sim.SetStock(sku, 1, 0))
	}
	require.Contains(t, wp(4, "sync", "stock"), "held: ")
}

func testColumn(t *testing.T, w *pagesWorld) {
	w.Write(t, "wp-content/mu-plugins/queries.php", `<?php add_filter( 'query', function ( $sql ) {
	if ( false !== strpos( $sql, 'wpbridge_link' ) || false !== strpos( $sql, "'wpbridge_exclude_update'" ) ) { file_put_contents( WP_CONTENT_DIR . '/queries', "q", FILE_APPEND ); }
	return $sql;
} );`)
	list := w.page("edit.php?post_type=product")
	asked, err := os.ReadFile(filepath.Join(w.Dir, "www/wp-content/queries"))
	require.NoError(t, err)
	require.Equal(t, "qq", string(asked), "one for the links and one for the categories, however many products there are")
	require.NoError(t, os.Remove(filepath.Join(w.Dir, "www/wp-content/mu-plugins/queries.php")))

	require.Equal(t, "Linked", cell(t, list, w.goods.Mug))
	require.Equal(t, "Linked", cell(t, list, w.goods.Evil))
	require.Equal(t, "Not linked", cell(t, list, w.goods.Loose))
	require.Equal(t, "Linked Not updated Not checked", cell(t, list, w.goods.Hoodie))
	filtered := w.page("edit.php?post_type=product&wpbridge_excluded=exclude_update")
	require.Contains(t, filtered, fmt.Sprintf(`id="post-%d"`, w.goods.Hoodie))
	require.NotContains(t, filtered, fmt.Sprintf(`id="post-%d"`, w.goods.Mug))

	link, away := w.Table("wpbridge_link"), w.Table("wpbridge_away")
	w.Exec(t, "RENAME TABLE "+link+" TO "+away)
	require.Equal(t, "&ndash;", cell(t, w.page("edit.php?post_type=product"), w.goods.Mug))
	require.NotContains(t, w.page(fmt.Sprintf("post.php?post=%d&action=edit", w.goods.Mug)), "WordPress database error")
	w.Exec(t, "RENAME TABLE "+away+" TO "+link)
}

// cell is the column's text for a product.
func cell(t *testing.T, list string, product int64) string {
	t.Helper()
	_, row, found := strings.Cut(list, fmt.Sprintf(`id="post-%d"`, product))
	require.True(t, found)
	_, row, _ = strings.Cut(row, `<td class='wpbridge column-wpbridge'`)
	row, _, _ = strings.Cut(row, "</td>")
	_, row, _ = strings.Cut(row, ">")
	return strings.Join(strings.Fields(tags.ReplaceAllString(row, " ")), " ")
}

func testBulk(t *testing.T, w *pagesWorld) {
	nonce := field(t, w.page("edit.php?post_type=product"), "_wpnonce")
	do := func(action, nonce string, ids ...int64) string {
		q := form("post_type", "product", "_wpnonce", nonce, "action", action)
		for _, id := range ids {
			q.Add("post[]", strconv.FormatInt(id, 10))
		}
		a := w.owner.Get(t, "/wp-admin/edit.php?"+q.Encode())
		if a.Status != http.StatusFound {
			return a.Body
		}
		_, back, _ := strings.Cut(a.Header.Get("Location"), "/wp-admin/")
		return w.page(back)
	}
	require.Contains(t, do("wpbridge_exclude_update", nonce, w.goods.Mug, w.goods.Loose), "Exclude from update: 2 products.")
	require.Equal(t, "yes", w.meta(w.goods.Mug, "exclude_update"))
	do("wpbridge_include_update", nonce, w.goods.Mug, w.goods.Loose, w.goods.Hoodie)
	require.Equal(t, "-", w.meta(w.goods.Mug, "exclude_update"))
	require.Equal(t, "no", w.meta(w.goods.Hoodie, "exclude_update"), "its category is excluded")
	do("wpbridge_exclude_check", nonce, w.goods.Loose)
	require.Equal(t, "yes", w.meta(w.goods.Loose, "exclude_check"))
	do("wpbridge_include_check", nonce, w.goods.Loose)
	require.Equal(t, "-", w.meta(w.goods.Loose, "exclude_check"))
	do("wpbridge_exclude_check", "forged", w.goods.Loose)
	require.Equal(t, "-", w.meta(w.goods.Loose, "exclude_check"))
}
