package smartbillsim

import (
	"wpbridge/internal/commerce"
	"wpbridge/internal/erp/simkit"
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

// Generate makes the products of simkit.Samples, each in all warehouses.
func Generate(n int, warehouses []string) []Product {
	out := make([]Product, n)
	levels := make([]Level, n*len(warehouses))
	for i, x := range simkit.Samples(n) {
		stock := levels[i*len(warehouses) : (i+1)*len(warehouses) : (i+1)*len(warehouses)]
		for j, w := range warehouses {
			stock[j] = Level{Warehouse: w, Quantity: simkit.Dealt(i, j)}
		}
		out[i] = Product{Code: x.SKU, Name: x.Title, Price: x.Price, Stock: stock}
	}
	return out
}
