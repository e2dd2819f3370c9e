package reconcile

import (
	"math"

	"wpbridge/internal/commerce"
	"wpbridge/internal/ledger"
)

// unknown marks a level that the reading has not mentioned.
const unknown = commerce.Quantity(math.MinInt64)

// Reading collects the levels of one reading, location by location, in arrays
// by link number: eight bytes a link and location, however large the catalogue.
// A level that comes twice counts once, the later one.
type Reading struct {
	size      int
	locations map[string][]commerce.Quantity
	bases     []commerce.Quantity
}

// NewReading prepares for links numbered up to last.
func NewReading(last ledger.LinkID) *Reading {
	return &Reading{size: int(last) + 1, locations: map[string][]commerce.Quantity{}, bases: fill(int(last) + 1)}
}

func fill(n int) []commerce.Quantity {
	a := make([]commerce.Quantity, n)
	for i := range a {
		a[i] = unknown
	}
	return a
}

// Size is one more than the last link number.
func (r *Reading) Size() int { return r.size }

// Set notes a level, and on what base the link stands (nil: not taken over).
func (r *Reading) Set(location string, id ledger.LinkID, level commerce.Quantity, base *commerce.Quantity) {
	if int(id) >= r.size {
		return // linked after this run began; the next run reads it
	}
	a := r.locations[location]
	if a == nil {
		a = fill(r.size)
		r.locations[location] = a
	}
	a[id] = level
	if base != nil {
		r.bases[id] = *base
	}
}

// Drop takes back what the reading says of a link, as if it had not mentioned it;
// false where it has not.
func (r *Reading) Drop(id ledger.LinkID) bool {
	if int(id) >= r.size || r.Total(id) == nil {
		return false
	}
	for _, a := range r.locations {
		a[id] = unknown
	}
	return true
}

// Total is the sum over the locations that mention the link; nil where none does.
func (r *Reading) Total(id ledger.LinkID) *commerce.Quantity {
	var sum commerce.Quantity
	known := false
	for _, a := range r.locations {
		if a[id] != unknown {
			sum += a[id]
			known = true
		}
	}
	if !known {
		return nil
	}
	return &sum
}

// Sort calls moved for each link whose total asks for another base than it
// stands on and absent for each number the reading does not mention. Rules hold
// what is wanted of single links otherwise than the policy says, contained what
// the reading takes into account of shop orders.
func (r *Reading) Sort(p StockPolicy, rules map[ledger.LinkID]ledger.Rule, contained map[ledger.LinkID]commerce.Quantity, moved, absent func(ledger.LinkID)) {
	for id := ledger.LinkID(1); int(id) < r.size; id++ {
		total := r.Total(id)
		switch {
		case total == nil:
			absent(id)
		case r.bases[id] == unknown || p.under(rules[id]).Base(*total, contained[id]) != r.bases[id]:
			moved(id)
		}
	}
}
