package simkit

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strconv"

	"wpbridge/internal/commerce"
)

// ErrNone is wrapped where an item or a place does not exist.
var ErrNone = errors.New("not in the simulator")

// Sample is one item of a generated catalogue.
type Sample struct{ SKU, Title, Barcode, Price string }

// Samples makes n items, always the same ones: SKU-0000001 and so on, with prices
// that follow from the number.
func Samples(n int) []Sample {
	prices := make([]string, min(n, 5000)) // shared: a million items are made in tests
	for i := range prices {
		prices[i] = strconv.Itoa(i/10+1) + "." + strconv.Itoa(i%10) + "0"
	}
	out := make([]Sample, n)
	for i := range out {
		title := fmt.Sprintf("Item SKU-%07d", i+1)
		out[i] = Sample{SKU: title[len("Item "):], Title: title, Barcode: strconv.Itoa(7_300_000_000_000 + i), Price: prices[i%len(prices)]}
	}
	return out
}

// Dealt is the stock of the i-th item in the j-th place, both counted from 0.
func Dealt(i, j int) commerce.Quantity { return commerce.Units(int64((i*7 + j*3) % 50)) }

// Load reads a catalogue: a JSON array of a simulator's products.
func Load[T any](path string) ([]T, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("load products: %w", err)
	}
	var out []T
	if err := json.Unmarshal(b, &out); err != nil {
		return nil, fmt.Errorf("load products from %s: %w", path, err)
	}
	return out, nil
}
