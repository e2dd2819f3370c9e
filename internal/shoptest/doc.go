// Package shoptest gives tests a WooCommerce shop without WordPress: a database
// per test with the schema and settings recorded from a real installation, a
// generator of catalogues, orders as WooCommerce writes them, and recorded cases
// of what WooCommerce itself leaves in its tables.
//
// It needs a MariaDB or MySQL server that it may create databases on, named by
// WPBRIDGE_TEST_DSN; scripts/test starts one. The recordings under testdata are
// made by scripts/record.
package shoptest
