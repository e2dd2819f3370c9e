package shoptest

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"strings"
)

// Tables is the normalised content of the tables that a stock or price write
// may touch: by table, by row, as text. Numbers are written one way, ids of
// metas and moments of change are left out, rows that repeat keep their order.
type Tables map[string]map[string]string

// The marks of rows that nobody touched since the test's state was laid down.
const (
	markModified = createdGMT
	markExpiry   = "4102444800"
	markVersion  = "1700000000"
)

// rowSet is the content of one table as text; nil is NULL.
type rowSet struct {
	Columns []string    `json:"columns"`
	Rows    [][]*string `json:"rows"`
}

// dumped says what Dump reads of each table; %[1]s is the prefix.
var dumped = map[string]string{
	"posts":                        "SELECT * FROM %[1]sposts WHERE post_type IN ('product', 'product_variation') ORDER BY ID",
	"postmeta":                     "SELECT m.* FROM %[1]spostmeta m JOIN %[1]sposts p ON p.ID = m.post_id WHERE p.post_type IN ('product', 'product_variation') ORDER BY m.post_id, m.meta_id",
	"wc_product_meta_lookup":       "SELECT * FROM %[1]swc_product_meta_lookup",
	"wc_product_attributes_lookup": "SELECT * FROM %[1]swc_product_attributes_lookup",
	"term_relationships":           "SELECT r.* FROM %[1]sterm_relationships r JOIN %[1]sposts p ON p.ID = r.object_id WHERE p.post_type IN ('product', 'product_variation')",
	"term_taxonomy":                `SELECT * FROM %[1]sterm_taxonomy WHERE taxonomy LIKE 'product\_%%' OR taxonomy LIKE 'pa\_%%'`,
	"termmeta":                     "SELECT * FROM %[1]stermmeta ORDER BY term_id, meta_key, meta_id",
	"options":                      `SELECT option_name, option_value FROM %[1]soptions WHERE option_name LIKE '\_transient\_%%'`,
}

// Dump reads the tables of a shop.
func Dump(ctx context.Context, db *sql.DB, prefix string) (Tables, error) {
	raw := make(map[string]rowSet, len(dumped))
	for table, query := range dumped {
		set, err := readRows(ctx, db, fmt.Sprintf(query, prefix))
		if err != nil {
			return nil, fmt.Errorf("dump %s%s: %w", prefix, table, err)
		}
		raw[table] = set
	}
	return normalise(raw), nil
}

func readRows(ctx context.Context, db *sql.DB, query string) (rowSet, error) {
	rows, err := db.QueryContext(ctx, query)
	if err != nil {
		return rowSet{}, err
	}
	defer func() { _ = rows.Close() }()
	columns, err := rows.Columns()
	if err != nil {
		return rowSet{}, err
	}
	set := rowSet{Columns: columns}
	for rows.Next() {
		row := make([]*string, len(columns))
		targets := make([]any, len(columns))
		for n := range row {
			targets[n] = &row[n]
		}
		if err := rows.Scan(targets...); err != nil {
			return rowSet{}, err
		}
		set.Rows = append(set.Rows, row)
	}
	return set, rows.Err()
}

// Without returns the tables without those named, for comparisons to which they do not matter.
func (t Tables) Without(names ...string) Tables {
	out := make(Tables, len(t))
	maps.Copy(out, t)
	for _, name := range names {
		delete(out, name)
	}
	return out
}

// normalise brings rows into the form that compares: see Tables. Of a post the
// moment of its last change becomes "same" or "bumped" in a table of its own,
// named modified; of the caches only those that nobody dropped are listed, in
// the table transients.
func normalise(raw map[string]rowSet) Tables {
	t := Tables{}
	for table, set := range raw {
		for _, row := range set.Rows {
			t.add(table, set.record(row))
		}
	}
	return t
}

// record is one row by column name.
type record map[string]*string

func (s rowSet) record(row []*string) record {
	r := make(record, len(row))
	for n, column := range s.Columns {
		r[column] = row[n]
	}
	return r
}

func (r record) text(column string) string {
	if r[column] == nil {
		return "NULL"
	}
	return *r[column]
}

func (r record) texts(columns ...string) string {
	values := make([]string, len(columns))
	for n, column := range columns {
		values[n] = r.text(column)
	}
	return strings.Join(values, " ")
}

// number is the column's value as the shortest text of the number, or as it is.
func (r record) number(column string) string {
	text := r.text(column)
	if !plainNumber.MatchString(text) {
		return text
	}
	return number(text).String()
}

func (t Tables) add(table string, r record) {
	switch table {
	case "posts":
		t.set("posts", r.text("ID"), r.texts("post_type", "post_status", "post_parent", "post_name")+" "+r.text("post_title"))
		modified := "bumped"
		if r.text("post_modified_gmt") == markModified {
			modified = "same"
		}
		t.set("modified", r.text("ID"), modified)
	case "postmeta":
		t.addMeta(r)
	case "wc_product_meta_lookup":
		t.addLookup(r)
	case "wc_product_attributes_lookup":
		t.set(table, r.texts("product_or_parent_id", "product_id", "taxonomy", "term_id"), "in_stock "+r.text("in_stock"))
	case "term_relationships":
		t.set(table, r.texts("object_id", "term_taxonomy_id"), "related")
	case "term_taxonomy":
		t.set(table, r.texts("taxonomy", "term_id"), "count "+r.text("count"))
	case "termmeta":
		if strings.HasPrefix(r.text("meta_key"), "product_count_") {
			t.set(table, r.texts("term_id", "meta_key"), r.number("meta_value"))
		}
	case "options":
		t.addTransient(r)
	}
}

// addMeta leaves out what WooCommerce rewrites on any save without a meaning.
func (t Tables) addMeta(r record) {
	key := r.text("meta_key")
	if key == "_product_version" || key == "_thumbnail_id" && r.text("meta_value") == "0" {
		return
	}
	value := r.text("meta_value")
	if numericMeta[key] {
		value = r.number("meta_value")
	}
	t.set("postmeta", r.text("post_id")+" "+key, value)
}

func (t Tables) addLookup(r record) {
	id := r.text("product_id")
	for column := range r {
		if column != "product_id" {
			t.set("wc_product_meta_lookup", id+" "+column, r.number(column))
		}
	}
}

func (t Tables) addTransient(r record) {
	name, value := strings.TrimPrefix(r.text("option_name"), "_transient_"), r.text("option_value")
	switch {
	case strings.HasSuffix(name, "-transient-version"):
		if value == markVersion {
			t.set("transients", name, "same")
		} else {
			t.set("transients", name, "bumped")
		}
	case strings.HasPrefix(name, "timeout_") && value == markExpiry:
		t.set("transients", strings.TrimPrefix(name, "timeout_"), "kept")
	}
}

// set adds a value; rows of the same key follow each other in their order.
func (t Tables) set(table, key, value string) {
	if t[table] == nil {
		t[table] = map[string]string{}
	}
	if old, ok := t[table][key]; ok {
		value = old + " | " + value
	}
	t[table][key] = value
}
