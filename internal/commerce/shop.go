package commerce

// ProductID is WordPress' post id of a product or a variation.
type ProductID uint64

// Places are the meta ids of the rows that a step of stock reads and writes, so
// that they can be reached by primary key: each 0 where it is not known, or not
// exactly one row. Status and Backorders are known only of products that nothing
// but their own number decides about: simple ones and variations.
type Places struct{ Stock, Status, Backorders uint64 }

// Known tells whether every row can be reached.
func (p Places) Known() bool { return p.Stock != 0 && p.Status != 0 && p.Backorders != 0 }

// Holding is one product's stock as the shop has it at one moment.
type Holding struct {
	Product ProductID
	Parent  ProductID // of a variation
	Kind    Kind
	SKU     string
	Managed bool
	// Text is the stored quantity as it stands; Valid is false where there is no
	// row, where it is NULL or where it is no number.
	Text       string
	Stored     bool // the row exists and is not NULL
	Stock      Quantity
	Valid      bool
	Rows       int // how many rows claim to be the stock; 1 is right
	Places     Places
	Backorders string
	Status     string
}

// Sane tells whether the stock is one number that the shop keeps.
func (h Holding) Sane() bool { return h.Valid && h.Managed && h.Rows == 1 }

// Kind says what may be done with a shop product.
type Kind string

// The kinds. Only Simple, Variation and Variable hold stock; Variable only
// where the shop manages stock at the parent.
const (
	Simple    Kind = "simple"
	Variable  Kind = "variable"
	Variation Kind = "variation"
	External  Kind = "external"
	Grouped   Kind = "grouped"
)

// ShopPrice is one product's prices as the shop has them, as stored text; a nil
// pointer is a row that does not exist.
type ShopPrice struct {
	Product ProductID
	Parent  ProductID
	Kind    Kind
	SKU     string
	Regular *string
	Sale    *string
	From    *string // Unix seconds
	To      *string
	Active  *string // _price
}

// Taken is one order line that the shop has taken from stock.
type Taken struct {
	Row      uint64 // grows with time
	Quantity Quantity
}
