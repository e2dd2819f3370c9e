package live

import (
	"errors"
	"fmt"

	"wpbridge/internal/commerce"
)

// ErrRequest is wrapped by every FieldError.
var ErrRequest = errors.New("invalid stock check")

// maxItems bounds the lines of one cart.
const maxItems = 500

// Moment is where in the purchase a check is asked for.
type Moment string

// The moments. Only Order may ask the ERP: carts are looked at all the time.
const (
	Cart  Moment = "cart"
	Order Moment = "order"
)

// Policy says what happens where the ERP cannot be asked.
type Policy string

// The policies; empty is the shop's.
const (
	Refuse Policy = "refuse"
	Allow  Policy = "allow"
)

// Request is the body of POST /v1/checkout/check.
type Request struct {
	Moment Moment `json:"moment"`
	Items  []Item `json:"items"`
}

// Item is one line of the cart. The same product may come in several lines.
type Item struct {
	ProductID       commerce.ProductID `json:"product_id"`
	VariationID     commerce.ProductID `json:"variation_id"` // 0: none
	Quantity        commerce.Quantity  `json:"quantity"`     // above zero
	WhenUnreachable Policy             `json:"when_unreachable"`
}

// FieldError names what is wrong with a request.
type FieldError struct {
	Field string // as in JSON: items[2].quantity
	Want  string // what was expected and found
}

func (e *FieldError) Error() string { return fmt.Sprintf("%v: %s %s", ErrRequest, e.Field, e.Want) }

func (e *FieldError) Unwrap() error { return ErrRequest }

func (r Request) validate() error {
	if r.Moment != Cart && r.Moment != Order {
		return &FieldError{"moment", fmt.Sprintf("must be cart or order, it is %q", r.Moment)}
	}
	if n := len(r.Items); n == 0 || n > maxItems {
		return &FieldError{"items", fmt.Sprintf("must be 1 to %d lines, there are %d", maxItems, n)}
	}
	for i, it := range r.Items {
		at := fmt.Sprintf("items[%d].", i)
		switch {
		case it.ProductID == 0:
			return &FieldError{at + "product_id", "is missing"}
		case it.Quantity <= 0:
			return &FieldError{at + "quantity", fmt.Sprintf("must be above zero, it is %s", it.Quantity)}
		case it.WhenUnreachable != "" && it.WhenUnreachable != Refuse && it.WhenUnreachable != Allow:
			return &FieldError{at + "when_unreachable", fmt.Sprintf("must be refuse, allow or empty, it is %q", it.WhenUnreachable)}
		}
	}
	return nil
}
