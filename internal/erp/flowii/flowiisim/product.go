package flowiisim

import (
	"wpbridge/internal/commerce"
	"wpbridge/internal/erp/simkit"
)

// Product is one good. The zero values are those of an ordinary one: no service,
// in no category, price with VAT of 23 %.
type Product struct {
	SKU         string             `json:"sku"` // serial-nr; may be empty
	Name        string             `json:"name"`
	Barcode     string             `json:"barcode"`      // ean; empty: null
	Price       string             `json:"price"`        // "123.50"; empty: null
	ExcludesVAT bool               `json:"excludes_vat"` // selling-price-type 1
	VAT         string             `json:"vat"`          // percent; empty: 23, "-": absent
	Service     bool               `json:"service"`      // type 1
	Category    int                `json:"category"`     // 0: none
	Subcategory int                `json:"subcategory"`  // 0: none
	Stock       *commerce.Quantity `json:"stock"`        // null: the attribute is absent
	Age         int64              `json:"age"`          // seconds from its last edit to the start; 0: a day
}

// Category is one entry of the tree, which has two levels.
type Category struct {
	ID     int    `json:"id"`
	Parent int    `json:"parent"` // 0: at the top
	Name   string `json:"name"`
}

// Generate makes the goods of simkit.Samples. They lie in the categories of Tree:
// of each ten goods one in none and three in a category without subcategory.
func Generate(n int) []Product {
	out, tree := make([]Product, n), Tree()
	for i, x := range simkit.Samples(n) {
		out[i] = Product{SKU: x.SKU, Name: x.Title, Barcode: x.Barcode, Price: x.Price, Stock: new(simkit.Dealt(i, 0))}
		c := tree[i%len(tree)]
		switch {
		case i%10 == 0:
		case c.Parent == 0:
			out[i].Category = c.ID
		default:
			out[i].Category, out[i].Subcategory = c.Parent, c.ID
		}
	}
	return out
}

// Tree is the tree of categories that Generate uses.
func Tree() []Category {
	return []Category{
		{ID: 510, Name: "Tools"},
		{ID: 520, Name: "Paint"},
		{ID: 530, Name: "Garden"},
		{ID: 511, Parent: 510, Name: "Saws"},
		{ID: 512, Parent: 510, Name: "Drills"},
		{ID: 521, Parent: 520, Name: "Brushes"},
		{ID: 540, Name: "Transport"},
	}
}
