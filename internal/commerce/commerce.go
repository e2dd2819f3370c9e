// Package commerce is the neutral vocabulary that the shop side and the ERP
// side share. It imports nothing of ours and knows no vendor.
package commerce

import "github.com/shopspring/decimal"

type (
	// Code is the text by which people know an item: a SKU, an article number.
	// Two codes are the same only if they are equal byte for byte.
	Code string
	// ItemID is the ERP's own stable id of an item; it survives a new Code.
	ItemID string
)

// Item is a product, or one variant of a product, as the ERP describes it.
type Item struct {
	ID       ItemID
	Code     Code
	Barcode  string
	PLU      string
	Name     string
	ParentID ItemID // the item that groups the variants; empty for a single item
	// ParentCode is the code of what groups the variants, where that is no item of
	// its own: the parent product's SKU. Empty for a single item.
	ParentCode Code
	Active     bool
	// StockTracked is false where the ERP keeps no stock for the item: whatever
	// quantity it reports then means nothing.
	StockTracked bool
	// Categories are the ids of the categories the item lies in, the most general
	// first. Empty also means that the reading did not say.
	Categories []string
	Price      *Price // nil: the ERP gave no price
	// Attributes say what makes this variant differ, in the ERP's order.
	Attributes []Attribute
}

// Category is one entry of the ERP's tree of categories.
type Category struct {
	ID       string
	ParentID string // empty at the top
	Name     string
}

// Attribute is one property of a variant, such as Colour: Red.
type Attribute struct {
	Name  string
	Value string
}

// Price is what the ERP asks for one unit.
type Price struct {
	Regular decimal.Decimal
	// Sale is the reduced price; not valid where the ERP says nothing of one.
	Sale        decimal.NullDecimal
	IncludesVAT bool
	VATPercent  decimal.NullDecimal
}

// StockLevel is how much of an item one location can still sell.
type StockLevel struct {
	Code      Code
	Location  string
	Available Quantity // on hand less reserved; may be negative
}

// Reference is one entry of a list the ERP offers as a choice for a setting.
type Reference struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Note string `json:"note,omitempty"`
}
