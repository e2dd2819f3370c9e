package commerce

import (
	"time"

	"github.com/shopspring/decimal"
)

// OrderID is the shop's own id of an order.
type OrderID uint64

// Order is a shop order as an ERP needs it: complete, and equal to the shop's own
// totals to the last cent. All amounts are exact decimals in Currency, with no more
// digits than the currency has in the shop.
type Order struct {
	ID        OrderID
	Number    string // as people see it; the id where no plugin numbers orders
	Reference string // stable and unique, what an ERP knows the order by
	Status    string // without wc-: processing
	Created   time.Time
	Modified  time.Time
	Paid      time.Time // zero: not paid
	Completed time.Time
	Currency  string
	// PricesIncludeVAT tells how the shop's owner enters prices; amounts below are
	// always given both ways.
	PricesIncludeVAT bool
	Customer         Customer
	Billing          Address
	Shipping         Address // as billing where the shop says nothing
	Note             string  // the customer's
	Payment          Payment
	Lines            []OrderLine
	Coupons          []AppliedCoupon
	Total            decimal.Decimal // what is to be paid, VAT included
	VAT              decimal.Decimal // of that
	// Rounding is what Total and VAT have beyond the lines: a cent where the shop
	// rounds the whole otherwise than its parts, more where an extension changed
	// the total without a line for it, such as a gift card. See Check.
	Rounding Amount
	Refunds  []Refund
	// Taken is true where the shop has lowered its stock for the order.
	Taken bool
	// Meta are the order's values under the keys that the settings name, such as
	// a company's tax number.
	Meta map[string]string
}

// Amount is money with its VAT apart. Both have the same sign, or are zero,
// except in differences.
type Amount struct {
	Net decimal.Decimal
	VAT decimal.Decimal
}

// Gross is the amount with its VAT.
func (a Amount) Gross() decimal.Decimal { return a.Net.Add(a.VAT) }

// IsZero reports whether there is neither.
func (a Amount) IsZero() bool { return a.Net.IsZero() && a.VAT.IsZero() }

// Customer is who bought; ID is 0 for a guest.
type Customer struct {
	ID    uint64
	Email string
}

// Address is one of an order's two addresses.
type Address struct {
	First, Last, Company                         string
	Line1, Line2, City, Postcode, State, Country string // Country by two letters
	Email, Phone                                 string
}

// Payment is how an order is paid.
type Payment struct {
	Method      string // the shop's id of it: cod
	Title       string
	Transaction string
}

// LineKind says what a line is for.
type LineKind string

// The kinds of lines.
const (
	ProductLine  LineKind = "product"
	ShippingLine LineKind = "shipping"
	FeeLine      LineKind = "fee"
)

// OrderLine is one line of an order. Net and VAT are for the whole line, after
// discounts; the Full ones before. A line of a refund has negative amounts, and
// no quantity where money was given back but nothing returned. Shipping and fees
// have the quantity one.
type OrderLine struct {
	ID        uint64 // the shop's id of the line
	Kind      LineKind
	Product   ProductID // of a product line: the variation where there is one
	Parent    ProductID
	SKU       string
	Item      ItemID // of the linked item; empty: the ERP does not know the product
	Code      Code
	Name      string
	Quantity  Quantity
	Net       decimal.Decimal
	VAT       decimal.Decimal
	FullNet   decimal.Decimal
	FullVAT   decimal.Decimal
	Rate      decimal.NullDecimal // VAT in percent; not valid: none, or several rates at once
	Method    string              // of a shipping line: flat_rate
	Instance  string              // and its instance in the zone
	Taken     Quantity            // what the shop has taken from stock for the line
	RefundsID uint64              // in a refund: the line that is refunded
}

// AppliedCoupon is a coupon and what it took off, VAT apart.
type AppliedCoupon struct {
	Code string
	Net  decimal.Decimal
	VAT  decimal.Decimal
}

// Refund is money given back, with the lines it was given back for, if any.
type Refund struct {
	ID        OrderID
	Reference string // stable and unique, as the order's
	Created   time.Time
	Amount    decimal.Decimal // positive, VAT included
	VAT       decimal.Decimal // of that, positive
	Reason    string
	Lines     []OrderLine
	// Rest is what was given back beyond the lines, negative as they are: all of
	// it where the shop's owner entered a sum only.
	Rest Amount
}
