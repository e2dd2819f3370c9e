// Package pairing joins wpbridge to a shop for the first time: the rights its
// database user needs, the tables it makes, and the settings file.
package pairing

import "strings"

// Table is one table that wpbridge reads or writes.
type Table struct {
	Name   string // without the prefix
	Key    string // a column that is always there
	Rights string // what our statements need, as in GRANT
}

const (
	ownRights = "SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, INDEX, DROP"
)

// ShopTables lists what we touch of WordPress and WooCommerce. A test compares
// it with the statements in our code.
func ShopTables() []Table {
	return []Table{
		{"options", "option_id", "SELECT, UPDATE, DELETE"},
		{"postmeta", "meta_id", "SELECT, INSERT, UPDATE, DELETE"},
		{"posts", "ID", "SELECT, UPDATE"},
		{"term_relationships", "object_id", "SELECT, INSERT, DELETE"},
		{"term_taxonomy", "term_taxonomy_id", "SELECT, UPDATE"},
		{"termmeta", "meta_id", "SELECT, INSERT, UPDATE"},
		{"terms", "term_id", "SELECT"},
		{"wc_product_attributes_lookup", "product_id", "SELECT, UPDATE"},
		{"wc_product_meta_lookup", "product_id", "SELECT, INSERT, UPDATE"},
		{"woocommerce_order_itemmeta", "meta_id", "SELECT"},
	}
}

// OwnTables lists our own. CREATE, ALTER, INDEX and DROP are for migrations.
func OwnTables() []Table {
	return []Table{
		{"wpbridge_absent", "link_id", ownRights},
		{"wpbridge_alive", "name", ownRights},
		{"wpbridge_change", "run_id", ownRights},
		{"wpbridge_flip", "run_id", ownRights},
		{"wpbridge_inbox", "id", ownRights},
		{"wpbridge_item", "item_id", ownRights},
		{"wpbridge_lease", "name", ownRights},
		{"wpbridge_link", "id", ownRights},
		{"wpbridge_mark", "name", ownRights},
		{"wpbridge_plugin", "id", ownRights},
		{"wpbridge_product", "post_id", ownRights},
		{"wpbridge_progress", "run_id", ownRights},
		{"wpbridge_push", "system", ownRights},
		{"wpbridge_rule", "job", ownRights},
		{"wpbridge_run", "id", ownRights},
		{"wpbridge_schema", "version_id", ownRights},
		{"wpbridge_token", "jti", ownRights},
		{"wpbridge_told", "run_id", ownRights},
	}
}

// Has reports whether a right such as UPDATE is among the table's.
func (t Table) Has(right string) bool {
	for r := range strings.SplitSeq(t.Rights, ", ") {
		if r == right {
			return true
		}
	}
	return false
}
