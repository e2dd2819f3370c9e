package live

import "wpbridge/internal/commerce"

// Reason says why a line is as it is.
type Reason string

// The reasons. All but NotEnough and Unreachable let the line pass; Unreachable
// does so where the policy is to allow.
const (
	Enough      Reason = "ok"
	NotEnough   Reason = "not_enough"
	NotLinked   Reason = "not_linked"  // or never taken over
	NotTracked  Reason = "not_tracked" // the ERP keeps no stock for the item
	Excluded    Reason = "excluded"
	Backorder   Reason = "backorder"
	Unreachable Reason = "unreachable" // the ERP could not be asked, or said nothing of the item
)

// Decider is what an answer rests on.
type Decider string

// The deciders, the weakest last.
const (
	ByReading Decider = "reading"
	ByLive    Decider = "live"
	ByPolicy  Decider = "policy"
)

// Answer is the answer of POST /v1/checkout/check. OK is false where any line is
// not. DecidedBy names the weakest ground of any line; where no line needed a
// number it is ByReading.
type Answer struct {
	OK        bool      `json:"ok"`
	DecidedBy Decider   `json:"decided_by"`
	Items     []Verdict `json:"items"` // in the order of the request
}

// Verdict is the answer for one line.
type Verdict struct {
	ProductID   commerce.ProductID `json:"product_id"`
	VariationID commerce.ProductID `json:"variation_id"`
	SKU         string             `json:"sku"`
	Requested   commerce.Quantity  `json:"requested"`
	// Available is what can be sold, never below zero, shared by all lines of the
	// same stock; nil where no number decided.
	Available *commerce.Quantity `json:"available"`
	OK        bool               `json:"ok"`
	Reason    Reason             `json:"reason"`
	// AgeMS is how old the ERP's number is, in milliseconds; nil where no number
	// decided or its age is not known.
	AgeMS *int64 `json:"age_ms"`
}

func answer(lines []*line) Answer {
	a := Answer{OK: true, DecidedBy: ByReading, Items: make([]Verdict, len(lines))}
	weight := map[Decider]int{ByReading: 0, ByLive: 1, ByPolicy: 2}
	for i, l := range lines {
		v := l.verdict()
		a.Items[i] = v
		a.OK = a.OK && v.OK
		if weight[l.by] > weight[a.DecidedBy] {
			a.DecidedBy = l.by
		}
	}
	return a
}
