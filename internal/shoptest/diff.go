package shoptest

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
)

var plainNumber = regexp.MustCompile(`^-?[0-9]+(\.[0-9]+)?$`)

// numericMeta are the metas whose values are numbers to WooCommerce.
var numericMeta = map[string]bool{
	"_stock": true, "_price": true, "_regular_price": true, "_sale_price": true, "_low_stock_amount": true, "total_sales": true,
	"_sale_price_dates_from": true, "_sale_price_dates_to": true,
}

// Diff says line by line where got departs from want; it is empty when they are equal.
func Diff(got, want Tables) string {
	var out strings.Builder
	for _, table := range union(got, want) {
		for _, key := range union(got[table], want[table]) {
			g, inGot := got[table][key]
			w, inWant := want[table][key]
			switch {
			case !inGot:
				fmt.Fprintf(&out, "%s %s: missing, want %q\n", table, key, w)
			case !inWant:
				fmt.Fprintf(&out, "%s %s: got %q, want none\n", table, key, g)
			case g != w:
				fmt.Fprintf(&out, "%s %s: got %q, want %q\n", table, key, g, w)
			}
		}
	}
	return out.String()
}

func union[V any](a, b map[string]V) []string {
	keys := slices.AppendSeq(slices.Collect(maps.Keys(a)), maps.Keys(b))
	slices.Sort(keys)
	return slices.Compact(keys)
}
