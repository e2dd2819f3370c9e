package erp

import (
	"maps"
	"net/http"
	"slices"

	"wpbridge/internal/commerce"
)

// Push is a request that a system sent to us, as it came.
type Push struct {
	Header http.Header
	Body   []byte
}

// Pushed is what a push says.
type Pushed struct {
	// Probe: the system only tries the connection; nothing has moved.
	Probe bool
	// Levels are what the push states clearly. As in an incremental reading they
	// hold, for each code they mention, every chosen location.
	Levels []commerce.StockLevel
	// Reread are codes that moved, but how is in doubt: CheckStock tells. None of
	// them is in Levels.
	Reread []commerce.Code
	// Unordered: nothing tells whether Levels are newer than what another push or
	// a reading said. CheckStock tells; without an answer from there they are the
	// best that is known.
	Unordered bool
	// Answer is what the system expects to hear; empty: it does not matter.
	Answer string `json:"-"`
	// Ignored counts entries of other locations, and such that name no item.
	Ignored int
}

// Codes are all that the push is about, sorted: what to give to CheckStock.
func (p Pushed) Codes() []commerce.Code {
	set := make(map[commerce.Code]bool, len(p.Levels)+len(p.Reread))
	for _, l := range p.Levels {
		set[l.Code] = true
	}
	for _, c := range p.Reread {
		set[c] = true
	}
	return slices.Sorted(maps.Keys(set))
}
