package e2e_test

import (
	"fmt"
	"net/http"
	"net/url"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
)

var tags = regexp.MustCompile(`<[^>]*>`)

// saved sends the form of a product with these fields of ours.
func (w *pagesWorld) saved(t *testing.T, product int64, kind string, fields url.Values) string {
	t.Helper()
	address := fmt.Sprintf("post.php?post=%d&action=edit", product)
	page := w.page(address)
	fields.Set("_wpnonce", field(t, page, "_wpnonce"))
	fields.Set("woocommerce_meta_nonce", field(t, page, "woocommerce_meta_nonce"))
	for name, value := range map[string]string{"action": "editpost", "post_type": "product", "post_status": "publish", "product-type": kind} {
		fields.Set(name, value)
	}
	if kind == "simple" {
		fields.Set("_manage_stock", "yes")
		fields.Set("_stock", "5")
	}
	fields.Set("post_title", field(t, page, "post_title"))
	fields.Set("post_ID", strconv.FormatInt(product, 10))
	require.Equal(t, http.StatusFound, w.owner.Post(t, "/wp-admin/post.php", fields).Status)
	return w.page(address)
}

func testBox(t *testing.T, w *pagesWorld) {
	mug := w.goods.Mug
	page := w.page(fmt.Sprintf("post.php?post=%d&action=edit", mug))
	require.Contains(t, page, `id="wpbridge_product_data"`)
	require.Contains(t, page, fmt.Sprintf(`data-sku="MUG" data-product="%d"`, mug))
	w.page(fmt.Sprintf("post.php?post=%d&action=edit", w.goods.Evil))

	same := func(pairs ...string) url.Values {
		return form(append(pairs, "_sku", "MUG", "wpbridge[exclude_update_was]", "no", "wpbridge[exclude_update_above]", "no",
			"wpbridge[exclude_check_was]", "no", "wpbridge[exclude_check_above]", "no")...)
	}
	w.saved(t, mug, "simple", same("wpbridge[exclude_update]", "yes", "wpbridge[buffer]", "2,5", "wpbridge[when_unreachable]", "allow"))
	require.Equal(t, []string{"yes", "-", "2.5", "allow"}, w.rules(mug))
	w.saved(t, mug, "simple", form("_sku", "MUG", "wpbridge[buffer]", "-1; DROP", "wpbridge[when_unreachable]", "explode"))
	require.Equal(t, []string{"yes", "-", "2.5", "allow"}, w.rules(mug), "what cannot be understood, and what is not sent, stays")
	page = w.saved(t, mug, "simple", form("_sku", "MUG", "wpbridge[exclude_update_was]", "yes", "wpbridge[exclude_update_above]", "no", "wpbridge[buffer]", "", "wpbridge[when_unreachable]", ""))
	require.Equal(t, []string{"-", "-", "-", "-"}, w.rules(mug))
	require.Empty(t, field(t, page, "wpbridge[buffer]"), "an empty buffer is not 0")
}

// rules are the four of a product.
func (w *pagesWorld) rules(product int64) (out []string) {
	for _, name := range []string{"exclude_update", "exclude_check", "buffer", "when_unreachable"} {
		out = append(out, w.meta(product, name))
	}
	return out
}

