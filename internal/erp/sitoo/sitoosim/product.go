package sitoosim

import (
	"encoding/json"
	"fmt"
	"os"
	"strconv"

	"wpbridge/internal/commerce"
)

// Product is one item. Its zero values are those of an ordinary one: tracked,
// active in web shop and POS, single, with 25 % VAT.
type Product struct {
	SKU         string      `json:"sku"`
	Title       string      `json:"title"`
	Barcode     string      `json:"barcode"`
	Price       string      `json:"price"`     // "123.50"; empty: null
	PriceOrg    string      `json:"price_org"` // empty: null
	VAT         string      `json:"vat"`       // percent; empty: 25
	Untracked   bool        `json:"untracked"`
	Inactive    bool        `json:"inactive"` // in the web shop
	InactivePOS bool        `json:"inactive_pos"`
	Parent      string      `json:"parent"`     // SKU of the main variant, which names itself
	Attributes  []Attribute `json:"attributes"` // of a variant, in the group's order
	Stock       []Level     `json:"stock"`      // no entry: not in that warehouse
}

// Attribute is what varies, such as Colour: Red.
type Attribute struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Level is the stock in one warehouse.
type Level struct {
	Warehouse int               `json:"warehouse"`
	Quantity  commerce.Quantity `json:"quantity"`
}

// Generate makes n products, always the same ones: SKU-0000001 and so on, with
// prices and quantities that follow from the number. Each is in all warehouses.
func Generate(n int, warehouses []int) []Product {
	out := make([]Product, n)
	levels := make([]Level, n*len(warehouses))
	prices := make([]string, 5000)
	for i := range prices {
		prices[i] = strconv.Itoa(i/10+1) + "." + strconv.Itoa(i%10) + "0"
	}
	for i := range out {
		title := fmt.Sprintf("Item SKU-%07d", i+1)
		stock := levels[i*len(warehouses) : (i+1)*len(warehouses) : (i+1)*len(warehouses)]
		for j, w := range warehouses {
			stock[j] = Level{Warehouse: w, Quantity: commerce.Units(int64((i*7 + j*3) % 50))}
		}
		out[i] = Product{
			SKU: title[len("Item "):], Title: title, Barcode: strconv.Itoa(7_300_000_000_000 + i),
			Price: prices[i%len(prices)], Stock: stock,
		}
	}
	return out
}

// LoadFile reads a JSON array of products.
func LoadFile(path string) ([]Product, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("load products: %w", err)
	}
	var out []Product
	if err := json.Unmarshal(b, &out); err != nil {
		return nil, fmt.Errorf("load products from %s: %w", path, err)
	}
	return out, nil
}
