package shoptest

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

const (
	postColumns = "ID, post_author, post_date, post_date_gmt, post_content, post_title, post_excerpt, post_status, comment_status, ping_status," +
		" post_name, to_ping, pinged, post_modified, post_modified_gmt, post_content_filtered, post_parent, guid, post_type"
	lookupColumns = "product_id, sku, global_unique_id, virtual, downloadable, min_price, max_price, onsale, stock_quantity, stock_status," +
		" rating_count, average_rating, total_sales, tax_status, tax_class"

	// The moment all made-up products were created and last changed.
	createdLocal = "2026-01-15 12:00:00"
	createdGMT   = "2026-01-15 10:00:00"

	// productsPerCommit bounds a transaction of the filler.
	productsPerCommit = 5000
)

// filler holds one Fill under way.
type filler struct {
	Catalogue
	conn   *sql.Conn
	prefix string

	nextPost, nextTerm, nextTaxonomy int
	visibility                       map[string]int // term_taxonomy_id by name
	types                            map[string]int
	hideOutOfStock                   bool
	category                         []term
	shown                            []int // products listed per category
	size                             []term
	sinceCommit                      int

	posts, metas, lookup, relations, attributes, options *inserter
}

type term struct{ id, taxonomyID, parent int }

func newFiller(c Catalogue, conn *sql.Conn, prefix string) *filler {
	into := func(table, columns string) *inserter { return newInserter(conn, prefix+table, columns) }
	return &filler{
		Catalogue:  c,
		conn:       conn,
		prefix:     prefix,
		visibility: map[string]int{},
		types:      map[string]int{},
		posts:      into("posts", postColumns),
		metas:      into("postmeta", "post_id, meta_key, meta_value"),
		lookup:     into("wc_product_meta_lookup", lookupColumns),
		relations:  into("term_relationships", "object_id, term_taxonomy_id"),
		attributes: into("wc_product_attributes_lookup", "product_id, product_or_parent_id, taxonomy, term_id, is_variation_attribute, in_stock"),
		options:    into("options", "option_name, option_value, autoload"),
	}
}

// begin reads the shop's terms and where the ids go on.
func (f *filler) begin(ctx context.Context) error {
	var hide int
	for query, to := range map[string]*int{
		"SELECT COALESCE(MAX(ID), 0) + 1 FROM " + f.prefix + "posts":                       &f.nextPost,
		"SELECT COALESCE(MAX(term_id), 0) + 1 FROM " + f.prefix + "terms":                  &f.nextTerm,
		"SELECT COALESCE(MAX(term_taxonomy_id), 0) + 1 FROM " + f.prefix + "term_taxonomy": &f.nextTaxonomy,
		"SELECT COUNT(*) FROM " + f.prefix + "options WHERE option_value = 'yes'" +
			" AND option_name = 'woocommerce_hide_out_of_stock_items'": &hide,
	} {
		if err := f.conn.QueryRowContext(ctx, query).Scan(to); err != nil {
			return err
		}
	}
	f.hideOutOfStock = hide > 0
	if err := f.readTerms(ctx); err != nil {
		return err
	}
	return f.run(ctx, "START TRANSACTION")
}

func (f *filler) readTerms(ctx context.Context) error {
	rows, err := f.conn.QueryContext(ctx, "SELECT tt.taxonomy, t.name, tt.term_taxonomy_id FROM "+f.prefix+"terms t JOIN "+f.prefix+
		"term_taxonomy tt ON tt.term_id = t.term_id WHERE tt.taxonomy IN ('product_type', 'product_visibility')")
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var taxonomy, name string
		var id int
		if err := rows.Scan(&taxonomy, &name, &id); err != nil {
			return err
		}
		if taxonomy == "product_type" {
			f.types[name] = id
		} else {
			f.visibility[name] = id
		}
	}
	return rows.Err()
}

func (f *filler) simples(ctx context.Context) error {
	for n := 1; n <= f.Simple; n++ {
		id := f.takePost()
		category := f.category[n%len(f.category)]
		name, slug := "Product "+strconv.Itoa(n), "product-"+strconv.Itoa(n)
		price, stock := Price(n), Stock(n)

		w := f.product(ctx, id)
		w.post("product", name, slug, "", 0)
		w.meta("_sku", SKU(n), "_regular_price", price)
		w.common("")
		w.meta("_manage_stock", "yes", "_backorders", "no", "_sold_individually", "no", "_weight", "0.5")
		w.files()
		w.meta("_stock", strconv.Itoa(stock))
		w.ratings(status(stock))
		w.meta("_product_version", "11.0.1", "_price", price)
		w.lookup(SKU(n), price, price, stock, status(stock), "")
		w.relate(f.types["simple"], category.taxonomyID)
		f.list(n%len(f.category), status(stock))
		if stock == 0 {
			w.relate(f.visibility["outofstock"])
		}
		if f.Transients {
			w.transient("wc_related_"+strconv.Itoa(id), "a:0:{}")
		}
		if err := w.done(); err != nil {
			return err
		}
	}
	return nil
}