func testVariation(t *testing.T, w *pagesWorld) {
	page := w.saved(t, w.goods.Hoodie, "variable", form("wpbridge[exclude_check]", "yes", "wpbridge[exclude_check_was]", "no", "wpbridge[exclude_check_above]", "no"))
	require.Equal(t, []string{"-", "yes", "-", "-"}, w.rules(w.goods.Hoodie))
	require.Contains(t, page, "Variations linked: 2 of 2.")
	nonce := func(name string) string {
		m := regexp.MustCompile(`"` + name + `":"(\w+)"`).FindStringSubmatch(page)
		require.NotNil(t, m, name)
		return m[1]
	}
	ajax := func(pairs ...string) string {
		a := w.owner.Post(t, "/wp-admin/admin-ajax.php", form(append(pairs, "product_id", strconv.FormatInt(w.goods.Hoodie, 10), "product-type", "variable")...))
		require.Equal(t, http.StatusOK, a.Status, a.Body)
		return a.Body
	}
	load := nonce("load_variations_nonce")
	panels := ajax("action", "woocommerce_load_variations", "security", load, "page", "1", "per_page", "10")
	require.Contains(t, panels, "linked with HOOD-S.")
	require.Contains(t, panels, "Excluded by “Hoodie”.")

	ajax("action", "woocommerce_save_variations", "security", nonce("save_variations_nonce"),
		"variable_post_id[0]", strconv.FormatInt(w.goods.Small, 10), "variable_post_id[1]", strconv.FormatInt(w.goods.Large, 10),
		"variable_manage_stock[0]", "on", "variable_stock[0]", "5", "variable_manage_stock[1]", "on", "variable_stock[1]", "5",
		"variable_sku[0]", "HOOD-S", "variable_sku[1]", "HOOD-L", "variable_enabled[0]", "on", "variable_enabled[1]", "on",
		"wpbridge_variation[0][exclude_check_was]", "yes", "wpbridge_variation[0][exclude_check_above]", "yes", // unticked: an exception
		"wpbridge_variation[0][buffer]", "1",
		"wpbridge_variation[1][exclude_check]", "yes", "wpbridge_variation[1][exclude_check_was]", "yes", "wpbridge_variation[1][exclude_check_above]", "yes",
		"wpbridge_variation[1][when_unreachable]", "refuse")
	require.Equal(t, []string{"-", "no", "1", "-"}, w.rules(w.goods.Small))
	require.Equal(t, []string{"-", "-", "-", "refuse"}, w.rules(w.goods.Large), "as inherited, so nothing of its own")
}

func testCategory(t *testing.T, w *pagesWorld) {
	id := strconv.FormatInt(w.goods.Cloth, 10)
	send := func(nonce string, fields url.Values) {
		page := w.page("term.php?taxonomy=product_cat&post_type=product&tag_ID=" + id)
		for name, value := range map[string]string{"action": "editedtag", "tag_ID": id, "taxonomy": "product_cat", "post_type": "product", "name": "Cloth", "slug": "cloth"} {
			fields.Set(name, value)
		}
		fields.Set("_wpnonce", field(t, page, "_wpnonce"))
		fields.Set("wpbridge_nonce", nonce)
		if nonce == "" {
			fields.Set("wpbridge_nonce", field(t, page, "wpbridge_nonce"))
		}
		require.Equal(t, http.StatusFound, w.owner.Post(t, "/wp-admin/edit-tags.php", fields).Status)
	}
	rules := func() (out []string) {
		for _, name := range []string{"exclude_update", "exclude_check", "buffer", "when_unreachable"} {
			out = append(out, w.termMeta(w.goods.Cloth, name))
		}
		return out
	}
	send("", form("wpbridge[exclude_update]", "yes", "wpbridge[buffer]", "3", "wpbridge[when_unreachable]", "allow"))
	require.Equal(t, []string{"yes", "-", "3", "allow"}, rules())
	send("forged", form("wpbridge[exclude_check]", "yes"))
	require.Equal(t, []string{"yes", "-", "3", "allow"}, rules())
	send("", form("wpbridge[exclude_update]", "yes", "wpbridge[buffer]", "much", "wpbridge[when_unreachable]", ""))
	require.Equal(t, []string{"yes", "-", "3", "-"}, rules())
	require.Contains(t, w.page(fmt.Sprintf("post.php?post=%d&action=edit", w.goods.Hoodie)), "Excluded by “Cloth”.")
	require.Contains(t, w.page("edit-tags.php?taxonomy=product_cat&post_type=product"), `name="wpbridge[exclude_update]"`)
}

// command runs WP-CLI in the shop and returns all that it says.
func (w *pagesWorld) command(code int, program string, args ...string) string {
	w.t.Helper()
	all := append([]string{program, "--allow-root", "--path=" + filepath.Join(w.Dir, "www"), "wpbridge"}, args...)
	out, err := exec.CommandContext(w.t.Context(), "php", all...).CombinedOutput()
	if code == 0 {
		require.NoError(w.t, err, string(out))
		return string(out)
	}
	var failed *exec.ExitError
	require.ErrorAs(w.t, err, &failed, string(out))
	require.Equal(w.t, code, failed.ExitCode(), string(out))
	return string(out)
}
