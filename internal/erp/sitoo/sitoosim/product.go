package sitoosim

import (
	"wpbridge/internal/commerce"
	"wpbridge/internal/erp/simkit"
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

// Generate makes the products of simkit.Samples, each in all warehouses.
func Generate(n int, warehouses []int) []Product {
	out := make([]Product, n)
	levels := make([]Level, n*len(warehouses))
	for i, x := range simkit.Samples(n) {
		stock := levels[i*len(warehouses) : (i+1)*len(warehouses) : (i+1)*len(warehouses)]
		for j, w := range warehouses {
			stock[j] = Level{Warehouse: w, Quantity: simkit.Dealt(i, j)}
		}
		out[i] = Product{SKU: x.SKU, Title: x.Title, Barcode: x.Barcode, Price: x.Price, Stock: stock}
	}
	return out
}
