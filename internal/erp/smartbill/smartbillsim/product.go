package smartbillsim

import (
	"encoding/json"
	"fmt"
	"os"
	"strconv"

	"wpbridge/internal/commerce"
)

// Product is one entry of the catalogue. Its zero values are those of ordinary
// goods: priced in RON with 21 % VAT in it, counted in pieces.
type Product struct {
	Code       string  `json:"code"` // empty: the company does not use codes
	Name       string  `json:"name"`
	Unit       string  `json:"unit"`     // empty: buc
	Price      string  `json:"price"`    // "123.50"; empty: null
	Currency   string  `json:"currency"` // empty: RON
	VAT        string  `json:"vat"`      // percent; empty: 21
	WithoutVAT bool    `json:"without_vat"`
	Service    bool    `json:"service"`
	Stock      []Level `json:"stock"` // no entry: not in that warehouse
}

// Level is the stock in one warehouse.
type Level struct {
	Warehouse string            `json:"warehouse"`
	Quantity  commerce.Quantity `json:"quantity"`
}

// Generate makes n products, always the same ones: SKU-0000001 and so on, with
// prices and quantities that follow from the number. Each is in all warehouses.
func Generate(n int, warehouses []string) []Product {
	out := make([]Product, n)
	levels := make([]Level, n*len(warehouses))
	for i := range out {
		code := fmt.Sprintf("SKU-%07d", i+1)
		stock := levels[i*len(warehouses) : (i+1)*len(warehouses) : (i+1)*len(warehouses)]
		for j, w := range warehouses {
			stock[j] = Level{Warehouse: w, Quantity: commerce.Units(int64((i*7 + j*3) % 50))}
		}
		price := strconv.Itoa(i%500+1) + "." + strconv.Itoa(i%10) + "0"
		out[i] = Product{Code: code, Name: "Item " + code, Price: price, Stock: stock}
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
