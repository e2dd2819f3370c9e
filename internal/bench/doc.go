// Package bench measures the engine against its goals, each as a ratio within
// one run on one machine: the floor of what SQL can do (floor_test.go),
// WooCommerce's own ways (woocommerce_test.go), a shop under sale
// (locks_test.go) and the memory of the real program (memory_test.go).
//
// scripts/bench runs it; `go test ./...` only compiles it.
package bench
