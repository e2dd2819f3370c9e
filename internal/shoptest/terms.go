package shoptest

import (
	"context"
	"fmt"
	"strconv"
	"strings"
)

// categories makes a tree of two levels: every fourth is at the top, the next three below it.
func (f *filler) categories(ctx context.Context) error {
	terms := newInserter(f.conn, f.prefix+"terms", "term_id, name, slug")
	taxonomy := newInserter(f.conn, f.prefix+"term_taxonomy", "term_taxonomy_id, term_id, taxonomy, description, parent")
	tree := newInserter(f.conn, f.prefix+"wc_category_lookup", "category_tree_id, category_id")
	for n := range f.Categories {
		t := f.takeTerm()
		name := strconv.Itoa(n + 1)
		rows := []error{
			terms.add(ctx, t.id, "Category "+name, "category-"+name),
			tree.add(ctx, t.id, t.id),
		}
		if n%4 != 0 {
			t.parent = f.category[n-n%4].id
			rows = append(rows, tree.add(ctx, t.parent, t.id))
		}
		rows = append(rows, taxonomy.add(ctx, t.taxonomyID, t.id, "product_cat", "", t.parent))
		for _, err := range rows {
			if err != nil {
				return err
			}
		}
		f.category = append(f.category, t)
	}
	f.shown = make([]int, f.Categories)
	return flushAll(ctx, terms, taxonomy, tree)
}

// attribute makes the global attribute pa_size with a term for each variation of a product.
func (f *filler) attribute(ctx context.Context) error {
	if f.Variable == 0 {
		return nil
	}
	terms := newInserter(f.conn, f.prefix+"terms", "term_id, name, slug")
	taxonomy := newInserter(f.conn, f.prefix+"term_taxonomy", "term_taxonomy_id, term_id, taxonomy, description, count")
	for k := range f.VariationsEach {
		t := f.takeTerm()
		if err := terms.add(ctx, t.id, sizeName(k), strings.ToLower(sizeName(k))); err != nil {
			return err
		}
		if err := taxonomy.add(ctx, t.taxonomyID, t.id, "pa_size", "", f.Variable); err != nil {
			return err
		}
		f.size = append(f.size, t)
	}
	if err := flushAll(ctx, terms, taxonomy); err != nil {
		return err
	}
	return f.run(ctx, "INSERT INTO "+f.prefix+"woocommerce_attribute_taxonomies (attribute_name, attribute_label, attribute_type,"+
		" attribute_orderby, attribute_public) VALUES ('size', 'Size', 'select', 'menu_order', 0)")
}

// finish writes what is counted over all products, as WooCommerce keeps it.
func (f *filler) finish(ctx context.Context) error {
	if err := f.flush(ctx); err != nil {
		return err
	}
	counts := newInserter(f.conn, f.prefix+"termmeta", "term_id, meta_key, meta_value")
	below := make(map[int]int, len(f.category))
	for n, t := range f.category {
		below[t.id] += f.shown[n]
		below[t.parent] += f.shown[n]
	}
	for _, t := range f.category {
		if err := counts.add(ctx, t.id, "product_count_product_cat", strconv.Itoa(below[t.id])); err != nil {
			return err
		}
	}
	if err := counts.flush(ctx); err != nil {
		return err
	}
	return f.run(ctx,
		"UPDATE "+f.prefix+"term_taxonomy SET count = (SELECT COUNT(*) FROM "+f.prefix+"term_relationships r JOIN "+f.prefix+
			"posts p ON p.ID = r.object_id AND p.post_status = 'publish' WHERE r.term_taxonomy_id = "+f.prefix+"term_taxonomy.term_taxonomy_id)"+
			" WHERE taxonomy IN ('product_type', 'product_visibility', 'product_cat')",
		"REPLACE INTO "+f.prefix+"options (option_name, option_value, autoload) VALUES ('product_cat_children', '"+f.children()+"', 'auto')",
		"DELETE FROM "+f.prefix+"options WHERE option_name IN ('_transient_wc_attribute_taxonomies', '_transient_timeout_wc_attribute_taxonomies',"+
			" '_transient_wc_term_counts', '_transient_timeout_wc_term_counts')",
		"COMMIT")
}

// children is the value of the option product_cat_children: the child terms of each parent.
func (f *filler) children() string {
	var groups []string
	for n := 0; n < len(f.category); n += 4 {
		var items strings.Builder
		last := min(n+4, len(f.category))
		for k := n + 1; k < last; k++ {
			fmt.Fprintf(&items, "i:%d;i:%d;", k-n-1, f.category[k].id)
		}
		if last > n+1 {
			groups = append(groups, fmt.Sprintf("i:%d;a:%d:{%s}", f.category[n].id, last-n-1, items.String()))
		}
	}
	return fmt.Sprintf("a:%d:{%s}", len(groups), strings.Join(groups, ""))
}

// list counts a product for its category, unless the shop hides it.
func (f *filler) list(category int, stockStatus string) {
	if stockStatus == "outofstock" && f.hideOutOfStock {
		return
	}
	f.shown[category]++
}

func (f *filler) takeTerm() term {
	t := term{id: f.nextTerm, taxonomyID: f.nextTaxonomy}
	f.nextTerm++
	f.nextTaxonomy++
	return t
}

func sizeName(k int) string { return "Size" + strconv.Itoa(k+1) }

func flushAll(ctx context.Context, tables ...*inserter) error {
	for _, table := range tables {
		if err := table.flush(ctx); err != nil {
			return err
		}
	}
	return nil
}
