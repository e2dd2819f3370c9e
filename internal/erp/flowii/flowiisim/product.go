package flowiisim

import (
	"encoding/json"
	"fmt"
	"os"
	"strconv"

	"wpbridge/internal/commerce"
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

// Generate makes n goods, always the same ones: SKU-0000001 and so on, with
// prices and quantities that follow from the number. They lie in the categories
// of Tree: of each ten goods one in none and three in a category without
// subcategory.
func Generate(n int) []Product {
	out := make([]Product, n)
	levels := make([]commerce.Quantity, n)
	tree := Tree()
	for i := range out {
		levels[i] = commerce.Units(int64(i * 7 % 50))
		out[i] = Product{
			SKU: fmt.Sprintf("SKU-%07d", i+1), Name: fmt.Sprintf("Item SKU-%07d", i+1), Barcode: strconv.Itoa(8_580_000_000_000 + i),
			Price: strconv.Itoa(i/10%500+1) + "." + strconv.Itoa(i%10) + "0", Stock: &levels[i],
		}
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

// LoadFile reads a JSON array of products.
func LoadFile(path string) ([]Product, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("load goods: %w", err)
	}
	var out []Product
	if err := json.Unmarshal(b, &out); err != nil {
		return nil, fmt.Errorf("load goods from %s: %w", path, err)
	}
	return out, nil
}
