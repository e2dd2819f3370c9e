package shoptest

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// Input is the operation of a recorded case.
type Input struct {
	About       string            `json:"about"`
	WooCommerce string            `json:"woocommerce"` // the version that was recorded
	Now         time.Time         `json:"now"`         // a moment that fits the sale dates of the case
	Prefix      string            `json:"prefix"`
	Mixed       bool              `json:"mixed"`      // tables of different collations
	Fractional  bool              `json:"fractional"` // the shop counts in fractions
	Options     map[string]string `json:"options"`
	Changes     []Change          `json:"changes"` // in their order; those of one product are one save
}

// Change sets one field of one product: stock, regular_price, sale_price,
// sale_from, sale_to (Unix time), manage_stock or backorders.
type Change struct {
	PostID int64  `json:"post_id"`
	SKU    string `json:"sku"`
	Field  string `json:"field"`
	Value  string `json:"value"`
}

// Cases returns the folders of all recorded cases.
func Cases(t testing.TB) []string {
	t.Helper()
	inputs, err := filepath.Glob(filepath.Join(ModuleRoot(t), "internal", "woo", "testdata", "cases", "*", "input.json"))
	if err != nil || len(inputs) == 0 {
		t.Fatalf("no recorded cases (%v): run scripts/record", err)
	}
	for n, input := range inputs {
		inputs[n] = filepath.Dir(input)
	}
	return inputs
}

// LoadCase makes a shop in the state before a case and returns with it the
// operation and what WooCommerce left in the tables after it.
func LoadCase(t testing.TB, dir string) (shop *Shop, input Input, want Tables) {
	t.Helper()
	readJSON(t, filepath.Join(dir, "input.json"), &input)
	var before, after map[string]rowSet
	readJSON(t, filepath.Join(dir, "before.json"), &before)
	readJSON(t, filepath.Join(dir, "after.json"), &after)

	options := []Option{WithPrefix(input.Prefix)}
	if input.Mixed {
		options = append(options, WithMixedCollations())
	}
	shop = DB(t, options...)
	for table, set := range before {
		shop.replace(t, table, set)
	}
	return shop, input, normalise(after)
}

// RecordedOrders returns the folders of all recorded orders.
func RecordedOrders(t testing.TB) []string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(ModuleRoot(t), "internal", "woo", "testdata", "orders", "*"))
	if err != nil || len(found) == 0 {
		t.Fatalf("no recorded orders (%v): run scripts/record-orders", err)
	}
	return found
}

// LoadRows writes the rows of a recorded file, such as an order's rows.json, into
// the shop's tables.
func (s *Shop) LoadRows(t testing.TB, file string) {
	t.Helper()
	var tables map[string]rowSet
	readJSON(t, file, &tables)
	for table, set := range tables {
		s.replace(t, table, set)
	}
}

// replace writes rows over those of the empty shop.
func (s *Shop) replace(t testing.TB, table string, set rowSet) {
	t.Helper()
	if len(set.Rows) == 0 {
		return
	}
	var query strings.Builder
	var args []any
	query.WriteString("REPLACE INTO `" + s.Table(table) + "` (`" + strings.Join(set.Columns, "`, `") + "`) VALUES ")
	for n, row := range set.Rows {
		if n > 0 {
			query.WriteByte(',')
		}
		query.WriteString("(?" + strings.Repeat(",?", len(row)-1) + ")")
		for _, value := range row {
			args = append(args, value)
		}
	}
	s.Exec(t, query.String(), args...)
}

func readJSON(t testing.TB, file string, into any) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, into); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
}

// ModuleRoot is the nearest folder above the test's that holds go.mod.
func ModuleRoot(t testing.TB) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		if dir == filepath.Dir(dir) {
			t.Fatal("no go.mod above the test's folder")
		}
		dir = filepath.Dir(dir)
	}
}