func (f *filler) variables(ctx context.Context) error {
	for n := 1; n <= f.Variable; n++ {
		if err := f.variable(ctx, n); err != nil {
			return err
		}
	}
	return nil
}

func (f *filler) variable(ctx context.Context, n int) error {
	parent := f.takePost()
	name, slug := "Variable "+strconv.Itoa(n), "variable-"+strconv.Itoa(n)
	first := f.Simple + (n-1)*f.VariationsEach + 1
	parentStatus, prices := f.summary(first)
	category := f.category[n%len(f.category)]

	w := f.product(ctx, parent)
	w.post("product", name, slug, "", 0)
	w.meta("_sku", ParentSKU(n))
	w.common("")
	w.meta("_manage_stock", "no", "_backorders", "no", "_sold_individually", "no")
	w.files()
	w.nullMeta("_stock")
	w.ratings(parentStatus)
	w.meta("_product_attributes", `a:1:{s:7:"pa_size";a:6:{s:4:"name";s:7:"pa_size";s:5:"value";s:0:"";s:8:"position";i:0;`+
		`s:10:"is_visible";i:1;s:12:"is_variation";i:1;s:11:"is_taxonomy";i:1;}}`, "_product_version", "11.0.1")
	w.relate(f.types["variable"], category.taxonomyID)
	f.list(n%len(f.category), parentStatus)
	for _, size := range f.size {
		w.relate(size.taxonomyID)
	}
	if parentStatus == "outofstock" {
		w.relate(f.visibility["outofstock"])
	}
	for k := range f.VariationsEach {
		f.variation(w.next(f.takePost()), parent, name, slug, first+k, k)
	}
	w = w.next(parent)
	for _, price := range prices {
		w.meta("_price", price)
	}
	low, high := "", ""
	if len(prices) > 0 {
		low, high = prices[0], prices[len(prices)-1]
	}
	w.lookup(ParentSKU(n), low, high, -1, parentStatus, "")
	if f.Transients {
		w.transient("wc_product_children_"+strconv.Itoa(parent), `a:2:{s:3:"all";a:0:{}s:7:"visible";a:0:{}}`)
		w.transient("wc_var_prices_"+strconv.Itoa(parent), `{"version":"1"}`)
	}
	return w.done()
}

// summary returns the status and the distinct ascending prices of a parent whose first variation is first.
func (f *filler) summary(first int) (parentStatus string, prices []string) {
	parentStatus = "outofstock"
	for n := first; n < first+f.VariationsEach; n++ {
		if Stock(n) > 0 {
			parentStatus = "instock"
		}
		if Stock(n) > 0 || !f.hideOutOfStock {
			prices = append(prices, Price(n))
		}
	}
	slices.SortFunc(prices, func(a, b string) int { return number(a).Cmp(number(b)) })
	return parentStatus, slices.Compact(prices)
}

func (f *filler) variation(w *writer, parent int, name, slug string, n, k int) {
	price, stock, size := Price(n), Stock(n), sizeName(k)
	inStock := 0
	if stock > 0 {
		inStock = 1
	}
	w.post("product_variation", name+" - "+size, slug+"-"+strings.ToLower(size), "pa_size: "+size, parent)
	w.meta("_variation_description", "", "_sku", SKU(n), "_regular_price", price)
	w.common("parent")
	w.meta("_manage_stock", "yes", "_backorders", "no", "_sold_individually", "no")
	w.files()
	w.meta("_stock", strconv.Itoa(stock))
	w.ratings(status(stock))
	w.meta("attribute_pa_size", strings.ToLower(size), "_price", price, "_product_version", "11.0.1")
	w.lookup(SKU(n), price, price, stock, status(stock), "parent")
	w.keep(f.attributes.add(w.ctx, w.id, parent, "pa_size", f.size[k].id, 1, inStock))
	if stock == 0 {
		w.relate(f.visibility["outofstock"])
	}
}

func (f *filler) takePost() int {
	f.nextPost++
	return f.nextPost - 1
}

// commitNow keeps transactions short while a large catalogue streams in.
func (f *filler) commitNow(ctx context.Context) error {
	if f.sinceCommit++; f.sinceCommit < productsPerCommit {
		return nil
	}
	f.sinceCommit = 0
	if err := f.flush(ctx); err != nil {
		return err
	}
	return f.run(ctx, "COMMIT", "START TRANSACTION")
}

func (f *filler) flush(ctx context.Context) error {
	for _, table := range []*inserter{f.posts, f.metas, f.lookup, f.relations, f.attributes, f.options} {
		if err := table.flush(ctx); err != nil {
			return err
		}
	}
	return nil
}

func (f *filler) run(ctx context.Context, statements ...string) error {
	for _, statement := range statements {
		if _, err := f.conn.ExecContext(ctx, statement); err != nil {
			return fmt.Errorf("%.60s: %w", statement, err)
		}
	}
	return nil
}
